import { KEY_CLASSES } from '../../model/index.ts';
import { parseSegmentsManifest, type SegmentsManifest, type ValueEntry } from '../../sealed/index.ts';
import type { Queryable } from '../../store/index.ts';
import { HALF_KEYS, type PlannedOf } from '../publish/planned-keys.ts';
import {
  type LedgerCommitment,
  type LedgerManifest,
  pairsBalance,
  publishedBalance,
} from './audit-ledger.ts';

/** What a partner can tell by itself of one class that it is offered, or of pairs of half keys, beside the ledger of whoever offers it. */
export interface ClassComparison {
  readonly keyClass: PlannedOf;
  /** Keys (or pairs) that are out by the ledger: what came less what went. */
  readonly published: number;
  /** Entries of all bases and deltas, and of tombstones. */
  readonly offered: number;
  readonly takenBack: number;
  /** Fewer entries than published keys, or some where nothing is published and nothing is taken back. */
  readonly differs: boolean;
}

export interface ManifestComparison {
  /** The newest manifest of ours that the ledger names; null where it names none. */
  readonly number: number | null;
  /** Manifests that we were given and that the ledger, which goes on after them, does not name. */
  readonly unnamed: readonly number[];
  readonly classes: readonly ClassComparison[];
}

interface HeldManifest {
  readonly number: number;
  readonly hash: string;
  /** Of an older one only its hash is kept, but for the last of each day (old-manifests.ts). */
  readonly isWhole: boolean;
}

/** Holds every manifest that we keep of a partner against that partner's ledger, and the newest one against its balance. */
export async function compareManifests(
  from: Queryable,
  partner: string,
  {
    found,
    manifests,
  }: { readonly found: readonly LedgerCommitment[]; readonly manifests: readonly LedgerManifest[] },
): Promise<ManifestComparison> {
  const { rows } = await from.query<HeldManifest>(
    `SELECT number, hash, bytes IS NOT NULL AS "isWhole" FROM exchange.partner_manifest WHERE partner = $1 AND part = 'segments' ORDER BY number`,
    [partner],
  );
  const placeOf = new Map(manifests.map(({ hash, index }) => [hash, index]));
  const newest = rows.findLast(({ hash, isWhole }) => isWhole && placeOf.has(hash));
  if (newest === undefined) return { number: null, unnamed: rows.map(({ number }) => number), classes: [] };
  const { number, hash } = newest;
  const until = placeOf.get(hash) ?? 0;
  return {
    number,
    unnamed: rows.filter((row) => row.number < number && !placeOf.has(row.hash)).map((row) => row.number),
    classes: compareClasses(
      await readWhole(from, partner, number),
      found.filter(({ index }) => index <= until),
    ),
  };
}

async function readWhole(from: Queryable, partner: string, number: number): Promise<SegmentsManifest> {
  const { rows } = await from.query<{ bytes: Uint8Array }>(
    `SELECT bytes FROM exchange.partner_manifest WHERE partner = $1 AND part = 'segments' AND number = $2`,
    [partner, number],
  );
  return parseSegmentsManifest(new Uint8Array(rows[0]?.bytes ?? []));
}

function compareClasses(
  { segments, values = [], epoch }: SegmentsManifest,
  found: readonly LedgerCommitment[],
): readonly ClassComparison[] {
  const ofEpoch = found.filter((one) => one.epoch === epoch);
  const balance = publishedBalance(ofEpoch);
  return [
    ...KEY_CLASSES.map((keyClass) =>
      compare(
        keyClass,
        balance[keyClass] ?? 0,
        segments.filter((entry) => entry.keyClass === keyClass),
      ),
    ),
    compare(HALF_KEYS, pairsBalance(ofEpoch), values),
  ];
}

function compare(
  keyClass: PlannedOf,
  published: number,
  entries: readonly Pick<ValueEntry, 'kind' | 'count'>[],
): ClassComparison {
  const sum = (isTombstone: boolean): number =>
    entries.reduce((all, { kind, count }) => ((kind === 'tombstone') === isTombstone ? all + count : all), 0);
  const [offered, takenBack] = [sum(false), sum(true)];
  const differs = offered < published || (published === 0 && takenBack === 0 && offered > 0);
  return { keyClass, published, offered, takenBack, differs };
}
