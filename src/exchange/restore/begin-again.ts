import { sha256, toHex, utf8 } from '../../base/index.ts';
import { parseKeysManifest } from '../../sealed/index.ts';
import type { Transaction } from '../../store/index.ts';
import { type ExchangeContext, partnersOf } from '../context.ts';
import { beginEpoch, endAllBefore } from '../seal/epochs.ts';
import { hearPartners } from './hear-partners.ts';
import type { ManifestPlace } from '../publish/manifest-place.ts';
import { ALL_PARTNERS, resumeChain } from '../publish/own-manifests.ts';
import { orInvalid } from '../follow/chain-links.ts';
import { largestShown, signedPlaces, signedWords } from './restore-notice.ts';

/**
 * After a restore was noticed: begins an epoch above every number that a partner holds, and lets our chains of manifests go on from
 * where partners have them. Gives back whether there is an epoch to publish in: not before every partner has said what it
 * holds, unless a person ordered not to wait for the silent ones.
 */
export async function beginAgain(context: ExchangeContext): Promise<boolean> {
  const open = await readOpen(context);
  if (open === null || open.epoch !== null) return true;
  const silent = await hearPartners(context, true);
  if (silent.length > 0 && !open.ordered) {
    context.log('epoch-waits-for-partners', { silent: silent.join(' ') });
    return false;
  }
  const number = await context.oversight.permit(
    {
      act: 'begin-epoch',
      actor: { type: 'system' },
      partners: partnersOf(context).map((partner) => partner.id),
    },
    async (tx) => {
      const epoch = await beginAbove(context, tx);
      return { value: epoch, outcome: { result: 'done', rule: 'restored-from-backup' } };
    },
  );
  context.log('epoch-begun-after-restore', { epoch: number });
  return true;
}

/** In the transaction that announces the new epoch: with its commit the server asks and answers again. */
export async function settleRestore(context: ExchangeContext, tx: Transaction): Promise<void> {
  if (!context.restore.stopped) return;
  const { rowCount } = await tx.query(
    'UPDATE exchange.restore SET settled_at = $1 WHERE settled_at IS NULL AND epoch IS NOT NULL',
    [context.clock.now()],
  );
  if (rowCount === 0) return;
  tx.afterCommit(() => {
    context.restore.stopped = false;
  });
}

/** What people are told while nothing is asked or answered; null otherwise. */
export interface RestoreView {
  readonly noticedAt: Date;
  readonly shownBy: string;
  /** Partners that have not said yet what they hold. */
  readonly silent: readonly string[];
}

export async function readRestore(context: ExchangeContext): Promise<RestoreView | null> {
  const open = context.restore.stopped ? await readOpen(context) : null;
  if (open === null) return null;
  const ids = partnersOf(context).map((partner) => partner.id);
  return {
    noticedAt: open.noticedAt,
    shownBy: open.shownBy,
    silent: ids.filter((id) => !context.restore.heard.has(id)),
  };
}

interface OpenRestore {
  readonly number: number;
  readonly noticedAt: Date;
  readonly shownBy: string;
  readonly epoch: number | null;
  readonly ordered: boolean;
}

async function readOpen({ database }: ExchangeContext): Promise<OpenRestore | null> {
  const { rows } = await database.query<OpenRestore>(
    `SELECT number, noticed_at AS "noticedAt", shown_by AS "shownBy", epoch, ordered_at IS NOT NULL AS ordered
       FROM exchange.restore WHERE settled_at IS NULL`,
  );
  return rows[0] ?? null;
}

async function beginAbove(context: ExchangeContext, tx: Transaction): Promise<number> {
  const places: ManifestPlace[] = [];
  const words: string[] = [];
  let largest = 0;
  for (const [partner, statement] of context.restore.heard) {
    if (statement === null) continue;
    const signed = signedPlaces(context, partner, statement).map(({ place }) => place);
    const keys = signed.find((place) => place.part === 'keys');
    if (keys !== undefined && isNewest(keys, places)) await resumeKeys(context, tx, keys, statement.chain);
    for (const place of signed)
      if (place.part === 'segments') await resumeChain(tx, place, null, context.clock.now());
    places.push(...signed);
    words.push(...signedWords(context, partner, statement));
    largest = Math.max(largest, await largestShown(context, statement));
  }
  const { rows } = await tx.query<{ last: number }>(
    'SELECT coalesce(max(number), 0) AS last FROM exchange.epoch',
  );
  const number = Math.max(rows[0]?.last ?? 0, ...places.map((place) => place.epoch)) + 1;
  await beginEpoch(context, tx, number);
  await endAllBefore(context, tx, number);
  await tx.query(
    `INSERT INTO exchange.restore_word (digest, restore)
     SELECT digest, number FROM unnest($1::text[]) AS digest, exchange.restore WHERE settled_at IS NULL ON CONFLICT DO NOTHING`,
    [words],
  );
  await tx.query('UPDATE exchange.restore SET epoch = $1, ledger_size = $2 WHERE settled_at IS NULL', [
    number,
    largest,
  ]);
  return number;
}

function isNewest(place: ManifestPlace, others: readonly ManifestPlace[]): boolean {
  return others.every((other) => other.part !== 'keys' || other.number < place.number);
}

/** The keys manifests up to this place, as far as each is the one that the next one names: what we signed, and nothing else. */
async function resumeKeys(
  context: ExchangeContext,
  tx: Transaction,
  place: ManifestPlace,
  chain: readonly string[],
): Promise<void> {
  const links: {
    readonly number: number;
    readonly epoch: number;
    readonly hash: string;
    readonly bytes: Uint8Array;
  }[] = [];
  let wanted: string | null = place.hash;
  for (const text of chain.toReversed()) {
    const bytes = utf8(text);
    const hash = toHex(sha256(bytes));
    if (hash !== wanted) break;
    const { number, epoch, previous } = orInvalid(() => parseKeysManifest(bytes));
    links.unshift({ number, epoch, hash, bytes });
    wanted = previous;
  }
  const now = context.clock.now();
  for (const { bytes, ...link } of links)
    await resumeChain(tx, { part: 'keys', partner: ALL_PARTNERS, ...link }, bytes, now);
  if (links.length === 0) await resumeChain(tx, place, null, now);
}
