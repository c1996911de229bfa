import { setImmediate as nextTurn } from 'node:timers/promises';
import { concatBytes } from '../../base/index.ts';
import { FULL_KEY_MAX, type HalfKey } from '../../match/index.ts';
import { KEY_CLASSES, type KeyClass } from '../../model/index.ts';
import { lookUpValues, OUTPUT_BYTES, type ValueSegment } from '../../sealed/index.ts';
import type { AskedKey } from '../ask/asked-elements.ts';
import {
  askedHalves,
  type FoundHalf,
  foundHalves,
  type PairOutput,
  pairsBySubject,
  placeOf,
} from '../ask/half-hits.ts';
import type { ExchangeContext } from '../context.ts';
import type { PartnerIndex } from '../follow/partner-index.ts';

/** So many pairs of one subject stand, the most telling: a name in all its spellings beside one firm has up to fifty. */
const PAIRS_A_SUBJECT = 64;
/** A class's number and the place in its batch, twice; then what both keys have together. */
const PLACE_BYTES = 3;
const LINE_BYTES = 2 * PLACE_BYTES + OUTPUT_BYTES;
/** The sealer takes pieces of up to a megabyte. */
const PAIRS_A_PIECE = 8_192;
/** So many pairs are looked up at a stretch, some 10 ms; then everybody else has a turn. */
const PAIRS_AT_ONCE = 4_096;

type Place = Pick<AskedKey, 'keyClass' | 'position'>;

/** The pairs of one standing question at one partner: what is looked up in each delta of sealed values. */
export interface StandingPairs {
  /** 64 bytes each. */
  readonly outputs: Uint8Array;
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

/** The pairs as they rest in the database, closed to whoever reads only the database; null for none. Single outputs are never kept. */
export async function sealPairs(
  context: Pick<ExchangeContext, 'sealer'>,
  questionId: string,
  partner: string,
  pairs: readonly PairOutput[],
): Promise<readonly Buffer[] | null> {
  if (pairs.length === 0) return null;
  const lines = concatBytes(
    ...pairs.flatMap(({ first, second, output }) => [placeBytes(first), placeBytes(second), output]),
  );
  const pieces = Math.ceil(pairs.length / PAIRS_A_PIECE);
  const sealed: Buffer[] = [];
  for (let piece = 0; piece < pieces; piece += 1) {
    const from = piece * PAIRS_A_PIECE * LINE_BYTES;
    const content = lines.subarray(from, from + PAIRS_A_PIECE * LINE_BYTES);
    const words = wordsOf(questionId, partner, `${piece + 1} of ${pieces}`);
    sealed.push(Buffer.from(await context.sealer.sealStanding(words, content)));
  }
  return sealed;
}

/** Throws when they were changed, belong elsewhere, one is missing, or the key is another. */
export async function openPairsAtRest(
  context: Pick<ExchangeContext, 'sealer'>,
  questionId: string,
  partner: string,
  sealed: readonly Uint8Array[],
): Promise<StandingPairs> {
  const pieces: Uint8Array[] = [];
  for (const [piece, bytes] of sealed.entries()) {
    const words = wordsOf(questionId, partner, `${piece + 1} of ${sealed.length}`);
    pieces.push(await context.sealer.openStanding(words, new Uint8Array(bytes)));
  }
  const lines = concatBytes(...pieces);
  const count = lines.length / LINE_BYTES;
  const outputs = new Uint8Array(count * OUTPUT_BYTES);
  const places = new Uint8Array(count * 2 * PLACE_BYTES);
  for (let at = 0; at < count; at += 1) {
    const line = lines.subarray(at * LINE_BYTES, (at + 1) * LINE_BYTES);
    places.set(line.subarray(0, 2 * PLACE_BYTES), at * 2 * PLACE_BYTES);
    outputs.set(line.subarray(2 * PLACE_BYTES), at * OUTPUT_BYTES);
  }
  return { outputs, places };
}

function wordsOf(questionId: string, partner: string, piece: string): string {
  return `standing pairs of ${questionId} for ${partner}, ${piece}`;
}

function placeBytes({ keyClass, position }: Place): Uint8Array {
  return Uint8Array.of(KEY_CLASSES.indexOf(keyClass), position >> 8, position & 0xff);
}

function placeAt(places: Uint8Array, at: number): Place {
  const [number = 0, high = 0, low = 0] = places.subarray(at * PLACE_BYTES, (at + 1) * PLACE_BYTES);
  return { keyClass: KEY_CLASSES[number] as KeyClass, position: (high << 8) | low };
}

/** A new segment of sealed values. */
export interface NewValues {
  readonly inDelta: boolean;
  readonly segment: ValueSegment;
}

/**
 * What one question's pairs open in the new segments, and still open in the whole index: what was taken back meanwhile is no hit.
 * `rest` is told how much was done, and gives everybody else a turn.
 */
export async function lookUpPairs(
  index: Pick<PartnerIndex, 'salt'>,
  { outputs, places }: StandingPairs,
  { fresh, all }: { readonly fresh: readonly NewValues[]; readonly all: readonly ValueSegment[] },
  rest: (pairs: number) => Promise<void>,
): Promise<readonly PairFound[]> {
  const found: PairFound[] = [];
  const count = outputs.length / OUTPUT_BYTES;
  for (const { inDelta, segment } of fresh)
    for (let from = 0; from < count; from += PAIRS_AT_ONCE) {
      const until = Math.min(count, from + PAIRS_AT_ONCE);
      const opened = segment.which(index.salt, outputs.subarray(from * OUTPUT_BYTES, until * OUTPUT_BYTES));
      for (const place of opened.map((at) => from + at)) {
        const output = outputs.subarray(place * OUTPUT_BYTES, (place + 1) * OUTPUT_BYTES);
        const tags = lookUpValues(all, index.salt, output);
        const [first, second] = [placeAt(places, 2 * place), placeAt(places, 2 * place + 1)];
        if (tags.length > 0) found.push({ first, second, tags, inDelta });
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
