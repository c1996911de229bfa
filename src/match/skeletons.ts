import { NAME_SHARES } from './name-shares.ts';
import { nameTokens } from './name.ts';

/**
 * How likely a person carries a skeleton by chance. Two estimates, the larger holds: a table of common names, and a chain
 * of sound classes, which gives every skeleton a figure (short ones large ones). The chain's figures are aggregates in
 * thousandths: how often one class follows another in names of many languages.
 */
const CLASSES = 'APFTSXKHLMNR';
/** Rows: what came before ('^' the beginning). Columns: the classes in order, then the end. */
const FOLLOWS: Readonly<Record<string, readonly number[]>> = {
  '^': [79, 109, 80, 84, 103, 85, 129, 66, 46, 110, 50, 58, 1],
  A: [1, 53, 59, 100, 102, 32, 89, 16, 194, 92, 149, 97, 16],
  P: [1, 25, 26, 153, 64, 30, 62, 17, 118, 12, 97, 257, 138],
  F: [1, 7, 9, 77, 80, 62, 50, 10, 143, 11, 124, 165, 262],
  T: [1, 20, 62, 28, 51, 12, 44, 8, 59, 58, 131, 170, 358],
  S: [1, 34, 45, 130, 32, 7, 75, 8, 82, 57, 118, 45, 366],
  X: [1, 25, 54, 56, 79, 12, 77, 62, 72, 69, 140, 125, 228],
  K: [1, 29, 42, 61, 95, 14, 17, 5, 111, 44, 105, 178, 298],
  H: [1, 22, 24, 74, 82, 17, 39, 2, 94, 245, 208, 124, 72],
  L: [1, 34, 81, 90, 105, 20, 67, 16, 18, 67, 95, 45, 363],
  M: [1, 50, 16, 151, 85, 32, 48, 70, 65, 11, 144, 155, 174],
  N: [1, 11, 33, 141, 106, 17, 137, 12, 27, 12, 26, 42, 435],
  R: [1, 33, 46, 144, 118, 33, 101, 17, 45, 44, 105, 10, 304],
};

/** Names a person carries that could coincide. */
const NAMES_A_PERSON = 2.4;
/** Real names clump around the chain's average; measured, so that the expected figure is not below the observed one. */
const CLUMPING = 4.5;

/** A name that one person bears is borne by others too (kin, namesakes): no share is taken to be smaller than this. */
const SHARE_MIN = 6e-5;

const COMMON = buildCommon();

/** The share of people who carry this skeleton among their names, between 0 and 1. */
export function skeletonShare(skeleton: string): number {
  const known = memory.get(skeleton);
  if (known !== undefined) return known;
  const share = shareAfresh(skeleton);
  if (memory.size >= MEMORY_MAX) memory.clear();
  memory.set(skeleton, share);
  return share;
}

const MEMORY_MAX = 20_000;
const memory = new Map<string, number>();

function shareAfresh(skeleton: string): number {
  const chained = NAMES_A_PERSON * CLUMPING * chainShare(skeleton);
  return Math.min(1, Math.max(SHARE_MIN, chained, COMMON.get(skeleton) ?? 0));
}

function chainShare(skeleton: string): number {
  let share = 1;
  let before = '^';
  for (const sound of skeleton) {
    share *= (FOLLOWS[before]?.[CLASSES.indexOf(sound)] ?? 1) / 1000;
    before = sound;
  }
  return share * ((FOLLOWS[before]?.[CLASSES.length] ?? 1) / 1000);
}

function buildCommon(): ReadonlyMap<string, number> {
  const shares = new Map<string, number>();
  for (const [perThousand, names] of Object.entries(NAME_SHARES)) {
    for (const name of new Set(names.split(' '))) {
      for (const token of nameTokens(name)) {
        shares.set(token.skeleton, (shares.get(token.skeleton) ?? 0) + Number(perThousand) / 1000);
      }
    }
  }
  return shares;
}
