import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DeskError } from '../api/errors.ts';
import { LIST_BYTES_MAX, LIST_LINES_MAX, type ReadList, readList } from './screening-list.ts';

const AT = { country: 'BE', today: '2026-11-23' };

function read(text: string): ReadList {
  const reading = readList(text, AT);
  for (;;) {
    const { done, value } = reading.next();
    if (done === true) return value;
  }
}

const refusal = (text: string): string => {
  try {
    read(text);
    return 'none';
  } catch (error) {
    return error instanceof DeskError ? `${error.code}: ${String(error.evidence?.['safe'])}` : 'other';
  }
};

describe('a pasted list', () => {
  it('reads one subject a line, as the Ask box would', () => {
    const { format, lines, rows, unread } = read(
      'Tomas Averinck, 17/05/1990\n\n+33 6 39 98 47 11\nVelhane Transport SPRL\n',
    );
    expect({ format, lines, unread }).toEqual({ format: 'lines', lines: 3, unread: [] });
    expect(rows.map(({ label, lines: at, subject }) => [label, at, subject.kind])).toEqual([
      ['Tomas Averinck', [1], 'person'],
      ['+33639984711', [3], 'thing'],
      ['Velhane Transport SPRL', [4], 'organisation'],
    ]);
    expect(rows[0]?.subject.birthDates).toEqual(['17/05/1990']);
  });

  it('turns a family name that stands first, and takes a country for what reads the numbers', () => {
    expect(read('AVERINCK, Tomas\nVelhane, Idris; 3/11/1991').rows.map(({ label }) => label)).toEqual([
      'Tomas AVERINCK',
      'Idris Velhane',
    ]);
    // 06 39 98 47 11 is a number of the country that the line names, whoever reads it.
    expect(read('Tomas Averinck; France; 06 39 98 47 11').rows[0]?.subject.phones).toEqual([
      { number: '+33639984711' },
    ]);
    expect(read('Tomas Averinck, BE').rows[0]?.label).toBe('Tomas Averinck');
    // Chad is a given name here.
    expect(read('Averinck, Chad').rows[0]?.label).toBe('Chad Averinck');
  });

  it('reads ships, accounts with their bank, and the days of a number from columns', () => {
    const { rows } = read(
      'phone;seen from;seen until;imo;account;bic\n+33639984711;03/03/2016;20/03/2016;9074729;4471200961;QUAYUS33\n+33639984712;14/03/2016;;;;\n',
    );
    expect(rows[0]?.subject).toMatchObject({
      seenWithin: ['2016-03-03/2016-03-20'],
      vessels: [{ imo: '9074729' }],
      accounts: [{ number: '4471200961', bank: 'QUAYUS33' }],
    });
    // One of the two days alone is that day.
    expect(rows[1]?.subject.seenWithin).toEqual(['2016-03-14/2016-03-14']);
  });

  it('takes lines that say the same together', () => {
    expect(read('Odile Averinck\nTomas Averinck\nOdile Averinck').rows.map(({ lines }) => lines)).toEqual([
      [1, 3],
      [2],
    ]);
  });

  it('lists every line that it could not read, or not wholly, with the reason', () => {
    const { rows, unread } = read(
      ['Tomas Averinck', '17/05/1990', '...', 'x'.repeat(2_001), 'Odile Averinck, near the quay'].join('\n'),
    );
    expect(rows.map(({ label }) => label)).toEqual(['Tomas Averinck', 'Odile Averinck']);
    expect(unread).toEqual([
      { line: 2, because: 'date-alone', read: false },
      { line: 3, because: 'nothing-understood', read: false },
      { line: 4, because: 'line-too-long', read: false },
      { line: 5, because: 'part-unused', read: true },
    ]);
  });

  it('is refused in words when it is empty, unreadable or over its limits', () => {
    expect(refusal(' \n ')).toContain('The list is empty.');
    expect(refusal('...\n...')).toContain('No line of the list could be read.');
    expect(refusal('a\n'.repeat(LIST_LINES_MAX + 1))).toContain(`${LIST_LINES_MAX + 1} lines`);
    expect(refusal('a'.repeat(LIST_BYTES_MAX + 1))).toContain(`${LIST_BYTES_MAX + 1} bytes`);
    expect(refusal('...')).toMatch(/^list-refused: .*Nothing was looked up\.$/);
  });
});

describe('a table with a header', () => {
  it('knows its columns in four languages and names those that it does not use', () => {
    const { format, rows, unusedColumns } = read(
      'Siège;Nom de famille;Prénom;Date de naissance;Numéro de téléphone\n12A;Averinck;Tomas;17/05/1990;06 39 98 47 11',
    );
    expect({ format, unusedColumns }).toEqual({ format: 'csv', unusedColumns: ['Siège'] });
    expect(rows[0]?.label).toBe('Tomas Averinck');
    expect(read('Achternaam,Voornaam,Geboortedatum\nVelhane,Idris,03-11-1991').rows[0]?.label).toBe(
      'Idris Velhane',
    );
    expect(read('Nachname\tVorname\tPassnummer\nTelvik\tMaro\tC01X00T47').rows[0]?.terms).toHaveLength(2);
  });

  it('reads quotes as spreadsheets write them, and a stray quote breaks its own line alone', () => {
    const { rows, unread } = read(
      'name,born,phone\n"Averinck, Tomas",1990,\n"Velhane "Idris",1991,\n"two\nlines",1980,\nOdile,,,,x',
    );
    expect(rows.map(({ label, lines }) => [label, lines])).toEqual([
      ['Tomas Averinck', [2]],
      ['two', [4]],
    ]);
    expect(unread).toEqual([
      { line: 3, because: 'quotes-broken', read: false },
      { line: 6, because: 'too-many-cells', read: false },
    ]);
  });
});

describe('entities of FollowTheMoney, one a line', () => {
  it('are read as the matcher reads them; what is no entity is listed', () => {
    const line = (schema: string, properties: object): string =>
      JSON.stringify({ id: 'x1', schema, properties });
    const { format, rows, unread } = read(
      [
        line('Person', { name: ['Idris Velhane', 'إدريس فلهان'], birthDate: ['1991-11-03'] }),
        '{"id":',
        '{"id":"a"}',
        line('Call', { date: ['2026-01-01'] }),
        line('Company', { name: ['Velhane Transport SPRL'] }),
      ].join('\n'),
    );
    expect(format).toBe('ndjson');
    expect(rows.map(({ label, schema }) => [label, schema])).toEqual([
      ['Idris Velhane', 'Person'],
      ['Velhane Transport SPRL', 'Company'],
    ]);
    expect(unread.map(({ line: at, because }) => [at, because])).toEqual([
      [2, 'not-json'],
      [3, 'not-an-entity'],
      [4, 'not-comparable'],
    ]);
  });

  it('are looked for by forty values at most, and it is said where there were more', () => {
    const name = Array.from(
      { length: 60 },
      (_, at) => `Idris Velhane${String.fromCharCode(97 + (at % 26), 97 + at / 26)}`,
    );
    const { rows, unread } = read(JSON.stringify({ id: 'x', schema: 'Person', properties: { name } }));
    expect(rows[0]?.terms).toHaveLength(40);
    expect(unread).toEqual([{ line: 1, because: 'too-many-values', read: true }]);
  });
});

/** Pieces near the truth, and what breaks readers of tables and of JSON. */
const piece = fc.oneof(
  fc.constantFrom(
    'name',
    'born',
    'phone',
    ';',
    ',',
    '\t',
    '|',
    '"',
    '""',
    '\n',
    '\r\n',
    '\u2028',
    '\ufeff',
    '\u0000',

    'Tomas Averinck',
    'AVERINCK, Tomas',
    '17/05/1990',
    '٠٣/١١/١٩٩١',
    '+33 6 39 98 47 11',
    'إدريس',
    'BE',
    'France',

    '{"id":"a","schema":"Person","properties":{"name":["Idris Velhane"]}}',
    '{',
    '}',
    '[',
    '{"id":',
    '\\',
    '\ue000',
    '__proto__',
    'constructor',
    '-'.repeat(60),
    '1 '.repeat(40),
    'x'.repeat(2_100),
    '\u202e',
    '\ud800',
  ),
  fc.string({ unit: 'binary', maxLength: 30 }),
);
const MUTATIONS = 5_000;
const SEED = Number(process.env['ENTENTE_SEED'] ?? Date.now() % 0x7fffffff);

describe('hostile lists', () => {
  it(`answers ${MUTATIONS} mutated lists with rows, reasons or a refusal, each line in one place (ENTENTE_SEED=${SEED})`, () => {
    const list = fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(list, (text) => {
        let found: ReadList;
        try {
          found = read(text);
        } catch (error) {
          expect(error).toBeInstanceOf(DeskError);
          return;
        }
        const { rows, unread, lines } = found;
        const read_ = rows.flatMap((row) => row.lines);
        const not = unread.filter((line) => !line.read).map(({ line }) => line);
        // No line is both read and not read, none is named twice, and there are no more than were given.
        expect(new Set([...read_, ...not]).size).toBe(read_.length + not.length);
        expect(read_.length + not.length).toBeLessThanOrEqual(lines);
        for (const { terms, label } of rows) {
          expect(terms.length).toBeGreaterThan(0);
          expect(label.length).toBeLessThanOrEqual(120);
        }
      }),
      { numRuns: MUTATIONS, seed: SEED },
    );
  }, 240_000);
});
