import pg from 'pg';
import { StoreError } from './errors.ts';
import { unreachable } from './unreachable.ts';

/** Anything SQL can be sent to. Values travel as parameters, never inside the text. */
export interface Queryable {
  query<Row = Record<string, unknown>>(
    text: string,
    values?: readonly unknown[],
  ): Promise<{ rows: Row[]; rowCount: number }>;
}

/** One transaction: everything sent through it takes effect together or not at all. */
export interface Transaction extends Queryable {
  /** Sends a statement that nobody waits for; when it fails, the transaction fails with its error. See `write`. */
  write(text: string, values?: readonly unknown[]): void;
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

/**
 * Sends a statement whose result nobody needs. In a transaction it is not waited for: statements queue up on the connection,
 * keep their order, and whoever reads after them sees what they did.
 */
export async function write(to: Queryable, text: string, values?: readonly unknown[]): Promise<void> {
  if ('write' in to && typeof to.write === 'function') (to as Transaction).write(text, values);
  else await to.query(text, values);
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
    // Statements are sent as they come, not each after the answer to the one before: half the processor time on both sides.
    pipeline: true,
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
      throw unreachable(cause);
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
      const sent = new Unawaited();
      let broken = false;
      let committed = false;
      try {
        sent.add(send(client, beginStatement(transactionOptions)));
        const result = await work({
          query: (text, values) => send(client, text, values),
          write: (text, values) => sent.add(send(client, text, values)),
          afterCommit: (notify) => notifications.push(notify),
        });
        await commit(client, sent);
        committed = true;
        return result;
      } catch (error) {
        await client.query('ROLLBACK').catch(() => {
          broken = true;
        });
        throw (await sent.failure()) ?? error;
      } finally {
        client.release(broken);
        if (committed) for (const notify of notifications) notify();
      }
    },
    close: () => pool.end(),
  };
}

/** Statements that were sent and not waited for. The first one's failure is the transaction's: what fails after it fails because of it. */
class Unawaited {
  readonly #sent: Promise<unknown>[] = [];

  add(sent: Promise<unknown>): void {
    sent.catch(() => {
      // told by `failure`, when the transaction ends
    });
    this.#sent.push(sent);
  }

  /** Why the first of them failed, or null; once all are answered. */
  async failure(): Promise<unknown> {
    const failed = (await Promise.allSettled(this.#sent)).find((one) => one.status === 'rejected');
    return failed?.reason ?? null;
  }
}

async function send<Row>(client: pg.PoolClient, text: string, values?: readonly unknown[]) {
  const name = values === undefined ? undefined : statementName(text);
  gatherWrites(client);
  const result = await client.query({
    text,
    ...(values === undefined ? {} : { values: values as unknown[] }),
    ...(name === undefined ? {} : { name }),
  });
  return { rows: result.rows as Row[], rowCount: result.rowCount ?? 0 };
}

/** A connection's socket; the driver has it, and its types do not say so. */
interface WithSocket {
  readonly connection?: { readonly stream?: { cork?(): void; uncork?(): void } };
}

const gathering = new WeakSet<pg.PoolClient>();

/** What is sent to one connection in one turn of the event loop leaves in one write. */
function gatherWrites(client: pg.PoolClient): void {
  if (gathering.has(client)) return;
  const stream = (client as WithSocket).connection?.stream;
  gathering.add(client);
  stream?.cork?.();
  process.nextTick(() => {
    gathering.delete(client);
    stream?.uncork?.();
  });
}

/** PostgreSQL answers COMMIT with ROLLBACK when a statement failed and `work` went on regardless: that is not a commit. */
async function commit(client: pg.PoolClient, sent: Unawaited): Promise<void> {
  gatherWrites(client);
  const { command } = await client.query('COMMIT');
  if (command === 'COMMIT') return;
  throw (
    (await sent.failure()) ??
    new StoreError('transaction-aborted', 'a statement of the transaction failed, so nothing of it was kept')
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
