/** Who may touch the seeds of the epochs: the sealer's files of room exchange, and nobody else outside room sealed. */
import { dirname, join } from 'node:path';
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
      'src/exchange/seal/sealer.ts',
    ]);
  });

  it('goes from the sealer to the threads that build an index, and has no other name anywhere', () => {
    // keys of TLS and of envelopes are Node's own key objects: room wire calls them privateKey
    expect(filesWith(/\bsecretKey\b/)).toEqual([
      'src/exchange/publish/small-index.ts',
      'src/exchange/seal/sealer-host.ts',
      'src/exchange/seal/sealer.ts',
    ]);
    expect(filesWith(/\.evaluateKeys\(/)).toEqual([
      'src/exchange/seal/sealer-host.ts',
      'src/exchange/seal/sealer.ts',
    ]);
  });

  it('comes from a seed that one file reads, which only the sealer and whoever opens it know', () => {
    expect(filesWith(/epoch-\$\{/)).toEqual(['src/exchange/seal/seed-files.ts']);
    const known = served
      .filter(({ imports }) => imports.some(({ from }) => from.endsWith('/seed-files.ts')))
      .map(({ file }) => file);
    expect(known.toSorted()).toEqual([
      'src/exchange/index.ts',
      'src/exchange/seal/sealer-host.ts',
      'src/exchange/seal/sealer.ts',
    ]);
    expect(filesWith(/\bopenSeedFiles\b/)).toEqual([
      'src/exchange/index.ts',
      'src/exchange/seal/sealer-host.ts',
      'src/exchange/seal/seed-files.ts',
      'src/open-sealer.ts',
    ]);
  });

  it('is in a process of its own without anything else of a server: no database, no desk, no line to partners', () => {
    const reached = new Set<string>();
    const follow = (file: string): void => {
      if (reached.has(file)) return;
      reached.add(file);
      const source = served.find((one) => one.file === file);
      for (const { from, typeOnly } of source?.imports ?? [])
        if (!typeOnly && from.startsWith('.')) follow(join(dirname(file), from));
    };
    follow('src/exchange/seal/sealer-program.ts');
    const rooms = new Set([...reached].map((file) => file.split('/')[1] ?? ''));
    expect([...rooms].toSorted()).toEqual(['base', 'exchange', 'model', 'sealed']);
  });
});
