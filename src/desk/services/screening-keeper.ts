import type { Clock } from '../../base/index.ts';
import { DeskError } from '../api/errors.ts';
import type { Screening } from './screening.ts';

/** Lists of which somebody may still be asked about, over all officers. */
const LISTS_MAX = 8;
/** For how long what was found can be looked at after the last part is over. */
export const KEPT_MS = 30 * 60_000;

/** Who screens what now: one list for each officer. Nothing of it outlives the process. */
export class ScreeningKeeper {
  readonly #clock: Clock;
  readonly #lists = new Map<string, Screening>();
  readonly #reading = new Set<string>();
  #timer: NodeJS.Timeout | null = null;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Reserves the officer's place while `make` reads the list; an earlier list that is over is forgotten. */
  async begin(officerId: string, make: () => Promise<Screening>): Promise<Screening> {
    this.#sweep();
    if (this.#reading.has(officerId) || this.#lists.get(officerId)?.isRunning === true)
      throw conflict('Your list before this one is still being screened: stop it first.');
    const held = [...this.#lists].filter(([id, { rows }]) => id !== officerId && rows.length > 0).length;
    if (held + this.#reading.size >= LISTS_MAX)
      throw conflict('As many lists as this server holds are being screened: wait for one of them.');
    this.#reading.add(officerId);
    this.#watch();
    try {
      const screening = await make();
      this.#lists.set(officerId, screening);
      return screening;
    } finally {
      this.#reading.delete(officerId);
    }
  }

  find(officerId: string): Screening | null {
    this.#sweep();
    return this.#lists.get(officerId) ?? null;
  }

  /** The officer's list; throws 'not-found' where there is none. */
  need(officerId: string): Screening {
    const found = this.find(officerId);
    if (found === null) throw new DeskError('not-found', 'no list of yours is being screened');
    return found;
  }

  /** Stops it, and lets go of everything it holds. */
  forget(officerId: string): void {
    const found = this.#lists.get(officerId);
    found?.stop(this.#clock.now());
    this.#lists.delete(officerId);
  }

  /** Lets go of what nobody looked at in time. */
  #sweep(): void {
    const now = this.#clock.now().getTime();
    for (const [officerId, { endedAt, isRunning }] of this.#lists)
      if (!isRunning && endedAt !== null && now - endedAt.getTime() >= KEPT_MS) this.#lists.delete(officerId);
  }

  /** Sweeps by itself from time to time, as long as it holds anything; it keeps no process alive. */
  #watch(): void {
    if (this.#timer !== null) return;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.#sweep();
      if (this.#lists.size > 0) this.#watch();
    }, KEPT_MS / 6).unref();
  }
}

function conflict(safe: string): DeskError {
  return new DeskError('state-conflict', 'a list is being screened already', {
    evidence: { safe: `${safe} Nothing was looked up.` },
  });
}
