import pg from 'pg';
import { unreachable } from './unreachable.ts';

/** A PostgreSQL server on which this program may create databases and roles. */
export interface PostgresServer {
  superuserUrl(database?: string): string;
  /** The same role gets the same password on every start, and cannot work out another role's. */
  rolePassword(role: string): string;
}

export interface OwnDatabase {
  readonly url: string;
  readonly created: boolean;
}

/**
 * Makes sure of a database and its owner, a role that may connect to this database and to no other. Repeating it is harmless.
 */
export async function createOwnDatabase(
  server: PostgresServer,
  names: { readonly name: string; readonly role: string },
): Promise<OwnDatabase> {
  const name = identifier(names.name);
  const role = identifier(names.role);
  const created = await asSuperuser(server, async (run) => {
    await ensureRole(run, role, server.rolePassword(names.role));
    const found = await run('SELECT 1 FROM pg_database WHERE datname = $1', [names.name]);
    if (found === 0) await run(`CREATE DATABASE ${name} OWNER ${role}`);
    // PostgreSQL lets everybody connect to a new database until this is said.
    await run(`REVOKE CONNECT, TEMPORARY ON DATABASE ${name} FROM PUBLIC`);
    return found === 0;
  });
  return { url: roleUrl(server, names.name, names.role), created };
}

/** Shuts the two databases that every new server has, and lets everybody into, to all but the superuser. */
export async function closeSharedDatabases(server: PostgresServer): Promise<void> {
  await asSuperuser(server, async (run) => {
    for (const name of ['postgres', 'template1'])
      await run(`REVOKE CONNECT, TEMPORARY ON DATABASE ${name} FROM PUBLIC`);
  });
}

/** A role that reads every table of one database, writes none, and may connect to no other. Returns its URL. */
export async function createReadOnlyRole(
  server: PostgresServer,
  names: { readonly database: string; readonly role: string },
): Promise<string> {
  const database = identifier(names.database);
  const role = identifier(names.role);
  await asSuperuser(server, async (run) => {
    await ensureRole(run, role, server.rolePassword(names.role));
    await run(`GRANT CONNECT ON DATABASE ${database} TO ${role}`);
    await run(`GRANT pg_read_all_data TO ${role}`);
    await run(`ALTER ROLE ${role} SET default_transaction_read_only = on`);
  });
  return roleUrl(server, names.database, names.role);
}

/**
 * Copies a database that nobody is connected to; the copy belongs to `owner` (default: the role that asks). Files are copied as
 * files, after a checkpoint: PostgreSQL's own choice, block by block through its log, takes two to five times as long.
 */
export async function cloneDatabase(
  server: PostgresServer,
  names: { readonly template: string; readonly name: string; readonly owner?: string },
): Promise<void> {
  const owner = names.owner === undefined ? '' : ` OWNER ${identifier(names.owner)}`;
  const name = identifier(names.name);
  await asSuperuser(server, async (run) => {
    await run(`CREATE DATABASE ${name} TEMPLATE ${identifier(names.template)} STRATEGY file_copy${owner}`);
    await run(`REVOKE CONNECT, TEMPORARY ON DATABASE ${name} FROM PUBLIC`);
  });
}

/** Removes a database, ending every connection to it; absent is fine. */
export async function dropDatabase(server: PostgresServer, name: string): Promise<void> {
  await asSuperuser(server, (run) => run(`DROP DATABASE IF EXISTS ${identifier(name)} WITH (FORCE)`));
}

/** The server's address with another database, user and password in it. */
export function roleUrl(server: PostgresServer, database: string, role: string): string {
  const credentials = `${encodeURIComponent(role)}:${server.rolePassword(role)}`;
  return server
    .superuserUrl(database)
    .replace(/^(postgres(?:ql)?:\/\/)(?:[^@/]*@)?/, (_all, scheme: string) => `${scheme}${credentials}@`);
}

type Run = (text: string, values?: readonly unknown[]) => Promise<number>;

async function asSuperuser<T>(server: PostgresServer, work: (run: Run) => Promise<T>): Promise<T> {
  const client = new pg.Client({
    connectionString: server.superuserUrl(),
    connectionTimeoutMillis: 10_000,
  });
  client.on('error', () => {});
  try {
    await client.connect();
  } catch (cause) {
    throw unreachable(cause);
  }
  try {
    return await work(async (text, values) => (await client.query(text, values as unknown[])).rowCount ?? 0);
  } finally {
    await client.end();
  }
}

async function ensureRole(run: Run, role: string, password: string): Promise<void> {
  // CREATE ROLE takes no parameters; the password is hexadecimal by construction.
  const login = `LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD '${password}'`;
  await run(`CREATE ROLE ${role} ${login}`).catch(async (error: unknown) => {
    if (!isDuplicate(error)) throw error;
    await run(`ALTER ROLE ${role} ${login}`);
  });
}

function isDuplicate(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === '42710' || error.code === '23505');
}

/** Names go into SQL as text: these are our own, short and plain. */
function identifier(name: string): string {
  if (!/^[a-z][a-z0-9_]{0,62}$/.test(name))
    throw new RangeError('a database or role name is [a-z][a-z0-9_]*');
  return `"${name}"`;
}
