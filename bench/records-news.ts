/** One more record in an index of so many keys: from the row in the file of an old system to a manifest that announces it. */
import { appendFileSync } from 'node:fs';
import type { Closing } from '../src/base/index.ts';
import { openDatabase } from '../src/store/index.ts';
import { registerHeading, registerRow } from './records-register.ts';
import { BenchServer, type PlannedLine } from './records-server.ts';
import { percentile } from './table.ts';

/** One before the first: after a start the first publication may be another than those that follow. */
const RECORDS = 4;

export interface NewsFigures {
  /** Published when the records came. */
  readonly keysBefore: number;
  /** Of the first record after a start, and of the next ones the middle one: all in, and the plan's part of that. */
  readonly first: NewsTime;
  readonly next: NewsTime;
}

interface NewsTime {
  readonly seconds: number;
  readonly planSeconds: number;
  /** How it was planned. */
  readonly how: string;
}

/** Adds records one at a time to a file that the agency loads beside its register. */
export async function measureNews(
  closing: Closing,
  config: string,
  {
    file,
    people,
    keysBefore,
  }: { readonly file: string; readonly people: number; readonly keysBefore: number },
): Promise<NewsFigures> {
  const server = await BenchServer.start(closing, config);
  await server.load();
  const times: NewsTime[] = [];
  for (let at = 1; at <= RECORDS; at += 1) {
    // Its number is of the register's block, which is full.
    appendFileSync(file, registerRow(people + at));
    const before = server.plans.length;
    const began = performance.now();
    await server.load();
    const seconds = (performance.now() - began) / 1_000;
    const plan = server.plans.slice(before).at(0) satisfies PlannedLine | undefined;
    if (plan === undefined) throw new Error('one more record was not planned');
    times.push({ seconds, planSeconds: plan.ms / 1_000, how: plan.how });
  }
  await server.stop();
  const [first, ...next] = times;
  const middle = percentile(
    next.map(({ seconds }) => seconds),
    0.5,
  );
  const one = next.find(({ seconds }) => seconds === middle);
  if (first === undefined || one === undefined) throw new Error('assertion failed: records were added');
  return { keysBefore, first, next: one };
}

/** A file of the register's kind with one row: one without any would be taken for an accident. */
export function newsFile(people: number): string {
  return registerHeading() + registerRow(people);
}

/**
 * Copies what is derived and what is published until so many keys are there: as if as many more people were held, each copy in blocks
 * of its own. Deriving and publishing them takes many minutes; for what one more record costs it does not matter how they came.
 */
export async function copyKeys(url: string, held: number, wanted: number): Promise<number> {
  const copies = Math.ceil(wanted / held) - 1;
  const database = openDatabase({ url, connectionsMax: 1 });
  const copy = (table: string, columns: readonly (readonly [string, string])[]): Promise<unknown> =>
    database.query(
      `INSERT INTO exchange.${table} (${columns.map(([name]) => name).join(', ')})
       SELECT ${columns.map(([, from]) => from).join(', ')} FROM exchange.${table}, generate_series(1, ${copies}) AS n (copy)`,
    );
  const same = (...names: readonly string[]) => names.map((name) => [name, name] as const);
  const other = (...names: readonly string[]) =>
    names.map((name) => [name, `${name} || '-' || copy`] as const);
  try {
    await copy('match_key', [
      ...other('entity_id', 'value', 'block', 'instead_of', 'or_instead_of'),
      ...same('key_class', 'rule', 'block_size', 'ground', 'joined'),
    ]);
    await copy('published_key', [...other('value', 'entity_id'), ...same('key_class', 'rule', 'epoch')]);
    await copy('half_key', [...other('entity_id', 'value'), ...same('key_class', 'rule', 'family')]);
    await copy('published_half', [
      ...other('entity_id', 'value'),
      ...same('key_class', 'rule', 'family', 'epoch'),
    ]);
    await copy('withheld_key', [...other('entity_id'), ...same('rule', 'because')]);
    // As the database's own upkeep does within a minute of such growth.
    await database.query(
      'VACUUM ANALYZE exchange.match_key, exchange.published_key, exchange.half_key, exchange.published_half, exchange.withheld_key',
    );
  } finally {
    await database.close();
  }
  return held * (copies + 1);
}
