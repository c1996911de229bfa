import { beforeAll, describe, expect, it } from 'vitest';
import { concatBytes, toHex } from '../base/index.ts';
import {
  blind,
  blindEvaluate,
  blindMany,
  blindScalar,
  blindScalars,
  deriveKeyPair,
  ELEMENTS_MAX,
  evaluate,
  evaluateMany,
  finalize,
  finalizeMany,
  generateProof,
  hashInputs,
  keyInput,
  proofSteps,
  sealedReady,
  verificationSteps,
  verifyProof,
} from './index.ts';
import { drawn } from './vectors.test-kit.ts';

const code = (name: string): unknown => expect.objectContaining({ name: 'SealedError', code: name });
const inputs = Array.from({ length: 9 }, (_, at) => keyInput(1, 'phone', `+33639981${at}`));
const numbers = [...inputs.keys()];

describe('the functions for batches', () => {
  beforeAll(sealedReady);
  const owner = (): { secretKey: Uint8Array; publicKey: Uint8Array } =>
    deriveKeyPair(drawn('owner', 32), 'communication');

  it('give what those for one element give', () => {
    const { secretKey } = owner();
    const scalars = blindScalars(drawn('seed', 32), numbers);
    expect(scalars.map(toHex)).toEqual(numbers.map((at) => toHex(blindScalar(drawn('seed', 32), at))));
    const single = inputs.map((input, at) => blind(input, scalars[at] ?? new Uint8Array()));
    const blinded = blindMany(hashInputs(inputs), scalars);
    expect(toHex(blinded)).toBe(toHex(concatBytes(...single)));
    const evaluated = blindEvaluate(secretKey, blinded);
    const outputs = inputs.map((input, at) =>
      finalize(input, scalars[at] ?? new Uint8Array(), evaluated.subarray(32 * at, 32 * at + 32)),
    );
    expect(toHex(finalizeMany(inputs, scalars, evaluated))).toBe(toHex(concatBytes(...outputs)));
    expect(toHex(evaluateMany(secretKey, inputs))).toBe(toHex(concatBytes(...outputs)));
    expect(outputs.map(toHex)).toEqual(inputs.map((input) => toHex(evaluate(secretKey, input))));
  });

  it('refuse what those refuse: a zero scalar, a bad element, a bad seed, an input that is too long', () => {
    const scalars = blindScalars(drawn('seed', 32), numbers);
    const withZero = scalars.map((scalar, at) => (at === 4 ? new Uint8Array(32) : scalar));
    expect(() => blindMany(hashInputs(inputs), withZero)).toThrow(code('scalar-invalid'));
    const elements = blindMany(hashInputs(inputs), scalars);
    expect(() => finalizeMany(inputs, withZero, elements)).toThrow(code('scalar-invalid'));
    const bad = Uint8Array.from(elements).fill(0xff, 96, 128);
    expect(() => finalizeMany(inputs, scalars, bad)).toThrow(code('element-invalid'));
    expect(() => blindScalars(drawn('short', 16), numbers)).toThrow(code('key-invalid'));
    expect(() => hashInputs([new Uint8Array(70_000)])).toThrow(code('input-invalid'));
    expect(() => evaluateMany(new Uint8Array(32), inputs)).toThrow(code('key-invalid'));
  });

  it('do nothing for an empty batch', () => {
    expect(blindMany(hashInputs([]), [])).toHaveLength(0);
    expect(evaluateMany(owner().secretKey, [])).toHaveLength(0);
  });

  it('prove and verify the largest batch in eight steps, with the proof that one step would give', () => {
    const { secretKey, publicKey } = owner();
    const few = blindMany(hashInputs(inputs), blindScalars(drawn('seed', 32), numbers));
    const blinded = new Uint8Array(32 * ELEMENTS_MAX);
    for (let at = 0; at < ELEMENTS_MAX; at += 1)
      blinded.set(few.subarray(32 * (at % 9), 32 * (at % 9) + 32), 32 * at);
    const evaluated = blindEvaluate(secretKey, blinded);
    const random = blindScalar(drawn('random', 32), 0);
    const proving = proofSteps(secretKey, publicKey, blinded, evaluated, random);
    // 4,096 pairs, 512 a step: seven pauses between eight steps.
    for (let pause = 0; pause < 7; pause += 1) expect(proving.next().done).toBe(false);
    const proof = proving.next();
    expect(proof.done).toBe(true);
    const whole = generateProof(secretKey, publicKey, blinded, evaluated, random);
    expect(toHex(proof.value ?? new Uint8Array())).toBe(toHex(whole));
    verifyProof(publicKey, blinded, evaluated, whole);
    // One element of the last step is another one (4,000 is 4 modulo 9).
    const bent = Uint8Array.from(evaluated);
    bent.set(evaluated.subarray(0, 32), 32 * 4000);
    expect(() => [...verificationSteps(publicKey, blinded, bent, whole)]).toThrow(code('proof-invalid'));
  });
});
