import { arithmetic } from './arithmetic.ts';

const DIGEST_BYTES = 64;
/** A kernel takes 256; more at a time would only hold more memory. */
const AT_ONCE = 1_024;

/**
 * The SHA-512 of so many messages of one length, by the kernel: a call of Node's hash for each would cost several times as much. `write` makes
 * the template, or what it wrote before, the message of this place; `take` gets its digest, 64 bytes, a view.
 */
export function hashEach(
  template: Uint8Array,
  count: number,
  write: (message: Uint8Array, place: number) => void,
  take: (digest: Uint8Array, place: number) => void,
): void {
  const messages = Array.from({ length: Math.min(count, AT_ONCE) }, () => template.slice());
  for (let from = 0; from < count; from += AT_ONCE) {
    const piece = messages.slice(0, count - from);
    for (const [at, message] of piece.entries()) write(message, from + at);
    const digests = arithmetic().sha512Many(piece);
    for (let at = 0; at < piece.length; at += 1)
      take(digests.subarray(at * DIGEST_BYTES, (at + 1) * DIGEST_BYTES), from + at);
  }
}
