import { KEY_CLASSES } from '../../model/index.ts';
import type { LedgerAct, LedgerSide } from './ledger-side.ts';

/** What two ledgers do not agree on. `at`: the agency whose ledger says it; the other's does not. */
export interface LedgerDifference {
  readonly kind: 'not-sent' | 'not-got' | 'other-hash' | 'other-counts';
  readonly at: string;
  /** The act in the ledger that says it. */
  readonly act: string;
  readonly time: string;
  readonly messageId?: string;
  /** Hash of the entry that says it, hexadecimal. */
  readonly leaf: string;
  /** Of other counts: what, and how many each says. */
  readonly what?: string;
  readonly here?: number;
  readonly there?: number;
}

export interface LedgerComparison {
  readonly agencies: readonly [string, string];
  /** Up to this moment both ledgers reach. */
  readonly until: string;
  /** Messages that both ledgers have under the same hash. */
  readonly agreed: number;
  /** Acts so new that the other ledger may not reach them: not compared. */
  readonly tooNew: number;
  readonly differences: readonly LedgerDifference[];
}

/** By the act with which a message is taken: the acts with which it was sent. */
const SENT_AS: Readonly<Record<string, readonly string[]>> = {
  'answer-question': ['ask-partners', 'renew-standing'],
  'receive-request': ['send-request'],
  'receive-answer': ['decide-request'],
  'receive-statement': ['send-statement'],
  'receive-grant': ['grant-budget'],
};
/** The acts that a comparison looks at. */
export const COMPARED_ACTS: ReadonlySet<string> = new Set([
  ...Object.keys(SENT_AS),
  ...Object.values(SENT_AS).flat(),
]);
/** What is younger than this before the end of the shorter ledger may still be on its way. */
const ON_ITS_WAY_MS = 3_600_000;

/**
 * Holds two ledgers together: each message that one took against the entry under which the other sent it, each that one sent
 * against the entry of its arrival, and the counts that were stated of a day against the questions answered on it.
 */
export function compareLedgers(left: LedgerSide, right: LedgerSide): LedgerComparison {
  const until = left.until < right.until ? left.until : right.until;
  const limit = until === '' ? '' : new Date(Date.parse(until) - ON_ITS_WAY_MS).toISOString();
  const sides = [
    { here: left, there: right },
    { here: right, there: left },
  ].map(({ here, there }) => new Pairing(here, there, limit));
  const findings = sides.map((pairing) => pairing.compare());
  return {
    agencies: [left.agency, right.agency],
    until,
    agreed: findings.reduce((sum, finding) => sum + finding.agreed, 0),
    tooNew: findings.reduce((sum, finding) => sum + finding.tooNew, 0),
    differences: findings
      .flatMap(({ differences }) => differences)
      .toSorted((one, other) => (one.time < other.time ? -1 : 1)),
  };
}

/** What `here` says of messages between the two, looked for at `there`. */
class Pairing {
  readonly #here: LedgerSide;
  readonly #there: LedgerSide;
  readonly #limit: string;
  readonly #byLeaf: ReadonlyMap<string, LedgerAct>;
  readonly #byMessage: ReadonlyMap<string, LedgerAct>;
  readonly #answered: ReadonlySet<string>;
  readonly #differences: LedgerDifference[] = [];
  #agreed = 0;
  #tooNew = 0;

  constructor(here: LedgerSide, there: LedgerSide, limit: string) {
    this.#here = here;
    this.#there = there;
    this.#limit = limit;
    this.#byLeaf = new Map(there.acts.map((act) => [act.leaf, act]));
    this.#byMessage = new Map(
      there.acts.flatMap((act) => (act.messageId === null ? [] : [[act.messageId, act]])),
    );
    this.#answered = new Set(
      there.acts.flatMap(({ act, actor, peerLeaf }) =>
        act === 'answer-question' && actor === here.agency && peerLeaf !== null ? [peerLeaf] : [],
      ),
    );
  }

  compare() {
    for (const act of this.#here.acts) {
      if (SENT_AS[act.act] !== undefined) this.#compareTaken(act);
      else this.#compareSent(act);
    }
    return { agreed: this.#agreed, tooNew: this.#tooNew, differences: this.#differences };
  }

  /** A message that we took: the sender's ledger has the entry that it named. What was refused unread named none. */
  #compareTaken(act: LedgerAct): void {
    if (act.actor !== this.#there.agency || act.peerLeaf === null) return;
    if (this.#isTooNew(act)) return;
    const sent = this.#byLeaf.get(act.peerLeaf);
    const isSent = sent !== undefined && (SENT_AS[act.act] ?? []).includes(sent.act);
    if (isSent) this.#agreed += 1;
    else {
      const known = act.messageId !== null && this.#byMessage.has(act.messageId);
      this.#note(known ? 'other-hash' : 'not-sent', act);
      return;
    }
    if (act.act === 'receive-statement') this.#compareCounts(act, act.categories, sent.categories);
  }

  /** A message that the other took, as we say: its ledger has the entry of the arrival. */
  #compareSent(act: LedgerAct): void {
    if (!act.recipients.includes(this.#there.agency) || this.#isTooNew(act)) return;
    const isQuestion = act.act === 'ask-partners' || act.act === 'renew-standing';
    const isGot = isQuestion
      ? this.#answered.has(act.leaf)
      : act.messageId !== null && this.#byMessage.has(act.messageId);
    if (!isGot) this.#note('not-got', act);
    if (act.act === 'send-statement') this.#compareDay(act);
  }

  /** The questions and elements stated of a day, against what the other says it answered on that day. */
  #compareDay(act: LedgerAct): void {
    const day = act.fields.find((field) => field.startsWith('day/'))?.slice('day/'.length);
    if (day === undefined) return;
    const answered = this.#there.acts.filter(
      (one) =>
        one.act === 'answer-question' &&
        one.actor === this.#here.agency &&
        one.result === 'done' &&
        one.time.startsWith(day),
    );
    const counts: Record<string, number> = { 'sent/match-query': answered.length };
    for (const keyClass of KEY_CLASSES)
      counts[`sent/${keyClass}`] = answered.reduce((sum, one) => sum + (one.categories[keyClass] ?? 0), 0);
    const stated = Object.fromEntries(Object.keys(counts).map((what) => [what, act.categories[what] ?? 0]));
    this.#compareCounts(act, stated, counts);
  }

  #compareCounts(
    act: LedgerAct,
    here: Readonly<Record<string, number>>,
    there: Readonly<Record<string, number>>,
  ): void {
    for (const what of new Set([...Object.keys(here), ...Object.keys(there)])) {
      const [ours, theirs] = [here[what] ?? 0, there[what] ?? 0];
      if (ours !== theirs) this.#note('other-counts', act, { what, here: ours, there: theirs });
    }
  }

  #isTooNew(act: LedgerAct): boolean {
    if (act.time <= this.#limit) return false;
    this.#tooNew += 1;
    return true;
  }

  #note(kind: LedgerDifference['kind'], act: LedgerAct, counts: Partial<LedgerDifference> = {}): void {
    this.#differences.push({
      kind,
      at: this.#here.agency,
      act: act.act,
      time: act.time,
      ...(act.messageId === null ? {} : { messageId: act.messageId }),
      leaf: act.leaf,
      ...counts,
    });
  }
}
