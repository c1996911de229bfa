import { randomBytes } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { concatBytes } from '../../src/base/index.ts';
import { KEY_VERSION } from '../../src/match/index.ts';
import {
  buildKeptValues,
  deriveKeyPair,
  evaluateMany,
  keyInput,
  lookUpValues,
  openValueSegment,
  OUTPUT_BYTES,
  pairOutput,
  recordTag,
  sealedReady,
} from '../../src/sealed/index.ts';
import { figure } from './attacker.ts';

const HELD = 50;
const KNOWN = 100;
const keysOf = (rule: string, value: string, seed: Uint8Array, keyClass: string): readonly Uint8Array[] => {
  const inputs = Array.from({ length: KNOWN }, (_, at) => keyInput(KEY_VERSION, rule, `${value} ${at}`));
  const outputs = evaluateMany(deriveKeyPair(seed, keyClass).secretKey, inputs);
  return inputs.map((_, at) => outputs.slice(at * OUTPUT_BYTES, (at + 1) * OUTPUT_BYTES));
};

/** Half keys count in pairs of two families. Who has a outputs of one and b of the other tests a · b pairs: what does that come to? */
describe('a member that keeps the outputs of half keys', () => {
  const salts = [new Uint8Array(randomBytes(32)), new Uint8Array(randomBytes(32))] as const;
  let names: readonly Uint8Array[];
  let firms: readonly Uint8Array[];
  let phones: readonly Uint8Array[];
  let copies: readonly ReturnType<typeof openValueSegment>[];
  beforeAll(async () => {
    await sealedReady();
    const seed = new Uint8Array(randomBytes(32));
    names = keysOf('names', 'velhane', seed, 'person');
    firms = keysOf('organisation', 'falohan', seed, 'place');
    phones = keysOf('phone', '+33639984', seed, 'communication');
    copies = salts.map((salt) => {
      const secret = new Uint8Array(randomBytes(32));
      // Record n has name n and firm n, and a phone that is published whole, in an index of its own.
      const behind = Array.from({ length: HELD }, (_, at) => ({
        output: pairOutput(names[at] ?? new Uint8Array(), firms[at] ?? new Uint8Array()),
        tags: concatBytes(
          recordTag(secret, `r${at}`, 'person-name'),
          recordTag(secret, `r${at}`, 'organisation'),
        ),
      }));
      const outputs = concatBytes(...behind.map(({ output }) => output));
      const tags = concatBytes(...behind.map((one) => one.tags));
      const keeper = { key: randomBytes(32), about: 'pairs', padTo: 1, seed: randomBytes(32) };
      const [kept] = buildKeptValues({ ...keeper, kind: 'base', salt, outputs, tags });
      return openValueSegment(kept?.segment ?? new Uint8Array());
    });
  });

  const opened = (at: 0 | 1, left: readonly Uint8Array[], right: readonly Uint8Array[]): number => {
    const copy = copies[at];
    const salt = salts[at];
    if (copy === undefined) throw new Error('there are two copies');
    return left
      .flatMap((one) => right.map((other) => lookUpValues([copy], salt, pairOutput(one, other)).length))
      .reduce((sum, count) => sum + count, 0);
  };

  it('tests every pair of them, and finds what is held in both: the price of half keys', () => {
    const began = performance.now();
    const both = opened(0, names, firms);
    const perSecond = Math.round((KNOWN * KNOWN) / ((performance.now() - began) / 1_000));
    figure(
      `${KNOWN} names and ${KNOWN} firms evaluated: ${KNOWN * KNOWN} pairs tested with ${2 * KNOWN} elements, about ${perSecond} a second, ${both} of ${HELD} records found`,
    );
    expect(both).toBe(HELD);
  });

  it('joins no two of one family, and no name with a phone', () => {
    const found = [
      opened(0, names, names),
      opened(0, firms, firms),
      opened(0, names, phones),
      opened(0, firms, phones),
    ];
    figure(
      `the same outputs, two names, two firms, a name and a phone, a firm and a phone of one record: ${found.join(', ')} of ${KNOWN * KNOWN} pairs each open`,
    );
    expect(found).toEqual([0, 0, 0, 0]);
  });

  it('that lends its outputs to another member spends both budgets on one list: the cap over all partners is for that', () => {
    // The key of an epoch is one for all partners; the salt, and so the copy, is each one's own.
    const half = KNOWN / 2;
    const together = opened(1, names.slice(0, half), firms) + opened(1, names.slice(half), firms);
    const foreign = lookUpValues(
      copies.slice(1),
      salts[0],
      pairOutput(names[0] ?? new Uint8Array(), firms[0] ?? new Uint8Array()),
    );
    figure(
      `names of one member and firms of another, in the other's copy: ${together} of ${HELD} found; with the wrong salt ${foreign.length}`,
    );
    expect([together, foreign.length]).toEqual([HELD, 0]);
  });
});
