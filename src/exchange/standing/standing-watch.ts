import { declareFaultPoint, reach } from '../../base/index.ts';
import type { KeyClass } from '../../model/index.ts';
import { isCaseOpen } from '../../oversight/index.ts';
import { type Segment, TAG_BYTES, type ValueSegment } from '../../sealed/index.ts';
import { type Queryable, type Transaction, write } from '../../store/index.ts';
import { type AlertGrounds, raiseAlerts } from './alerts.ts';
import { readElements } from '../ask/asked-elements.ts';
import type { ExchangeContext } from '../context.ts';
import { ExchangeError } from '../errors.ts';
import { openValues } from '../ask/half-hits.ts';
import { lookUpAt, type PartnerIndex, whyNotReady } from '../follow/partner-index.ts';
import type { SegmentFiles } from '../publish/segment-files.ts';
import type { FoundElement } from '../ask/find-hits.ts';
import { storeHits } from '../ask/settle-answer.ts';
import { type News, newsSince } from './standing-news.ts';
import { noteNotWatched } from './standing-settle.ts';
import { openKeptPairs } from './older-pairs.ts';
import {
  halvesOfPairs,
  lookUpPairs,
  type PairFound,
  restingBetween,
  searchedByTag,
} from './standing-pairs.ts';
import { openTags, type StandingTags } from './standing-tags.ts';
import { type HitThings, readHitThings } from './standing-things.ts';
import { inTurns } from '../turns.ts';

const ALERTED = declareFaultPoint('exchange/standing-alert-committed');

/** A standing question that watches at one partner, from the manifest up to which it was looked up. */
interface Watching extends AlertGrounds {
  readonly question_id: string;
  readonly manifest_number: number;
}

/** An element whose tag the partner's index holds now. */
interface Place {
  readonly keyClass: KeyClass;
  readonly position: number;
  /** It came with a delta: the partner has published this very key since. A base may only say again what was there before. */
  readonly inDelta: boolean;
}

/** What one question finds in the news. */
interface Found {
  readonly places: readonly Place[];
  readonly pairs: readonly PairFound[];
}

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

async function readWatching(context: ExchangeContext, index: PartnerIndex): Promise<readonly Watching[]> {
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
async function withElements(
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
interface Published {
  readonly values: readonly ValueSegment[];
  readonly since: ReadonlyMap<number, News>;
}

/** Without the questions whose pairs cannot be looked up in what is new, for a partner of an old version made it: they are not watched, and asked anew. */
async function withoutUnsearchable(
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

/** The found elements that say something new, full keys and the half keys of a pair. */
async function newsAmong(
  context: ExchangeContext,
  tx: Transaction,
  one: Watching,
  { partner, keys: { sizeClass } }: PartnerIndex,
  { places, pairs }: Found,
): Promise<readonly FoundElement[]> {
  const { keys } = await readElements(context, tx, { question_id: one.question_id, partner });
  const earlier = await readHitThings(context, tx, one.standing_id, partner);
  const full = keys.filter((key) => {
    const at = places.filter((place) => place.keyClass === key.keyClass && place.position === key.position);
    return (
      at.length > 0 &&
      isNews(
        earlier,
        key.canonical,
        at.some((place) => place.inDelta),
      )
    );
  });
  const halves = halvesOfPairs(keys, sizeClass, pairs).flatMap(({ halves: own, inDelta }) =>
    own.filter(({ canonical }) => isNews(earlier, canonical, inDelta)),
  );
  return [...full, ...halves];
}

/**
 * Of a thing that was never hit at this partner, or of one whose hits are all closed and whose key the partner has now published
 * again. A base that answers a merge says nothing new.
 */
function isNews(earlier: readonly HitThings[], thing: string, inDelta: boolean): boolean {
  const before = earlier.filter((hit) => hit.things.has(thing));
  return before.length === 0 || (inDelta && before.every((hit) => !hit.isOpen));
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
