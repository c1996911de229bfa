import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import {
  emptySubject,
  expectedChanceMatches,
  FULL_KEY_MAX,
  isRule,
  KEY_VERSION,
  MatchError,
  QUESTION_KEYS_MAX,
  questionKeys,
  RECORD_KEYS_MAX,
  recordKeys,
  type Rule,
  RULES,
  type Subject,
} from './index.ts';

const AT = { sizeClass: 10_000, defaultCountry: 'BE' };

function person(names: string[], birthDates: string[], more: Partial<Subject> = {}): Subject {
  return { ...emptySubject('person'), names, birthDates, ...more };
}

/** The rules by which a question about one subject hits the record of another. */
function hits(asked: Subject, held: Subject, sizeClass = AT.sizeClass): Rule[] {
  const o = { ...AT, sizeClass };
  const published = new Set(recordKeys(held, o).keys.map((key) => `${key.rule} ${key.value}`));
  const found = questionKeys(asked, o).keys.filter((key) => published.has(`${key.rule} ${key.value}`));
  return [...new Set(found.map((key) => key.rule))];
}

describe('keys of a person', () => {
  const idris = person(['Idris Velhane'], ['1991-11-03']);

  it('meet across scripts and with day and month swapped', () => {
    for (const held of [
      person(['VELHANE Idriss'], ['03/11/1991']),
      person(['Идрис Вельхане'], ['1991-03-11']),
      person(['إدريس فلهان'], ['1991-11-03']),
    ]) {
      expect(hits(idris, held)).toContain('name+birthdate');
    }
  });

  it('meet by two names and the year when a day is missing', () => {
    expect(hits(idris, person(['Idris Velhane'], ['01-01-1991']))).toEqual([
      'names+birthyear',
      'name+beginning+birthyear',
    ]);
  });

  it('do not meet when only the date agrees, or only the name', () => {
    expect(hits(idris, person(['Odile Averinck'], ['1991-11-03']))).toEqual([]);
    expect(hits(idris, person(['Idris Velhane'], ['1972-05-30']))).toEqual([]);
  });

  it('need two names with the date where one name alone fits too many', () => {
    const common = person(['Hassan Brelov'], ['1991-11-25']);
    const { keys } = recordKeys(common, { ...AT, sizeClass: 1_000_000 });
    expect(keys.map((key) => key.rule)).not.toContain('name+birthdate');
    expect(hits(common, person(['BRELOFF Hasan'], ['25/11/1991']), 1_000_000)).toContain('names+birthdate');
    expect(hits(common, person(['Hassan Averinck'], ['1991-11-25']), 1_000_000)).toEqual([]);
  });

  it('say why nothing can be asked of one common name with a date', () => {
    const { keys, withheld } = questionKeys(person(['Mohammed'], ['1991-11-03']), {
      ...AT,
      sizeClass: 1_000_000,
    });
    expect(keys).toEqual([]);
    expect(withheld[0]).toMatchObject({ rule: 'name+birthdate' });
    expect(withheld[0]?.because).toMatch(/^too common: about \d+/);
  });

  it('join a national number to each name', () => {
    const held = person(['Odile Averinck'], [], {
      nationalNumbers: [{ country: 'BE', number: '85.07.30-033.28' }],
    });
    expect(hits(person(['Averinck'], [], { nationalNumbers: held.nationalNumbers }), held)).toEqual([
      'national-number+name',
    ]);
    expect(hits(person(['Velhane'], [], { nationalNumbers: held.nationalNumbers }), held)).toEqual([]);
  });

  it('do not depend on the order of names, phones and words', () => {
    const one = person(['Idris Velhane', 'Driss Palka'], ['1991-11-03'], {
      phones: [{ number: '+33639984711' }, { number: '0479123456' }],
    });
    const other = person(['Palka Driss', 'Velhane, Idris'], ['3/11/1991'], {
      phones: [{ number: '0032479123456' }, { number: '0033 639984711' }],
    });
    const values = (subject: Subject): string[] =>
      recordKeys(subject, AT)
        .keys.map((key) => `${key.rule} ${key.value}`)
        .sort();
    expect(values(one)).toEqual(values(other));
  });
});

describe('keys of things', () => {
  it('are the identifiers in canonical form', () => {
    const thing: Subject = {
      ...emptySubject('thing'),
      phones: [{ number: '0033 6 39 98 47 11', seenOn: ['2026-01-14', '2026-01-15'] }],
      simDevicePairs: [{ iccid: '8932010000001234567', imei: '490154203237518' }],
      vehicles: [{ plate: '9-ZZY-417', country: 'BE' }],
      accounts: [
        { iban: 'BE71 0961 2345 6769', email: 'Quay@Example.org' },
        { number: '004-4712009-61', bank: 'QUAYUS33XXX' },
        { handle: '@Lantern_Quay', service: 'Telegram' },
      ],
      vessels: [{ imo: 'IMO 9074729', mmsi: '205 344 990' }],
      documents: [{ kind: 'Paspoort', issuer: 'België', number: 'EM 123456' }],
      addresses: [{ text: 'Quay Lane 14 flat 3', city: 'Oostvaart' }],
    };
    // 14 January 2026 is a Wednesday; the week of Thursday 15 January is the third.
    const { keys } = recordKeys(thing, AT);
    const { account, ...others } = Object.fromEntries(keys.map((key) => [key.rule, key.value]));
    // A bank's number by its bank and by its country; a name by its service.
    expect(keys.filter((key) => key.rule === 'account').map((key) => key.value)).toEqual([
      'bank|QUAYUS|4471200961',
      'bank|US|4471200961',
      'online|telegram|lantern_quay',
    ]);
    expect(account).toBeDefined();
    expect(others).toEqual({
      phone: '+33639984711',
      'sim+device': 'iccid:893201000000123456|49015420323751',
      document: 'passport|BE|EM123456',
      iban: 'BE71096123456769',
      email: 'quay@example.org',
      plate: 'BE|9ZZY417',
      imo: '9074729',
      mmsi: '205344990',
      address: 'ostvart|lane quay|14|3',
      'phone+week': '+33639984711|2026-W03',
    });
  });

  it('spend the weeks of the asker’s window', () => {
    const burner = { ...emptySubject('thing'), phones: [{ number: '+33639984711' }] };
    const asked = questionKeys({ ...burner, seenWithin: ['2026-01-01/2026-01-31'] }, AT);
    // 1 January 2026 is a Thursday, week 1; 31 January a Saturday, week 5.
    expect(asked.keys.filter((key) => key.rule === 'phone+week').map((key) => key.value.slice(-3))).toEqual([
      'W05',
      'W04',
      'W03',
      'W02',
      'W01',
    ]);
    expect(() => questionKeys({ ...burner, seenWithin: ['x/2026-01-31'] }, AT)).toThrow(MatchError);
    const long = questionKeys(
      { ...burner, seenWithin: ['2025-01-01/2025-12-31', '2026-01-01/2026-01-31'] },
      AT,
    );
    expect(long.keys.filter((key) => key.rule === 'phone+week')).toHaveLength(12);
    expect(long.withheld.map((one) => one.because)).toContain('more than 12 weeks; the newest were used');
  });

  it('are withheld with a reason when they say nothing', () => {
    const thing: Subject = {
      ...emptySubject('thing'),
      phones: [{ number: '112' }, { number: '00000000' }],
      accounts: [{ email: 'info@example.org' }, { number: '4471200961' }, { handle: 'lantern' }],
      addresses: [{ text: 'near the fish market' }, { text: 'Quay Lane 14' }],
      documents: [{ kind: 'passport', issuer: '', number: '12AB34567' }],
      vessels: [{ imo: 'IMO 1234567' }],
    };
    const { keys, withheld } = recordKeys(thing, AT);
    expect(keys).toEqual([]);
    expect(withheld.map((one) => one.because)).toEqual([
      'a service or filler number',
      'the issuing country is not known',
      'a box shared by an office',
      'an account number without its bank or country',
      'the name of an account without the service that it is with',
      'not a ship number (IMO)',
      'no house number: too vague',
      'no town: too vague',
    ]);
  });
});

describe('a full key', () => {
  it('is expected to fit at most 0.02 others by chance at the partner’s size', () => {
    fc.assert(
      fc.property(
        fc.subarray(['Idris Velhane', 'Mohammed Ali', 'Jan Peeters', 'Li Wu', 'محمد علي', 'Иван Петров'], {
          minLength: 1,
        }),
        fc.constantFrom('1991-11-03', '1991-11-25', '1991-05-01', '1991'),
        fc.constantFrom(1e4, 1e5, 1e6, 1e7, 1e8),
        (names, date, sizeClass) => {
          const o = { ...AT, sizeClass };
          for (const { keys } of [
            recordKeys(person(names, [date]), o),
            questionKeys(person(names, [date]), o),
          ]) {
            for (const key of keys)
              expect(expectedChanceMatches(key.rule, sizeClass, key.value)).toBeLessThanOrEqual(FULL_KEY_MAX);
          }
        },
      ),
    );
  });

  it('is rarer the larger the holding and the commoner the name', () => {
    const common = expectedChanceMatches('name+birthdate', 10_000, 'MHMT|1991-11-25');
    expect(common).toBeGreaterThan(expectedChanceMatches('name+birthdate', 10_000, 'FLHN|1991-11-25'));
    expect(expectedChanceMatches('name+birthdate', 100_000, 'MHMT|1991-11-25')).toBeCloseTo(10 * common);
    expect(() => expectedChanceMatches('phone', Number.NaN)).toThrow(MatchError);
  });

  it('has a rule of the closed list, and its class', () => {
    expect(new Set(RULES.map((entry) => entry.rule)).size).toBe(RULES.length);
    expect(isRule('phone')).toBe(true);
    expect(isRule('shoe-size')).toBe(false);
  });
});

describe('the number of keys', () => {
  it('stays within 24 a record and 64 a subject, and says what was left out', () => {
    const busy = person(
      ['Idris Velhane Ombrani Terruchi', 'Khaled Chalid Jamal'],
      ['1991-11-03', '1990-05-25'],
      {
        phones: Array.from({ length: 60 }, (_, at) => ({
          number: `+32479${String(100_000 + at)}`,
          seenOn: ['2026-01-14'],
        })),
      },
    );
    const record = recordKeys(busy, AT);
    const question = questionKeys(busy, AT);
    expect(record.keys).toHaveLength(RECORD_KEYS_MAX);
    expect(question.keys).toHaveLength(QUESTION_KEYS_MAX);
    expect(record.withheld.some((one) => /more than the 24 keys/.test(one.because))).toBe(true);
  });

  it('is bounded and coded for any subject at all', () => {
    const text = fc.string({ unit: 'binary', maxLength: 40 });
    const texts = fc.array(text, { maxLength: 4 });
    fc.assert(
      fc.property(texts, texts, text, text, (names, dates, one, other) => {
        const subject: Subject = {
          ...person(names, dates),
          nationalNumbers: [{ country: one, number: other }],
          phones: [{ number: one, seenOn: [other] }],
          sims: [{ iccid: one, imsi: other }],
          devices: [{ imei: one }],
          simDevicePairs: [{ iccid: one, imei: other }],
          documents: [{ kind: one, issuer: other, number: one }],
          accounts: [
            { iban: one, email: other },
            { number: one, bank: other, country: other },
            { handle: one, service: other },
          ],
          vehicles: [{ plate: one, country: other, vin: other }],
          vessels: [{ imo: one, mmsi: other }],
          addresses: [{ text: one, city: other }],
          organisations: [{ name: one, country: other }],
        };
        const first = questionKeys(subject, AT);
        expect(first.keys.length).toBeLessThanOrEqual(QUESTION_KEYS_MAX);
        expect(questionKeys(subject, AT)).toEqual(first);
        expect(recordKeys(subject, AT).keys.length).toBeLessThanOrEqual(RECORD_KEYS_MAX);
      }),
      { numRuns: 5000 },
    );
  }, 240_000);
});

interface PlainKey {
  readonly rule: string;
  readonly strength: string;
  readonly value: string;
}

interface Vector {
  readonly about: string;
  readonly sizeClass: number;
  readonly defaultCountry: string;
  readonly subject: Partial<Subject> & { kind: Subject['kind'] };
  readonly recordKeys: readonly PlainKey[];
  readonly questionKeys: readonly PlainKey[];
}

describe('vectors/match-keys-v3.json', () => {
  const file: { keyVersion: number; vectors: Vector[] } = JSON.parse(
    readFileSync(new URL('../../vectors/match-keys-v3.json', import.meta.url), 'utf8'),
  );

  it('is of this key version', () => {
    expect(file.keyVersion).toBe(KEY_VERSION);
  });

  for (const vector of file.vectors) {
    it(`holds: ${vector.about}`, () => {
      const subject = { ...emptySubject(vector.subject.kind), ...vector.subject };
      const how = { ...vector, withHalves: true };
      const plain = (keys: readonly PlainKey[]): PlainKey[] =>
        keys.map(({ rule, strength, value }) => ({ rule, strength, value }));
      expect(plain(recordKeys(subject, how).keys)).toEqual(vector.recordKeys);
      expect(plain(questionKeys(subject, how).keys)).toEqual(vector.questionKeys);
    });
  }
});
