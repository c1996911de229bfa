import { createCipheriv, createHmac } from 'node:crypto';
import { assert, concatBytes, lengthPrefixed, sha256, toHex, utf8 } from '../base/index.ts';
import { SealedError } from './errors.ts';
import type { FingerprintBits, SealedClass, SegmentKind } from './segment-header.ts';

/**
 * Everything in a segment that is no key follows from a seed of 32 bytes an epoch that the owner alone has and its ledger commits to:
 * padding, the segment's own seed, free cells. To a partner it stays random. Whoever is given seed, tags and name (kept-tags.ts) builds the
 * segment again, bit for bit: there is no place in it where something else could be.
 */
export const PADDING_SEED_BYTES = 32;
const STREAM = utf8('entente-padding');
const COMMITMENT = utf8('entente-padding-seed');

/** What a segment is, apart from its tags. */
export interface SegmentShape {
  readonly keyClass: SealedClass;
  readonly kind: SegmentKind;
  readonly bits: FingerprintBits;
  /** Padding included. */
  readonly count: number;
}

/** The shape in words, as the stream of its padding names it. */
export function shapeOf({ keyClass, kind, bits, count }: SegmentShape): string {
  return `${keyClass} ${kind} ${bits} ${count}`;
}

/**
 * Random bytes that follow from the seed and from what they are for: AES-256 in counter mode under HMAC-SHA256(seed, "entente-padding" ‖
 * shape ‖ name ‖ SHA-256 of the tags). The name is random for each segment: two over the same keys have nothing in common.
 */
export function seededRandom(
  seed: Uint8Array,
  shape: string,
  name: Uint8Array,
  tags: Uint8Array,
): (length: number) => Uint8Array {
  if (seed.length !== PADDING_SEED_BYTES)
    throw new SealedError('key-invalid', `a padding seed has ${PADDING_SEED_BYTES} bytes`);
  const key = createHmac('sha256', seed)
    .update(concatBytes(STREAM, lengthPrefixed(utf8(shape)), lengthPrefixed(name), sha256(tags)))
    .digest();
  const stream = createCipheriv('aes-256-ctr', key, new Uint8Array(16));
  return (length) => {
    const bytes = stream.update(new Uint8Array(length));
    assert(bytes.length === length, 'counter mode gives as many bytes as it takes');
    return new Uint8Array(bytes.buffer, bytes.byteOffset, length);
  };
}

/** What the ledger says of an epoch's seed: it binds, and of 32 random bytes it tells nothing. In hexadecimal. */
export function paddingCommitment(epoch: number, seed: Uint8Array): string {
  return toHex(sha256(concatBytes(COMMITMENT, lengthPrefixed(utf8(String(epoch))), seed)));
}

/** The seed of one partner's segments, from the epoch's: HMAC-SHA256(seed, "entente-padding-of" ‖ partner). */
export function paddingSeedFor(seed: Uint8Array, partner: string): Uint8Array {
  const named = concatBytes(utf8('entente-padding-of'), lengthPrefixed(utf8(partner)));
  return new Uint8Array(createHmac('sha256', seed).update(named).digest());
}
