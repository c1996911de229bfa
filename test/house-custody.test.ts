/** Who may touch the seeds of the epochs: the sealer's two files of room exchange, and nobody else outside room sealed. */
import { describe, expect, it } from 'vitest';
import { isTest } from './house/plan.ts';
import { readSources } from './house/sources.ts';

const served = readSources().filter(
  ({ file }) => file.startsWith('src/') && !file.startsWith('src/sealed/') && !isTest(file),
);
const filesWith = (pattern: RegExp): string[] =>
  served
    .filter(({ text }) => pattern.test(text))
    .map(({ file }) => file)
    .toSorted();

describe('the key of an epoch', () => {
  it('is derived, and multiplied with, in the sealer alone', () => {
    expect(filesWith(/\b(deriveKeyPair|blindEvaluate|proofSteps|generateProof)\b/)).toEqual([
      'src/exchange/sealer.ts',
    ]);
  });

  it('goes from the sealer to the threads that build an index, and has no other name anywhere', () => {
    // keys of TLS and of envelopes are Node's own key objects: room wire calls them privateKey
    expect(filesWith(/\bsecretKey\b/)).toEqual(['src/exchange/sealer.ts', 'src/exchange/small-index.ts']);
    expect(filesWith(/\.evaluateKeys\(/)).toEqual(['src/exchange/sealer.ts']);
  });

  it('comes from a seed that one file reads, which only the sealer and compose know', () => {
    expect(filesWith(/epoch-\$\{/)).toEqual(['src/exchange/seed-files.ts']);
    const known = served
      .filter(({ imports }) => imports.some(({ from }) => from.endsWith('/seed-files.ts')))
      .map(({ file }) => file);
    expect(known.toSorted()).toEqual(['src/exchange/index.ts', 'src/exchange/sealer.ts']);
    expect(filesWith(/\bopenSeedFiles\b/)).toEqual([
      'src/compose.ts',
      'src/exchange/index.ts',
      'src/exchange/seed-files.ts',
    ]);
  });
});
