import { beforeAll, describe, expect, it } from 'vitest';
import { toHex } from '../base/index.ts';
import { elementFromUniform, isElement, multiply, multiplyBase } from './group.ts';
import { sealedReady } from './index.ts';
import { bytes, readVectors } from './vectors.test-kit.ts';

interface Vectors {
  readonly generatorMultiples: readonly string[];
  readonly invalidEncodings: readonly string[];
  readonly elementDerivation: readonly { readonly uniform: string; readonly element: string }[];
}

const vectors = readVectors<Vectors>('rfc9496-ristretto255.json');

describe('RFC 9496, appendix A', () => {
  beforeAll(sealedReady);

  it('A.1: encodes the multiples of the generator', () => {
    const [identity, ...multiples] = vectors.generatorMultiples;
    expect(isElement(bytes(identity ?? ''))).toBe(false);
    for (const [index, encoded] of multiples.entries()) {
      const scalar = new Uint8Array(32);
      scalar[0] = index + 1;
      expect(toHex(multiplyBase(scalar))).toBe(encoded);
      expect(isElement(bytes(encoded))).toBe(true);
    }
  });

  it('A.2: refuses each of the 29 invalid encodings', () => {
    expect(vectors.invalidEncodings).toHaveLength(29);
    const one = Uint8Array.of(1, ...new Uint8Array(31));
    for (const encoded of vectors.invalidEncodings) {
      expect(isElement(bytes(encoded))).toBe(false);
      expect(() => multiply(one, bytes(encoded))).toThrow(
        expect.objectContaining({ code: 'element-invalid' }),
      );
    }
  });

  it('A.3: derives elements from uniform bytes', () => {
    for (const { uniform, element } of vectors.elementDerivation)
      expect(toHex(elementFromUniform(bytes(uniform)))).toBe(element);
  });
});
