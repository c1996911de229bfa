import { readHex } from '../../base/index.ts';
import { drawPlaces } from './audit-draw.ts';
import type { Audited, AuditRequest, Sample } from './audit-files.ts';
import { type LedgerCommitment, type LedgerManifest, newestEpochOf, paddingSeedOf } from './audit-ledger.ts';
import { segmentLists } from './audit-segments.ts';
import { ExchangeError } from '../errors.ts';

/** What is drawn, and from which ledger. */
export interface Drawing {
  readonly what: Audited;
  readonly of?: string | undefined;
  readonly nonce: Uint8Array;
  readonly samples: number;
  /** The newest manifest of each partner: of segments the lists to be drawn from. */
  readonly manifests?: readonly LedgerManifest[];
}

/** How many leaves stand to be drawn from, and which of them are. */
export interface Drawn {
  readonly leaves: number;
  readonly trees: number;
  readonly samples: readonly Sample[];
}

/**
 * Draws leaves of what a ledger committed to, each as likely as any other. The agency cannot know them beforehand, for they follow
 * from a nonce that it does not have; and whoever has nonce and ledger draws the same. Throws `audit-nothing-committed`.
 */
export function drawSamples(
  found: readonly LedgerCommitment[],
  { what, of, nonce, samples, manifests = [] }: Drawing,
): Drawn {
  if (what === 'segments') return drawLists(found, manifests, { of, nonce, samples });
  const pool = poolOf(found, what, of);
  const leaves = pool.reduce((sum, { count }) => sum + count, 0);
  if (leaves === 0)
    throw new ExchangeError(
      'audit-nothing-committed',
      'the ledger commits to nothing of that kind: was nothing published or asked, or only of another class or partner?',
    );
  const places =
    leaves <= samples ? Array.from({ length: leaves }, (_, at) => at) : drawPlaces(nonce, samples, leaves);
  return { leaves, trees: pool.length, samples: placesIn(pool, places) };
}

/** Lists of segments, each as likely as any other. Those of an epoch before the committed seed cannot be built again. */
function drawLists(
  found: readonly LedgerCommitment[],
  manifests: readonly LedgerManifest[],
  { of, nonce, samples }: Pick<Drawing, 'of' | 'nonce' | 'samples'>,
): Drawn {
  const from = paddingSeedOf(found)?.index ?? Number.POSITIVE_INFINITY;
  const offered = manifests.filter(({ index }) => index >= from);
  const lists = segmentLists(offered, of);
  if (lists.length === 0)
    throw new ExchangeError(
      'audit-nothing-committed',
      'the ledger names no segments that could be built again: an index published by an older version can be from its next epoch on',
    );
  const places =
    lists.length <= samples ? lists.map((_, at) => at) : drawPlaces(nonce, samples, lists.length);
  return {
    leaves: lists.length,
    trees: offered.length,
    samples: places.flatMap((place) => lists[place] ?? []),
  };
}

/** Throws `audit-file-invalid` unless the request asks for just what its nonce draws from this ledger. */
export function requireDrawn(
  found: readonly LedgerCommitment[],
  request: AuditRequest,
  manifests: readonly LedgerManifest[],
): Drawn {
  const nonce = readHex(request.nonce) ?? new Uint8Array();
  const before = found.filter(({ index }) => index < request.ledger.size);
  const drawn = drawSamples(before, { ...request, nonce, samples: request.samples.length, manifests });
  if (JSON.stringify(drawn.samples) !== JSON.stringify(request.samples))
    throw new ExchangeError(
      'audit-file-invalid',
      'the request does not ask for what its nonce draws from this ledger',
    );
  return drawn;
}

function poolOf(
  found: readonly LedgerCommitment[],
  what: Exclude<Audited, 'segments'>,
  of: string | undefined,
): readonly LedgerCommitment[] {
  const epoch = newestEpochOf(found);
  const isOf = (one: LedgerCommitment): boolean => of === undefined || one.of === of;
  return found.filter(
    (one) =>
      isOf(one) &&
      (what === 'published'
        ? one.kind === 'published' && one.epoch === epoch
        : one.kind === 'elements' || one.kind === 'list-elements'),
  );
}

/** Places counted through all trees, as places within each. */
function placesIn(pool: readonly LedgerCommitment[], places: readonly number[]): readonly Sample[] {
  const samples: Sample[] = [];
  let tree = 0;
  let before = 0;
  for (const place of places) {
    while (place >= before + (pool[tree]?.count ?? Infinity)) {
      before += pool[tree]?.count ?? 0;
      tree += 1;
    }
    samples.push({ root: pool[tree]?.root ?? '', place: place - before });
  }
  return samples;
}
