/** Processes that are agencies: told what to do over a channel, killed by their fault point, replaced by fresh ones. */
import { type ChildProcess, fork } from 'node:child_process';
import type { Answer, Call, AgencyCalls } from '../../town/agency-process.ts';
import { compiled } from '../../harness/compiled.ts';

/** The process died while it was needed. */
export class KilledError extends Error {}

/** The work was done and the process lives: it did not come past the point where it should have died. */
export class NeverReachedError extends Error {}

interface Waiting {
  readonly name: string;
  resolve(value: unknown): void;
  reject(error: Error): void;
}

export class AgencyProcess {
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, Waiting>();
  readonly #exited: Promise<NodeJS.Signals | null>;
  readonly #ready: Promise<unknown>;
  #last = 0;
  #dead = false;

  /** `program`: test/town/agency-process, compiled. */
  constructor(program: string) {
    this.#child = fork(program, {
      execArgv: [],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      env: cleanEnvironment(),
    });
    this.#ready = new Promise((resolve, reject) => this.#waiting.set(0, { name: 'ready', resolve, reject }));
    this.#ready.catch(() => {
      // Whoever calls it first is told.
    });
    this.#child.on('message', (message) => this.#settle(message as Answer));
    this.#exited = new Promise((resolve) => {
      this.#child.once('exit', (_code, signal) => {
        this.#dead = true;
        for (const waiting of this.#waiting.values()) waiting.reject(new KilledError('the process is gone'));
        this.#waiting.clear();
        resolve(signal);
      });
    });
  }

  get alive(): boolean {
    return !this.#dead;
  }

  /** Resolves when it has ended, with the signal that ended it. */
  get exited(): Promise<NodeJS.Signals | null> {
    return this.#exited;
  }

  /** Throws `KilledError` when the process dies before it answers. */
  async call<Name extends keyof AgencyCalls>(
    name: Name,
    given: Parameters<AgencyCalls[Name]>[0],
  ): Promise<Awaited<ReturnType<AgencyCalls[Name]>>> {
    await this.#ready;
    if (this.#dead) throw new KilledError('the process is gone');
    this.#last += 1;
    const call: Call = { number: this.#last, name, with: given };
    const answered = new Promise<unknown>((resolve, reject) =>
      this.#waiting.set(call.number, { name, resolve, reject }),
    );
    this.#child.send(call, () => {
      // A channel that breaks here shows as the exit of the process.
    });
    return (await answered) as Awaited<ReturnType<AgencyCalls[Name]>>;
  }

  /** What it was asked and has not answered. */
  get pending(): readonly string[] {
    return [...this.#waiting.values()].map(({ name }) => name);
  }

  end(): void {
    if (!this.#dead) this.#child.kill('SIGKILL');
  }

  #settle({ number, value, error }: Answer): void {
    const waiting = this.#waiting.get(number);
    this.#waiting.delete(number);
    if (error === undefined) waiting?.resolve(value);
    else waiting?.reject(new Error(error));
  }
}

/** Does the work, in which the process must die at this point: by its own hand, as by kill -9. */
export async function dieAt(process: AgencyProcess, point: string, work: () => Promise<void>): Promise<void> {
  await process.call('arm', point);
  try {
    await work();
    // It may be on its way to the point in something that nobody waited for.
    if (process.alive) await process.call('close', null);
  } catch (error) {
    if (!(error instanceof KilledError)) throw error;
  }
  if (process.alive) throw new NeverReachedError(`the process never reached ${point}`);
  const signal = await process.exited;
  if (signal !== 'SIGKILL') throw new Error(`the process ended with ${signal}, not by SIGKILL at ${point}`);
}

/** Hands out processes; the next one is always being started, so that nobody waits for its imports. */
export class AgencyProcesses {
  readonly #program = compiled('test/town/agency-process.ts');
  readonly #all = new Set<AgencyProcess>();
  #idle: AgencyProcess[] = [];

  take(): AgencyProcess {
    const process = this.#idle.pop() ?? this.#start();
    if (this.#idle.length === 0) this.#idle.push(this.#start());
    return process;
  }

  /** For another run: its agency is closed, its memory is not what matters any more. */
  giveBack(process: AgencyProcess): void {
    if (process.alive) this.#idle.push(process);
  }

  endAll(): void {
    for (const process of this.#all) process.end();
  }

  #start(): AgencyProcess {
    const process = new AgencyProcess(this.#program);
    this.#all.add(process);
    return process;
  }
}

/** What a server needs of its environment; nothing of the test runner's. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(VITEST|TEST|NODE_|ENTENTE_|DATABASE_URL)/.test(name),
  );
  return Object.fromEntries(kept);
}
