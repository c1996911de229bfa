import type { Commitment } from '../../ledger/index.ts';
import { ExchangeError } from '../errors.ts';

/** A tree that a ledger committed to, with the entry that says so. */
export interface LedgerCommitment extends Commitment {
  /** Place of the entry in the ledger. */
  readonly index: number;
  readonly time: string;
  /** Of a question: the case that the intent names. */
  readonly caseId: string | null;
}

/** More trees than this are not read: some years of publications and questions. */
const COMMITMENTS_READ_MAX = 2_000_000;

/** Picks the commitments out of a ledger's entries, as `verifyExport` hands them over. Believe it once the ledger is verified. */
export class CommitmentReader {
  readonly #found: LedgerCommitment[] = [];
  readonly #caseOf = new Map<string, string>();

  /** One entry's exact text and its place. An entry of another shape says nothing of a tree. */
  take(text: string, index: number): void {
    if (!text.includes('"commitments"') && !text.includes('"caseId"')) return;
    const entry = JSON.parse(text) as Readonly<Record<string, unknown>>;
    const { kind, id, intent, caseId, time, commitments } = entry;
    if (kind === 'intent' && typeof id === 'string' && typeof caseId === 'string')
      this.#caseOf.set(id, caseId);
    if (kind !== 'outcome' || !Array.isArray(commitments)) return;
    for (const one of commitments as readonly Commitment[]) {
      if (this.#found.length >= COMMITMENTS_READ_MAX)
        throw new ExchangeError(
          'audit-file-invalid',
          `a ledger with more than ${COMMITMENTS_READ_MAX} trees is not read`,
        );
      this.#found.push({
        ...one,
        index,
        time: String(time),
        caseId: this.#caseOf.get(String(intent)) ?? null,
      });
    }
  }

  get found(): readonly LedgerCommitment[] {
    return this.#found;
  }
}

/** How many keys of each class are out by the ledger: what came less what went, in the newest epoch. */
export function publishedBalance(found: readonly LedgerCommitment[]): Readonly<Record<string, number>> {
  const epoch = newestEpochOf(found);
  const balance: Record<string, number> = {};
  for (const { kind, of, epoch: its, count } of found) {
    if (its !== epoch || (kind !== 'published' && kind !== 'taken-back')) continue;
    balance[of] = (balance[of] ?? 0) + (kind === 'published' ? count : -count);
  }
  return Object.fromEntries(Object.entries(balance).filter(([, count]) => count !== 0));
}

/** The newest epoch of what was published: earlier ones ended with their seeds, and so did their leaves. */
export function newestEpochOf(found: readonly LedgerCommitment[]): number {
  return found.reduce(
    (newest, { kind, epoch }) => (kind === 'published' ? Math.max(newest, epoch) : newest),
    0,
  );
}
