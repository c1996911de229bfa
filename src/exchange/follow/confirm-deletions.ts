import { randomId } from '../../base/index.ts';
import { parseSegmentsManifest, type SegmentsManifest } from '../../sealed/index.ts';
import { type Queryable, write } from '../../store/index.ts';
import type { ExchangeContext } from '../context.ts';
import { type IndexReceipt, toBody } from '../messages.ts';
import { buildMessage } from '../outgoing.ts';
import type { PartnerIndex } from './partner-index.ts';

/** One receipt speaks of at most so many manifests; a partner that was away for longer sends several. */
const MANIFESTS_AT_ONCE = 100;

/**
 * Tells a partner, with our signature, which of its segments are deleted here and which tombstones are in force, when the copy is
 * complete and the files are gone. Nothing is said where nothing was taken back or replaced. Run again after a crash it goes on from
 * the manifest up to which was confirmed.
 */
export async function confirmDeletions(context: ExchangeContext, index: PartnerIndex): Promise<void> {
  const { number } = index.segments;
  const from = await confirmedUpTo(context.database, index.partner);
  if (from === null) await noteBeginning(context.database, index);
  for (let at = from ?? number; at < number; ) at = (await confirm(context, index, at)) ?? number;
}

async function confirmedUpTo(from: Queryable, partner: string): Promise<number | null> {
  const { rows } = await from.query<{ confirmed_number: number | null }>(
    'SELECT confirmed_number FROM exchange.partner_state WHERE partner = $1',
    [partner],
  );
  return rows[0]?.confirmed_number ?? null;
}

/** Before the first copy was complete there was nothing to delete. */
async function noteBeginning(from: Queryable, { partner, segments }: PartnerIndex): Promise<void> {
  await write(
    from,
    'UPDATE exchange.partner_state SET confirmed_number = $2 WHERE partner = $1 AND confirmed_number IS NULL',
    [partner, segments.number],
  );
}

/** Gives back the number up to which that was looked at; null where nothing comes after it. */
async function confirm(
  context: ExchangeContext,
  { partner, segments: newest }: PartnerIndex,
  from: number,
): Promise<number | null> {
  const manifests = await readManifests(context.database, partner, from);
  const [first, last] = [manifests[0], manifests.at(-1)];
  if (first === undefined || last === undefined || first === last) return null;
  const { deleted, inForce } = replacedBetween(manifests, newest);
  if (deleted.length + inForce.length === 0) return last.number;
  await context.oversight.permit(
    {
      act: 'confirm-deletion',
      actor: { type: 'system' },
      partners: [partner],
      categories: { segments: deleted.length, tombstones: inForce.length },
    },
    async (tx, { leafHash: leaf }) => {
      await write(
        tx,
        'UPDATE exchange.partner_state SET confirmed_number = $2 WHERE partner = $1 AND confirmed_number < $2',
        [partner, last.number],
      );
      const receipt: IndexReceipt = { number: last.number, deleted, inForce, leaf };
      const body = toBody(receipt);
      await context.post(
        tx,
        buildMessage(context, { id: randomId(), to: partner, kind: 'index-receipt', body }),
      );
      return { value: undefined, outcome: { result: 'done', count: deleted.length, recipients: [partner] } };
    },
  );
  return last.number;
}

/** What the manifests before the last named and it does not, and its tombstones that the first did not name. */
export function replacedBetween(
  manifests: readonly SegmentsManifest[],
  newest?: SegmentsManifest,
): Pick<IndexReceipt, 'deleted' | 'inForce'> {
  const last = manifests.at(-1);
  const [live, kept] = [new Set(last === undefined ? [] : hashesOf(last)), new Set(hashesOf(newest))];
  const before = new Set(manifests.slice(0, -1).flatMap(hashesOf));
  const tombstones = [...(last?.segments ?? []), ...(last?.values ?? [])].filter(
    ({ kind }) => kind === 'tombstone',
  );
  return {
    deleted: [...before].filter((hash) => !live.has(hash) && !kept.has(hash)),
    inForce: tombstones.map(({ hash }) => hash).filter((hash) => !before.has(hash)),
  };
}

function hashesOf(manifest: SegmentsManifest | undefined): readonly string[] {
  return [...(manifest?.segments ?? []), ...(manifest?.values ?? [])].map(({ hash }) => hash);
}

async function readManifests(
  from: Queryable,
  partner: string,
  first: number,
): Promise<readonly SegmentsManifest[]> {
  const { rows } = await from.query<{ bytes: Uint8Array }>(
    `SELECT bytes FROM exchange.partner_manifest WHERE partner = $1 AND part = 'segments' AND number >= $2 AND bytes IS NOT NULL
      ORDER BY number LIMIT ${MANIFESTS_AT_ONCE + 1}`,
    [partner, first],
  );
  return rows.map(({ bytes }) => parseSegmentsManifest(new Uint8Array(bytes)));
}
