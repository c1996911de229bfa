/**
 * A town whose hard cases must all be found: an agency with two million phones, a burner seen in one exhibit, a number that
 * thirty suspects call, a suspect with forty records. Everything is invented. Keys are derived as the records come and
 * only those that the questions ask for are kept, so that memory does not grow with the town.
 */
import {
  DensityQuota,
  type DenseValue,
  emptySubject,
  questionKeys,
  recordKeys,
  type Subject,
} from '../../src/match/index.ts';

/** Two million phones are a holding of ten million things. */
const SIZE_CLASS = 10_000_000;
const PHONES = 2_000_000;
const BURNER = '+32470000077';
const HUB = '+32471555123';
const HOW = { sizeClass: SIZE_CLASS, defaultCountry: 'BE' };

export interface Town {
  readonly found: Readonly<Record<string, boolean>>;
  readonly all: boolean;
  /** Records whose numbers went out bare, and joined; questions about strangers that hit. */
  readonly bare: number;
  readonly joined: number;
  readonly falseHits: number;
}

/** Number `at` of the town: spread over the ranges of Belgian mobile numbers. */
function townPhone(at: number): string {
  return `+324${String(70_000_000 + at * 11).padStart(8, '0')}`;
}

function phoneOf(number: string, more: Partial<Subject> = {}): Subject {
  return { ...emptySubject('thing'), phones: [{ number }], ...more };
}

function suspect(names: string[], birthDates: string[], more: Partial<Subject> = {}): Subject {
  return { ...emptySubject('person'), names, birthDates, ...more };
}

interface TownRecord {
  readonly subject: Subject;
  /** Where its number comes from: most are the contacts of seized phones, one in fifty a suspect's. */
  readonly ground: DenseValue['ground'];
}

const FORTY_NAMES = ['Idris Velhane', 'VELHANE Idriss', 'Идрис Вельхане', 'إدريس فلهان'];

/** The records of the agency, one after the other. */
function* records(): Generator<TownRecord> {
  yield { subject: phoneOf(BURNER, { devices: [{ imei: '356938035643809' }] }), ground: 'seized' };
  for (let at = 0; at < 30; at++) {
    const contact = { number: HUB, with: townPhone(at * 1_000) };
    const caller = suspect([`Caller${'bcdfgklmnprst'.charAt(at % 13)}a Ombrani`], ['1980-05-25'], {
      phones: [{ number: HUB }],
      phoneContacts: [contact],
    });
    yield { subject: caller, ground: 'no-subscriber' };
  }
  for (let at = 0; at < 40; at++) {
    const name = FORTY_NAMES[at % FORTY_NAMES.length] ?? '';
    const phones = [{ number: townPhone(at * 7 + 3) }];
    yield { subject: suspect([name], [at % 3 === 0 ? '1991' : '1991-11-03'], { phones }), ground: 'other' };
  }
  for (let at = 0; at < PHONES; at++) {
    const subject = phoneOf(townPhone(at), weekOf(at));
    yield { subject, ground: at % 50 === 0 ? 'suspect' : 'other' };
  }
}

function weekOf(at: number): Partial<Subject> {
  return { phones: [{ number: townPhone(at), seenOn: [`2026-0${1 + (at % 9)}-14`] }] };
}

const QUESTIONS: Readonly<Record<string, Subject>> = {
  'a burner seen in one exhibit': phoneOf('0470 00 00 77'),
  'a number called by thirty suspects': phoneOf('+32 471 55 51 23'),
  'a suspect with forty records': suspect(['Velhane Idris'], ['03/11/1991']),
  // Not a suspect's, so it goes out joined only: found by number and week (seen on 14 January 2026).
  'one of two million phones, by its week': phoneOf(townPhone(1_000_008)),
  'the phone of a suspect, joined with the name': suspect(['Idriss Velhane'], [], {
    phones: [{ number: townPhone(17) }],
  }),
};

const WEEKS = { window: { from: '2026-01-01', to: '2026-03-20' }, joined: true };

/** Strangers' numbers, which no record has. */
function strangers(): Subject[] {
  return Array.from({ length: 200 }, (_, at) =>
    phoneOf(`+324${String(70_000_005 + at * 1_100).padStart(8, '0')}`),
  );
}

export function measureTown(): Town {
  const quota = new DensityQuota();
  for (const record of records()) for (const value of valuesOf(record)) quota.add(value);
  const asked = askedKeys();
  const met = new Set<string>();
  let [bare, joined] = [0, 0];
  for (const record of records()) {
    const kept = new Set(
      valuesOf(record)
        .filter((value) => !quota.decide(value).bare)
        .map(({ value }) => value),
    );
    if (kept.size > 0) joined += 1;
    else bare += 1;
    for (const { rule, value } of recordKeys(record.subject, { ...HOW, joined: kept }).keys) {
      for (const about of asked.get(`${rule} ${value}`) ?? []) met.add(about);
    }
  }
  const found = Object.fromEntries(Object.keys(QUESTIONS).map((about) => [about, met.has(about)]));
  const falseHits = [...met].filter((about) => about.startsWith('stranger')).length;
  return { found, all: Object.values(found).every(Boolean), bare, joined, falseHits };
}

function valuesOf({ subject, ground }: TownRecord): DenseValue[] {
  return subject.phones.map(({ number }) => ({ rule: 'phone', value: number, ground }));
}

/** The keys of all questions, each with what it was asked for. */
function askedKeys(): ReadonlyMap<string, readonly string[]> {
  const asked = new Map<string, string[]>();
  const ask = (about: string, subject: Subject): void => {
    for (const { rule, value } of questionKeys(subject, { ...HOW, ...WEEKS }).keys) {
      const id = `${rule} ${value}`;
      asked.set(id, [...(asked.get(id) ?? []), about]);
    }
  };
  for (const [about, subject] of Object.entries(QUESTIONS)) ask(about, subject);
  for (const [at, subject] of strangers().entries()) ask(`stranger ${at}`, subject);
  return asked;
}
