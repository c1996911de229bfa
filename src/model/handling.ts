import { HANDLING_CODES, type HandlingCode } from './codes.ts';

/** Handling codes combine: a product of several pieces carries the union of their codes. */
export type Handling = readonly HandlingCode[];

/** The union of several pieces' codes, in the order of the list; H0 (the purpose limit) always holds. */
export function combineHandling(...pieces: readonly Handling[]): Handling {
  const all = new Set<HandlingCode>(['H0', ...pieces.flat()]);
  return HANDLING_CODES.filter((code) => all.has(code));
}

/** Whether an identifier under these codes may be asked onward without anybody's permission (H0 and H1 only). */
export function mayAskOnward(handling: Handling): boolean {
  return !handling.includes('H2') && !handling.includes('H3');
}
