import type { Measure } from './findings.ts';
import { nameWeight } from './name-weight.ts';
import type { PreparedName } from './prepared-name.ts';

/** However rare its words, a name is borne by namesakes, and however different, the same person may have taken it. */
const NAME_WEIGHT_MAX = 21;
const NAME_WEIGHT_MIN = -12;

/** The best agreement between any name of one and any of the other, and which; null when one side has none. */
export function weighNames(
  left: readonly PreparedName[],
  right: readonly PreparedName[],
  measure: Measure,
): { readonly weight: number; readonly left: PreparedName; readonly right: PreparedName } | null {
  let weight = Number.NEGATIVE_INFINITY;
  let best: [PreparedName, PreparedName] | null = null;
  for (const one of left) {
    for (const other of right) {
      const found = nameWeight(one, other) + commonness(one, other, measure);
      if (best !== null && (found < weight || (found === weight && !standsBefore([one, other], best))))
        continue;
      weight = found;
      best = [one, other];
    }
  }
  if (best === null) return null;
  // The more names are tried, the more easily one agrees by chance: by the pairs tried, which keeps false hits where one pair has them.
  if (weight > 0) weight = Math.max(0, weight - Math.log2(left.length * right.length));
  return {
    weight: Math.max(NAME_WEIGHT_MIN, Math.min(NAME_WEIGHT_MAX, weight)),
    left: best[0],
    right: best[1],
  };
}

/** Of two pairs that weigh the same one is taken whichever side or place they stand at: the first by the alphabet. */
function standsBefore(pair: readonly PreparedName[], best: readonly PreparedName[]): boolean {
  return alphabetical(pair) < alphabetical(best);
}

function alphabetical(pair: readonly PreparedName[]): string {
  return pair
    .map(({ text }) => text)
    .sort()
    .join('\n');
}

/** What is to be taken off, or added, because a word that agrees is commoner here, or rarer, than elsewhere. */
function commonness(left: PreparedName, right: PreparedName, measure: Measure): number {
  if (measure.frequencies.isShipped) return 0;
  let change = 0;
  for (const word of left.words) {
    if (word.isInitial || word.isSmall || !right.words.some(({ latin }) => latin === word.latin)) continue;
    const share = measure.frequencies.shareOf('word', word.latin, 2 ** -word.rarity);
    change += Math.max(-4, Math.min(2, -Math.log2(share) - word.rarity));
  }
  return change;
}
