import { randomBytes } from 'node:crypto';
import { equalBytes, readHex, utf8 } from '../../base/index.ts';
import type { Arithmetic } from '../arithmetic.ts';
import { ELEMENT_BYTES, reduceScalar } from '../group.ts';
import { sodiumArithmetic } from '../sodium-arithmetic.ts';

/** RFC 9496, appendix A.3, the first string of 64 bytes and its element; A.1, the generator and its double. */
const UNIFORM =
  '5d1be09e3d0c82fc538112490e35701979d99e06ca3e2b5b54bffe8b4dc772c14d98b696a1bbfb5ca32c436cc61c16563790306c79eaca7705668b47dffe5bb6';
const ELEMENT = '3066f82a1a747d45120d1740f14358531a8f04bbffe6a819f86dfe50f44a0a46';
const GENERATOR = 'e2f2ae0a6abc4e71a884a961c500515f58e30b6aa582dd8db6a65945e08d2d76';
const DOUBLE = '6a493210f7499cd17fecb510ae0cea23a110e8d5b901f8acadd3095c73a3b919';
/** p − 1 is even and below p, but no encoding; p itself is not canonical. */
const REFUSED = [`ec${'ff'.repeat(30)}7f`, `ed${'ff'.repeat(30)}7f`, '00'.repeat(32)];

/** An odd number, so that the last pair is half empty. */
const RANDOM_ELEMENTS = 5;

/** Why the arithmetic must not be used, or null: known answers, then random elements side by side with libsodium. */
export function selfTest(candidate: Arithmetic): string | null {
  return wrongHash(candidate) ?? wrongElement(candidate);
}

/** Around one block's end, where the padding needs another. */
function wrongHash(candidate: Arithmetic): string | null {
  const messages = [0, 64, 111, 112, 128, 300].map((length) => new Uint8Array(randomBytes(length)));
  const tag = utf8('self-test');
  if (!same(candidate.sha512Many(messages), sodiumArithmetic.sha512Many(messages)))
    return 'a SHA-512 differs';
  const expanded = sodiumArithmetic.expandMany(messages, tag);
  return same(candidate.expandMany(messages, tag), expanded) ? null : 'an expanded message differs';
}

function wrongElement(candidate: Arithmetic): string | null {
  if (!same(candidate.multiplyHashed(small(1), hex(UNIFORM)), hex(ELEMENT))) return 'a known hash differs';
  if (!same(candidate.multiplyElements(small(2), hex(GENERATOR)), hex(DOUBLE)))
    return 'a known product differs';
  for (const encoding of REFUSED) {
    if (!refuses(() => candidate.multiplyElements(small(2), hex(encoding)))) return 'a bad encoding is taken';
  }
  const uniform = new Uint8Array(randomBytes(64 * RANDOM_ELEMENTS));
  const one = randomScalars(1);
  const each = randomScalars(RANDOM_ELEMENTS);
  const elements = sodiumArithmetic.multiplyHashed(one, uniform);
  if (!same(candidate.multiplyHashed(one, uniform), elements)) return 'a random hash differs from libsodium';
  for (const scalars of [one, each]) {
    const expected = sodiumArithmetic.multiplyElements(scalars, elements);
    if (!same(candidate.multiplyElements(scalars, elements), expected))
      return 'a random product differs from libsodium';
  }
  return same(candidate.sumWeighted(each, elements), sodiumArithmetic.sumWeighted(each, elements))
    ? null
    : 'a random sum differs from libsodium';
}

function randomScalars(count: number): Uint8Array {
  const scalars = new Uint8Array(count * ELEMENT_BYTES);
  for (let at = 0; at < count; at += 1) scalars.set(reduceScalar(new Uint8Array(randomBytes(64))), 32 * at);
  return scalars;
}

function small(value: number): Uint8Array {
  return Uint8Array.of(value, ...new Uint8Array(31));
}

function refuses(compute: () => unknown): boolean {
  try {
    compute();
    return false;
  } catch {
    return true;
  }
}

function same(left: Uint8Array, right: Uint8Array): boolean {
  return equalBytes(left, right);
}

function hex(text: string): Uint8Array {
  return readHex(text) ?? new Uint8Array();
}
