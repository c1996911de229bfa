import { setImmediate as nextTurn } from 'node:timers/promises';
import { concatBytes, groupBy } from '../../base/index.ts';
import { type HalfKey, type HalfPair, isRule, keyFamilyOf, pairsToSpend } from '../../match/index.ts';
import { lookUpValues, pairOutput, pairTag, type ValueSegment } from '../../sealed/index.ts';
import type { AskedKey } from './asked-elements.ts';
import { ExchangeError } from '../errors.ts';
import type { PartnerIndex } from '../follow/partner-index.ts';
import type { SegmentFiles } from '../publish/segment-files.ts';
import { inBatches } from '../turns.ts';

/** A half key of a question with its output, which is kept in memory until the answer is read and no longer. */
export interface HalfOutput {
  readonly key: AskedKey;
  readonly output: Uint8Array;
}

/** A half key that is a hit with others of its subject. */
export interface FoundHalf extends AskedKey {
  readonly half: {
    /** Records at the partner that the pairs of this subject open. */
    readonly records: number;
    /** Strangers that all pairs asked of this subject would fit at the partner's size. */
    readonly chance: number;
  };
}

/** Two half keys of one subject under the tag (16 bytes) that both have together in this partner's segments and neither has alone. */
export interface TaggedPair {
  readonly first: AskedKey;
  readonly second: AskedKey;
  readonly tag: Uint8Array;
}

/** A half key of a question as room match pairs them. */
export type AskedHalf = AskedKey & HalfKey;

/** One subject's pairs, the most telling first, and how many strangers they would fit together. */
export interface SubjectPairs<Key extends HalfKey = AskedHalf> {
  readonly pairs: readonly HalfPair<Key>[];
  readonly chance: number;
}

/** A pair that opens a record: which, by its tags. */
export interface OpenedPair {
  readonly pair: HalfPair<AskedHalf>;
  readonly tags: string;
}

/** So many half keys of one subject are opened towards the owner at most: two records' worth. */
const HALVES_OPENED_MAX = 4;

/** The pairs that each subject's half keys make, within what a stranger may fit by chance at the partner's size. */
export function pairsBySubject<Key extends HalfKey & Pick<AskedKey, 'halfOf'>>(
  keys: readonly Key[],
  sizeClass: number,
  chanceMax: number,
): readonly SubjectPairs<Key>[] {
  const halves = keys.filter(({ halfOf }) => halfOf !== undefined);
  return [...groupBy(halves, ({ halfOf }) => halfOf ?? -1).values()].map((own) => {
    const pairs = pairsToSpend(own, sizeClass, chanceMax);
    return { pairs, chance: pairs.reduce((sum, { chance }) => sum + chance, 0) };
  });
}

/** The half keys among the keys of a question. */
export function askedHalves(keys: readonly AskedKey[]): readonly AskedHalf[] {
  return keys.flatMap((key) =>
    key.halfOf === undefined || !isRule(key.rule)
      ? []
      : [{ ...key, rule: key.rule, family: keyFamilyOf(key.rule) }],
  );
}

/**
 * The half keys that are hits: every pair of different families of one subject is looked up together. `notePairs` is told under
 * which outputs each subject's pairs were looked up: what a standing question keeps.
 */
export async function openPairs(
  files: SegmentFiles,
  index: PartnerIndex,
  halves: readonly HalfOutput[],
  {
    chanceMax,
    notePairs,
  }: { readonly chanceMax: number; readonly notePairs: (pairs: readonly TaggedPair[]) => void },
): Promise<readonly FoundHalf[]> {
  if (halves.length === 0) return [];
  const segments = openValues(files, index);
  const outputs = new Map(halves.map(({ key, output }) => [placeOf(key), output]));
  const keys = askedHalves(halves.map(({ key }) => key));
  const found: FoundHalf[] = [];
  for (const { pairs, chance } of pairsBySubject(keys, index.keys.sizeClass, chanceMax)) {
    const together = pairs.map((pair) => {
      const output = outputOf(outputs, pair.first, pair.second);
      return { pair, output, tag: pairTag(index.salt, output) };
    });
    notePairs(together.map(({ pair: { first, second }, tag }) => ({ first, second, tag })));
    const opened = await inBatches(together, (batch) =>
      batch.flatMap(({ pair, output, tag }) =>
        lookUpValues(segments, index.salt, output, tag).map((tags) => ({ tags, pair })),
      ),
    );
    found.push(...foundHalves(opened, chance));
    // A list's subjects have dozens of pairs each: everybody else has a turn between two of them.
    await nextTurn();
  }
  return found;
}

function outputOf(outputs: ReadonlyMap<string, Uint8Array>, first: AskedKey, second: AskedKey): Uint8Array {
  const [left, right] = [outputs.get(placeOf(first)), outputs.get(placeOf(second))];
  if (left === undefined || right === undefined)
    throw new Error('assertion failed: each half key of a question was finalized');
  return pairOutput(left, right);
}

/** Where a key stands in its question; no two stand in one place. */
export function placeOf({ keyClass, position }: Pick<AskedKey, 'keyClass' | 'position'>): string {
  return `${keyClass} ${position}`;
}

/** What one subject's opened pairs find: one pair a record is kept, the most telling. They all stand under the subject's name. */
export function foundHalves(opened: readonly OpenedPair[], chance: number): readonly FoundHalf[] {
  const byRecord = new Map<string, HalfPair<AskedHalf>>();
  for (const { tags, pair } of opened) if (!byRecord.has(tags)) byRecord.set(tags, pair);
  const keys = new Set<AskedKey>();
  for (const { first, second } of byRecord.values()) {
    const more = [first, second].filter((key) => !keys.has(key));
    if (keys.size + more.length <= HALVES_OPENED_MAX) for (const key of more) keys.add(key);
  }
  const leading = [...keys].find(({ keyClass }) => keyClass === 'person') ?? [...keys][0];
  if (leading === undefined) return [];
  const beside = [...keys].find(({ keyClass }) => keyClass !== leading.keyClass);
  const about = beside === undefined ? leading.about : aboutPair(leading.about, beside.about);
  const ordered = [leading, ...[...keys].filter((key) => key !== leading)];
  const half = { records: byRecord.size, chance };
  return ordered.map((key) => ({ ...key, half, about, canonical: leading.canonical }));
}

/** What a hit of two half keys is about: the one it stands under, with the other. */
export function aboutPair(leading: string, beside: string): string {
  return `${leading} with ${beside}`;
}

/** Our copy of the partner's sealed values, oldest first; throws `index-incomplete` when one is missing or damaged. */
export function openValues(files: SegmentFiles, index: PartnerIndex): readonly ValueSegment[] {
  return (index.segments.values ?? []).map(({ hash }) => openValuesAt(files, index.partner, hash));
}

/** One segment of a partner's sealed values; throws `index-incomplete` when it is missing or damaged. */
export function openValuesAt(files: SegmentFiles, partner: string, hash: string): ValueSegment {
  const values = files.openValues('from', partner, hash);
  if (values === null)
    throw new ExchangeError('index-incomplete', 'a segment of this partner is missing or damaged');
  return values;
}

/** The half keys of a batch with their outputs, in buffers of their own. */
export function halfOutputs(
  batch: readonly AskedKey[],
  outputAt: (at: number) => Uint8Array,
): readonly HalfOutput[] {
  return batch.flatMap((key, at) =>
    key.halfOf === undefined ? [] : [{ key, output: concatBytes(outputAt(at)) }],
  );
}
