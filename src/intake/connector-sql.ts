import pg from 'pg';
import { sha256, toHex, utf8 } from '../base/index.ts';
import type { Cell } from './cobol-values.ts';
import type { Connector, ConnectorContext, SourceRow } from './connector.ts';
import { IntakeError } from './errors.ts';
import type { SqlFormat } from './mapping-schema.ts';
import { buildSelect, MANY_ROWS_MAX, type SqlPlan } from './sql-select.ts';

const ROWS_PER_FETCH = 1_000;
const STATEMENT_TIMEOUT_MS = 600_000;

/** Opens a table of another PostgreSQL in one read-only snapshot. The role must not be able to write. */
export async function openSql(url: string, format: SqlFormat, context: ConnectorContext): Promise<Connector> {
  const plan = buildSelect(format);
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: 10_000,
    application_name: 'entente-intake',
  });
  // A connection that breaks shows in the next query.
  client.on('error', () => {});
  const snapshotAt = await begin(client, plan).catch(async (cause: unknown) => {
    await client.end().catch(() => {});
    if (cause instanceof IntakeError) throw cause;
    throw new IntakeError('connection-failed', describe(cause), { cause });
  });
  const name = `${format.connection}:${format.table}`;
  return {
    columns: plan.columns,
    groups: plan.groups,
    origin: { name, hash: toHex(sha256(utf8(`${name}@${snapshotAt}`))) },
    async *rows() {
      let number = 0;
      for (;;) {
        const { rows } = await client
          .query<unknown[]>({ text: `FETCH ${ROWS_PER_FETCH} FROM intake_rows`, rowMode: 'array' })
          .catch((cause: unknown) => {
            throw new IntakeError('connection-failed', describe(cause), { cause });
          });
        if (rows.length === 0) return;
        for (const values of rows) {
          number += 1;
          yield sqlRow(values, number, plan, format, snapshotAt, context);
        }
      }
    },
    show: (raw) => new TextDecoder().decode(raw),
    verifyUnchanged: () => Promise.resolve(),
    async close() {
      await client.query('ROLLBACK').catch(() => {});
      await client.end().catch(() => {});
    },
  };
}

async function begin(client: pg.Client, plan: SqlPlan): Promise<string> {
  await client.connect();
  await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
  await client.query(`SET LOCAL statement_timeout = ${STATEMENT_TIMEOUT_MS}`);
  // The whole table will be read: plan for that, not for the first row.
  await client.query('SET LOCAL cursor_tuple_fraction = 1');
  await client.query("SET LOCAL DateStyle = 'ISO, YMD'");
  await client.query("SET LOCAL TimeZone = 'UTC'");
  const privileges = await client.query<{ writes: boolean }>(
    `SELECT bool_or(has_table_privilege(t::regclass, 'INSERT, UPDATE, DELETE, TRUNCATE')) AS writes FROM unnest($1::text[]) AS t`,
    [plan.tables],
  );
  if (privileges.rows[0]?.writes !== false) {
    throw new IntakeError(
      'connection-failed',
      'the role of this connection may write to the tables of the mapping; give it a read-only role',
    );
  }
  const time = await client.query<{ now: string }>(
    `SELECT to_char(now(), 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS now`,
  );
  await client.query(`DECLARE intake_rows NO SCROLL CURSOR FOR ${plan.text}`);
  return time.rows[0]?.now ?? '';
}

function sqlRow(
  values: readonly unknown[],
  number: number,
  plan: SqlPlan,
  format: SqlFormat,
  snapshotAt: string,
  context: ConnectorContext,
): SourceRow {
  const raw = utf8(JSON.stringify(values));
  const cells = values
    .slice(0, plan.columns.length)
    .map((value): Cell => (typeof value === 'string' ? value : null));
  const groups = plan.groups.map((_, at) => readGroup(values[plan.columns.length + at]));
  const key = format.key.map((name) => keyText(cells[plan.columns.indexOf(name)])).join('|');
  const tooLong = raw.length > context.limits.recordBytesMax;
  const crowded = values.slice(plan.columns.length).includes('crowded');
  return {
    number,
    raw: tooLong ? raw.subarray(0, context.limits.recordBytesMax) : raw,
    locator: {
      type: 'table',
      server: format.connection,
      table: format.table,
      key,
      snapshotAt,
      rowHash: toHex(sha256(raw)),
    },
    blank: cells.every((cell) => cell === null || cell === ''),
    ...(tooLong ? { broken: `the row is longer than ${context.limits.recordBytesMax} bytes` } : {}),
    ...(crowded ? { broken: `more than ${MANY_ROWS_MAX} rows are joined to this row` } : {}),
    cell: (column) => cells[column] ?? null,
    turns: (group) => groups[group]?.length ?? 0,
    member: (group, turn, member) => groups[group]?.[turn]?.[member] ?? null,
  };
}

function keyText(cell: Cell | undefined): string {
  return typeof cell === 'string' ? cell : '';
}

/** The rows of a `many` join, which the database hands over as JSON. */
function readGroup(value: unknown): readonly (readonly Cell[])[] {
  if (!Array.isArray(value)) return [];
  return value.map((row) =>
    Array.isArray(row) ? row.map((cell): Cell => (typeof cell === 'string' ? cell : null)) : [],
  );
}

function describe(cause: unknown): string {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  if (code === '42P01') return 'a table of the mapping does not exist, or the role may not see it';
  if (code === '42703') return 'a column of the mapping does not exist in its table';
  if (code === '42501') return 'the role may not read a table of the mapping';
  if (code === '57014') return 'the database took too long';
  return `the database does not answer as expected${/^[0-9A-Z]{5}$/.test(code) ? ` (${code})` : ''}`;
}
