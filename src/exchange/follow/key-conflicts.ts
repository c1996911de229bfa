import { parseKeysManifest, parseSegmentsManifest } from '../../sealed/index.ts';
import type { Queryable } from '../../store/index.ts';
import type { ExchangeContext } from '../context.ts';
import { ExchangeError } from '../errors.ts';
import type { ChainPart } from './chain-links.ts';

/** A manifest with its sender's signature over its place (manifest-place.ts); null of a link that only the next one names. */
export interface SignedManifest {
  readonly bytes: Uint8Array;
  readonly signature: string | null;
}

/**
 * Two signed manifests for one place are an alarm: both are kept as evidence, and the partner is not asked until two persons have settled
 * it. One is kept at a time for each part: a partner that signs differences without end fills nothing. Gives back the error to throw.
 */
export async function noteConflict(
  context: ExchangeContext,
  where: { readonly partner: string; readonly part: ChainPart; readonly number: number },
  ours: SignedManifest | null,
  theirs: SignedManifest,
): Promise<ExchangeError> {
  const { partner, part, number } = where;
  const { rowCount } = await context.database.query(
    `INSERT INTO exchange.key_conflict (partner, part, number, ours, ours_signature, theirs, theirs_signature, found_at)
     SELECT $1, $2, $3, $4, $5, $6, $7, $8
      WHERE NOT EXISTS (SELECT 1 FROM exchange.key_conflict WHERE partner = $1 AND part = $2 AND settlement IS NULL)`,
    [
      partner,
      part,
      number,
      ours?.bytes ?? null,
      ours?.signature ?? null,
      theirs.bytes,
      theirs.signature,
      context.clock.now(),
    ],
  );
  if (rowCount > 0) context.log('key-conflict', { partner, part, number });
  return new ExchangeError(
    'key-conflict',
    `a partner has signed two different ${part} manifests for one place of its chain`,
    { evidence: { partner, part, number } },
  );
}

/** What people must agree on by telephone of one side of a conflict. */
export interface ConflictSide {
  readonly number: number;
  readonly epoch: number;
  /** SHA-256 of the manifest, hexadecimal. */
  readonly hash: string;
  /** When it was made, as it says itself; keys do not say it. */
  readonly issuedAt: string | null;
  readonly isSigned: boolean;
}

export interface KeyConflict {
  readonly id: string;
  readonly partner: string;
  readonly part: ChainPart;
  readonly foundAt: Date;
  /** What it had shown us at that place, or before it. */
  readonly first: ConflictSide | null;
  readonly second: ConflictSide;
  readonly settlement: string | null;
}

/** The conflicts that nobody has settled first, then the newest settled ones; at most so many. */
export async function readKeyConflicts(from: Queryable, limit: number): Promise<readonly KeyConflict[]> {
  const { rows } = await from.query<
    Omit<KeyConflict, 'first' | 'second'> & {
      readonly ours: Uint8Array | null;
      readonly oursHash: string | null;
      readonly theirs: Uint8Array;
      readonly theirsHash: string;
      readonly oursSigned: boolean;
      readonly theirsSigned: boolean;
    }
  >(
    `SELECT id, partner, part, found_at AS "foundAt", settlement, ours, encode(sha256(ours), 'hex') AS "oursHash", theirs,
        encode(sha256(theirs), 'hex') AS "theirsHash", ours_signature IS NOT NULL AS "oursSigned", theirs_signature IS NOT NULL AS "theirsSigned"
       FROM exchange.key_conflict ORDER BY settlement IS NOT NULL, found_at DESC LIMIT $1`,
    [limit],
  );
  return rows.map(({ ours, oursHash, oursSigned, theirs, theirsHash, theirsSigned, ...conflict }) => ({
    ...conflict,
    first: ours === null ? null : sideOf(conflict.part, ours, oursHash ?? '', oursSigned),
    second: sideOf(conflict.part, theirs, theirsHash, theirsSigned),
  }));
}

function sideOf(part: ChainPart, raw: Uint8Array, hash: string, isSigned: boolean): ConflictSide {
  const bytes = new Uint8Array(raw);
  if (part === 'keys') {
    const { number, epoch } = parseKeysManifest(bytes);
    return { number, epoch, hash, issuedAt: null, isSigned };
  }
  const { number, epoch, issuedAt } = parseSegmentsManifest(bytes);
  return { number, epoch, hash, issuedAt, isSigned };
}

/** How many partners signed two indexes for one place, and how many places of keys were shown otherwise to others, that nobody has dealt with. */
export async function countOpenConflicts(from: Queryable): Promise<number> {
  const { rows } = await from.query<{ open: number }>(
    `SELECT ((SELECT count(DISTINCT partner) FROM exchange.key_conflict WHERE settlement IS NULL)
       + (SELECT count(*) FROM exchange.keys_told WHERE reviewed_at IS NULL))::int AS open`,
  );
  return rows[0]?.open ?? 0;
}

/** The manifest of a partner that two persons have agreed to believe, when its chain is begun anew; null where there was no such settlement. */
export async function readBelieved(
  from: Queryable,
  partner: string,
  part: ChainPart,
): Promise<{
  readonly number: number;
  readonly bytes: Uint8Array;
  readonly signature: string | null;
} | null> {
  const { rows } = await from.query<{ theirs: Uint8Array; signature: string | null }>(
    `SELECT c.theirs, c.theirs_signature AS signature FROM exchange.key_conflict c JOIN exchange.settlement s ON s.id = c.settlement
      WHERE c.partner = $1 AND c.part = $2 AND s.believed = 'second' ORDER BY s.confirmed_at DESC LIMIT 1`,
    [partner, part],
  );
  const row = rows[0];
  if (row === undefined) return null;
  const bytes = new Uint8Array(row.theirs);
  const { number } = part === 'keys' ? parseKeysManifest(bytes) : parseSegmentsManifest(bytes);
  return { number, bytes, signature: row.signature };
}
