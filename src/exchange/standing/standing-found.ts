/** What of that which was found at a partner says something new. */
import type { KeyClass } from '../../model/index.ts';
import type { Transaction } from '../../store/index.ts';
import { readElements } from '../ask/asked-elements.ts';
import type { FoundElement } from '../ask/find-hits.ts';
import type { ExchangeContext } from '../context.ts';
import type { PartnerIndex } from '../follow/partner-index.ts';
import type { Watching } from './standing-opened.ts';
import { halvesOfPairs, type PairFound } from './standing-pairs.ts';
import { type HitThings, readHitThings } from './standing-things.ts';

/** An element whose tag the partner's index holds now. */
export interface Place {
  readonly keyClass: KeyClass;
  readonly position: number;
  /** It came with a delta: the partner has published this very key since. A base may only say again what was there before. */
  readonly inDelta: boolean;
}

/** What one question finds in the news. */
export interface Found {
  readonly places: readonly Place[];
  readonly pairs: readonly PairFound[];
}

/** The found elements that say something new, full keys and the half keys of a pair. */
export async function newsAmong(
  context: ExchangeContext,
  tx: Transaction,
  one: Watching,
  { partner, keys: { sizeClass } }: PartnerIndex,
  { places, pairs }: Found,
): Promise<readonly FoundElement[]> {
  const { keys } = await readElements(context, tx, { question_id: one.question_id, partner });
  const earlier = await readHitThings(context, tx, one.standing_id, partner);
  const full = keys.filter((key) => {
    const at = places.filter((place) => place.keyClass === key.keyClass && place.position === key.position);
    return (
      at.length > 0 &&
      isNews(
        earlier,
        key.canonical,
        at.some((place) => place.inDelta),
      )
    );
  });
  const halves = halvesOfPairs(keys, sizeClass, pairs).flatMap(({ halves: own, inDelta }) =>
    own.filter(({ canonical }) => isNews(earlier, canonical, inDelta)),
  );
  return [...full, ...halves];
}

/**
 * Of a thing that was never hit at this partner, or of one whose hits are all closed and whose key the partner has now published
 * again. A base that answers a merge says nothing new.
 */
function isNews(earlier: readonly HitThings[], thing: string, inDelta: boolean): boolean {
  const before = earlier.filter((hit) => hit.things.has(thing));
  return before.length === 0 || (inDelta && before.every((hit) => !hit.isOpen));
}
