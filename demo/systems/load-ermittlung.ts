import pg from 'pg';

export interface LoadErmittlungOptions {
  /** A connection that may create databases and roles. */
  readonly adminUrl: string;
  readonly database: string;
  /** The role the connector signs in with: it may read the schema and nothing else. */
  readonly reader: string;
  readonly readerPassword: string;
  /** ermittlungScript(…) */
  readonly script: string;
}

/** Makes the inquiry office's database anew and a role that may only read it. Returns the reader's connection address. */
export async function loadErmittlung(o: LoadErmittlungOptions): Promise<string> {
  const database = pg.escapeIdentifier(o.database);
  const reader = pg.escapeIdentifier(o.reader);
  await withClient(o.adminUrl, async (client) => {
    await client.query(`DROP DATABASE IF EXISTS ${database} WITH (FORCE)`);
    await client.query(`CREATE DATABASE ${database} ENCODING 'UTF8' TEMPLATE template0`);
    const known = await client.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [o.reader]);
    const verb = known.rowCount === 0 ? 'CREATE' : 'ALTER';
    await client.query(
      `${verb} ROLE ${reader} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD ${pg.escapeLiteral(o.readerPassword)}`,
    );
    await client.query(`ALTER ROLE ${reader} SET default_transaction_read_only = on`);
    await client.query(`REVOKE ALL ON DATABASE ${database} FROM PUBLIC`);
    await client.query(`GRANT CONNECT ON DATABASE ${database} TO ${reader}`);
  });
  await withClient(inDatabase(o.adminUrl, o.database), async (client) => {
    await client.query(o.script);
    await client.query(`REVOKE ALL ON SCHEMA public FROM PUBLIC`);
    await client.query(`GRANT USAGE ON SCHEMA ermittlung TO ${reader}`);
    await client.query(`GRANT SELECT ON ALL TABLES IN SCHEMA ermittlung TO ${reader}`);
  });
  return asUser(inDatabase(o.adminUrl, o.database), o.reader, o.readerPassword);
}

async function withClient(url: string, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

/** The same server, another database. Addresses of unix sockets have an empty host, which URL cannot read. */
function inDatabase(url: string, database: string): string {
  return url.replace(/^(postgres(?:ql)?:\/\/[^/?]*)(?:\/[^?]*)?/, `$1/${encodeURIComponent(database)}`);
}

function asUser(url: string, user: string, password: string): string {
  return url.replace(
    /^(postgres(?:ql)?:\/\/)(?:[^@/?]*@)?/,
    `$1${encodeURIComponent(user)}:${encodeURIComponent(password)}@`,
  );
}
