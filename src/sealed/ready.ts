import { type Arithmetic, arithmeticChosen, useArithmetic } from './arithmetic.ts';
import { sodiumReady } from './heap.ts';
import { openKernel } from './kernel/kernel.ts';
import { selfTest } from './kernel/self-test.ts';
import { sodiumArithmetic } from './sodium-arithmetic.ts';

/**
 * Resolves when this room can compute; every other function may be called from then on. The kernel is used if it loads and
 * passes its test on this machine, else libsodium alone, with the reason in `sealedArithmetic()`.
 */
export async function sealedReady(): Promise<void> {
  await sodiumReady();
  if (!arithmeticChosen()) useArithmetic(...chooseArithmetic(openKernel));
}

/** The kernel that `open` gives, or libsodium and why. */
export function chooseArithmetic(open: () => Arithmetic): [Arithmetic, string | null] {
  try {
    const kernel = open();
    const failure = selfTest(kernel);
    return failure === null
      ? [kernel, null]
      : [sodiumArithmetic, `the sealed kernel failed its test: ${failure}`];
  } catch (error) {
    const why = error instanceof Error ? error.message : 'unknown';
    return [sodiumArithmetic, `the sealed kernel does not load: ${why}`];
  }
}
