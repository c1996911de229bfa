import { NAME_SHARES } from './name-shares.ts';
import { nameTokens } from './name.ts';
import { chainShare } from './sound-chain.ts';

/**
 * How likely a person carries a skeleton by chance. Two estimates, the larger holds: a table of common names, and a chain
 * of sound classes (sound-chain.ts), which gives every skeleton a figure.
 */
const COMMON = buildCommon();

/**
 * Real names clump: a chain draws sounds, people inherit whole names. From the power of ten of the chain's figure to the
 * share of other people who carry the skeleton, as it is on the average of those that no table knows; between the knots a
 * straight line. Fitted by bench/matching/fit-chances.ts, rounded upwards.
 */
const CLUMPING: readonly (readonly [chained: number, share: number])[] = [
  [-8, -4.6],
  [-7, -4.4],
  [-6, -4.1],
  [-5, -3.6],
  [-4, -3.2],
  [-3, -2.6],
  [-2, -2],
  [0, -0.5],
];

/** The share of people who carry this skeleton among their names, between 0 and 1. */
export function skeletonShare(skeleton: string): number {
  const known = memory.get(skeleton);
  if (known !== undefined) return known;
  const share = Math.min(1, Math.max(uncommonShare(skeleton), COMMON.get(skeleton) ?? 0));
  if (memory.size >= MEMORY_MAX) memory.clear();
  memory.set(skeleton, share);
  return share;
}

/** Whether the table of common names knows the skeleton. */
export function isCommonSkeleton(skeleton: string): boolean {
  return COMMON.has(skeleton);
}

const MEMORY_MAX = 20_000;
const memory = new Map<string, number>();

function uncommonShare(skeleton: string): number {
  const chained = Math.log10(chainShare(skeleton));
  let [lowAt, low] = CLUMPING[0] ?? [0, 0];
  if (chained <= lowAt) return 10 ** low;
  for (const [at, share] of CLUMPING) {
    if (chained <= at) return 10 ** (low + ((chained - lowAt) / (at - lowAt)) * (share - low));
    [lowAt, low] = [at, share];
  }
  return 1;
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
