import type { ActRequest } from '../../oversight/index.ts';
import type { Transaction } from '../../store/index.ts';
import type { DeskSession } from '../api/services.ts';
import { actorOf, type DeskServicesParts } from './parts.ts';

/** What a read came to, for the page and for the ledger. */
export interface Read<T> {
  readonly value: T;
  readonly count: number;
  /** Names of the fields whose values were shown, never the values. */
  readonly fields?: readonly string[];
  /** What is shown is still changing by itself (a question not yet answered): the page will look again. */
  readonly onItsWay?: boolean;
}

/** One consultation lasts this long: a page that looks again within it is not a second one. */
export const CONSULTATION_MS = 60_000;

/**
 * Reads of records, questions and books, each under a permit of its own. One exception, for pages that refresh themselves
 * (docs/decisions: desk-reads-and-the-ledger): while a `page` said that what it shows is on its way, the same session
 * looking at the same page again within a minute of the written permit is the same consultation, and is not written again.
 */
export class Consultations {
  readonly #parts: Pick<DeskServicesParts, 'database' | 'oversight' | 'clock'>;
  /** Page as one session saw it → when its permit was written. */
  readonly #open = new Map<string, number>();

  constructor(parts: Pick<DeskServicesParts, 'database' | 'oversight' | 'clock'>) {
    this.#parts = parts;
  }

  /** Reads under a permit of the act, or under the one that this page was given less than a minute ago. */
  async read<T>(
    session: DeskSession,
    request: Omit<ActRequest, 'actor'>,
    work: (tx: Transaction) => Promise<Read<T>>,
    page?: string,
  ): Promise<T> {
    const key = page === undefined ? null : `${session.token} ${session.role} ${request.act} ${page}`;
    if (key !== null && this.#isOpen(key)) {
      const again = await this.#parts.database.transaction(work, { readOnly: true });
      // What has arrived ends the refreshing: whoever looks after this consults anew.
      if (again.onItsWay !== true) this.#open.delete(key);
      return again.value;
    }
    const permittedAt = this.#parts.clock.now().getTime();
    let onItsWay = false;
    const value = await this.#parts.oversight.permit({ ...request, actor: actorOf(session) }, async (tx) => {
      const read = await work(tx);
      onItsWay = read.onItsWay === true;
      const fields = read.fields === undefined ? {} : { fields: read.fields };
      return { value: read.value, outcome: { result: 'done', count: read.count, ...fields } };
    });
    if (key !== null && onItsWay) this.#remember(key, permittedAt);
    return value;
  }

  #isOpen(key: string): boolean {
    const since = this.#open.get(key);
    return since !== undefined && this.#parts.clock.now().getTime() - since < CONSULTATION_MS;
  }

  #remember(key: string, permittedAt: number): void {
    for (const [other, since] of this.#open)
      if (permittedAt - since >= CONSULTATION_MS) this.#open.delete(other);
    this.#open.set(key, permittedAt);
  }
}
