import fc from 'fast-check';
import { expect, inject, it } from 'vitest';

it('generates from the seed that the run has printed', () => {
  expect(inject('seed')).toBeGreaterThan(0);
  expect(fc.readConfigureGlobal()?.seed).toBe(inject('seed'));
});
