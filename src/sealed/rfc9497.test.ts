import { beforeAll, describe, expect, it } from 'vitest';
import { toHex } from '../base/index.ts';
import { type Arithmetic, arithmetic, useArithmetic } from './arithmetic.ts';
import {
  blind,
  blindEvaluate,
  blindMany,
  deriveKeyPair,
  evaluate,
  evaluateMany,
  finalize,
  finalizeMany,
  generateProof,
  hashInputs,
  joinElements,
  sealedReady,
  verifyProof,
} from './index.ts';
import { openKernel } from './kernel/kernel.ts';
import { sodiumArithmetic } from './sodium-arithmetic.ts';
import { bytes, readVectors } from './vectors.test-kit.ts';

interface Vector {
  readonly name: string;
  readonly inputs: readonly string[];
  readonly blinds: readonly string[];
  readonly blinded: readonly string[];
  readonly evaluated: readonly string[];
  readonly proof: string;
  readonly proofRandomScalar: string;
  readonly outputs: readonly string[];
}
interface Vectors {
  readonly seed: string;
  readonly keyInfo: string;
  readonly secretKey: string;
  readonly publicKey: string;
  readonly vectors: readonly Vector[];
}

const file = readVectors<Vectors>('rfc9497-voprf-ristretto255-sha512.json');

describe.each([
  { name: 'the kernel', open: openKernel },
  { name: 'libsodium', open: (): Arithmetic => sodiumArithmetic },
])('RFC 9497, appendix A.1.2: VOPRF, ristretto255-SHA512, on $name', ({ open }) => {
  beforeAll(async () => {
    await sealedReady();
    const before = arithmetic();
    useArithmetic(open());
    return () => useArithmetic(before);
  });

  it('derives the key pair', () => {
    const { secretKey, publicKey } = deriveKeyPair(bytes(file.seed), bytes(file.keyInfo));
    expect(toHex(secretKey)).toBe(file.secretKey);
    expect(toHex(publicKey)).toBe(file.publicKey);
    expect(toHex(deriveKeyPair(bytes(file.seed), 'test key').publicKey)).toBe(file.publicKey);
  });

  it.each(file.vectors)('$name', (vector) => {
    const secretKey = bytes(file.secretKey);
    const publicKey = bytes(file.publicKey);
    const inputs = vector.inputs.map(bytes);
    const blinds = vector.blinds.map(bytes);

    const blinded = joinElements(
      inputs.map((input, index) => blind(input, blinds[index] ?? new Uint8Array())),
    );
    expect(toHex(blinded)).toBe(vector.blinded.join(''));

    const evaluated = blindEvaluate(secretKey, blinded);
    expect(toHex(evaluated)).toBe(vector.evaluated.join(''));

    const proof = generateProof(secretKey, publicKey, blinded, evaluated, bytes(vector.proofRandomScalar));
    expect(toHex(proof)).toBe(vector.proof);
    verifyProof(publicKey, blinded, evaluated, proof);

    expect(toHex(blindMany(hashInputs(inputs), blinds))).toBe(vector.blinded.join(''));
    expect(toHex(finalizeMany(inputs, blinds, evaluated))).toBe(vector.outputs.join(''));
    expect(toHex(evaluateMany(secretKey, inputs))).toBe(vector.outputs.join(''));
    for (const [index, input] of inputs.entries()) {
      const element = evaluated.subarray(32 * index, 32 * index + 32);
      expect(toHex(finalize(input, blinds[index] ?? new Uint8Array(), element))).toBe(vector.outputs[index]);
      expect(toHex(evaluate(secretKey, input))).toBe(vector.outputs[index]);
    }
  });
});
