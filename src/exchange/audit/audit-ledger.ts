import type { Commitment } from '../../ledger/index.ts';
import { ExchangeError } from '../errors.ts';
import { PAIRS } from '../publish/commit-published.ts';
import { PADDING_SEED } from '../publish/padding-seeds.ts';

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

/** A manifest of segments for one partner that a ledger names. */
export interface LedgerManifest {
  readonly partner: string;
  readonly hash: string;
  /** Place of the entry in the ledger. */
  readonly index: number;
}

export interface ReaderOptions {
  /** Manifests of later entries are left out: they came after samples were drawn. */
  readonly until?: number;
  /** All manifests for this partner, in place of the newest for each. */
  readonly allManifestsFor?: string;
}

/**
 * Picks commitments and manifests out of a ledger's entries, as `verifyExport` hands them over. Believe it once the ledger is
 * verified. Of manifests it keeps each partner's newest, or one partner's all.
 */
export class CommitmentReader {
  readonly #found: LedgerCommitment[] = [];
  readonly #manifests = new Map<string, LedgerManifest>();
  readonly #caseOf = new Map<string, string>();
  readonly #until: number;
  readonly #allFor: string | null;

  constructor({ until, allManifestsFor }: ReaderOptions = {}) {
    this.#until = until ?? Number.POSITIVE_INFINITY;
    this.#allFor = allManifestsFor ?? null;
  }

  /** One entry's exact text and its place. An entry of another shape says nothing of a tree. */
  take(text: string, index: number): void {
    if (!['"commitments"', '"manifests"', '"caseId"'].some((name) => text.includes(name))) return;
    const entry = JSON.parse(text) as Readonly<Record<string, unknown>>;
    const { kind, id, intent, caseId, time, commitments, manifests } = entry;
    if (kind === 'intent' && typeof id === 'string' && typeof caseId === 'string')
      this.#caseOf.set(id, caseId);
    if (kind !== 'outcome') return;
    if (index < this.#until)
      for (const [partner, hash] of Object.entries((manifests ?? {}) as Readonly<Record<string, string>>))
        if (this.#allFor === null) this.#manifests.set(partner, { partner, hash, index });
        else if (this.#allFor === partner) this.#manifests.set(hash, { partner, hash, index });
    if (!Array.isArray(commitments)) return;
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

  get manifests(): readonly LedgerManifest[] {
    return [...this.#manifests.values()];
  }
}

/** The commitment to the padding seed of the newest epoch; undefined where an older version published in it before. */
export function paddingSeedOf(found: readonly LedgerCommitment[]): LedgerCommitment | undefined {
  const epoch = newestEpochOf(found);
  const ofEpoch = found.filter((one) => one.epoch === epoch);
  const seed = ofEpoch.find(({ kind }) => kind === PADDING_SEED);
  const isFirst = ofEpoch.every(({ kind, index }) => kind !== 'published' || index >= (seed?.index ?? 0));
  return isFirst ? seed : undefined;
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

/** How many pairs of half keys are out by the ledger's last word on them in the newest epoch; none where it has none. */
export function pairsBalance(found: readonly LedgerCommitment[]): number {
  const epoch = newestEpochOf(found);
  return found.findLast((one) => one.kind === PAIRS && one.epoch === epoch)?.count ?? 0;
}

/** The newest epoch of what was published: earlier ones ended with their seeds, and so did their leaves. */
export function newestEpochOf(found: readonly LedgerCommitment[]): number {
  return found.reduce(
    (newest, { kind, epoch }) =>
      kind === 'published' || kind === PADDING_SEED ? Math.max(newest, epoch) : newest,
    0,
  );
}
