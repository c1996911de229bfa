import type { PartnerIndex } from '../follow/partner-index.ts';
import type { PlannedKey } from './half-asked.ts';

/** Nothing of a question can be compared with what such a partner publishes: it is asked nothing, and not answered. */
export const NOTHING_PUBLISHED = {
  code: 'rules-not-published',
  why: 'its version publishes nothing of what is asked about',
} as const;

/**
 * Of the keys of a question those whose rules a partner's manifest names, and the rules that it does not name: a newer version of ours
 * has rules that an older one of theirs does not publish, while the values of all others compare as before. What `stands` is asked all the same:
 * the partner may publish it tomorrow.
 */
export function publishedBy(
  index: PartnerIndex | null,
  keys: readonly PlannedKey[],
  stands: boolean,
): { readonly keys: readonly PlannedKey[]; readonly unpublished: readonly string[] } {
  if (index === null) return { keys, unpublished: [] };
  const isPublished = ({ keyClass, rule }: PlannedKey): boolean =>
    (index.segments.rules[keyClass] ?? []).includes(rule);
  const unpublished = [...new Set(keys.filter((key) => !isPublished(key)).map(({ rule }) => rule))];
  return { keys: stands ? keys : keys.filter(isPublished), unpublished };
}
