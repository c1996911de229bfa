import type { Category } from '../model/index.ts';

/**
 * Where several rows put one person into different categories, the one that protects most holds: a row may never free
 * a person whom another row protects.
 */
export const MOST_PROTECTED_FIRST: readonly Category[] = [
  'informant',
  'uncategorised',
  'victim',
  'witness',
  'contact',
  'other',
  'suspect',
  'convicted',
];

/** The category that protects most; a claim without one counts as uncategorised. */
export function mostProtected(categories: readonly (Category | null)[]): Category {
  const named = new Set(categories.map((category) => category ?? 'uncategorised'));
  return MOST_PROTECTED_FIRST.find((category) => named.has(category)) ?? 'uncategorised';
}
