import type { Clock } from '../../base/index.ts';
import { DeskError } from './errors.ts';

const WINDOW_MS = 60_000;
const CALLERS_MAX = 10_000;

/** Counts calls per caller and minute; above the limit it refuses with a code. Memory is bounded by CALLERS_MAX. */
export class RateLimit {
  readonly #clock: Clock;
  readonly #callsPerMinute: number;
  #windowStart = 0;
  #calls = new Map<string, number>();

  constructor(clock: Clock, callsPerMinute: number) {
    this.#clock = clock;
    this.#callsPerMinute = callsPerMinute;
  }

  count(caller: string): void {
    const now = this.#clock.now().getTime();
    if (now - this.#windowStart >= WINDOW_MS || now < this.#windowStart || this.#calls.size > CALLERS_MAX) {
      this.#windowStart = now;
      this.#calls = new Map();
    }
    const calls = (this.#calls.get(caller) ?? 0) + 1;
    this.#calls.set(caller, calls);
    if (calls > this.#callsPerMinute) {
      throw new DeskError('too-many-requests', 'too many requests in one minute: wait a minute and go on');
    }
  }
}
