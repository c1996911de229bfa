import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { DemoAgency } from '../../demo/index.ts';
import type { StatusView } from '../desk/index.ts';
import { SERVER_NODE_FLAGS } from '../memory.ts';
import type { DemoMessage, ServerMessage } from './serve.ts';

const LOG_BYTES_MAX = 16 * 1024 * 1024;
const STOP_MS = 8_000;

/** Whose server it is, where its desk is, and the file that holds what it said. */
export interface ServerPlace {
  readonly agency: DemoAgency;
  readonly deskPort: number;
  readonly log: string;
}

/**
 * One agency's server as the demo sees it: a process of its own that tells how far it is and may end at any time. Whoever
 * waits for it learns which of the two happened.
 */
export class TownServer {
  readonly place: ServerPlace;
  /** Why it ended: `exit code 3`, `SIGKILL`, or what kept it from being started. */
  readonly ended: Promise<string>;
  readonly #child: ChildProcess;
  readonly #told = new Set<ServerMessage['type']>();
  readonly #waiting = new Set<() => void>();
  #status: StatusView | null = null;
  #end: string | null = null;
  #isStopping = false;

  constructor(place: ServerPlace, child: ChildProcess) {
    this.place = place;
    this.#child = child;
    child.on('message', (message: ServerMessage) => this.#hear(message));
    this.ended = new Promise((resolve) => {
      child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`));
      // Also what is said of a process that was there: only one that never was has no number.
      child.on('error', (error) => child.pid === undefined && resolve(error.message));
    });
    void this.ended.then((end) => {
      this.#end = end;
      this.#wake();
    });
  }

  get status(): StatusView | null {
    return this.#status;
  }

  get runs(): boolean {
    return this.#end === null;
  }

  /** True once the demo has told it to stop: an end that comes then is no surprise. */
  get isStopping(): boolean {
    return this.#isStopping;
  }

  /** True when people can sign in; false when it ended before. */
  untilListening(): Promise<boolean> {
    return this.#until(() => this.#told.has('listening'));
  }

  /** Has it read its sources and seal its index. True when that was tried to the end; false when the server ended before. */
  load(): Promise<boolean> {
    // With a listener for what goes wrong: a message to a process that is gone must not end the demo.
    this.#child.send({ type: 'load' } satisfies DemoMessage, () => {});
    return this.#until(() => this.#told.has('loaded'));
  }

  /** True when it has read its sources and begins to seal; false when the server ended before. */
  untilRead(): Promise<boolean> {
    return this.#until(
      () => this.#status?.steps.some(({ step, state }) => step === 'intake' && state === 'done') ?? false,
    );
  }

  /** True when everything is loaded, indexed and fetched from partners; false when a step failed or the server ended. */
  async untilReady(): Promise<boolean> {
    const failed = (): boolean => this.#status?.steps.some((step) => step.state === 'failed') ?? false;
    await this.#until(() => this.#status?.ready === true || failed());
    return this.runs && this.#status?.ready === true;
  }

  /** Ends it within eight seconds, in order when it can. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    if (!this.runs) return;
    this.#child.kill('SIGTERM');
    const late = setTimeout(() => this.#child.kill('SIGKILL'), STOP_MS);
    await this.ended;
    clearTimeout(late);
  }

  #hear(message: ServerMessage): void {
    this.#told.add(message.type);
    if (message.type === 'progress') this.#status = message.status as StatusView;
    this.#wake();
  }

  #wake(): void {
    for (const wake of this.#waiting) wake();
    this.#waiting.clear();
  }

  async #until(holds: () => boolean): Promise<boolean> {
    while (!holds() && this.runs) await new Promise<void>((resolve) => this.#waiting.add(resolve));
    return holds();
  }
}

/** Starts `entente serve` for an agency; what it says goes to its log, and the log before last is given up. */
export function startTownServer(place: ServerPlace, configFile: string): TownServer {
  mkdirSync(dirname(place.log), { recursive: true, mode: 0o700 });
  if (existsSync(place.log) && statSync(place.log).size > LOG_BYTES_MAX)
    renameSync(place.log, `${place.log}.old`);
  const output = openSync(place.log, 'a', 0o600);
  const cli = fileURLToPath(new URL('../cli.js', import.meta.url));
  const child = spawn(
    process.execPath,
    ['--max-old-space-size=512', ...SERVER_NODE_FLAGS, cli, 'serve', '--config', configFile],
    {
      stdio: ['ignore', output, output, 'ipc'],
      // A process group of its own: Ctrl-C reaches the demo alone, which stops its servers in order.
      detached: true,
    },
  );
  closeSync(output);
  return new TownServer(place, child);
}

const SAID_MAX = 300;

/** The sentence with which a command that failed took its leave (`fail`), from its log; null when it left none. */
export function lastWords(log: string): string | null {
  const lines = existsSync(log) ? readFileSync(log, 'utf8').trimEnd().split('\n') : [];
  const said = lines.at(-1)?.match(/^entente: (.*)$/)?.[1];
  return said?.slice(0, SAID_MAX) ?? null;
}
