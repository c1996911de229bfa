/**
 * People of the development data as a partner's records and an asker's subjects. Names are real and public and stay in the
 * data folder; birth dates that the data lacks, birth places and employers are invented, always the same for the same person.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { emptySubject, type Subject } from '../../src/match/index.ts';

/** One person as the two sides know them. */
export interface KeyPerson {
  readonly id: string;
  /** Of several names, half of them; a person of one name is only somebody else whom a key may meet. */
  readonly heldNames: readonly string[];
  readonly askedNames: readonly string[];
  readonly isTwoSided: boolean;
  /** A whole date, ISO. */
  readonly born: string;
}

interface Row {
  readonly id: string;
  readonly names: readonly { readonly n: string; readonly core: boolean }[];
  readonly birth_dates: readonly string[];
}

/** A figure between 0 and 1 that depends on the words alone. */
export function drawn(...words: readonly string[]): number {
  return createHash('sha256').update(words.join('\u0000')).digest().readUInt32BE(0) / 2 ** 32;
}

/** The people of one half of the file; which half somebody is in depends on the identifier alone. */
export function readKeyPeople(dataFolder: string, half: 'fit' | 'score'): KeyPerson[] {
  const lines = readFileSync(join(dataFolder, 'everypolitician_persons.jsonl'), 'utf8').split('\n');
  const rows = lines.filter((line) => line !== '').map((line): Row => JSON.parse(line));
  const years = rows.flatMap((row) => row.birth_dates.slice(0, 1).map((date) => date.slice(0, 4))).sort();
  return rows
    .filter((row) => drawn(row.id, 'half') < 0.5 === (half === 'fit'))
    .map((row) => splitNames(row, years))
    .filter((person) => person.heldNames.length > 0);
}

function splitNames(row: Row, years: readonly string[]): KeyPerson {
  const names = [...new Set(row.names.filter((name) => name.core).map((name) => name.n))];
  const mixed = names.toSorted((left, right) => drawn(row.id, left) - drawn(row.id, right));
  const isTwoSided = mixed.length > 1;
  const middle = Math.ceil(mixed.length / 2);
  return {
    id: row.id,
    heldNames: isTwoSided ? mixed.slice(0, middle) : mixed,
    askedNames: isTwoSided ? mixed.slice(middle) : mixed,
    isTwoSided,
    born: bornOn(row, years),
  };
}

/** 1 January stands for an unknown day: such a day is invented, as is the year where it is missing (drawn from the known ones). */
function bornOn(row: Row, years: readonly string[]): string {
  const known = row.birth_dates[0];
  if (known !== undefined && /^\d{4}-\d\d-\d\d$/.test(known) && !known.endsWith('-01-01')) return known;
  const year = known?.slice(0, 4) ?? years[Math.floor(drawn(row.id, 'year') * years.length)] ?? '1960';
  const day = new Date(Date.UTC(Number(year), 0, 2 + Math.floor(drawn(row.id, 'day') * 363)));
  return day.toISOString().slice(0, 10);
}

/** How dates are written on one side: whole, or 60 % whole, 35 % the year alone, 5 % not at all. */
export type DateNoise = 'equal' | 'noisy';

export function subjectOf(person: KeyPerson, side: 'held' | 'asked', noise: DateNoise): Subject {
  const born = noise === 'equal' ? person.born : noisyDate(person, side);
  return {
    ...emptySubject('person'),
    names: [...(side === 'held' ? person.heldNames : person.askedNames)],
    birthDates: born === null ? [] : [born],
    organisations: employerOf(person, side),
  };
}

const FIRMS = 4_000;
const SYLLABLES = 'bre lo va ter run mi sol dak pen fir gul hem'.split(' ');

/**
 * An invented firm each, known to either side with 60 %: a second family of half keys. Some firms are large: drawn by the
 * square, so that the largest has one in sixty.
 */
function employerOf(person: KeyPerson, side: string): Subject['organisations'] {
  if (drawn(person.id, side, 'employer known') >= 0.6) return [];
  let rest = Math.floor(FIRMS * drawn(person.id, 'employer') ** 2);
  let name = '';
  for (let at = 0; at < 4; at++) {
    name += SYLLABLES[rest % SYLLABLES.length] ?? '';
    rest = Math.floor(rest / SYLLABLES.length);
  }
  return [{ name: `${name} Trading`, country: 'BE' }];
}

function noisyDate(person: KeyPerson, side: string): string | null {
  const at = drawn(person.id, side, 'noise');
  if (at < 0.6) return person.born;
  return at < 0.95 ? person.born.slice(0, 4) : null;
}
