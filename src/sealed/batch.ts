import { concatBytes } from '../base/index.ts';
import { SealedError } from './errors.ts';
import { ELEMENT_BYTES } from './group.ts';

/** The most elements one class of one question may hold: the largest padded size. */
export const ELEMENTS_MAX = 4096;

/** The elements of a batch as they stand in the bytes; throws `batch-size` unless it holds 1 to 4,096 whole ones. */
export function batchElements(bytes: Uint8Array): Uint8Array[] {
  const count = bytes.length / ELEMENT_BYTES;
  if (!Number.isInteger(count) || count < 1 || count > ELEMENTS_MAX) {
    throw new SealedError(
      'batch-size',
      `a batch holds 1 to ${ELEMENTS_MAX} elements of ${ELEMENT_BYTES} bytes, got ${bytes.length} bytes`,
    );
  }
  return Array.from({ length: count }, (_, index) =>
    bytes.subarray(index * ELEMENT_BYTES, (index + 1) * ELEMENT_BYTES),
  );
}

/** The elements one after the other; throws `batch-size` for more than 4,096 or none. */
export function joinElements(elements: readonly Uint8Array[]): Uint8Array {
  const bytes = concatBytes(...elements);
  batchElements(bytes);
  return bytes;
}
