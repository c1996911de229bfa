import { sha256, toHex, utf8 } from '../../base/index.ts';
import { IDLE_LOCK_MS, SESSION_MAX_MS } from '../../oversight/index.ts';

/** Use is noted in the session's row at most once a minute, so that row may lock this much earlier than the hand did. */
const ROW_LAG_MS = 60_000;

/**
 * When each open desk was last used by a hand. `oversight` counts every read of a session as use; a page that refreshes
 * itself must not keep a desk unlocked, so the desk keeps the clock of the hand itself.
 */
export class IdleLock {
  readonly #handAt = new Map<string, number>();

  /** A hand was at this desk now. */
  used(token: string, now: Date): void {
    for (const [other, at] of this.#handAt)
      if (now.getTime() - at > SESSION_MAX_MS) this.#handAt.delete(other);
    this.#handAt.set(keyOf(token), now.getTime());
  }

  /** Whether no hand was at this desk for half an hour. A desk met for the first time (after a restart) counts from now. */
  isOver(token: string, now: Date): boolean {
    const at = this.#handAt.get(keyOf(token));
    if (at === undefined) this.used(token, now);
    return at !== undefined && now.getTime() - at >= IDLE_LOCK_MS;
  }

  /** Of a token whose session is gone: whether it went for want of use. */
  wentIdle(token: string, now: Date): boolean {
    const at = this.#handAt.get(keyOf(token));
    return at !== undefined && now.getTime() - at >= IDLE_LOCK_MS - ROW_LAG_MS;
  }

  forget(token: string): void {
    this.#handAt.delete(keyOf(token));
  }
}

// The token opens the session: memory holds its hash, as the database does.
function keyOf(token: string): string {
  return toHex(sha256(utf8(token)));
}
