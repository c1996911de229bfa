import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, openSync, closeSync, existsSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { STORY } from '../../demo/index.ts';
import { Closing } from '../base/index.ts';
import type { StatusView } from '../desk/index.ts';
import { SERVER_NODE_FLAGS } from '../memory.ts';
import { lockFolder, startEmbeddedPostgres } from '../store/index.ts';
import { type DemoOptions, type PreparedAgency, prepareTown } from './demo-town.ts';
import type { ServerMessage } from './serve.ts';

const LOG_BYTES_MAX = 16 * 1024 * 1024;
const STOP_MS = 8_000;

interface RunningAgency extends PreparedAgency {
  readonly child: ChildProcess;
  readonly ended: Promise<number | NodeJS.Signals | null>;
  status: StatusView | null;
}

/** Runs the demo town: one PostgreSQL, five servers, loaded one after the other. Resolves when it was told to stop. */
export async function demo(options: DemoOptions): Promise<void> {
  const began = Date.now();
  const say = (line: string): void =>
    void process.stderr.write(`${((Date.now() - began) / 1000).toFixed(1).padStart(6)} s  ${line}\n`);
  const closing = new Closing();
  const stop = waitForStop();
  try {
    const lock = await lockFolder(options.folder);
    closing.add(() => lock.release());
    say('starting PostgreSQL');
    const server = await startEmbeddedPostgres({ dataDirectory: join(options.folder, 'postgres') });
    closing.add(() => server.stop());
    const prepared = await prepareTown(options, server, say);
    const agencies = prepared.map((agency) => startAgency(options, agency, say));
    closing.add(() => stopAgencies(agencies));
    await Promise.race([stop, runTown(agencies, say)]);
    await stop;
    say('stopping');
  } finally {
    await closing.close();
  }
}

async function runTown(agencies: readonly RunningAgency[], say: (line: string) => void): Promise<void> {
  await Promise.all(agencies.map((agency) => nextMessage(agency, 'listening')));
  printSignIns(agencies);
  for (const agency of agencies) {
    say(
      `${agency.agency.letters}: reading ${agency.agency.sources[0]?.source ?? 'its source'}, then sealing its index`,
    );
    agency.child.send({ type: 'load' });
    await nextMessage(agency, 'loaded');
    say(`${agency.agency.letters}: ${describeStatus(agency.status)}`);
  }
  await Promise.all(agencies.map(untilReady));
  say(
    `ready: all five agencies are loaded and indexed. Sign in at http://127.0.0.1:${agencies[0]?.deskPort} and ask ${STORY.storyPhone}`,
  );
}

/** Where to go and as whom: said as soon as sign-in works, while the rest is still loading. */
function printSignIns(agencies: readonly RunningAgency[]): void {
  const lines = agencies.map(({ agency, deskPort }) => {
    const officer = agency.officers[0];
    return `  ${agency.letters}  http://127.0.0.1:${deskPort}  ${agency.name.padEnd(24)} ${officer?.name.padEnd(14)} ${officer?.password}`;
  });
  process.stdout.write(
    `\nThe desks are open; each page shows what is still loading. Sign in as an investigator:\n${lines.join('\n')}\n(The sign-in page lists the other officers. Everyone in this town is invented.)\n\n`,
  );
}

function startAgency(
  options: DemoOptions,
  agency: PreparedAgency,
  say: (line: string) => void,
): RunningAgency {
  const log = join(options.folder, 'logs', `${agency.agency.id}.log`);
  mkdirSync(join(options.folder, 'logs'), { recursive: true, mode: 0o700 });
  if (existsSync(log) && statSync(log).size > LOG_BYTES_MAX) renameSync(log, `${log}.old`);
  const output = openSync(log, 'a', 0o600);
  const cli = fileURLToPath(new URL('../cli.js', import.meta.url));
  const child = spawn(
    process.execPath,
    ['--max-old-space-size=512', ...SERVER_NODE_FLAGS, cli, 'serve', '--config', agency.configFile],
    {
      stdio: ['ignore', output, output, 'ipc'],
      // A process group of its own: Ctrl-C reaches the demo alone, which stops its servers in order.
      detached: true,
    },
  );
  closeSync(output);
  const running: RunningAgency = {
    ...agency,
    child,
    status: null,
    ended: new Promise((resolve) => child.once('exit', (code, signal) => resolve(signal ?? code))),
  };
  child.on('message', (message: ServerMessage) => {
    if (message.type === 'progress') running.status = message.status as StatusView;
  });
  void running.ended.then((code) => {
    if (!running.child.killed)
      say(`${agency.agency.letters}: its server ended (${code}); the others go on. See ${log}`);
  });
  return running;
}

function nextMessage(agency: RunningAgency, type: ServerMessage['type']): Promise<void> {
  return new Promise((resolve) => {
    const listen = (message: ServerMessage): void => {
      if (message.type !== type) return;
      agency.child.off('message', listen);
      resolve();
    };
    agency.child.on('message', listen);
    void agency.ended.then(() => resolve());
  });
}

async function untilReady(agency: RunningAgency): Promise<void> {
  // A server that a signal ended has no exit code: it is the signal that says so.
  const lives = (): boolean => agency.child.exitCode === null && agency.child.signalCode === null;
  while (agency.status?.ready !== true && lives()) await nextMessage(agency, 'progress');
}

function describeStatus(status: StatusView | null): string {
  const step = (name: string) => status?.steps.find((one) => one.step === name);
  const failed = status?.steps.find((one) => one.state === 'failed');
  if (failed !== undefined) return `not loaded: ${failed.detail ?? failed.step}`;
  const sealed = step('index')?.total ?? 0;
  // A second start finds everything as it was: nothing is sealed anew.
  return sealed > 1 ? `loaded; ${sealed} match keys sealed for each partner` : 'loaded, as at the last start';
}

async function stopAgencies(agencies: readonly RunningAgency[]): Promise<void> {
  await Promise.all(
    agencies.map(async ({ child, ended }) => {
      if (child.exitCode !== null) return;
      child.kill('SIGTERM');
      const late = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
      await ended;
      clearTimeout(late);
    }),
  );
}

function waitForStop(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGINT', () => resolve());
    process.once('SIGTERM', () => resolve());
    process.once('SIGHUP', () => resolve());
  });
}
