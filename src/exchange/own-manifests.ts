import { concatBytes } from '../base/index.ts';
import { type KeysManifest, manifestBytes, manifestHash, type SegmentsManifest } from '../sealed/index.ts';
import type { Queryable, Transaction } from '../store/index.ts';
import type { ExchangeContext } from './context.ts';

/** The keys manifest is the same for all partners; it is kept under this name. */
export const ALL_PARTNERS = '*';

type Part = 'keys' | 'segments';

export interface StoredManifest {
  readonly number: number;
  readonly epoch: number;
  readonly bytes: Uint8Array;
  readonly hash: string;
}

/** Keeps the next manifest of a chain, checked as its receiver will check it. */
export async function storeManifest(
  context: ExchangeContext,
  tx: Transaction,
  partner: string,
  manifest: KeysManifest | SegmentsManifest,
): Promise<void> {
  const bytes = manifestBytes(manifest);
  await tx.query(
    'INSERT INTO exchange.own_manifest (partner, part, number, epoch, bytes, hash, issued_at) VALUES ($1,$2,$3,$4,$5,$6,$7)',
    [
      partner,
      manifest.part,
      manifest.number,
      manifest.epoch,
      bytes,
      manifestHash(bytes),
      context.clock.now(),
    ],
  );
}

/** The newest of our manifests for this partner (keys: the one for all), of one epoch or of any; null when there is none. */
export async function newestManifest(
  from: Queryable,
  partner: string,
  part: Part,
  epoch?: number,
): Promise<StoredManifest | null> {
  const { rows } = await from.query<StoredManifest>(
    `SELECT number, epoch, bytes, hash FROM exchange.own_manifest
      WHERE partner = $1 AND part = $2 AND ($3::int IS NULL OR epoch = $3) ORDER BY number DESC LIMIT 1`,
    [part === 'keys' ? ALL_PARTNERS : partner, part, epoch ?? null],
  );
  const row = rows[0];
  return row === undefined ? null : { ...row, bytes: concatBytes(row.bytes) };
}

/** One manifest of our chain by number, for a partner that missed it. */
export async function readManifest(
  from: Queryable,
  partner: string,
  part: Part,
  number: number,
): Promise<Uint8Array | null> {
  const { rows } = await from.query<{ bytes: Uint8Array }>(
    'SELECT bytes FROM exchange.own_manifest WHERE partner = $1 AND part = $2 AND number = $3',
    [part === 'keys' ? ALL_PARTNERS : partner, part, number],
  );
  return rows[0] === undefined ? null : concatBytes(rows[0].bytes);
}
