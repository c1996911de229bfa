import { concatBytes, groupBy } from '../../base/index.ts';
import { KEY_VERSION } from '../../match/index.ts';
import { KEY_CLASSES, type KeyClass } from '../../model/index.ts';
import {
  blindMany,
  blindScalar,
  blindScalars,
  ELEMENT_BYTES,
  HASHED_BYTES,
  hashInputs,
  keyInput,
  paddedCount,
  shuffle,
} from '../../sealed/index.ts';
import type { PlannedKey } from './half-asked.ts';
import { splitElements } from '../seal/sealer.ts';
import { inBatches } from '../turns.ts';

/** One element of a question as it travels. */
export interface Element {
  readonly key: PlannedKey | null;
  /** Which r_j blinds it; -1 for padding, which no hit opens. */
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
  let travelled = 0;
  for (const keyClass of KEY_CLASSES) {
    const own = byClass.get(keyClass);
    if (own === undefined) continue;
    const first = before;
    const blinded = await inBatches(own, (batch, from) => blindKeys(batch, seed, first + from, hashed));
    before += own.length;
    const padding = Array.from({ length: paddedCount(blinded.length) - blinded.length }, () => null);
    batches.push({ keyClass, elements: await fillIn(shuffle([...blinded, ...padding]), seed, travelled) });
    travelled += blinded.length + padding.length;
  }
  return batches;
}

/** What padding blinds: no rule has this name, so that it opens nothing, and its owner can show that it was none. */
export function paddingInput(): Uint8Array {
  return keyInput(KEY_VERSION, 'padding', '');
}

/** The scalar of the padding at a place of the whole question; keys have numbers far below. */
export function paddingScalar(seed: Uint8Array, place: number): Uint8Array {
  return blindScalar(seed, PADDING_FROM + place);
}
const PADDING_FROM = 2 ** 24;

/** Padding in the places that are free, each under a blind of its own: to a partner any element is like any other. */
async function fillIn(
  slots: readonly (Element | null)[],
  seed: Uint8Array,
  travelled: number,
): Promise<readonly Element[]> {
  const free = slots.flatMap((slot, at) => (slot === null ? [at] : []));
  const hashed = hashInputs([paddingInput()]);
  const blinded = await inBatches(free, (batch) =>
    splitElements(
      blindMany(
        concatBytes(...batch.map(() => hashed)),
        batch.map((at) => paddingScalar(seed, travelled + at)),
      ),
    ),
  );
  const padding = blinded.values();
  return slots.map(
    (slot) => slot ?? { key: null, number: -1, blinded: padding.next().value ?? new Uint8Array() },
  );
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
