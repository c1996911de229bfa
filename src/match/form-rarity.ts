import { segmentsOf } from './name-script.ts';
import { formsOfRow } from './name-words.ts';
import { skeletonShare } from './skeletons.ts';
import { canonicalSpelling } from './sounds.ts';

const memory: number[] = [];

/** log2 of one in so many people who carry any form of this row of the table of everyday forms. */
export function rowRarity(row: number): number {
  const known = memory[row];
  if (known !== undefined) return known;
  const skeletons = new Set(formsOfRow(row).map((form) => canonicalSpelling(segmentsOf(form)).skeleton));
  let share = 0;
  for (const skeleton of skeletons) share += skeletonShare(skeleton);
  const rarity = -Math.log2(Math.min(SHARE_MAX, share));
  memory[row] = rarity;
  return rarity;
}

const SHARE_MAX = 0.25;
