import { setImmediate as nextTurn } from 'node:timers/promises';
import { concatBytes } from '../../base/index.ts';
import { FULL_KEY_MAX, type HalfKey } from '../../match/index.ts';
import { KEY_CLASSES, type KeyClass } from '../../model/index.ts';
import { lookUpPairTag, PAIR_TAG_BYTES, type TaggedValues, type ValueSegment } from '../../sealed/index.ts';
import type { AskedKey } from '../ask/asked-elements.ts';
import {
  askedHalves,
  type FoundHalf,
  foundHalves,
  pairsBySubject,
  placeOf,
  type TaggedPair,
} from '../ask/half-hits.ts';

/** So many pairs of one subject stand, the most telling: a name in all its spellings beside one firm has up to fifty. */
const PAIRS_A_SUBJECT = 64;
/** A class's number and the place in its batch. */
const PLACE_BYTES = 3;
/** The places of a pair's two keys. */
export const PLACES_BYTES = 2 * PLACE_BYTES;
/** So many pairs are looked up at a stretch, some milliseconds; then everybody else has a turn. */
const PAIRS_AT_ONCE = 16_384;

type Place = Pick<AskedKey, 'keyClass' | 'position'>;

/** The pairs of one standing question at one partner: what is looked up in each delta of sealed values. */
export interface StandingPairs {
  /** 16 bytes each. */
  readonly tags: Uint8Array;
  /** Where the two keys stood in their classes' batches, 6 bytes a pair, in the same order. */
  readonly places: Uint8Array;
}

/** A pair that a new segment opens, and the records behind it now. */
export interface PairFound {
  readonly first: Place;
  readonly second: Place;
  readonly tags: readonly string[];
  /** It came with a delta: the partner has published this very pair since. A base may only say again what was there before. */
  readonly inDelta: boolean;
}

/** Those of one subject's pairs that stand; they come the most telling first. */
export function pairsThatStand<Pair>(ofOneSubject: readonly Pair[]): readonly Pair[] {
  return ofOneSubject.slice(0, PAIRS_A_SUBJECT);
}

/** How many pairs the keys of a question would let stand at a partner of this size. */
export function countPairsThatStand(
  keys: readonly (HalfKey & Pick<AskedKey, 'halfOf'>)[],
  sizeClass: number,
): number {
  return pairsBySubject(keys, sizeClass, FULL_KEY_MAX)
    .map(({ pairs }) => pairsThatStand(pairs).length)
    .reduce((sum, count) => sum + count, 0);
}

/** Pairs of an answer as they stand. */
export function standingPairs(pairs: readonly TaggedPair[]): StandingPairs {
  return {
    tags: concatBytes(...pairs.map(({ tag }) => tag)),
    places: concatBytes(...pairs.flatMap(({ first, second }) => [placeBytes(first), placeBytes(second)])),
  };
}

function placeBytes({ keyClass, position }: Place): Uint8Array {
  return Uint8Array.of(KEY_CLASSES.indexOf(keyClass), position >> 8, position & 0xff);
}

function placeAt(places: Uint8Array, at: number): Place {
  const [number = 0, high = 0, low = 0] = places.subarray(at * PLACE_BYTES, (at + 1) * PLACE_BYTES);
  return { keyClass: KEY_CLASSES[number] as KeyClass, position: (high << 8) | low };
}

/** A new segment of sealed values. */
export interface NewValues<Values extends ValueSegment = ValueSegment> {
  readonly inDelta: boolean;
  readonly segment: Values;
}

/** What is looked up in: the new segments, and the whole index. */
export interface ValuesToSearch<Values extends ValueSegment> {
  readonly fresh: readonly NewValues<Values>[];
  readonly all: readonly Values[];
}

/** Null where one of them was made by a version in which a tag finds nothing: then nothing may be said of any pair. */
export function searchedByTag({
  fresh,
  all,
}: ValuesToSearch<ValueSegment>): ValuesToSearch<TaggedValues> | null {
  const tagged = all.flatMap((segment) => (segment.by === 'tag' ? [segment] : []));
  const news = fresh.flatMap(({ inDelta, segment }) => (segment.by === 'tag' ? [{ inDelta, segment }] : []));
  return tagged.length === all.length && news.length === fresh.length ? { all: tagged, fresh: news } : null;
}

/**
 * What one question's pairs open in the new segments, and still open in the whole index: what was taken back meanwhile is no hit.
 * `rest` is told how much was done, and gives everybody else a turn.
 */
export async function lookUpPairs(
  { tags, places }: StandingPairs,
  { fresh, all }: ValuesToSearch<TaggedValues>,
  rest: (pairs: number) => Promise<void>,
): Promise<readonly PairFound[]> {
  const found: PairFound[] = [];
  const count = tags.length / PAIR_TAG_BYTES;
  const tagsOf = (from: number, until: number): Uint8Array =>
    tags.subarray(from * PAIR_TAG_BYTES, until * PAIR_TAG_BYTES);
  for (const { inDelta, segment } of fresh)
    for (let from = 0; from < count; from += PAIRS_AT_ONCE) {
      const until = Math.min(count, from + PAIRS_AT_ONCE);
      for (const place of segment.which(tagsOf(from, until)).map((at) => from + at)) {
        const records = lookUpPairTag(all, tagsOf(place, place + 1));
        const [first, second] = [placeAt(places, 2 * place), placeAt(places, 2 * place + 1)];
        if (records.length > 0) found.push({ first, second, tags: records, inDelta });
      }
      await rest(until - from);
    }
  return found;
}

/** Counts what is done at a stretch over many questions, most of which have few pairs. */
export function restingBetween(): (pairs: number) => Promise<void> {
  let done = 0;
  return async (pairs) => {
    done += pairs;
    if (done < PAIRS_AT_ONCE) return;
    done = 0;
    await nextTurn();
  };
}

/** The half keys of a question that these pairs make a hit, subject by subject, and whether a delta brought them. */
export function halvesOfPairs(
  keys: readonly AskedKey[],
  sizeClass: number,
  found: readonly PairFound[],
): readonly { readonly halves: readonly FoundHalf[]; readonly inDelta: boolean }[] {
  if (found.length === 0) return [];
  const nameOf = (first: Place, second: Place): string => `${placeOf(first)}\n${placeOf(second)}`;
  const byPlace = new Map<string, readonly PairFound[]>();
  for (const one of found) {
    const name = nameOf(one.first, one.second);
    byPlace.set(name, [...(byPlace.get(name) ?? []), one]);
  }
  return pairsBySubject(askedHalves(keys), sizeClass, FULL_KEY_MAX).flatMap(({ pairs, chance }) => {
    const own = pairs.map((pair) => ({ pair, found: byPlace.get(nameOf(pair.first, pair.second)) ?? [] }));
    const opened = own.flatMap(({ pair, found: ones }) =>
      ones.flatMap(({ tags }) => tags.map((one) => ({ pair, tags: one }))),
    );
    if (opened.length === 0) return [];
    const inDelta = own.some(({ found: ones }) => ones.some((one) => one.inDelta));
    return [{ halves: foundHalves(opened, chance), inDelta }];
  });
}
