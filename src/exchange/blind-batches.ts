import { concatBytes, groupBy } from '../base/index.ts';
import { KEY_VERSION } from '../match/index.ts';
import { KEY_CLASSES, type KeyClass } from '../model/index.ts';
import {
  blindMany,
  blindScalars,
  ELEMENT_BYTES,
  HASHED_BYTES,
  hashInputs,
  keyInput,
  padWithRandomElements,
  shuffle,
} from '../sealed/index.ts';
import type { PlannedKey } from './half-asked.ts';
import { inBatches } from './turns.ts';

/** One element of a question as it travels. */
export interface Element {
  readonly key: PlannedKey | null;
  /** Which r_j blinds it; -1 for padding, which nobody opens. */
  readonly number: number;
  readonly blinded: Uint8Array;
}

export interface Batch {
  readonly keyClass: KeyClass;
  readonly elements: readonly Element[];
}

/** What a key was hashed to for the first partner serves for the others: only the blinds differ. By rule and value. */
export type HashedKeys = Map<string, Uint8Array>;

/** One batch a class: blinded, padded to a size that says little, shuffled. */
export async function blindBatches(
  keys: readonly PlannedKey[],
  seed: Uint8Array,
  hashed: HashedKeys,
): Promise<readonly Batch[]> {
  const byClass = groupBy(keys, (key) => key.keyClass);
  const batches: Batch[] = [];
  let before = 0;
  for (const keyClass of KEY_CLASSES) {
    const own = byClass.get(keyClass);
    if (own === undefined) continue;
    const first = before;
    const blinded = await inBatches(own, (batch, from) => blindKeys(batch, seed, first + from, hashed));
    before += own.length;
    const padding = padWithRandomElements(blinded.map((element) => element.blinded)).slice(blinded.length);
    const all = [...blinded, ...padding.map((element) => ({ key: null, number: -1, blinded: element }))];
    batches.push({ keyClass, elements: shuffle(all) });
  }
  return batches;
}

/** The keys under the blinds of this and the following numbers. */
function blindKeys(
  keys: readonly PlannedKey[],
  seed: Uint8Array,
  first: number,
  hashed: HashedKeys,
): readonly Element[] {
  const names = keys.map((key) => `${key.rule}\n${key.value}`);
  const fresh = keys.filter((_, at) => !hashed.has(names[at] ?? ''));
  const hashes = hashInputs(fresh.map((key) => keyInput(KEY_VERSION, key.rule, key.value)));
  for (const [at, key] of fresh.entries())
    hashed.set(`${key.rule}\n${key.value}`, hashes.subarray(at * HASHED_BYTES, (at + 1) * HASHED_BYTES));
  const blinded = blindMany(
    concatBytes(...names.map((name) => hashed.get(name) ?? new Uint8Array())),
    blindScalars(
      seed,
      keys.map((_, at) => first + at),
    ),
  );
  return keys.map((key, at) => ({
    key,
    number: first + at,
    blinded: blinded.slice(at * ELEMENT_BYTES, (at + 1) * ELEMENT_BYTES),
  }));
}
