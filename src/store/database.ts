import pg from 'pg';
import { StoreError } from './errors.ts';

/** Anything SQL can be sent to. Values travel as parameters, never inside the text. */
export interface Queryable {
  query<Row = Record<string, unknown>>(
    text: string,
    values?: readonly unknown[],
  ): Promise<{ rows: Row[]; rowCount: number }>;
}

/** One transaction: everything sent through it takes effect together or not at all. */
export interface Transaction extends Queryable {
  /** Runs once, after the commit; a hint for waking others, never the place for an effect that must not be lost. */
  afterCommit(notify: () => void): void;
}

export interface TransactionOptions {
  readonly isolation?: 'read committed' | 'repeatable read' | 'serializable';
  readonly readOnly?: boolean;
}

/** A pool of connections to one agency's database. */
export interface Database extends Queryable {
  /** Runs `work` in a transaction; commits when it returns, rolls back when it throws. */
  transaction<T>(work: (tx: Transaction) => Promise<T>, options?: TransactionOptions): Promise<T>;
  close(): Promise<void>;
}

// Object identifiers of types, from PostgreSQL's catalogue pg_type.
const INT8 = 20;
const DATE = 1082;

const types = {
  getTypeParser(oid: number, format?: 'text' | 'binary'): (value: string) => unknown {
    // Counts are numbers in this house; a value beyond 2^53 would be a bug.
    if (oid === INT8) return Number;
    // A day is a text 'YYYY-MM-DD': as a Date it would move with the machine's time zone.
    if (oid === DATE) return String;
    return pg.types.getTypeParser(oid, format ?? 'text') as (value: string) => unknown;
  },
};

export interface DatabaseOptions {
  /** A postgres:// URL, or one whose host is a socket folder: postgres://user@/name?host=/folder. */
  readonly url: string;
  readonly connectionsMax?: number;
}

/** Opens a pool. Nothing is connected until the first query; an unreachable server shows there as `database-unreachable`. */
export function openDatabase(options: DatabaseOptions): Database {
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.connectionsMax ?? 8,
    connectionTimeoutMillis: 10_000,
    types: types as unknown as pg.CustomTypesConfig,
  });
  // A connection that breaks (server restart) must not end the process, idle or in use: the query under way fails with it,
  // the next one opens a new connection. Without a listener Node takes the event for an uncaught exception.
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));

  const connect = async (): Promise<pg.PoolClient> => {
    try {
      return await pool.connect();
    } catch (cause) {
      throw new StoreError('database-unreachable', 'the database server does not answer', { cause });
    }
  };

  return {
    async query<Row>(text: string, values?: readonly unknown[]) {
      const client = await connect();
      try {
        return await send<Row>(client, text, values);
      } finally {
        client.release();
      }
    },
    async transaction(work, transactionOptions) {
      const client = await connect();
      const notifications: (() => void)[] = [];
      let broken = false;
      let committed = false;
      try {
        await client.query(beginStatement(transactionOptions));
        const result = await work({
          query: (text, values) => send(client, text, values),
          afterCommit: (notify) => notifications.push(notify),
        });
        await commit(client);
        committed = true;
        return result;
      } catch (error) {
        await client.query('ROLLBACK').catch(() => {
          broken = true;
        });
        throw error;
      } finally {
        client.release(broken);
        if (committed) for (const notify of notifications) notify();
      }
    },
    close: () => pool.end(),
  };
}

async function send<Row>(client: pg.PoolClient, text: string, values?: readonly unknown[]) {
  const name = values === undefined ? undefined : statementName(text);
  const result = await client.query({
    text,
    ...(values === undefined ? {} : { values: values as unknown[] }),
    ...(name === undefined ? {} : { name }),
  });
  return { rows: result.rows as Row[], rowCount: result.rowCount ?? 0 };
}

/** PostgreSQL answers COMMIT with ROLLBACK when a statement failed and `work` went on regardless: that is not a commit. */
async function commit(client: pg.PoolClient): Promise<void> {
  const { command } = await client.query('COMMIT');
  if (command === 'COMMIT') return;
  throw new StoreError(
    'transaction-aborted',
    'a statement of the transaction failed, so nothing of it was kept',
  );
}

const STATEMENTS_MAX = 500;
const statementNames = new Map<string, string>();

/**
 * Each text that takes parameters is prepared once a connection under a name of its own, and planned once instead of every
 * time. A program has a few hundred of them; a text beyond the limit is sent without a name.
 */
function statementName(text: string): string | undefined {
  const known = statementNames.get(text);
  if (known !== undefined || statementNames.size >= STATEMENTS_MAX) return known;
  const name = `s${statementNames.size}`;
  statementNames.set(text, name);
  return name;
}

function beginStatement(options: TransactionOptions | undefined): string {
  const isolation = options?.isolation ?? 'read committed';
  return `BEGIN ISOLATION LEVEL ${isolation.toUpperCase()}${options?.readOnly === true ? ' READ ONLY' : ''}`;
}
