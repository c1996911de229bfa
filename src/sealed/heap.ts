import sodium from 'libsodium-wrappers-sumo';
import { assert } from '../base/index.ts';

/**
 * libsodium's own functions on its own heap. The wrapper allocates, copies and frees at each call; here every operand
 * has a fixed place in one scratch area, which is wiped after each use of a secret.
 */
interface RawSodium {
  readonly HEAPU8: Uint8Array;
  _malloc(length: number): number;
  _crypto_core_ristretto255_is_valid_point(point: number): number;
  _crypto_core_ristretto255_from_hash(out: number, uniform: number): number;
  _crypto_core_ristretto255_add(out: number, left: number, right: number): number;
  _crypto_core_ristretto255_scalar_reduce(out: number, wide: number): void;
  _crypto_core_ristretto255_scalar_invert(out: number, scalar: number): number;
  _crypto_core_ristretto255_scalar_mul(out: number, left: number, right: number): void;
  _crypto_core_ristretto255_scalar_sub(out: number, left: number, right: number): void;
  _crypto_scalarmult_ristretto255(out: number, scalar: number, point: number): number;
  _crypto_scalarmult_ristretto255_base(out: number, scalar: number): number;
}

const SCRATCH_BYTES = 256;

/** The heap with the addresses of the scratch area: `wide` takes 64 bytes, `left`, `right` and `out` 32 each. */
export interface Heap {
  readonly raw: RawSodium;
  readonly wide: number;
  readonly left: number;
  readonly right: number;
  readonly out: number;
}

let opened: Heap | null = null;

/** Resolves when libsodium is loaded. */
export async function sodiumReady(): Promise<void> {
  await sodium.ready;
  if (opened !== null) return;
  const { libsodium: raw } = sodium as unknown as { readonly libsodium: RawSodium };
  const start = raw._malloc(SCRATCH_BYTES);
  opened = { raw, wide: start, left: start + 64, right: start + 96, out: start + 128 };
}

/** The heap; asserts that `sealedReady` of ready.ts was awaited. */
export function heap(): Heap {
  assert(opened !== null, 'sealedReady() was not awaited');
  return opened;
}

/** Copies bytes to an address. The view is taken anew each time: the memory may have grown since. */
export function put({ raw }: Heap, address: number, bytes: Uint8Array): void {
  raw.HEAPU8.set(bytes, address);
}

/** A copy of `length` bytes at an address. */
export function take({ raw }: Heap, address: number, length: number): Uint8Array {
  return raw.HEAPU8.slice(address, address + length);
}

/** Overwrites the scratch area with zeros. */
export function wipeScratch({ raw, wide }: Heap): void {
  raw.HEAPU8.fill(0, wide, wide + SCRATCH_BYTES);
}
