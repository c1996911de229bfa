import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  compare,
  createResolver,
  emptySubject,
  measureHolding,
  type PreparedRecord,
  prepareSubject,
  type Resolver,
  type ResolverRecord,
  type Subject,
} from '../../src/match/index.ts';
import { familyPairs } from './family-pairs.ts';
import { readCsv } from './read-csv.ts';

interface TruthRecord extends ResolverRecord {
  readonly truth: string;
}

type Row = (column: string) => string;

const RESOLVE_RECORDS = 50_000;
const INSERTS = 2000;

/**
 * Whole records: pairwise F1 of resolution as the command line does it, also with weights refined, its speed (CPU seconds of one thread),
 * and what becomes of relatives. The thresholds were chosen on every third entity; the others, held out, are scored apart.
 */
export function measureRecords(dataFolder: string): Promise<Record<string, unknown>> {
  const historical = readHistorical(dataFolder);
  const febrl = readFebrl(dataFolder);
  const whole = scored(historical, 'GB');
  const held = scored(historical.filter(isHeldOut), 'GB');
  const febrlScore = scored(febrl, 'AU');
  return Promise.resolve({
    hist50k_f1: whole.f1,
    hist50k_precision: whole.precision,
    hist50k_recall: whole.recall,
    hist50k_f1_held_out: held.f1,
    febrl_f1: febrlScore.f1,
    febrl_precision: febrlScore.precision,
    febrl_recall: febrlScore.recall,
    hist50k_f1_refined: scored(historical, 'GB', true).f1,
    febrl_f1_refined: scored(febrl, 'AU', true).f1,
    ...measureFamilies(),
    ...measureSpeed([...historical, ...readPersons(dataFolder)].slice(0, RESOLVE_RECORDS)),
  });
}

/** Of about two hundred pairs of relatives, how many are confirmed, taken for likely, or merged. */
function measureFamilies(): Record<string, number> {
  const pairs = familyPairs();
  let [confirmed, likely, merged] = [0, 0, 0];
  for (const { left, right } of pairs) {
    const { band } = compare(left, right);
    if (band === 'confirmed') confirmed += 1;
    if (band === 'likely') likely += 1;
    const resolver = createResolver();
    resolver.insertAll([
      { id: 'left', subject: left },
      { id: 'right', subject: right },
    ]);
    if (resolver.clusters().length === 1) merged += 1;
  }
  return {
    family_pairs: pairs.length,
    family_confirmed: confirmed,
    family_likely: likely,
    family_merged: merged,
  };
}

function measureSpeed(records: readonly ResolverRecord[]): Record<string, number> {
  const seconds = cpuSeconds(() => {
    const prepared = prepareAll(records, 'GB');
    const measure = measureHolding(
      prepared.map(({ subject }) => subject),
      { refines: false },
    );
    createResolver({ defaultCountry: 'GB', measure }).insertAll(prepared);
  });
  const growing = createResolver({ defaultCountry: 'GB' });
  growing.insertAll(records.slice(INSERTS));
  const inserting = cpuSeconds(() => {
    for (const record of records.slice(0, INSERTS)) growing.insert(record);
  });
  return {
    resolve_50k_seconds: (seconds * RESOLVE_RECORDS) / records.length,
    inserts_per_second: INSERTS / inserting,
  };
}

function cpuSeconds(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

function scored(
  records: readonly TruthRecord[],
  defaultCountry: string,
  refines = false,
): { f1: number; precision: number; recall: number } {
  const prepared = prepareAll(records, defaultCountry);
  const measure = measureHolding(
    prepared.map(({ subject }) => subject),
    { refines },
  );
  const resolver = createResolver({ defaultCountry, measure });
  resolver.insertAll(prepared);
  return pairwise(records, resolver);
}

/** As the command line does it: each once, to be counted and then compared. */
function prepareAll(records: readonly ResolverRecord[], defaultCountry: string): PreparedRecord[] {
  return records.map(({ id, subject }) => ({ id, subject: prepareSubject(subject, { defaultCountry }) }));
}

/** Over all pairs of records: those in one cluster against those of one entity. */
function pairwise(
  records: readonly TruthRecord[],
  resolver: Resolver,
): { f1: number; precision: number; recall: number } {
  const truths = new Map(records.map(({ id, truth }) => [id, truth]));
  let found = 0;
  let right = 0;
  for (const { members } of resolver.clusters()) {
    found += pairsOf(members.length);
    right += pairsWithin(members.map((member) => truths.get(member) ?? member));
  }
  const all = pairsWithin(records.map(({ truth }) => truth));
  return { f1: (2 * right) / (found + all), precision: right / found, recall: right / all };
}

function pairsWithin(labels: readonly string[]): number {
  const sizes = new Map<string, number>();
  for (const label of labels) sizes.set(label, (sizes.get(label) ?? 0) + 1);
  return [...sizes.values()].reduce((sum, size) => sum + pairsOf(size), 0);
}

function pairsOf(size: number): number {
  return (size * (size - 1)) / 2;
}

/** The thresholds were chosen on every third entity; the others are held out. */
function isHeldOut({ truth }: TruthRecord): boolean {
  return Number(truth.slice(1)) % 3 !== 0;
}

function readRows(dataFolder: string, file: string): Row[] {
  const [heading = [], ...rows] = readCsv(readFileSync(join(dataFolder, file), 'utf8'));
  const columns = new Map(heading.map((column, at) => [column.trim(), at]));
  return rows.map((row) => (column) => (row[columns.get(column) ?? -1] ?? '').trim());
}

function readHistorical(dataFolder: string): TruthRecord[] {
  return readRows(dataFolder, 'historical_50k.csv').map((row) => ({
    id: row('unique_id'),
    truth: row('cluster'),
    subject: person({
      names: given(row('full_name')),
      birthDates: given(row('dob')),
      birthPlaces: given(row('birth_place')),
      addresses: given(row('postcode_fake')).map((text) => ({ text })),
      sexes: given(row('gender')),
      occupations: given(row('occupation')),
    }),
  }));
}

function readFebrl(dataFolder: string): TruthRecord[] {
  return readRows(dataFolder, 'febrl3.csv').map((row) => ({
    id: row('rec_id'),
    truth: row('rec_id').split('-')[1] ?? '',
    subject: person({
      names: given(`${row('given_name')} ${row('surname')}`.trim()),
      birthDates: given(row('date_of_birth')),
      nationalNumbers: given(row('soc_sec_id')).map((number) => ({ country: 'AU', number })),
      addresses: [
        {
          text: `${row('street_number')} ${row('address_1')}, ${row('address_2')}`,
          city: row('suburb'),
          postcode: row('postcode'),
        },
      ],
    }),
  }));
}

/** Strangers, to fill the holding up to its size. */
function readPersons(dataFolder: string): ResolverRecord[] {
  return readRows(dataFolder, 'yente_negatives_us.csv').map((row, at) => ({
    id: `stranger-${at}`,
    subject: person({
      names: given(row('full_name')),
      birthDates: given(row('date_of_birth')),
      birthPlaces: given(row('place_of_birth')),
      sexes: given(row('gender')),
    }),
  }));
}

function person(values: Partial<Subject>): Subject {
  return { ...emptySubject('person'), ...values };
}

function given(value: string): string[] {
  return value === '' ? [] : [value];
}
