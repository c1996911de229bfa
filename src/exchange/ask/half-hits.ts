import { setImmediate as nextTurn } from 'node:timers/promises';
import { concatBytes, groupBy } from '../../base/index.ts';
import {
  type HalfPair,
  isRule,
  keyFamilyOf,
  type KeyFamily,
  pairsToSpend,
  type Rule,
} from '../../match/index.ts';
import { lookUpValues, pairOutput } from '../../sealed/index.ts';
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

/** So many half keys of one subject are opened towards the owner at most: two records' worth. */
const HALVES_OPENED_MAX = 4;

/**
 * The half keys that are hits: every pair of different families of one subject is looked up together, and one pair a record is
 * kept, the most telling. They all stand under the subject's name.
 */
export async function openPairs(
  files: SegmentFiles,
  index: PartnerIndex,
  halves: readonly HalfOutput[],
): Promise<readonly FoundHalf[]> {
  if (halves.length === 0) return [];
  const segments = openValues(files, index);
  const found: FoundHalf[] = [];
  for (const own of groupBy(halves, ({ key }) => key.halfOf ?? -1).values()) {
    const pairs = pairsToSpend(own.flatMap(withFamily), index.keys.sizeClass);
    const opened = await inBatches(pairs, (batch) =>
      batch.flatMap((pair) => {
        const together = pairOutput(pair.first.output, pair.second.output);
        return lookUpValues(segments, index.salt, together).map((tags) => ({ tags, pair }));
      }),
    );
    const byRecord = new Map<string, HalfPair<AskedHalf>>();
    for (const { tags, pair } of opened) if (!byRecord.has(tags)) byRecord.set(tags, pair);
    const chance = pairs.reduce((sum, pair) => sum + pair.chance, 0);
    found.push(...foundIn([...byRecord.values()], { records: byRecord.size, chance }));
    // A list's subjects have a thousand pairs each: everybody else has a turn between two of them.
    await nextTurn();
  }
  return found;
}

interface AskedHalf extends HalfOutput {
  readonly rule: Rule;
  readonly value: string;
  readonly family: KeyFamily;
}

function withFamily({ key, output }: HalfOutput): readonly AskedHalf[] {
  if (!isRule(key.rule)) return [];
  return [{ key, output, rule: key.rule, value: key.value, family: keyFamilyOf(key.rule) }];
}

function foundIn(pairs: readonly HalfPair<AskedHalf>[], half: FoundHalf['half']): readonly FoundHalf[] {
  const keys = new Set<AskedKey>();
  for (const { first, second } of pairs) {
    const more = [first.key, second.key].filter((key) => !keys.has(key));
    if (keys.size + more.length <= HALVES_OPENED_MAX) for (const key of more) keys.add(key);
  }
  const leading = [...keys].find(({ keyClass }) => keyClass === 'person') ?? [...keys][0];
  if (leading === undefined) return [];
  const beside = [...keys].find(({ keyClass }) => keyClass !== leading.keyClass);
  const about = beside === undefined ? leading.about : `${leading.about} with ${beside.about}`;
  const ordered = [leading, ...[...keys].filter((key) => key !== leading)];
  return ordered.map((key) => ({ ...key, half, about, canonical: leading.canonical }));
}

/** Our copy of the partner's sealed values, oldest first; throws `index-incomplete` when one is missing or damaged. */
function openValues(files: SegmentFiles, index: PartnerIndex): Parameters<typeof lookUpValues>[0] {
  return (index.segments.values ?? []).map((entry) => {
    const values = files.openValues('from', index.partner, entry.hash);
    if (values === null)
      throw new ExchangeError('index-incomplete', 'a segment of this partner is missing or damaged');
    return values;
  });
}

/** The half keys of a batch with their outputs, in buffers of their own. */
export function halfOutputs(
  batch: readonly AskedKey[],
  outputOf: (at: number) => Uint8Array,
): readonly HalfOutput[] {
  return batch.flatMap((key, at) =>
    key.halfOf === undefined ? [] : [{ key, output: concatBytes(outputOf(at)) }],
  );
}
