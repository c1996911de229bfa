import { assert } from '../base/index.ts';
import { sodiumArithmetic } from './sodium-arithmetic.ts';

/**
 * What this room computes over whole batches of messages and ristretto255 elements. Two make it: the kernel (four elements
 * an instruction) and libsodium with Node's SHA-512; they give the same bytes and refuse the same ones.
 *
 * `scalars` is 32 bytes, one scalar for all, or 32 bytes for each; every scalar is canonical. They are secret: neither
 * the instructions nor the addresses that an arithmetic goes through depend on them.
 */
export interface Arithmetic {
  readonly name: 'kernel' | 'libsodium';
  /** `expandMessage` of each message under the tag: 64 bytes each. */
  expandMany(messages: readonly Uint8Array[], tag: Uint8Array): Uint8Array;
  /** The SHA-512 of each message: 64 bytes each. */
  sha512Many(messages: readonly Uint8Array[]): Uint8Array;
  /** scalar · the element of each 64 uniform bytes (RFC 9496 §4.3.4): 32 bytes each. `element-invalid` for an identity. */
  multiplyHashed(scalars: Uint8Array, uniform: Uint8Array): Uint8Array;
  /** scalar · each element, 32 bytes each. `element-invalid` for an identity and for what is no canonical encoding. */
  multiplyElements(scalars: Uint8Array, elements: Uint8Array): Uint8Array;
  /** The sum of each weight · its element: 32 bytes, the identity where it comes to that. `element-invalid` as above. */
  sumWeighted(weights: Uint8Array, elements: Uint8Array): Uint8Array;
}

let chosen: Arithmetic | null = null;
let why: string | null = null;

/** The arithmetic in use; libsodium's until the kernel has passed its test. */
export function arithmetic(): Arithmetic {
  return chosen ?? sodiumArithmetic;
}

/** What computes here, and why it is not the kernel: one line for the log. */
export function sealedArithmetic(): { readonly name: Arithmetic['name']; readonly reason: string | null } {
  return { name: arithmetic().name, reason: why };
}

/** From now on this one is used; a reason says why it had to be libsodium. */
export function useArithmetic(next: Arithmetic, reason: string | null = null): void {
  assert(next.name === 'kernel' || next === sodiumArithmetic, 'there are two arithmetics');
  chosen = next;
  why = reason;
}

/** Whether one was chosen already. */
export function arithmeticChosen(): boolean {
  return chosen !== null;
}
