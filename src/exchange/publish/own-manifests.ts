import { concatBytes } from '../../base/index.ts';
import { type KeysManifest, manifestBytes, manifestHash, type SegmentsManifest } from '../../sealed/index.ts';
import type { Queryable, Transaction } from '../../store/index.ts';
import type { ExchangeContext } from '../context.ts';
import type { ManifestPlace } from './manifest-place.ts';

/** The keys manifest is the same for all partners; it is kept under this name. */
export const ALL_PARTNERS = '*';

type Part = 'keys' | 'segments';

export interface StoredManifest {
  readonly number: number;
  readonly epoch: number;
  /** Empty where a restore lost them and only the partner for whom they were has them; the newest after a publication is whole. */
  readonly bytes: Uint8Array;
  readonly hash: string;
}

/** Keeps the next manifest of a chain, checked as its receiver will check it; gives back its hash. */
export async function storeManifest(
  context: ExchangeContext,
  tx: Transaction,
  partner: string,
  manifest: KeysManifest | SegmentsManifest,
): Promise<string> {
  const bytes = manifestBytes(manifest);
  const hash = manifestHash(bytes);
  await tx.query(
    'INSERT INTO exchange.own_manifest (partner, part, number, epoch, bytes, hash, issued_at) VALUES ($1,$2,$3,$4,$5,$6,$7)',
    [partner, manifest.part, manifest.number, manifest.epoch, bytes, hash, context.clock.now()],
  );
  return hash;
}

/** The newest of our manifests for this partner (keys: the one for all), of one epoch or of any; null when there is none. */
export async function newestManifest(
  from: Queryable,
  partner: string,
  part: Part,
  epoch?: number,
): Promise<StoredManifest | null> {
  const { rows } = await from.query<Omit<StoredManifest, 'bytes'> & { bytes: Uint8Array | null }>(
    `SELECT number, epoch, bytes, hash FROM exchange.own_manifest
      WHERE partner = $1 AND part = $2 AND ($3::int IS NULL OR epoch = $3) ORDER BY number DESC LIMIT 1`,
    [part === 'keys' ? ALL_PARTNERS : partner, part, epoch ?? null],
  );
  const row = rows[0];
  return row === undefined ? null : { ...row, bytes: concatBytes(row.bytes ?? new Uint8Array()) };
}

/**
 * After a restore: the chain goes on from this place, which a partner holds under our signature. What stands here instead, and
 * after it, was never what partners have.
 */
export async function resumeChain(
  tx: Transaction,
  place: Pick<ManifestPlace, 'part' | 'partner' | 'number' | 'epoch' | 'hash'>,
  bytes: Uint8Array | null,
  now: Date,
): Promise<void> {
  const { part, partner, number, epoch, hash } = place;
  // Older than all that is kept: our chain went on from there long ago.
  const { rowCount } = await tx.query(
    `SELECT 1 FROM exchange.own_manifest WHERE partner = $1 AND part = $2 AND number = $3 AND hash = $4
     UNION ALL SELECT 1 FROM exchange.own_manifest WHERE partner = $1 AND part = $2 HAVING min(number) > $3`,
    [partner, part, number, hash],
  );
  if (rowCount > 0) return;
  await tx.query('DELETE FROM exchange.own_manifest WHERE partner = $1 AND part = $2 AND number >= $3', [
    partner,
    part,
    number,
  ]);
  await tx.query(
    'INSERT INTO exchange.own_manifest (partner, part, number, epoch, bytes, hash, issued_at, resumed) VALUES ($1,$2,$3,$4,$5,$6,$7,$8)',
    [partner, part, number, epoch, bytes, hash, now, bytes === null],
  );
}

/** One manifest of our chain by number, for a partner that missed it. */
export async function readManifest(
  from: Queryable,
  partner: string,
  part: Part,
  number: number,
): Promise<Uint8Array | null> {
  const { rows } = await from.query<{ bytes: Uint8Array | null }>(
    'SELECT bytes FROM exchange.own_manifest WHERE partner = $1 AND part = $2 AND number = $3',
    [part === 'keys' ? ALL_PARTNERS : partner, part, number],
  );
  const bytes = rows[0]?.bytes ?? null;
  return bytes === null ? null : concatBytes(bytes);
}

/** From which number on every link of this chain is handed out; what is older was lost in a restore, or is kept as a hash alone. */
export async function oldestHandedOut(from: Queryable, partner: string, part: Part): Promise<number> {
  const { rows } = await from.query<{ number: number | null }>(
    `SELECT greatest((SELECT min(number) FROM exchange.own_manifest WHERE partner = $1 AND part = $2 AND bytes IS NOT NULL),
       (SELECT max(number) + 1 FROM exchange.own_manifest WHERE partner = $1 AND part = $2 AND resumed)) AS number`,
    [part === 'keys' ? ALL_PARTNERS : partner, part],
  );
  return rows[0]?.number ?? 1;
}

/** The hash of the segments manifest that stands at a place of a partner's chain; null where it is not kept any more. */
export async function hashAt(from: Queryable, partner: string, number: number): Promise<string | null> {
  const { rows } = await from.query<{ hash: string }>(
    `SELECT hash FROM exchange.own_manifest WHERE partner = $1 AND part = 'segments' AND number = $2`,
    [partner, number],
  );
  return rows[0]?.hash ?? null;
}

/** The newest places of our own chains: the last three of keys (partner null), and the last one of each partner. */
export async function readOwnPlaces(from: Queryable): Promise<
  readonly {
    readonly partner: string | null;
    readonly number: number;
    readonly epoch: number;
    readonly hash: string;
  }[]
> {
  const { rows } = await from.query<{ partner: string | null; number: number; epoch: number; hash: string }>(
    `(SELECT NULL AS partner, number, epoch, hash FROM exchange.own_manifest WHERE partner = $1 AND part = 'keys' ORDER BY number DESC LIMIT 3)
     UNION ALL
     (SELECT p.partner, m.number, m.epoch, m.hash FROM (SELECT DISTINCT partner FROM exchange.partner_salt) p,
        LATERAL (SELECT number, epoch, hash FROM exchange.own_manifest o WHERE o.partner = p.partner AND part = 'segments' ORDER BY number DESC LIMIT 1) m
      ORDER BY p.partner)`,
    [ALL_PARTNERS],
  );
  return rows;
}
