import { ristretto255, ristretto255_hasher } from '@noble/curves/ed25519.js';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { concatBytes, readHex, toHex } from '../../base/index.ts';
import { type Arithmetic, sealedArithmetic } from '../arithmetic.ts';
import { reduceScalar } from '../group.ts';
import { chooseArithmetic, sealedReady } from '../ready.ts';
import { sodiumArithmetic } from '../sodium-arithmetic.ts';
import { bytes, drawn, readVectors } from '../vectors.test-kit.ts';
import { instantiateKernel, openKernel, readKernel } from './kernel.ts';

const ORDER = 2n ** 252n + 27742317777372353535851937790883648493n;
const P = 2n ** 255n - 19n;
const invalid = expect.objectContaining({ code: 'element-invalid' });

/** The number in 32 bytes, little endian. */
function little(value: bigint): Uint8Array {
  return (readHex(value.toString(16).padStart(64, '0')) ?? new Uint8Array()).reverse();
}
const pieces = (whole: Uint8Array, size: number): Uint8Array[] =>
  Array.from({ length: whole.length / size }, (_, at) => whole.subarray(at * size, (at + 1) * size));
const scalars = (label: string, count: number): Uint8Array =>
  concatBytes(...pieces(drawn(label, 64 * count), 64).map(reduceScalar));
const elements = (label: string, count: number): Uint8Array =>
  sodiumArithmetic.multiplyHashed(little(1n), drawn(label, 64 * count));

describe('the kernel', () => {
  beforeAll(sealedReady);
  const kernel = openKernel();

  const agrees = (weights: Uint8Array, uniform: Uint8Array): void => {
    const points = sodiumArithmetic.multiplyHashed(little(1n), uniform);
    for (const factors of [weights, weights.subarray(0, 32)]) {
      const expected = toHex(sodiumArithmetic.multiplyHashed(factors, uniform));
      expect(toHex(kernel.multiplyHashed(factors, uniform))).toBe(expected);
      expect(toHex(kernel.multiplyElements(factors, points))).toBe(expected);
    }
    expect(toHex(kernel.sumWeighted(weights, points))).toBe(
      toHex(sodiumArithmetic.sumWeighted(weights, points)),
    );
  };

  it('is what this room computes with', () => {
    expect(sealedArithmetic()).toEqual({ name: 'kernel', reason: null });
  });

  it('agrees with @noble/curves on any batch, one after the other in the same memory', () => {
    const uniform = fc.uint8Array({ minLength: 64, maxLength: 64 });
    const scalar = fc.bigInt({ min: 1n, max: ORDER - 1n });
    const batches = fc.array(fc.tuple(uniform, scalar), { minLength: 1, maxLength: 7 });
    fc.assert(
      fc.property(batches, (batch) => {
        const weights = concatBytes(...batch.map(([, value]) => little(value)));
        const points = batch.map(([wide]) => ristretto255_hasher.deriveToCurve?.(wide));
        const products = batch.map(([, value], at) =>
          (points[at] ?? ristretto255.Point.ZERO).multiply(value),
        );
        const sum = products.reduce((left, right) => left.add(right), ristretto255.Point.ZERO);
        const encoded = products.map((product) => toHex(product.toBytes()));
        const uniforms = concatBytes(...batch.map(([wide]) => wide));
        const own = concatBytes(...points.map((point) => point?.toBytes() ?? new Uint8Array()));
        expect(pieces(kernel.multiplyHashed(weights, uniforms), 32).map(toHex)).toEqual(encoded);
        expect(pieces(kernel.multiplyElements(weights, own), 32).map(toHex)).toEqual(encoded);
        expect(toHex(kernel.sumWeighted(weights, own))).toBe(toHex(sum.toBytes()));
      }),
      { numRuns: 25 },
    );
  });

  // The kernel takes 256 at a time, in fours: all that a last four may hold, and either side of a full load.
  it.each([1, 2, 3, 4, 5, 18, 255, 256, 257])('agrees with libsodium on a batch of %i', (count) => {
    agrees(scalars(`scalars ${count}`, count), drawn(`uniform ${count}`, 64 * count));
  });

  it('hashes and expands messages of every length around a block, and long ones, like Node', () => {
    const lengths = [...Array.from({ length: 300 }, (_, length) => length), 65_535, 0, 65_535, 65_535];
    const messages = lengths.map((length) => drawn(`message ${length}`, length));
    expect(toHex(kernel.sha512Many(messages))).toBe(toHex(sodiumArithmetic.sha512Many(messages)));
    for (const tag of [drawn('tag', 47), drawn('long tag', 255)])
      expect(toHex(kernel.expandMany(messages, tag))).toBe(toHex(sodiumArithmetic.expandMany(messages, tag)));
  });

  it('gives nothing for nothing', () => {
    expect(kernel.multiplyHashed(little(1n), new Uint8Array())).toHaveLength(0);
    expect(toHex(kernel.sumWeighted(new Uint8Array(), new Uint8Array()))).toBe('00'.repeat(32));
  });

  it('agrees on limbs and digits at their ends', () => {
    // Numbers whose limbs of 13 bits are all full or alternate, and those around p and around a word's end. Full ones take the columns
    // of a product's halves past 2^31, which must come back.
    const full = 2n ** 255n - 1n;
    const even = Array.from({ length: 10 }, (_, at) => 8191n << BigInt(26 * at)).reduce(
      (sum, limb) => sum + limb,
    );
    const numbers = [1n, 18n, 19n, P - 1n, P, P + 1n, full, even, full ^ even, 2n ** 64n - 1n, 2n ** 254n];
    // Two halves that are both 0 modulo p derive the identity, which is refused.
    const isZero = (value: bigint): boolean => value % P === 0n;
    const pairs = numbers.flatMap((left) => numbers.map((right) => [left, right] as const));
    const uniforms = pairs
      .filter((pair) => !pair.every(isZero))
      .map((pair) => concatBytes(...pair.map(little)));
    const uniform = concatBytes(...uniforms);
    // Halved and cut into digits of −7 … 8: all digits 7, all 8, all 9 (which become −7 and carry), each once more with the signs
    // that an odd scalar turns, and the order's ends, with 8 and −8 as their 63rd digit.
    const repeated = (digit: bigint): bigint => BigInt(`0x${digit.toString(16).repeat(62)}`);
    const values = [
      1n,
      2n,
      3n,
      16n,
      2n * repeated(7n),
      2n * repeated(8n),
      2n * repeated(9n),
      repeated(15n),
      ORDER - 2n * repeated(8n),
      ORDER - 2n * repeated(9n),
      ORDER - 1n,
      ORDER - 2n,
    ];
    const factors = uniforms.map((_, at) => little(values[at % values.length] ?? 1n));
    agrees(concatBytes(...factors), uniform);
  });

  it('refuses what RFC 9496 (A.2) refuses and the identity, in any lane', () => {
    const { invalidEncodings } = readVectors<{ invalidEncodings: string[] }>('rfc9496-ristretto255.json');
    const [good = new Uint8Array()] = pieces(elements('good', 1), 32);
    for (const encoding of [...invalidEncodings, '00'.repeat(32)]) {
      for (const batch of [
        [bytes(encoding), good],
        [good, bytes(encoding)],
        [good, good, bytes(encoding)],
        [good, good, good, bytes(encoding)],
        [good, good, good, good, bytes(encoding)],
      ]) {
        expect(() => kernel.multiplyElements(little(2n), concatBytes(...batch))).toThrow(invalid);
        const weights = scalars('weights', batch.length);
        expect(() => kernel.sumWeighted(weights, concatBytes(...batch))).toThrow(invalid);
      }
    }
    agrees(scalars('after', 3), drawn('after', 192));
  });

  it('refuses 64 bytes that derive the identity, as libsodium does', () => {
    // MAP(0) is the identity: 64 zero bytes derive the sum of two of them.
    for (const one of [kernel, sodiumArithmetic])
      expect(() => one.multiplyHashed(little(5n), new Uint8Array(64))).toThrow(invalid);
  });

  it('sums to the identity when two weights cancel', () => {
    const [one = new Uint8Array()] = pieces(elements('twin', 1), 32);
    const sum = kernel.sumWeighted(concatBytes(little(7n), little(ORDER - 7n)), concatBytes(one, one));
    expect(toHex(sum)).toBe('00'.repeat(32));
  });

  it('does not let one zero spoil the batch it is encoded with', () => {
    const raw = instantiateKernel(readKernel());
    const memory = new Uint8Array(raw.memory.buffer);
    const uniform = concatBytes(drawn('before', 64), new Uint8Array(64), drawn('behind', 128));
    memory.set(uniform, raw.inputs());
    memory.set(little(3n), raw.scalars());
    raw.hashedPoints(1);
    raw.multiplyAll(1);
    const results = pieces(memory.slice(raw.outputs(), raw.outputs() + 128), 32).map(toHex);
    const others = sodiumArithmetic.multiplyHashed(
      little(3n),
      concatBytes(uniform.subarray(0, 64), uniform.subarray(128)),
    );
    const [first, third, fourth] = pieces(others, 32).map(toHex);
    expect(results).toEqual([first, '00'.repeat(32), third, fourth]);
  });

  it('leaves no scalar, input or product in its memory', () => {
    const raw = instantiateKernel(readKernel());
    const memory = Buffer.from(raw.memory.buffer);
    const before = Buffer.from(memory);
    memory.set(drawn('uniform', 64 * 256), raw.inputs());
    memory.set(scalars('secret', 256), raw.scalars());
    raw.hashedPoints(64);
    raw.multiplyEach(64);
    const product = Buffer.from(memory.subarray(raw.outputs(), raw.outputs() + 32));
    raw.wipe(64);
    expect(memory.indexOf(product)).toBe(-1);
    for (const area of [raw.inputs(), raw.scalars(), raw.outputs()])
      expect(memory.subarray(area, area + 8192).every((byte) => byte === 0)).toBe(true);
    // What is left are single numbers modulo p that the last encoding went through.
    const changed = memory.reduce((count, byte, at) => count + (byte === before[at] ? 0 : 1), 0);
    expect(changed).toBeLessThan(25 * 160);
  });
});

describe('a kernel that must not be used', () => {
  beforeAll(sealedReady);

  it('does not load: libsodium computes and says why', () => {
    const [chosen, reason] = chooseArithmetic(() => openKernel(Uint8Array.of(0, 1, 2)));
    expect(chosen).toBe(sodiumArithmetic);
    expect(reason).toMatch(/^the sealed kernel does not load: /);
  });

  it('is wrong somewhere: libsodium computes and says where', () => {
    const good = openKernel();
    const bent = (result: Uint8Array): Uint8Array => result.map((byte, at) => (at === 40 ? byte ^ 1 : byte));
    const zeros = (messages: readonly Uint8Array[]): Uint8Array => new Uint8Array(64 * messages.length);
    const faults: readonly (readonly [Partial<Arithmetic>, string])[] = [
      [{ sha512Many: zeros }, 'a SHA-512 differs'],
      [{ expandMany: zeros }, 'an expanded message differs'],
      [{ multiplyHashed: () => elements('other', 1) }, 'a known hash differs'],
      [{ multiplyElements: () => elements('other', 1) }, 'a known product differs'],
      [
        {
          multiplyElements: (_, batch) =>
            batch[0] === 0xe2 ? good.multiplyElements(little(2n), batch) : batch,
        },
        'a bad encoding is taken',
      ],
      [
        { multiplyHashed: (...batch) => bent(good.multiplyHashed(...batch)) },
        'a random hash differs from libsodium',
      ],
      [
        { multiplyElements: (...batch) => bent(good.multiplyElements(...batch)) },
        'a random product differs from libsodium',
      ],
      [{ sumWeighted: () => elements('other', 1) }, 'a random sum differs from libsodium'],
    ];
    for (const [fault, where] of faults) {
      expect(chooseArithmetic(() => ({ ...good, ...fault }))).toEqual([
        sodiumArithmetic,
        `the sealed kernel failed its test: ${where}`,
      ]);
    }
  });
});
