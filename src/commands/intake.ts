import { basename } from 'node:path';
import { systemClock } from '../base/index.ts';
import { readConfig } from '../config.ts';
import {
  type Balance,
  fileSource,
  loadMapping,
  readConnectionFile,
  runIntake,
  tryMapping,
} from '../intake/index.ts';
import { MIGRATION_PLAN } from '../migration-plan.ts';
import { createOversight } from '../oversight/index.ts';
import { labelOf } from '../records/index.ts';
import { migrate, openDatabase } from '../store/index.ts';
import { CommandError } from './errors.ts';
import { EXIT } from './failure.ts';
import { openOwnDatabase } from './serve.ts';

/** Of each list this many lines are shown; --json has more. */
const LINES_MAX = 20;

export interface TryOptions {
  readonly mapping: string;
  readonly connection?: string;
  readonly json: boolean;
}

/** `entente intake try`: ten entities, counts and complaints; stores nothing. */
export async function tryFile(file: string | undefined, options: TryOptions): Promise<number> {
  const mapping = await loadMapping(options.mapping);
  const trial = await tryMapping(await openSourceOf(file, options.connection), mapping, {
    today: new Date().toISOString().slice(0, 10),
  });
  if (options.json) {
    process.stdout.write(`${JSON.stringify(trial)}\n`);
    return trial.balance.rows.quarantined === 0 ? EXIT.done : EXIT.negative;
  }
  const out: string[] = [`The first entities that ${basename(options.mapping)} makes (nothing is stored):`];
  for (const entity of trial.entities) {
    const label = labelOf({ kind: entity.kind, statements: entity.statements });
    out.push(`  ${entity.kind}${entity.category === undefined ? '' : ` (${entity.category})`}: ${label}`);
    for (const statement of entity.statements)
      out.push(
        `      ${statement.property}: ${statement.written}${statement.value === statement.written ? '' : ` → ${statement.value}`}`,
      );
  }
  out.push('', ...describeBalance(trial.balance));
  if (trial.complaints.length > 0) {
    out.push('', 'Values that were dropped, each with its reason:');
    for (const { record, field, written, reason } of trial.complaints.slice(0, LINES_MAX))
      out.push(`  record ${record}, ${field}: "${written}" ${reason}`);
  }
  if (trial.quarantined.length > 0) {
    out.push('', 'Rows that would be quarantined whole:');
    for (const { record, reason } of trial.quarantined.slice(0, LINES_MAX))
      out.push(`  record ${record}: ${reason}`);
    const more = trial.balance.rows.quarantined - Math.min(trial.quarantined.length, LINES_MAX);
    if (more > 0) out.push(`  and ${more} more`);
  }
  process.stdout.write(`${out.join('\n')}\n`);
  return trial.balance.rows.quarantined === 0 ? EXIT.done : EXIT.negative;
}

export interface RunOptions extends TryOptions {
  readonly config: string;
}

/** `entente intake run`: reads a source into the agency's records. Exit code 1 when the load was discarded. */
export async function runFile(file: string | undefined, options: RunOptions): Promise<number> {
  const config = readConfig(options.config);
  const opened = await openOwnDatabase(config);
  const database = openDatabase({ url: opened.url });
  try {
    await migrate(database, MIGRATION_PLAN);
    const result = await runIntake(
      {
        database,
        oversight: createOversight({ database, clock: systemClock, agencyId: config.agency.id }),
        clock: systemClock,
        agencyId: config.agency.id,
        country: config.agency.country,
        actor: { type: 'system' },
        mapping: await loadMapping(options.mapping),
        source: await openSourceOf(file, options.connection),
      },
      ({ rowsRead }) => {
        if (process.stderr.isTTY) process.stderr.write(`\r${rowsRead} rows read`);
      },
    );
    if (process.stderr.isTTY) process.stderr.write('\n');
    if (options.json) process.stdout.write(`${JSON.stringify(result)}\n`);
    else {
      const end =
        result.state === 'published'
          ? `Published: ${result.entitiesChanged} entities changed, ${result.rowsEnded} rows ended.`
          : `Discarded: ${result.reason}. Nothing was kept.`;
      process.stdout.write(`${[...describeBalance(result.balance), '', end].join('\n')}\n`);
    }
    return result.state === 'published' ? EXIT.done : EXIT.negative;
  } finally {
    await database.close();
    await opened.server?.stop();
  }
}

async function openSourceOf(file: string | undefined, connection: string | undefined) {
  if (connection !== undefined) return readConnectionFile(connection);
  if (file === undefined)
    throw new CommandError('usage', 'name the file to be read, or --connection for a database');
  return fileSource(file);
}

function describeBalance(balance: Balance): readonly string[] {
  const { rows, cells } = balance;
  const skipped = Object.entries(rows.skipped).filter(([, count]) => count > 0);
  return [
    `rows   ${rows.read} read = ${rows.accepted} accepted + ${rows.unchanged} unchanged + ${rows.quarantined} quarantined + ${skipped.reduce((sum, [, count]) => sum + count, 0)} skipped${skipped.length === 0 ? '' : ` (${skipped.map(([reason, count]) => `${reason} ${count}`).join(', ')})`}`,
    `cells  ${cells.read} read = ${cells.stated} stated + ${cells.empty} empty + ${cells.unknown} unknown + ${cells.bad} bad`,
  ];
}
