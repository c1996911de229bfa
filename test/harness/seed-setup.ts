/** Before each test file: what it generates follows from the run's seed, which the run prints (global-setup.ts). */
import { readFileSync } from 'node:fs';
import { expect, inject } from 'vitest';

// Only where it is used: to load fast-check for every file would cost the run some seconds.
if (readFileSync(expect.getState().testPath ?? '', 'utf8').includes("from 'fast-check'")) {
  const { default: fc } = await import('fast-check');
  fc.configureGlobal({ seed: inject('seed') });
}
