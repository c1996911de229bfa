import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DEMO_AGENCIES } from '../../demo/index.ts';
import { runTown, untilNoneRuns } from './town-round.ts';
import { lastWords, TownServer } from './town-server.ts';

/** A real process that tells what `entente serve` tells; `program` decides when, and whether it lives to tell it. */
const PARTS = `
const tell = (message) => process.send(message);
const steps = (state) => ['intake', 'keys', 'index', 'partners'].map((step) => ({ step, state, done: 1, total: 9 }));
const progress = (ready) => tell({ type: 'progress', status: { ready, steps: steps(ready ? 'done' : 'running') } });
const whenTold = (work) => process.on('message', (message) => message.type === 'load' && work());
process.once('disconnect', () => process.exit());
`;
const GOOD = `tell({ type: 'listening' }); whenTold(() => { progress(false); tell({ type: 'loaded' }); progress(true); });`;
const SEALS_UNTIL_TOLD = `tell({ type: 'listening' });
  process.once('SIGUSR2', () => { tell({ type: 'loaded' }); progress(true); });
  whenTold(() => tell({ type: 'progress', status: { ready: false, steps: steps('running').with(0, { step: 'intake', state: 'done', done: 1, total: 1 }) } }));`;
const KILLED_WHILE_LOADING = `tell({ type: 'listening' }); whenTold(() => { progress(false); process.kill(process.pid, 'SIGKILL'); });`;
const KILLED_WHILE_FETCHING = `tell({ type: 'listening' });
  whenTold(() => { progress(false); tell({ type: 'loaded' }); setTimeout(() => process.kill(process.pid, 'SIGKILL'), 50); });`;
const NEVER_OPENS = `process.exitCode = 3; process.disconnect();`;
const NEVER_LOADS = `tell({ type: 'listening' }); whenTold(() => progress(false));`;
const DISCARDS = `tell({ type: 'listening' });
  whenTold(() => { tell({ type: 'progress', status: { ready: false, steps: [{ step: 'intake', state: 'failed', done: 0, total: 1, detail: 'over its limit' }] } }); tell({ type: 'loaded' }); });`;

let folder: string;
let children: ChildProcess[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'entente-town-'));
  children = [];
});
afterEach(() => {
  for (const child of children) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

function townOf(...programs: readonly string[]): TownServer[] {
  return programs.map((program, at) => {
    const child = spawn(process.execPath, ['-e', PARTS + program], {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    children.push(child);
    const agency = DEMO_AGENCIES[at];
    if (agency === undefined) throw new Error('assertion failed: five agencies at most');
    return new TownServer({ agency, deskPort: 7401 + at, log: join(folder, `${agency.id}.log`) }, child);
  });
}

/** The round, what it said, and whom it told to sign in where. */
async function round(servers: readonly TownServer[]): Promise<{ lines: string[]; printed: string }> {
  const lines: string[] = [];
  let printed = '';
  await runTown(servers, { say: (line) => lines.push(line), print: (text) => (printed += text) });
  return { lines, printed };
}

describe('a round of the town', () => {
  it('opens the desks, loads one agency after the other, and says that all are ready', async () => {
    const { lines, printed } = await round(townOf(GOOD, GOOD));
    expect(lines).toEqual([
      'JPN: reading persreg, then sealing its index',
      'JPN: loaded; 9 match keys sealed for each partner',
      'ARD: reading fichier, then sealing its index',
      'ARD: loaded; 9 match keys sealed for each partner',
      'ready: all five agencies are loaded and indexed. Sign in at http://127.0.0.1:7401 and ask +33639984711',
    ]);
    expect(printed).toContain('http://127.0.0.1:7401');
    expect(printed).toContain('http://127.0.0.1:7402');
  });

  it('has the next agency read while one seals, and no third', async () => {
    const servers = townOf(SEALS_UNTIL_TOLD, SEALS_UNTIL_TOLD, GOOD);
    const lines: string[] = [];
    const say = (line: string): void => {
      lines.push(line);
      // The first has not sealed its index before the second reads: without that nothing would go on here.
      if (line.startsWith('ARD: reading')) children[0]?.kill('SIGUSR2');
      if (line.startsWith('CRP: reading')) children[1]?.kill('SIGUSR2');
    };
    await runTown(servers, { say, print: () => {} });
    const begun = (start: string): number => lines.findIndex((line) => line.startsWith(start));
    expect(begun('ARD: reading')).toBeLessThan(begun('JPN: loaded'));
    expect(begun('JPN: loaded')).toBeLessThan(begun('CRP: reading'));
    expect(begun('CRP: reading')).toBeLessThan(begun('ARD: loaded'));
    expect(lines.at(-1)).toMatch(/^ready: all five/);
  });

  it('reads nothing before the old systems are there, and fails with what kept them away', async () => {
    const lines: string[] = [];
    const speech = { say: (line: string) => void lines.push(line), print: () => {} };
    await expect(runTown(townOf(GOOD), speech, Promise.reject(new Error('no disk')))).rejects.toThrow(
      'no disk',
    );
    expect(lines).toEqual([]);
  });

  it('goes on without a server that a signal ended while it was loading, and does not say that all are ready', async () => {
    const { lines } = await round(townOf(KILLED_WHILE_LOADING, GOOD));
    expect(lines).toContainEqual(
      expect.stringMatching(/^JPN: its server ended: SIGKILL\. The others go on\./),
    );
    expect(lines).not.toContainEqual(expect.stringMatching(/^JPN: loaded/));
    expect(lines).toContainEqual(expect.stringMatching(/^ARD: loaded/));
    expect(lines.at(-1)).toMatch(
      /^not ready: JPN\. .* Sign in at http:\/\/127\.0\.0\.1:7402 and ask \+33639984711$/,
    );
  });

  it('does not turn in circles for a server that a signal ended after it was loaded', async () => {
    const { lines } = await round(townOf(KILLED_WHILE_FETCHING, GOOD));
    expect(lines.at(-1)).toMatch(/^not ready: JPN\./);
  });

  it('names neither address nor password of a desk that never opened, and does not speak to the dead', async () => {
    const servers = townOf(NEVER_OPENS, GOOD);
    const log = servers[0]?.place.log ?? '';
    writeFileSync(log, '{"level":30}\nentente: the agreement is not ours [agreement-not-ours]\n');
    const { lines, printed } = await round(servers);
    expect(printed).not.toContain('7401');
    expect(printed).toContain('7402');
    expect(lines).toContainEqual(
      `JPN: its server ended: the agreement is not ours [agreement-not-ours]. The others go on. Its log: ${log}`,
    );
    expect(await servers[0]?.load()).toBe(false);
  });

  it('ends, and says why, when a load was discarded', async () => {
    const { lines } = await round(townOf(GOOD, DISCARDS));
    expect(lines).toContain('ARD: not loaded: over its limit');
    expect(lines.at(-1)).toMatch(/^not ready: ARD\./);
  });

  it('says no more once it is told to stop', async () => {
    const servers = townOf(GOOD, NEVER_LOADS, GOOD);
    const lines: string[] = [];
    const stopAtSecond = (line: string): void => {
      lines.push(line);
      if (line.startsWith('ARD: reading')) for (const server of servers) void server.stop();
    };
    await runTown(servers, { say: stopAtSecond, print: () => {} });
    expect(lines.at(-1)).toBe('ARD: reading fichier, then sealing its index');
  });

  it('is over when no server runs any more', async () => {
    const servers = townOf(NEVER_OPENS, NEVER_OPENS);
    await expect(untilNoneRuns(servers)).rejects.toMatchObject({ code: 'town-ended' });
    const { lines, printed } = await round(servers);
    expect(printed).toBe('');
    expect(lines.at(-1)).toBe('not ready: JPN, ARD. The lines above say why.');
  });
});

describe('a server of the town', () => {
  it('that was told to stop ends without being called a surprise', async () => {
    const [server] = townOf(GOOD);
    if (server === undefined) throw new Error('assertion failed');
    await server.untilListening();
    await server.stop();
    expect([server.runs, server.isStopping]).toEqual([false, true]);
    await server.stop();
  });

  it('whose program is not there has ended, with the reason', async () => {
    const child = spawn(join(folder, 'nothing'), [], { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
    const [agency] = DEMO_AGENCIES;
    if (agency === undefined) throw new Error('assertion failed');
    const server = new TownServer({ agency, deskPort: 7401, log: join(folder, 'none.log') }, child);
    expect(await server.ended).toContain('ENOENT');
    expect(await server.untilListening()).toBe(false);
  });

  it('leaves its last words only where it failed with a sentence', () => {
    const log = join(folder, 'one.log');
    expect(lastWords(log)).toBeNull();
    writeFileSync(log, 'entente: an older end [old]\n{"msg":"serving"}\n');
    expect(lastWords(log)).toBeNull();
  });
});
