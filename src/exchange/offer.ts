import type { Database } from '../store/index.ts';
import type { Member, Offered } from '../wire/index.ts';
import type { ExchangeContext } from './context.ts';
import { manifestMessage } from './publish/manifest-message.ts';
import { newestManifest, readManifest } from './publish/own-manifests.ts';
import type { SegmentFiles } from './publish/segment-files.ts';
import type { SegmentGuard } from './publish/segment-guard.ts';
import { hearPartner } from './restore/hear-partners.ts';
import { witnessMessage } from './restore/witness-statement.ts';

const SEGMENT_PATH = /^segment\/([0-9a-f]{64})$/;
const NEWEST_PATH = /^manifest(?:\/since\/([1-9][0-9]{0,8}))?$/;
const LINK_PATH = /^manifest\/(keys|segments)\/([1-9][0-9]{0,8})$/;

/** What a partner may fetch: its manifest, the links of the chain, and the segments made for it alone. */
export async function offer(
  context: ExchangeContext,
  { files, guard }: { readonly files: SegmentFiles; readonly guard: SegmentGuard },
  from: Member,
  path: string,
): Promise<Offered | null> {
  if (path === 'witness' || path === 'witness/chain')
    return (await witnessMessage(context, from.id, path === 'witness/chain')).bytes;
  if (!(await mayBeShown(context, from.id))) return null;
  const newest = NEWEST_PATH.exec(path);
  if (newest !== null) {
    if ((await newestManifest(context.database, from.id, 'segments')) === null) return null;
    const since = newest[1] === undefined ? null : Number(newest[1]);
    return (await manifestMessage(context, context.database, from.id, since)).bytes;
  }
  const link = LINK_PATH.exec(path);
  if (link !== null)
    return readManifest(context.database, from.id, link[1] === 'keys' ? 'keys' : 'segments', Number(link[2]));
  const segment = SEGMENT_PATH.exec(path)?.[1];
  if (segment === undefined || !(await isOffered(context.database, from.id, segment))) return null;
  if (!(await guard.isSound(from.id, segment))) return null;
  return { path: files.path('own', from.id, segment) };
}

/** Nobody is shown our chain before it has said what it holds of it: else a restored one would look like two. */
async function mayBeShown(context: ExchangeContext, partner: string): Promise<boolean> {
  const { restore } = context;
  if (!restore.heard.has(partner) && !(await hearPartner(context, partner)))
    context.log('partner-not-heard', { partner });
  return restore.heard.has(partner) && !restore.stopped;
}

async function isOffered(database: Database, partner: string, hash: string): Promise<boolean> {
  const { rowCount } = await database.query(
    'SELECT 1 FROM exchange.own_segment WHERE partner = $1 AND hash = $2 UNION ALL SELECT 1 FROM exchange.own_values WHERE partner = $1 AND hash = $2',
    [partner, hash],
  );
  return rowCount > 0;
}
