import type { PasswordCost } from '../../src/oversight/index.ts';

/** For officers of tests: what a password costs in earnest (a quarter of a second) is tested where it is made. */
export const QUICK_PASSWORDS: PasswordCost = { N: 16, r: 1, p: 1 };
