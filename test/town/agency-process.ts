/**
 * The program of a process that is one agency of a journey and may be killed: it does what its parent tells it, one call
 * after the other. Compiled with the server, because a kill -9 must meet what really runs.
 */
import { listFaultPoints } from '../../src/base/index.ts';
import { AgencyDriver, type AgencyPlace, type Asked } from './agency-driver.ts';

/** What the parent may call: every act of the driver, and these. */
export interface AgencyCalls
  extends Record<
    | 'makeKeys'
    | 'tryOwnServer'
    | 'start'
    | 'close'
    | 'followPartners'
    | 'openCase'
    | 'requestHits'
    | 'decideRequests'
    | 'tryInVain'
    | 'flush',
    (nothing: null) => Promise<void>
  > {
  /** Which agency this process is from now on. */
  be(place: AgencyPlace): Promise<void>;
  setTime(now: string): Promise<void>;
  /** The process dies at its next passage of this point, or (null) lives on. */
  arm(point: string | null): Promise<void>;
  /** Every passage is noted in this file from now on; null: no more. */
  trace(file: string | null): Promise<void>;
  points(nothing: null): Promise<readonly string[]>;
  load(nothing: null): Promise<string>;
  push(nothing: null): Promise<number>;
  ask(asked: Asked): Promise<void>;
  watch(text: string): Promise<void>;
}

export interface Call {
  readonly number: number;
  readonly name: keyof AgencyCalls;
  readonly with: unknown;
}

export interface Answer {
  readonly number: number;
  readonly value?: unknown;
  /** What went wrong, with its stack. */
  readonly error?: string;
}

let current: AgencyDriver | null = null;

const calls: AgencyCalls = {
  async be(place) {
    await current?.close();
    current = new AgencyDriver(place);
  },
  async arm(point) {
    setEnvironment('ENTENTE_FAULT', point);
  },
  async trace(file) {
    setEnvironment('ENTENTE_FAULT_TRACE', file);
  },
  points: async () => listFaultPoints(),
  setTime: (now) => driver().setTime(now),
  makeKeys: () => driver().makeKeys(),
  tryOwnServer: () => driver().tryOwnServer(),
  start: () => driver().start(),
  close: () => driver().close(),
  load: () => driver().load(),
  followPartners: () => driver().followPartners(),
  push: () => driver().push(),
  openCase: () => driver().openCase(),
  ask: (asked) => driver().ask(asked),
  watch: (text) => driver().watch(text),
  requestHits: () => driver().requestHits(),
  decideRequests: () => driver().decideRequests(),
  tryInVain: () => driver().tryInVain(),
  flush: () => driver().flush(),
};

function driver(): AgencyDriver {
  if (current === null) throw new Error('this process is no agency yet');
  return current;
}

function setEnvironment(name: string, value: string | null): void {
  if (value === null) delete process.env[name];
  else process.env[name] = value;
}

async function answer(call: Call): Promise<Answer> {
  try {
    const act = calls[call.name] as (given: unknown) => Promise<unknown>;
    return { number: call.number, value: (await act(call.with)) ?? null };
  } catch (error) {
    return { number: call.number, error: error instanceof Error ? String(error.stack) : String(error) };
  }
}

let turn: Promise<unknown> = Promise.resolve();
process.on('message', (call: Call) => {
  turn = turn.then(async () => process.send?.(await answer(call)));
});
process.on('disconnect', () => process.exit(0));
process.send?.({ number: 0 } satisfies Answer);
