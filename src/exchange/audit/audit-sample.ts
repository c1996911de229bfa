import { concatBytes, readHex, sha256, toHex, utf8 } from '../../base/index.ts';
import type { Audited, AuditRequest, Sample } from './audit-files.ts';
import { type LedgerCommitment, newestEpochOf } from './audit-ledger.ts';
import { ExchangeError } from '../errors.ts';

/** What is drawn, and from which ledger. */
export interface Drawing {
  readonly what: Audited;
  readonly of?: string | undefined;
  readonly nonce: Uint8Array;
  readonly samples: number;
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
  { what, of, nonce, samples }: Drawing,
): Drawn {
  const pool = poolOf(found, what, of);
  const leaves = pool.reduce((sum, { count }) => sum + count, 0);
  if (leaves === 0)
    throw new ExchangeError(
      'audit-nothing-committed',
      'the ledger commits to nothing of that kind: was nothing published or asked, or only of another class or partner?',
    );
  const places =
    leaves <= samples ? Array.from({ length: leaves }, (_, at) => at) : draw(nonce, samples, leaves);
  return { leaves, trees: pool.length, samples: placesIn(pool, places) };
}

/** Throws `audit-file-invalid` unless the request asks for just what its nonce draws from this ledger. */
export function requireDrawn(found: readonly LedgerCommitment[], request: AuditRequest): Drawn {
  const nonce = readHex(request.nonce) ?? new Uint8Array();
  const before = found.filter(({ index }) => index < request.ledger.size);
  const drawn = drawSamples(before, { ...request, nonce, samples: request.samples.length });
  if (JSON.stringify(drawn.samples) !== JSON.stringify(request.samples))
    throw new ExchangeError(
      'audit-file-invalid',
      'the request does not ask for what its nonce draws from this ledger',
    );
  return drawn;
}

function poolOf(
  found: readonly LedgerCommitment[],
  what: Audited,
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

const DOMAIN = utf8('entente-audit');
const SPAN = 2 ** 48;

/** So many different places below `limit`, in rising order: 48 bits of SHA-256("entente-audit" ‖ nonce ‖ counter), without bias. */
function draw(nonce: Uint8Array, count: number, limit: number): readonly number[] {
  const places = new Set<number>();
  for (let counter = 0; places.size < count; counter += 1) {
    const block = sha256(concatBytes(DOMAIN, nonce, utf8(String(counter))));
    const value = Number.parseInt(toHex(block.subarray(0, 6)), 16);
    if (value < SPAN - (SPAN % limit)) places.add(value % limit);
  }
  return [...places].toSorted((left, right) => left - right);
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
