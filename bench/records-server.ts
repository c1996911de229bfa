/** A real `entente serve` that a bench tells to load, and what it says of itself on the way. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Closing } from '../src/base/index.ts';
import { SERVER_NODE_FLAGS } from '../src/memory.ts';

const LOAD_MAX_MS = 3_600_000;

const cli = fileURLToPath(new URL('../src/cli.js', import.meta.url));

interface Said {
  readonly type: string;
  readonly status?: { readonly steps: readonly { readonly step: string; readonly state: string }[] };
}

/** What the server logged of a plan that came to something. */
export interface PlannedLine {
  readonly how: string;
  readonly ms: number;
}

export class BenchServer {
  readonly #child: ChildProcess;
  /** When each step of a load was last done, as of `performance.now()`. */
  readonly doneAt = new Map<string, number>();
  readonly plans: PlannedLine[] = [];

  private constructor(child: ChildProcess) {
    this.#child = child;
    child.on('message', ({ status }: Said) => {
      for (const { step, state } of status?.steps ?? [])
        if (state === 'done' && !this.doneAt.has(step)) this.doneAt.set(step, performance.now());
        else if (state === 'running') this.doneAt.delete(step);
    });
    if (child.stderr === null) throw new Error('assertion failed: the log is read');
    createInterface({ input: child.stderr }).on('line', (line) => {
      if (!line.includes('"index-planned"')) return;
      const { how, ms } = JSON.parse(line) as PlannedLine;
      this.plans.push({ how, ms });
    });
  }

  /** Listens when this resolves. */
  static async start(closing: Closing, config: string): Promise<BenchServer> {
    const child = spawn(process.execPath, [...SERVER_NODE_FLAGS, cli, 'serve', '--config', config], {
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    const server = new BenchServer(child);
    closing.add(() => server.stop());
    await server.#said('listening');
    return server;
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** Reads what is new and publishes it. */
  async load(): Promise<void> {
    this.#child.send({ type: 'load' });
    await this.#said('loaded');
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const ended = once(this.#child, 'exit');
    this.#child.kill('SIGTERM');
    await ended;
  }

  #said(type: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const finish = (error?: Error): void => {
        clearTimeout(timer);
        this.#child.off('message', heard);
        this.#child.off('exit', ended);
        if (error === undefined) resolve();
        else reject(error);
      };
      const heard = (message: Said): void => {
        if (message.type === type) finish();
      };
      const ended = (code: number | null): void => finish(new Error(`the server ended with code ${code}`));
      const timer = setTimeout(
        () => finish(new Error(`the server did not say ${type} in time`)),
        LOAD_MAX_MS,
      );
      this.#child.on('message', heard);
      this.#child.once('exit', ended);
    });
  }
}
