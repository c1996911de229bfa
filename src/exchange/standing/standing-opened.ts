/** What stands at a partner, opened to be looked up. */
import type { ValueSegment } from '../../sealed/index.ts';
import type { ExchangeContext } from '../context.ts';
import { ExchangeError } from '../errors.ts';
import type { PartnerIndex } from '../follow/partner-index.ts';
import type { AlertGrounds } from './alerts.ts';
import { openKeptPairs } from './older-pairs.ts';
import type { News } from './standing-news.ts';
import { searchedByTag } from './standing-pairs.ts';
import { noteNotWatched } from './standing-settle.ts';
import { openTags } from './standing-tags.ts';

/** A standing question that watches at one partner, from the manifest up to which it was looked up. */
export interface Watching extends AlertGrounds {
  readonly question_id: string;
  readonly manifest_number: number;
}

/** All that watch at this partner in the epoch of our copy, the oldest first. */
export async function readWatching(
  context: ExchangeContext,
  index: PartnerIndex,
): Promise<readonly Watching[]> {
  const { rows } = await context.database.query<Watching>(
    `SELECT s.id AS standing_id, s.case_id, s.purpose, s.offence, s.legal_basis, p.question_id, p.manifest_number
       FROM exchange.standing_partner p JOIN exchange.standing s ON s.id = p.standing_id
      WHERE p.partner = $1 AND p.state = 'watching' AND p.epoch = $2 AND s.ended_at IS NULL AND s.stands_until > $3 ORDER BY s.id`,
    [index.partner, index.keys.epoch, context.clock.now()],
  );
  return rows;
}

/**
 * Opens what is not in memory: all of it after a start, later what came. Gives back the questions whose tags and pairs are
 * here; one whose cannot be opened is not watched, and asked anew.
 */
export async function withElements(
  context: ExchangeContext,
  { partner, salt }: PartnerIndex,
  due: readonly Watching[],
): Promise<readonly Watching[]> {
  const isHere = (one: Watching): boolean => context.standing.get(partner, one.question_id) !== undefined;
  const ids = due.filter((one) => !isHere(one)).map((one) => one.question_id);
  if (ids.length === 0) return due;
  const { rows } = await context.database.query<{
    question_id: string;
    sealed_tags: Uint8Array;
    sealed_pairs: readonly Uint8Array[] | null;
    pairs_as_outputs: boolean;
  }>(
    'SELECT question_id, sealed_tags, sealed_pairs, pairs_as_outputs FROM exchange.standing_partner WHERE partner = $1 AND question_id = ANY($2) AND sealed_tags IS NOT NULL',
    [partner, ids],
  );
  for (const { question_id, sealed_tags, ...kept } of rows) {
    try {
      const tags = await openTags(context, question_id, partner, sealed_tags);
      const pairs = await openKeptPairs(context, { questionId: question_id, partner }, kept, salt);
      context.standing.set(partner, question_id, { tags, pairs });
    } catch (error) {
      // Locked for a moment is not lost: the next look opens them.
      if (error instanceof ExchangeError && error.code === 'sealer-away') throw error;
      context.log('standing-tags-unreadable', { partner });
    }
  }
  const lost = due.filter((one) => !isHere(one));
  await noteLost(context, partner, lost, 'tags-unreadable');
  return due.filter(isHere);
}

async function noteLost(
  context: ExchangeContext,
  partner: string,
  lost: readonly Watching[],
  code: string,
): Promise<void> {
  for (const one of lost)
    await noteNotWatched(context.database, one.standing_id, partner, code, context.clock.now());
}

/** What a partner has published that pairs are looked up in: all of it, and since each manifest. */
export interface Published {
  readonly values: readonly ValueSegment[];
  readonly since: ReadonlyMap<number, News>;
}

/** Without the questions whose pairs cannot be looked up in what is new, for a partner of an old version made it: they are not watched, and asked anew. */
export async function withoutUnsearchable(
  context: ExchangeContext,
  partner: string,
  due: readonly Watching[],
  { values, since }: Published,
): Promise<readonly Watching[]> {
  const cannot = due.filter((one) => {
    const fresh = since.get(one.manifest_number)?.values ?? [];
    const pairs = context.standing.get(partner, one.question_id)?.pairs.tags.length ?? 0;
    return pairs > 0 && fresh.length > 0 && searchedByTag({ fresh, all: values }) === null;
  });
  await noteLost(context, partner, cannot, 'pairs-of-old-version');
  return due.filter((one) => !cannot.includes(one));
}
