import { beforeAll, describe, expect, it } from 'vitest';
import { concatBytes, toHex, utf8 } from '../base/index.ts';
import { heap } from './heap.ts';
import {
  blind,
  blindEvaluate,
  blindScalar,
  deriveKeyPair,
  elementPath,
  ELEMENTS_MAX,
  elementsRoot,
  evaluate,
  evaluateMany,
  finalize,
  generateProof,
  joinElements,
  keyInput,
  sealedReady,
  tag,
  verifyProof,
} from './index.ts';
import { bytes, drawn, readVectors } from './vectors.test-kit.ts';

const code = (name: string): unknown => expect.objectContaining({ name: 'SealedError', code: name });
const ORDER = 'edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010';

describe('the suite', () => {
  beforeAll(sealedReady);

  const owner = (): { secretKey: Uint8Array; publicKey: Uint8Array } =>
    deriveKeyPair(drawn('owner', 32), 'person');
  const elements = (count: number): Uint8Array[] =>
    Array.from({ length: count }, (_, index) =>
      blind(utf8(`x${index}`), blindScalar(drawn('asker', 32), index)),
    );

  it('refuses the identity, a non-canonical and a random string among good elements, and answers nothing', () => {
    const good = elements(2);
    const hostile = [new Uint8Array(32), bytes(`ed${'ff'.repeat(30)}7f`), bytes(`01${'00'.repeat(31)}`)];
    for (const element of hostile) {
      const batch = concatBytes(good[0] ?? new Uint8Array(), element, good[1] ?? new Uint8Array());
      expect(() => blindEvaluate(owner().secretKey, batch)).toThrow(code('element-invalid'));
    }
  });

  it('refuses an empty batch, half an element and one element more than 4,096', () => {
    const { secretKey } = owner();
    for (const length of [0, 31, 33, 32 * (ELEMENTS_MAX + 1)])
      expect(() => blindEvaluate(secretKey, new Uint8Array(length))).toThrow(code('batch-size'));
  });

  it('refuses zero, the group order and a short string as a key or a blind', () => {
    const [element = new Uint8Array()] = elements(1);
    for (const scalar of [new Uint8Array(32), bytes(ORDER), new Uint8Array(31)]) {
      expect(() => blindEvaluate(scalar, element)).toThrow(code('key-invalid'));
      expect(() => evaluate(scalar, utf8('x'))).toThrow(code('key-invalid'));
      expect(() => blind(utf8('x'), scalar)).toThrow(code('scalar-invalid'));
      expect(() => finalize(utf8('x'), scalar, element)).toThrow(code('scalar-invalid'));
    }
  });

  it('draws different scalars for each place of one seed, and the same ones again', () => {
    const scalars = Array.from({ length: 100 }, (_, index) => toHex(blindScalar(drawn('seed', 32), index)));
    expect(new Set(scalars).size).toBe(100);
    expect(toHex(blindScalar(drawn('seed', 32), 7))).toBe(scalars[7]);
  });

  it('refuses a proof of other elements, another key, another order, and a changed bit', () => {
    const { secretKey, publicKey } = owner();
    const blinded = joinElements(elements(3));
    const evaluated = blindEvaluate(secretKey, blinded);
    const proof = generateProof(secretKey, publicKey, blinded, evaluated);
    verifyProof(publicKey, blinded, evaluated, proof);

    const stranger = deriveKeyPair(drawn('stranger', 32), 'person');
    const elsewhere = blindEvaluate(stranger.secretKey, blinded);
    const swapped = concatBytes(evaluated.slice(32, 64), evaluated.slice(0, 32), evaluated.slice(64));
    const bent = Uint8Array.from(proof, (byte, index) => (index === 40 ? byte ^ 1 : byte));
    expect(() => verifyProof(publicKey, blinded, elsewhere, proof)).toThrow(code('proof-invalid'));
    expect(() => verifyProof(stranger.publicKey, blinded, evaluated, proof)).toThrow(code('proof-invalid'));
    expect(() => verifyProof(publicKey, blinded, swapped, proof)).toThrow(code('proof-invalid'));
    expect(() => verifyProof(publicKey, blinded, evaluated, bent)).toThrow(code('proof-invalid'));
    expect(() => verifyProof(publicKey, blinded, evaluated.slice(32), proof)).toThrow(code('batch-size'));
    expect(() => verifyProof(new Uint8Array(32), blinded, evaluated, proof)).toThrow(code('key-invalid'));
  });

  it('gives each part of a key its length, so no two keys share an input', () => {
    // "entente" is 7 bytes, version 1 is 0001, "imei" 4 bytes, "35" 2 bytes.
    expect(toHex(keyInput(1, 'imei', '35'))).toBe(
      '0007656e74656e7465' + '00020001' + '0004696d6569' + '00023335',
    );
    expect(toHex(keyInput(1, 'imei3', '5'))).not.toBe(toHex(keyInput(1, 'imei', '35')));
    expect(() => keyInput(1, 'imei', 'x'.repeat(70_000))).toThrow(code('input-invalid'));
    expect(() => keyInput(70_000, 'imei', '35')).toThrow(code('input-invalid'));
  });

  it('leaves no secret key in libsodium’s memory', () => {
    const { secretKey } = owner();
    evaluateMany(secretKey, [utf8('a'), utf8('b')]);
    blindEvaluate(secretKey, joinElements(elements(2)));
    expect(() => evaluateMany(secretKey, [new Uint8Array(70_000)])).toThrow(code('input-invalid'));
    const memory = Buffer.from(heap().raw.HEAPU8.buffer);
    expect(memory.indexOf(Buffer.from(secretKey))).toBe(-1);
  });
});

interface OwnVector {
  readonly keyClass: string;
  readonly keyVersion: number;
  readonly keySeed: string;
  readonly secretKey: string;
  readonly publicKey: string;
  readonly blindSeed: string;
  readonly salt: string;
  readonly root: string;
  readonly keys: readonly (Record<
    'rule' | 'value' | 'input' | 'scalar' | 'blinded' | 'evaluated' | 'output' | 'tag',
    string
  > & {
    readonly path: readonly string[];
  })[];
}

describe('vectors/sealed-v1.json', () => {
  beforeAll(sealedReady);

  it('follows one question of three keys from value to tag', () => {
    const vector = readVectors<OwnVector>('sealed-v1.json');
    const { secretKey, publicKey } = deriveKeyPair(bytes(vector.keySeed), vector.keyClass);
    expect([secretKey, publicKey].map(toHex)).toEqual([vector.secretKey, vector.publicKey]);
    const blinded = vector.keys.map((key) => bytes(key.blinded));
    expect(toHex(elementsRoot(blinded))).toBe(vector.root);
    for (const [index, key] of vector.keys.entries()) {
      const input = keyInput(vector.keyVersion, key.rule, key.value);
      const scalar = blindScalar(bytes(vector.blindSeed), index);
      const element = blind(input, scalar);
      const evaluated = blindEvaluate(secretKey, element);
      const output = finalize(input, scalar, evaluated);
      const found = [input, scalar, element, evaluated, output, tag(bytes(vector.salt), output)].map(toHex);
      expect(found).toEqual([key.input, key.scalar, key.blinded, key.evaluated, key.output, key.tag]);
      expect(elementPath(blinded, index).map(toHex)).toEqual(key.path);
    }
  });

  it('gives another tag under another partner’s salt', () => {
    const output = evaluate(deriveKeyPair(drawn('owner', 32), 'person').secretKey, utf8('x'));
    expect(toHex(tag(drawn('salt of fio', 32), output))).not.toBe(
      toHex(tag(drawn('salt of ard', 32), output)),
    );
    expect(() => tag(drawn('short', 16), output)).toThrow(code('key-invalid'));
    expect(() => tag(drawn('salt', 32), output.slice(1))).toThrow(code('input-invalid'));
  });
});
