import { randomInt } from 'node:crypto';
import { SealedError } from './errors.ts';

/** The only batch sizes that travel: the owner sees one of five numbers. */
export const PADDED_SIZES = [16, 64, 256, 1024, 4096] as const;

/** The smallest padded size that holds `count` elements; throws `batch-size` for none or more than 4,096. */
export function paddedCount(count: number): number {
  const size = PADDED_SIZES.find((candidate) => count <= candidate);
  if (size === undefined || count < 1 || !Number.isInteger(count))
    throw new SealedError('batch-size', `a batch holds 1 to ${PADDED_SIZES.at(-1)} elements, got ${count}`);
  return size;
}

/** The items in an order drawn from the system's randomness, each order as likely (Fisher and Yates). */
export function shuffle<Item>(items: readonly Item[], below: (limit: number) => number = randomInt): Item[] {
  const shuffled = [...items];
  for (let last = shuffled.length - 1; last > 0; last -= 1) {
    const chosen = below(last + 1);
    const item = shuffled[last] as Item;
    shuffled[last] = shuffled[chosen] as Item;
    shuffled[chosen] = item;
  }
  return shuffled;
}
