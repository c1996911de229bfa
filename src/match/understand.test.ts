import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MatchError, UNDERSTAND_LENGTH_MAX, UNDERSTAND_LINES_MAX, understand } from './index.ts';

const AT = { defaultCountry: 'BE', today: '2026-11-23' };
const chips = (text: string): string[] =>
  understand(text, AT).chips.map(
    (chip) => `${chip.type}: ${chip.canonical}${chip.note === '' ? '' : ` (${chip.note})`}`,
  );

describe('the Ask box', () => {
  it('reads a sentence about one person', () => {
    expect(
      chips(
        'Idris Velhane, born 3/11/1991, uses +44 7700 900 147, drives 9-ZZY-417, lives near the fish market',
      ),
    ).toEqual([
      expect.stringMatching(/^name: idris velhane \(\d+ spellings\)$/),
      'birth-date: 1991-11-03 (or 11 March)',
      'phone: +447700900147',
      'plate: 9ZZY417 (asked as BE)',
      'unused: lives near the fish market (too vague)',
    ]);
  });

  it('reads French, Dutch and German labels, and Arabic digits', () => {
    expect(chips('Odile Averinck née le 12 mars 1955 tél. 0479 12 34 56')).toEqual([
      'name: averinck odile',
      'birth-date: 1955-03-12',
      'phone: +32479123456',
    ]);
    expect(chips('Tomas Averinck, geboren op 25-07-1985, kenteken 12-ABC-3').slice(1)).toEqual([
      'birth-date: 1985-07-25',
      'plate: 12ABC3 (asked as BE, NL)',
    ]);
    expect(chips('Reisepass DE C01X00T47, wohnhaft in Averelstraße 14, 52062 Aachen')).toEqual([
      'document: passport DE C01X00T47',
      'address: averel street|14||aachen|',
    ]);
    expect(chips('إدريس فلهان ٠٣/١١/١٩٩١ ٠٤٧٩١٢٣٤٥٦').map((chip) => chip.split(':')[0])).toEqual([
      'name',
      'birth-date',
      'phone',
    ]);
  });

  it('takes what follows the street for the town, also when the town ends like a street', () => {
    for (const written of ['Quay Lane 14 flat 3, Oostkaai', 'Quay Lane 14, Whg. 3, Oostkaai'])
      expect(chips(written)).toEqual(['address: lane quay|14|3|ostkai|']);
    expect(chips('14, Lange Kaai')).toEqual([
      expect.stringMatching(/^address: .*quay.*\|14\|\|\| \(no town given\)$/),
    ]);
  });

  it('tells numbers apart by their shape and check digits', () => {
    expect(chips('490154203237518')).toEqual(['imei: 49015420323751']);
    expect(chips('206010123456789')).toEqual(['imsi: 206010123456789']);
    expect(chips('8932010000001234567')).toEqual([expect.stringMatching(/^iccid: 893201000000123456/)]);
    expect(chips('BE71 0961 2345 6769')).toEqual(['iban: BE71096123456769']);
    expect(chips('85.07.30-033.28')).toEqual(['national-number: BE 85073003328 (check digit holds)']);
    expect(chips('quay@example.org')).toEqual(['email: quay@example.org']);
    expect(chips('WVWZZZ1JZ3W386752')).toEqual(['vin: WVWZZZ1JZ3W386752']);
    expect(chips('+33 6 39 98 47 11')).toEqual(['phone: +33639984711']);
  });

  it('reads a pasted list, one subject a line, and goes on where a line begins with a label', () => {
    const { subjects, chips: found } = understand(
      'Tomas Averinck\nborn 25/07/1985\nOdile Averinck; 12/03/1955\n+33639984711\nVelhane Transport SPRL',
      AT,
    );
    expect(subjects.map((subject) => subject.kind)).toEqual(['person', 'person', 'thing', 'organisation']);
    expect(found.map((chip) => chip.subjectIndex)).toEqual([0, 0, 1, 1, 2, 3]);
    expect(subjects[0]?.birthDates).toEqual(['25/07/1985']);
  });

  it('takes an alias for a second name of the same person', () => {
    expect(understand('Idris Velhane alias Driss Palka', AT).subjects[0]?.names).toEqual([
      'Idris Velhane',
      'Driss Palka',
    ]);
  });

  it('names what it did not use, and why', () => {
    expect(chips('the quick brown fox jumps over the lazy dog')).toEqual([
      expect.stringContaining('too many words for a name'),
    ]);
    expect(chips('Quay Lane 14')[0]).toContain('no town given');
    expect(understand('near the harbour', AT).subjects).toEqual([]);
  });

  it('refuses texts over its limits with a code', () => {
    const codeOf = (text: string): string => {
      try {
        understand(text, AT);
        return 'none';
      } catch (error) {
        return error instanceof MatchError ? error.code : 'other';
      }
    };
    expect(codeOf('a'.repeat(UNDERSTAND_LENGTH_MAX + 1))).toBe('text-too-long');
    expect(codeOf('a\n'.repeat(UNDERSTAND_LINES_MAX + 1))).toBe('too-many-lines');
    expect(codeOf('a\n'.repeat(UNDERSTAND_LINES_MAX))).toBe('none');
  });

  it('answers any text at all with chips or a code, nothing else', () => {
    const pieces = fc.constantFrom(
      'Idris',
      'born',
      '3/11/1991',
      '+44',
      '7700 900 147',
      ',',
      ';',
      '\n',
      'drives',
      '9-ZZY-417',
      'imei',
      '490154203237518',
      'lives at',
      'Quay Lane 14',
      'فلهان',
      '٠٤٧٩',
      'BE71',
      '@',
      '\u0001',
      '\u202e',
      '((((',
      '-'.repeat(40),
      '1 '.repeat(30),
      'alias',
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 300 }),
      fc
        .array(fc.oneof(pieces, fc.string({ maxLength: 6 })), { maxLength: 40 })
        .map((parts) => parts.join(' ')),
    );
    fc.assert(
      fc.property(text, (typed) => {
        try {
          const { chips: found, subjects } = understand(typed, AT);
          for (const chip of found) expect(chip.subjectIndex).toBeLessThan(Math.max(1, subjects.length));
        } catch (error) {
          expect(error).toBeInstanceOf(MatchError);
        }
      }),
      { numRuns: 6000 },
    );
  }, 240_000);

  it('stays quick on the longest hostile lines', () => {
    for (const unit of [
      '1',
      '1 ',
      'a',
      'a-',
      '(',
      'born ',
      ' ',
      ', ',
      '1/',
      'Aa1 ',
      '@a.',
      'straat 1 ',
      '٠',
      '-',
    ]) {
      const text = unit.repeat(Math.floor(UNDERSTAND_LENGTH_MAX / unit.length));
      expect(Array.isArray(understand(text, AT).chips)).toBe(true);
    }
  });
});
