import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type PreparedName, prepareName } from '../../src/match/index.ts';

/** One name of one person of the development data. */
export interface NamedPerson {
  readonly id: string;
  readonly country: string;
  readonly name: PreparedName;
}

export interface NamePair {
  readonly left: PreparedName;
  readonly right: PreparedName;
  readonly isMatch: boolean;
  readonly scripts: string;
}

/** The two parts, by a hash of the entity's id: tables and thresholds come from 0, scores from 1. */
export type Side = 0 | 1;

export function sideOf(id: string): Side {
  return ((createHash('sha256').update(id).digest()[0] ?? 0) & 1) as Side;
}

const prepared = new Map<string, PreparedName | null>();

function prepare(text: string): PreparedName | null {
  const known = prepared.get(text);
  if (known !== undefined) return known;
  const name = prepareName(text);
  prepared.set(text, name);
  return name;
}

/** Every core name of every person of one side. */
export function readPersons(folder: string, side: Side): NamedPerson[] {
  const found: NamedPerson[] = [];
  for (const line of linesOf(join(folder, 'everypolitician_persons.jsonl'))) {
    const person = JSON.parse(line) as {
      id: string;
      countries: string[];
      names: { n: string; core: boolean }[];
    };
    if (sideOf(person.id) !== side) continue;
    for (const { n, core } of person.names) {
      const name = core ? prepare(n) : null;
      if (name !== null) found.push({ id: person.id, country: person.countries[0] ?? '', name });
    }
  }
  return found;
}

/** Pairs of names of one person, of one side. */
export function readPositives(folder: string, side: Side): NamePair[] {
  const found: NamePair[] = [];
  for (const line of linesOf(join(folder, 'everypolitician_pairs.tsv')).slice(1)) {
    const [id = '', , scripts = '', isMatch, one = '', other = ''] = line.split('\t');
    if (isMatch !== '1' || sideOf(id) !== side) continue;
    const [left, right] = [prepare(one), prepare(other)];
    if (left !== null && right !== null) found.push({ left, right, isMatch: true, scripts });
  }
  return found;
}

/** Pairs of different persons whose names share one rare word (borne by two to eight persons): as many as asked for. */
export function hardNegatives(
  persons: readonly NamedPerson[],
  count: number,
  random: () => number,
): NamePair[] {
  const byWord = new Map<string, NamedPerson[]>();
  for (const person of persons) {
    for (const word of person.name.words) {
      if (word.isInitial || word.isSmall) continue;
      const bearers = byWord.get(word.latin);
      if (bearers === undefined) byWord.set(word.latin, [person]);
      else bearers.push(person);
    }
  }
  const found: NamePair[] = [];
  for (const bearers of byWord.values()) {
    const ids = new Set(bearers.map(({ id }) => id)).size;
    if (ids < 2 || ids > 8) continue;
    for (let draw = 0; draw < 2; draw++) {
      const [one, other] = [pick(bearers, random), pick(bearers, random)];
      if (one.id !== other.id && one.name.text !== other.name.text)
        found.push({ left: one.name, right: other.name, isMatch: false, scripts: 'hard' });
    }
  }
  return shuffled(found, random).slice(0, count);
}

/** The cases of nomenklatura's bench that are about persons. */
export function readCases(folder: string): NamePair[] {
  const [head = [], ...rows] = readCsv(readFileSync(join(folder, 'nomenklatura_name_cases.csv'), 'utf8'));
  const column = (name: string): number => head.indexOf(name);
  return rows
    .filter((row) => row[column('schema')] === 'Person')
    .map((row) => ({
      left: prepare(row[column('name1')] ?? ''),
      right: prepare(row[column('name2')] ?? ''),
      isMatch: row[column('is_match')] === 'true',
      scripts: 'case',
    }))
    .filter((pair): pair is NamePair => pair.left !== null && pair.right !== null);
}

export function pick<Item>(items: readonly Item[], random: () => number): Item {
  return items[Math.floor(random() * items.length)] as Item;
}

function shuffled<Item>(items: readonly Item[], random: () => number): Item[] {
  return items
    .map((item) => ({ item, order: random() }))
    .sort((one, other) => one.order - other.order)
    .map(({ item }) => item);
}

function linesOf(path: string): string[] {
  return readFileSync(path, 'utf8').trim().split('\n');
}

function readCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  for (const [, quoted, bare, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\n\r]*))(,|\r?\n|$)/g)) {
    row.push(quoted?.replaceAll('""', '"') ?? bare ?? '');
    if (end === ',') continue;
    rows.push(row);
    row = [];
  }
  return rows.filter((cells) => cells.length > 1);
}
