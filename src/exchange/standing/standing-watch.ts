import { declareFaultPoint, reach } from '../../base/index.ts';
import { isCaseOpen } from '../../oversight/index.ts';
import { type Segment, TAG_BYTES } from '../../sealed/index.ts';
import { type Queryable, type Transaction, write } from '../../store/index.ts';
import { raiseAlerts } from './alerts.ts';
import type { ExchangeContext } from '../context.ts';
import { openValues } from '../ask/half-hits.ts';
import { lookUpAt, type PartnerIndex, whyNotReady } from '../follow/partner-index.ts';
import type { SegmentFiles } from '../publish/segment-files.ts';
import { storeHits } from '../ask/settle-answer.ts';
import { type News, newsSince } from './standing-news.ts';
import { type Found, newsAmong, type Place } from './standing-found.ts';
import {
  type Published,
  readWatching,
  type Watching,
  withElements,
  withoutUnsearchable,
} from './standing-opened.ts';
import { lookUpPairs, type PairFound, restingBetween, searchedByTag } from './standing-pairs.ts';
import type { StandingTags } from './standing-tags.ts';
import { inTurns } from '../turns.ts';

const ALERTED = declareFaultPoint('exchange/standing-alert-committed');

/**
 * Looks every standing element and every standing pair up once in what a partner has announced since the last time, when our copy is complete. What is
 * found is a hit like any other, once for each thing and partner, and an alert. Run again after a crash it goes on from the
 * manifest that each question had reached.
 */
export async function watchPartner(
  context: ExchangeContext,
  files: SegmentFiles,
  index: PartnerIndex,
): Promise<void> {
  if (whyNotReady(index, context.clock.now()) !== null) return;
  const watching = await readWatching(context, index);
  context.standing.keepOnly(index.partner, new Set(watching.map((one) => one.question_id)));
  const behind = watching.filter((one) => one.manifest_number < index.segments.number);
  const opened = await withElements(context, index, behind);
  if (opened.length === 0) return;
  const since = await newsSince(context, files, index, opened);
  const isNews = [...since.values()].some(({ values }) => values.length > 0);
  const published = { values: isNews ? openValues(files, index) : [], since };
  const due = await withoutUnsearchable(context, index.partner, opened, published);
  const places = await inTurns(due, (one) => lookUpPlaces(context, files, index, one, since));
  const pairs = await lookUpAllPairs(context, index.partner, due, published);
  const missed: Watching[] = [];
  for (const [at, one] of due.entries()) {
    const found = { places: places[at] ?? [], pairs: pairs[at] ?? [] };
    if (found.places.length + found.pairs.length === 0) missed.push(one);
    else {
      await context.database.transaction((tx) => noteFound(context, tx, index, one, found));
      reach(ALERTED);
    }
  }
  await noteLookedUp(context, index, missed);
}

/** The newest segment that holds a tag still decides: what was taken back meanwhile is no hit. */
function lookUpPlaces(
  context: ExchangeContext,
  files: SegmentFiles,
  index: PartnerIndex,
  one: Watching,
  since: ReadonlyMap<number, News>,
): readonly Place[] {
  const kept = context.standing.get(index.partner, one.question_id)?.tags ?? [];
  return (since.get(one.manifest_number)?.segments ?? []).flatMap(({ keyClass, inDelta, segment }) =>
    kept
      .filter((tags) => tags.keyClass === keyClass)
      .flatMap((tags) => placesIn(segment, tags))
      .filter(({ tag }) => lookUpAt(files, index, keyClass, tag) === 'hit')
      .map(({ position }) => ({ keyClass, position, inDelta })),
  );
}

/** What each question's pairs open, in the questions' order. */
async function lookUpAllPairs(
  context: ExchangeContext,
  partner: string,
  due: readonly Watching[],
  { values, since }: Published,
): Promise<readonly (readonly PairFound[])[]> {
  const rest = restingBetween();
  const found: (readonly PairFound[])[] = [];
  for (const one of due) {
    const pairs = context.standing.get(partner, one.question_id)?.pairs;
    const searched = searchedByTag({ fresh: since.get(one.manifest_number)?.values ?? [], all: values });
    found.push(pairs === undefined || searched === null ? [] : await lookUpPairs(pairs, searched, rest));
  }
  return found;
}

function placesIn(
  segment: Segment,
  { tags, positions }: StandingTags,
): readonly { readonly position: number; readonly tag: Uint8Array }[] {
  return segment.which(tags).map((at) => ({
    position: positions[at] ?? 0,
    tag: tags.slice(at * TAG_BYTES, (at + 1) * TAG_BYTES),
  }));
}

/** Hits and alerts for what is news, and the manifest up to which the question was looked up now: all of it or nothing. */
async function noteFound(
  context: ExchangeContext,
  tx: Transaction,
  index: PartnerIndex,
  one: Watching,
  found: Found,
): Promise<void> {
  const { partner } = index;
  const { rowCount } = await tx.query(
    `SELECT 1 FROM exchange.standing_partner WHERE question_id = $1 AND partner = $2 AND state = 'watching' AND manifest_number = $3 FOR UPDATE`,
    [one.question_id, partner, one.manifest_number],
  );
  // Somebody has ended it meanwhile, or is about to: nothing is found for a case that is closed.
  if (rowCount === 0 || !(await isCaseOpen(tx, one.case_id))) return;
  const asked = { question_id: one.question_id, partner };
  const news = await newsAmong(context, tx, one, index, found);
  const { number, issuedAt } = index.segments;
  const hits = await storeHits(tx, asked, index, news, context.clock.now());
  if (hits.length > 0)
    await write(
      tx,
      `UPDATE exchange.question_partner SET state = 'hit', manifest_number = $3, manifest_issued_at = $4 WHERE question_id = $1 AND partner = $2`,
      [one.question_id, partner, number, issuedAt],
    );
  await raiseAlerts(context, tx, one, { partner, manifestNumber: number }, hits);
  await moveOn(tx, index, [one.question_id], context.clock.now());
}

async function noteLookedUp(
  context: ExchangeContext,
  index: PartnerIndex,
  missed: readonly Watching[],
): Promise<void> {
  const ids = missed.map((one) => one.question_id);
  if (ids.length > 0) await moveOn(context.database, index, ids, context.clock.now());
}

async function moveOn(
  tx: Queryable,
  { partner, segments }: PartnerIndex,
  questionIds: readonly string[],
  now: Date,
): Promise<void> {
  await write(
    tx,
    `UPDATE exchange.standing_partner SET manifest_number = $3, manifest_issued_at = $4, looked_up_at = $5
      WHERE partner = $1 AND question_id = ANY($2) AND state = 'watching' AND manifest_number < $3`,
    [partner, questionIds, segments.number, segments.issuedAt, now],
  );
}
