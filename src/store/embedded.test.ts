import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { compiled } from '../../test/harness/compiled.ts';
import {
  cloneDatabase,
  createOwnDatabase,
  createReadOnlyRole,
  discardEmbeddedData,
  type EmbeddedPostgres,
  openDatabase,
  startEmbeddedPostgres,
} from './index.ts';
import { readProcess } from './process-table.ts';
import { roleUrl } from './server.ts';

const keepSeven = 'DROP TABLE IF EXISTS public.kept; CREATE TABLE public.kept AS SELECT 7 AS number';

/** Asks once through a pool of its own. */
async function ask<Row>(url: string, text: string): Promise<Row[]> {
  const database = openDatabase({ url, connectionsMax: 1 });
  try {
    return (await database.query<Row>(text)).rows;
  } finally {
    await database.close();
  }
}

describe('an embedded server', () => {
  // One folder for all of these: creating it takes longer than what they do. Each stops what it started.
  let dataDirectory: string;
  beforeAll(async () => {
    dataDirectory = await mkdtemp(join(tmpdir(), 'entente-embedded-'));
  });
  afterAll(() => discardEmbeddedData(dataDirectory));
  it('keeps what was committed over stop and start, and leaves no process, socket or lock behind', async () => {
    const first = await startEmbeddedPostgres({ dataDirectory });
    await ask(first.superuserUrl(), keepSeven);
    await first.stop();
    await first.stop();
    expect(readProcess(first.pid)).toBeNull();
    await expect(stat(first.socketDirectory)).rejects.toMatchObject({ code: 'ENOENT' });
    expect(await readdir(dataDirectory)).not.toContain('owner.lock');
    await using second = await startEmbeddedPostgres({ dataDirectory, durable: false });
    expect(await ask(second.superuserUrl(), 'SELECT number FROM public.kept')).toEqual([{ number: 7 }]);
  });

  it('listens on a unix socket in a folder of its owner alone, writes durably, and asks for a password', async () => {
    await using server = await startEmbeddedPostgres({ dataDirectory });
    const settings = await ask<{ name: string; setting: string }>(
      server.superuserUrl(),
      `SELECT name, setting FROM pg_settings WHERE name IN ('listen_addresses', 'fsync', 'server_encoding') ORDER BY name`,
    );
    expect(settings.map((row) => row.setting)).toEqual(['on', '', 'UTF8']);
    expect((await stat(server.socketDirectory)).mode & 0o777).toBe(0o700);
    const stranger = server.superuserUrl().replace(/:[0-9a-f]{64}@/, ':guess@');
    await expect(ask(stranger, 'SELECT 1')).rejects.toMatchObject({
      code: 'database-unreachable',
      message: 'the database server does not take this role’s password',
    });
  });

  it('refuses a second owner of the same folder', async () => {
    await using _server = await startEmbeddedPostgres({ dataDirectory, durable: false });
    await expect(startEmbeddedPostgres({ dataDirectory })).rejects.toMatchObject({
      code: 'data-folder-locked',
    });
  });

  it('comes back after its own process was killed', async () => {
    const first = await startEmbeddedPostgres({ dataDirectory });
    await ask(first.superuserUrl(), keepSeven);
    process.kill(first.pid, 'SIGKILL');
    await first.stop();
    await using second = await startEmbeddedPostgres({ dataDirectory });
    expect(await ask(second.superuserUrl(), 'SELECT number FROM public.kept')).toEqual([{ number: 7 }]);
  });

  it('outlives a Ctrl-C, and is taken over from a launcher that was killed', async () => {
    const launcher = await launchElsewhere(dataDirectory);
    process.kill(-launcher.pid, 'SIGINT');
    await ask(launcher.url, keepSeven);
    const orphan = await serverPid(dataDirectory);
    launcher.child.kill('SIGKILL');
    await once(launcher.child, 'exit');
    expect(readProcess(orphan)).not.toBeNull();
    await using server = await startEmbeddedPostgres({ dataDirectory });
    expect(readProcess(orphan)).toBeNull();
    expect(await ask(server.superuserUrl(), 'SELECT number FROM public.kept')).toEqual([{ number: 7 }]);
    expect((await readdir(tmpdir())).map((name) => join(tmpdir(), name))).not.toContain(
      launcher.socketDirectory,
    );
  });

  it('is not taken for running because its number went to a stranger', async () => {
    const first = await startEmbeddedPostgres({ dataDirectory, durable: false });
    await first.stop();
    await writeFile(
      join(dataDirectory, 'cluster', 'postmaster.pid'),
      `${process.pid}\n${dataDirectory}/cluster\n1\n5432\n/nowhere\n\n\nready\n`,
    );
    await using _second = await startEmbeddedPostgres({ dataDirectory, durable: false });
  });

  it('says in a sentence that its folder is broken', async () => {
    const server = await startEmbeddedPostgres({ dataDirectory, durable: false });
    await server.stop();
    await rm(join(dataDirectory, 'cluster', 'global', 'pg_control'));
    const attempt = startEmbeddedPostgres({ dataDirectory, durable: false });
    await expect(attempt).rejects.toMatchObject({
      code: 'data-folder-broken',
      message: expect.stringContaining('restore it from a backup, or move it away'),
    });
    expect(await readdir(dataDirectory)).not.toContain('owner.lock');
  });
});

describe('a folder that is not ready for a server', () => {
  let dataDirectory: string;
  beforeEach(async () => {
    dataDirectory = await mkdtemp(join(tmpdir(), 'entente-embedded-'));
  });
  afterEach(() => discardEmbeddedData(dataDirectory));

  it('says in a sentence that its secret was taken away or exchanged', async () => {
    const server = await startEmbeddedPostgres({ dataDirectory, durable: false });
    await server.stop();
    const secret = join(dataDirectory, 'superuser.secret');
    await rm(secret);
    await expect(startEmbeddedPostgres({ dataDirectory, durable: false })).rejects.toMatchObject({
      code: 'data-folder-broken',
      message: expect.stringContaining('superuser.secret is missing'),
    });
    await expect(stat(secret)).rejects.toMatchObject({ code: 'ENOENT' });
    await writeFile(secret, 'ab'.repeat(32));
    await expect(startEmbeddedPostgres({ dataDirectory, durable: false })).rejects.toMatchObject({
      code: 'data-folder-broken',
      message: expect.stringContaining('another database’s'),
    });
    expect(await readdir(dataDirectory)).not.toContain('owner.lock');
  });

  it('is refused when another version of PostgreSQL wrote it', async () => {
    await mkdir(join(dataDirectory, 'cluster'));
    await writeFile(join(dataDirectory, 'cluster', 'PG_VERSION'), '15\n');
    await expect(startEmbeddedPostgres({ dataDirectory })).rejects.toMatchObject({
      code: 'data-folder-broken',
      message: expect.stringContaining('written by PostgreSQL 15'),
    });
  });

  it('is refused, and left alone, when its cluster is something else', async () => {
    await mkdir(join(dataDirectory, 'cluster'));
    await writeFile(join(dataDirectory, 'cluster', 'holiday.jpg'), 'x');
    await expect(startEmbeddedPostgres({ dataDirectory, durable: false })).rejects.toMatchObject({
      code: 'data-folder-broken',
    });
    expect(await readdir(join(dataDirectory, 'cluster'))).toEqual(['holiday.jpg']);
  });

  it('is begun anew when its creation was cut short', async () => {
    await mkdir(join(dataDirectory, 'cluster.new'));
    await writeFile(join(dataDirectory, 'cluster.new', 'PG_VERSION'), '18\n');
    await using server = await startEmbeddedPostgres({ dataDirectory, durable: false });
    expect(await ask(server.superuserUrl(), 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('is not touched when no socket can have the path asked for', async () => {
    const socketDirectory = join(dataDirectory, 'x'.repeat(90));
    await expect(
      startEmbeddedPostgres({ dataDirectory, socketDirectory, durable: false }),
    ).rejects.toMatchObject({
      code: 'embedded-server-failed',
      message: expect.stringContaining('103 bytes'),
    });
  });
});

interface Launched {
  readonly child: ChildProcess;
  readonly pid: number;
  readonly url: string;
  readonly socketDirectory: string;
}

/** A process of its own group that starts the server and shrugs at Ctrl-C. */
async function launchElsewhere(dataDirectory: string): Promise<Launched> {
  const program = `
    process.on('SIGINT', () => {});
    const { startEmbeddedPostgres } = await import(${JSON.stringify(pathToFileURL(compiled('src/store/index.ts')).href)});
    const server = await startEmbeddedPostgres({ dataDirectory: ${JSON.stringify(dataDirectory)} });
    console.log(JSON.stringify({ url: server.superuserUrl(), socketDirectory: server.socketDirectory }));
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  const said = JSON.parse(line.toString()) as { url: string; socketDirectory: string };
  return { child, pid: child.pid ?? 0, ...said };
}

async function serverPid(dataDirectory: string): Promise<number> {
  const text = await readFile(join(dataDirectory, 'cluster', 'postmaster.pid'), 'utf8');
  return Number(text.split('\n')[0]);
}

describe('databases and roles', () => {
  let dataDirectory: string;
  let server: EmbeddedPostgres;
  let north: string;
  beforeAll(async () => {
    dataDirectory = await mkdtemp(join(tmpdir(), 'entente-roles-'));
    server = await startEmbeddedPostgres({ dataDirectory, durable: false });
    north = (await createOwnDatabase(server, { name: 'north', role: 'north' })).url;
    await createOwnDatabase(server, { name: 'south', role: 'south' });
    await ask(north, 'CREATE TABLE public.secret AS SELECT 42 AS number');
  });
  afterAll(async () => {
    await server.stop();
    await discardEmbeddedData(dataDirectory);
  });

  it('let a role into its own database', async () => {
    expect(await ask(north, 'SELECT current_user::text AS me')).toEqual([{ me: 'north' }]);
  });

  it.each(['south', 'postgres', 'template1'])(
    'keep a role out of the database %s, which is not its own',
    async (other) => {
      const attempt = ask(roleUrl(server, other, 'north'), 'SELECT 1');
      await expect(attempt).rejects.toMatchObject({
        code: 'database-unreachable',
        cause: { code: '42501' }, // insufficient_privilege
      });
    },
  );

  it('give each role a password of its own, the same on every start', async () => {
    const again = await createOwnDatabase(server, { name: 'north', role: 'north' });
    expect(again).toEqual({ url: north, created: false });
    const asSouth = north.replace('//north:', '//south:').replace('/north?', '/south?');
    await expect(ask(asSouth, 'SELECT 1')).rejects.toMatchObject({ cause: { code: '28P01' } }); // invalid_password
  });

  it('let no role create a database or a role, or read the files of the server', async () => {
    for (const text of ['CREATE DATABASE more', 'CREATE ROLE more', `SELECT pg_read_file('PG_VERSION')`])
      await expect(ask(north, text)).rejects.toMatchObject({ code: '42501' });
  });

  it('let a read-only role read its one database and write nothing', async () => {
    const reader = await createReadOnlyRole(server, { database: 'north', role: 'reader' });
    expect(await ask(reader, 'SELECT number FROM public.secret')).toEqual([{ number: 42 }]);
    await expect(ask(reader, 'DELETE FROM public.secret')).rejects.toThrow();
    const open = 'BEGIN READ WRITE; DELETE FROM public.secret; COMMIT';
    await expect(ask(reader, open)).rejects.toMatchObject({ code: '42501' });
    await expect(ask(roleUrl(server, 'south', 'reader'), 'SELECT 1')).rejects.toMatchObject({
      cause: { code: '42501' },
    });
  });

  it('copy a template for an owner, and keep the others out of the copy', async () => {
    await cloneDatabase(server, { template: 'north', name: 'north_copy', owner: 'north' });
    expect(await ask(roleUrl(server, 'north_copy', 'north'), 'SELECT number FROM public.secret')).toEqual([
      { number: 42 },
    ]);
    await expect(ask(roleUrl(server, 'north_copy', 'south'), 'SELECT 1')).rejects.toMatchObject({
      cause: { code: '42501' },
    });
  });
});
