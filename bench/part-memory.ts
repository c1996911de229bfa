/** Memory of the real programs: one agency's server at rest, and the whole demo town. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { stringify } from 'yaml';
import { DEFAULT_SEED } from '../demo/index.ts';
import { Closing } from '../src/base/index.ts';
import { SERVER_NODE_FLAGS } from '../src/memory.ts';
import type { EmbeddedPostgres } from '../src/store/index.ts';
import { freePortBase } from './free-ports.ts';
import { type AgencySetup, prepareTown } from './joined-up-town.ts';
import { anchored, type Part } from './measured.ts';
import { postmasterOf, processTree, residentBytes, togetherBytes } from './process-memory.ts';

const PEOPLE = 5_000;
const AT_REST_MS = 15_000;
const LOAD_MAX_MS = 300_000;
const MEGABYTE = 1024 * 1024;

const cli = fileURLToPath(new URL('../src/cli.js', import.meta.url));

/** `entente serve` after it loaded 5,000 people and rested, and again after a second start. Partners are away. */
export async function measureAgencyMemory(server: EmbeddedPostgres): Promise<Part> {
  const closing = new Closing();
  const folder = mkdtempSync(join(tmpdir(), 'entente-bench-'));
  closing.add(() => rmSync(folder, { recursive: true, force: true }));
  try {
    const { agencies } = await prepareTown(folder, { seed: DEFAULT_SEED, people: PEOPLE }, server);
    const setup = agencies.find(({ config }) => config.agency.id === 'crp');
    if (setup === undefined) throw new Error('assertion failed: the coastal police is in the town');
    const config = writeConfig(folder, setup);
    const loaded = await restingBytes(closing, config, true);
    const started = await restingBytes(closing, config, false);
    const bare = await bareNodeBytes();
    const line = (what: string, bytes: number) => ({
      what,
      value: Math.round(bytes / MEGABYTE),
      unit: 'MB resident',
      reach: { most: 150 },
      anchor: anchored('node that does nothing', Math.round(bare / MEGABYTE), bytes / MEGABYTE),
    });
    return {
      lines: [line('agency at rest, after loading', loaded), line('agency at rest, second start', started)],
      json: { people: PEOPLE, afterLoadBytes: loaded, secondStartBytes: started, bareNodeBytes: bare },
    };
  } finally {
    await closing.close();
  }
}

function writeConfig(folder: string, { config, databaseUrl, agreementText }: AgencySetup): string {
  const { folder: home, agency, desk, peer, agreement, keys, data, intake } = config;
  writeFileSync(agreement, agreementText);
  writeFileSync(join(home, 'database.url'), `${databaseUrl}\n`, { mode: 0o600 });
  const file = join(folder, 'agency.yaml');
  const text = {
    agency,
    desk: { port: desk.port },
    peer: { port: peer.port },
    agreement,
    keys,
    data,
    database: join(home, 'database.url'),
    intake,
  };
  writeFileSync(file, stringify(text));
  return file;
}

async function restingBytes(closing: Closing, config: string, loads: boolean): Promise<number> {
  const child = spawn(process.execPath, [...SERVER_NODE_FLAGS, cli, 'serve', '--config', config], {
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  closing.add(() => stopChild(child));
  await nextMessage(child, 'listening');
  if (loads) {
    child.send({ type: 'load' });
    await nextMessage(child, 'loaded');
  }
  await pause(AT_REST_MS);
  const bytes = residentBytes(child.pid ?? 0);
  await stopChild(child);
  return bytes;
}

function nextMessage(child: ChildProcess, type: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`the server did not say ${type} in time`)), LOAD_MAX_MS);
    child.on('message', (message: { type?: unknown }) => {
      if (message.type !== type) return;
      clearTimeout(timer);
      resolve();
    });
    child.once('exit', (code) => reject(new Error(`the server ended with code ${code}`)));
  });
}

async function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}

async function bareNodeBytes(): Promise<number> {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
  await pause(1_000);
  const bytes = residentBytes(child.pid ?? 0);
  await stopChild(child);
  return bytes;
}

/** `entente demo`: five servers, their launcher and one PostgreSQL, ready and at rest. */
export async function measureTownMemory(): Promise<Part> {
  const closing = new Closing();
  const folder = mkdtempSync(join(tmpdir(), 'entente-bench-'));
  closing.add(() => rmSync(folder, { recursive: true, force: true }));
  try {
    const base = await freePortBase(16);
    const began = performance.now();
    const child = spawn(
      process.execPath,
      [cli, 'demo', '--data', folder, '--people', String(PEOPLE), '--port-base', String(base)],
      { stdio: ['ignore', 'ignore', 'pipe'] },
    );
    closing.add(() => stopChild(child));
    await said(child, /ready:/);
    const seconds = Math.round((performance.now() - began) / 100) / 10;
    await pause(AT_REST_MS);
    const postmaster = postmasterOf(join(folder, 'demo', 'postgres'));
    const servers = processTree(child.pid ?? 0);
    const databases = postmaster === null ? [] : processTree(postmaster);
    const all = togetherBytes([...new Set([...servers, ...databases])]);
    const database = togetherBytes(databases);
    await stopChild(child);
    return {
      lines: [
        {
          what: `town of ${PEOPLE} people an agency, at rest`,
          value: Math.round(all.bytes / MEGABYTE),
          unit: all.exact ? 'MB together' : 'MB, shared pages counted more than once',
          reach: { most: 1_024 },
          anchor: anchored('its PostgreSQL', Math.round(database.bytes / MEGABYTE), all.bytes / MEGABYTE),
        },
        { what: 'town, from nothing to ready', value: seconds, unit: 's', reach: { most: 180 } },
      ],
      json: {
        people: PEOPLE,
        bytes: all.bytes,
        exact: all.exact,
        postgresBytes: database.bytes,
        secondsToReady: seconds,
      },
    };
  } finally {
    await closing.close();
  }
}

function said(child: ChildProcess, what: RegExp): Promise<void> {
  return new Promise((resolve, reject) => {
    let text = '';
    const timer = setTimeout(() => reject(new Error('the demo was not ready in time')), LOAD_MAX_MS);
    child.stderr?.on('data', (chunk: Buffer) => {
      text = (text + chunk.toString()).slice(-10_000);
      if (!what.test(text)) return;
      clearTimeout(timer);
      resolve();
    });
    child.once('exit', (code) => reject(new Error(`the demo ended with code ${code}: ${text.slice(-500)}`)));
  });
}
