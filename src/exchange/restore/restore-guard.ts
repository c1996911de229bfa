import { ExchangeError } from '../errors.ts';
import type { WitnessStatement } from '../messages.ts';

/** What a partner said when it was asked last: its statement, or null where its answer was none. */
export type Heard = WitnessStatement | null;

/**
 * Whether this server may ask and answer: not while a partner holds a newer word of it than its own state knows
 * (docs/decisions/0043). What is known here is known to the database too.
 */
export class RestoreGuard {
  /** By partner, since this server started; who could not be reached is not in it. */
  readonly heard = new Map<string, Heard>();
  stopped = false;

  /** Throws `restored-from-backup` while nothing may be asked or answered. */
  requireGoing(): void {
    if (!this.stopped) return;
    throw new ExchangeError(
      'restored-from-backup',
      'this agency was restored from an older backup than its partners know of; a new epoch begins first',
    );
  }
}
