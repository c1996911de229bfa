import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { concatBytes, sha256, toHex, utf8 } from '../base/index.ts';
import {
  blind,
  blindScalar,
  checkOpening,
  elementPath,
  elementsRoot,
  keyInput,
  paddedCount,
  sealedReady,
  shuffle,
  verifyElement,
} from './index.ts';
import { drawn } from './vectors.test-kit.ts';

const code = (name: string): unknown => expect.objectContaining({ name: 'SealedError', code: name });
const elements = (count: number): Uint8Array[] =>
  Array.from({ length: count }, (_, index) => drawn(`e${index}`, 32));

describe('opening the blind', () => {
  beforeAll(sealedReady);

  it('hashes three elements as RFC 9162 §2.1.1 draws the tree: ((a b) c)', () => {
    const [a, b, c] = elements(3).map((element) =>
      sha256(concatBytes(Uint8Array.of(0), utf8('entente-element'), element)),
    );
    const none: Uint8Array = new Uint8Array();
    const node = (left = none, right = none): Uint8Array => sha256(Uint8Array.of(1), left, right);
    expect(toHex(elementsRoot(elements(3)))).toBe(toHex(node(node(a, b), c)));
    expect(elementPath(elements(3), 2).map(toHex)).toEqual([toHex(node(a, b))]);
  });

  it('proves every place of every question up to 40 elements, and no other place', () => {
    for (let count = 1; count <= 40; count += 1) {
      const blinded = elements(count);
      const root = elementsRoot(blinded);
      for (const [index, element] of blinded.entries()) {
        const path = elementPath(blinded, index);
        verifyElement({ root, count, index, element, path });
        const wrong = [
          { root, count, index: (index + 1) % count, element, path },
          { root, count, index, element: drawn('other', 32), path },
          { root, count, index, element, path: [...path, root] },
          { root: drawn('other', 32), count, index, element, path },
        ].slice(count === 1 ? 1 : 0);
        for (const each of wrong) expect(() => verifyElement(each)).toThrow(code('opening-invalid'));
      }
    }
  });

  it('refuses places that no question has', () => {
    const blinded = elements(4);
    const good = {
      root: elementsRoot(blinded),
      count: 4,
      element: drawn('e1', 32),
      path: elementPath(blinded, 1),
    };
    for (const index of [-1, 4, 1.5, Number.NaN, 2 ** 40])
      expect(() => verifyElement({ ...good, index })).toThrow(code('opening-invalid'));
    for (const count of [0, -4, 2 ** 31, Number.NaN])
      expect(() => verifyElement({ ...good, count, index: 1 })).toThrow(code('opening-invalid'));
  });

  it('accepts only the input that was blinded', () => {
    const input = keyInput(1, 'phone', '+33639984711');
    const scalar = blindScalar(drawn('question', 32), 3);
    const element = blind(input, scalar);
    checkOpening({ input, scalar, element });
    const wrong = [
      { input: keyInput(1, 'phone', '+33639984712'), scalar, element },
      { input: keyInput(2, 'phone', '+33639984711'), scalar, element },
      { input, scalar: blindScalar(drawn('question', 32), 4), element },
      { input, scalar: new Uint8Array(32), element },
      { input, scalar, element: element.slice(1) },
    ];
    for (const each of wrong) expect(() => checkOpening(each)).toThrow(code('opening-invalid'));
  });
});

describe('padding and shuffling', () => {
  beforeAll(sealedReady);

  it('shows one of five sizes', () => {
    const sizes = [1, 16, 17, 64, 65, 256, 257, 1024, 1025, 4096].map(paddedCount);
    expect(sizes).toEqual([16, 16, 64, 64, 256, 256, 1024, 1024, 4096, 4096]);
    for (const count of [0, -1, 1.5, 4097]) expect(() => paddedCount(count)).toThrow(code('batch-size'));
  });

  it('keeps every item, wherever it lands', () => {
    fc.assert(
      fc.property(fc.array(fc.integer(), { maxLength: 100 }), (items) => {
        expect(shuffle(items).toSorted((a, b) => a - b)).toEqual(items.toSorted((a, b) => a - b));
      }),
    );
  });

  it('makes each order of three as likely as the next', () => {
    // Below 3, then below 2: the six pairs of draws must give the six orders.
    const orders = [0, 1, 2].flatMap((first) =>
      [0, 1].map((second) => {
        const draws = [first, second];
        return shuffle(['a', 'b', 'c'], () => draws.shift() ?? 0).join('');
      }),
    );
    expect(new Set(orders).size).toBe(6);
  });
});
