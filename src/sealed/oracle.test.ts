import { expand_message_xmd } from '@noble/curves/abstract/hash-to-curve.js';
import { ristretto255_hasher, ristretto255_oprf } from '@noble/curves/ed25519.js';
import fc from 'fast-check';
import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { concatBytes, toHex, utf8 } from '../base/index.ts';
import { CONTEXT, expandMessage } from './hashing.ts';
import {
  blind,
  blindEvaluate,
  deriveKeyPair,
  evaluate,
  finalize,
  generateProof,
  hashToGroup,
  joinElements,
  sealedReady,
  verifyProof,
} from './index.ts';

/** @noble/curves: an implementation by other people, slow and clear. Ours must agree to the last bit. */
const noble = ristretto255_oprf.voprf;
// The function is there; its types name it in the first mode alone.
const nobleEvaluate = (secretKey: Uint8Array, input: Uint8Array): Uint8Array =>
  (noble as unknown as { evaluate(secretKey: Uint8Array, input: Uint8Array): Uint8Array }).evaluate(
    secretKey,
    input,
  );
const seeds = fc.uint8Array({ minLength: 32, maxLength: 32 });
const texts = fc.uint8Array({ maxLength: 300 });

describe('against another implementation', () => {
  beforeAll(sealedReady);

  it('expands messages alike', () => {
    const sha512 = Object.assign(
      (data: Uint8Array) => new Uint8Array(createHash('sha512').update(data).digest()),
      {
        outputLen: 64,
        blockLen: 128,
      },
    );
    fc.assert(
      fc.property(texts, fc.uint8Array({ minLength: 1, maxLength: 255 }), (message, tag) => {
        const theirs = expand_message_xmd(
          message,
          tag,
          64,
          sha512 as unknown as Parameters<typeof expand_message_xmd>[3],
        );
        expect(toHex(expandMessage(message, tag))).toBe(toHex(theirs));
      }),
      { numRuns: 200 },
    );
  });

  it('hashes to the same group elements', () => {
    const DST = concatBytes(utf8('HashToGroup-'), CONTEXT);
    fc.assert(
      fc.property(texts, (input) => {
        expect(toHex(hashToGroup(input))).toBe(
          toHex(ristretto255_hasher.hashToCurve(input, { DST }).toBytes()),
        );
      }),
      { numRuns: 100 },
    );
  });

  it('derives the same keys and gives the same outputs, blinded by either side', () => {
    fc.assert(
      fc.property(seeds, texts, texts, (seed, info, input) => {
        const ours = deriveKeyPair(seed, info);
        const theirs = noble.deriveKeyPair(seed, info);
        expect(toHex(ours.secretKey)).toBe(toHex(theirs.secretKey));
        expect(toHex(ours.publicKey)).toBe(toHex(theirs.publicKey));
        const output = toHex(nobleEvaluate(theirs.secretKey, input));
        expect(toHex(evaluate(ours.secretKey, input))).toBe(output);
        const asked = noble.blind(input);
        expect(toHex(blind(input, asked.blind))).toBe(toHex(asked.blinded));
        expect(toHex(finalize(input, asked.blind, blindEvaluate(ours.secretKey, asked.blinded)))).toBe(
          output,
        );
      }),
      { numRuns: 40 },
    );
  });

  it('each side accepts the other side’s proofs of a batch', () => {
    const batches = fc.array(texts, { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(seeds, batches, (seed, inputs) => {
        const { secretKey, publicKey } = deriveKeyPair(seed, 'person');
        const asked = inputs.map((input) => ({ input, ...noble.blind(input) }));
        const blinded = joinElements(asked.map((each) => each.blinded));
        const evaluated = blindEvaluate(secretKey, blinded);
        const items = asked.map((each, index) => ({
          ...each,
          evaluated: evaluated.slice(32 * index, 32 * index + 32),
        }));
        const outputs = noble.finalizeBatch(
          items,
          publicKey,
          generateProof(secretKey, publicKey, blinded, evaluated),
        );
        expect(outputs.map(toHex)).toEqual(inputs.map((input) => toHex(evaluate(secretKey, input))));

        const theirs = noble.blindEvaluateBatch(
          secretKey,
          publicKey,
          asked.map((each) => each.blinded),
        );
        expect(toHex(joinElements(theirs.evaluated))).toBe(toHex(evaluated));
        verifyProof(publicKey, blinded, evaluated, theirs.proof);
      }),
      { numRuns: 15 },
    );
  });
});
