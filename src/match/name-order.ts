import type { PreparedName } from './prepared-name.ts';
import type { PreparedSubject } from './prepared-subject.ts';
import type { PreparedWord } from './prepared-word.ts';

/** Where a file writes given names. */
export type NameOrder = 'given-first' | 'given-last';

/** Of fewer names that tell, nothing is said. */
const NAMES_MIN = 100;
/** Clerks exchange the two here and there. */
const SHARE_MIN = 0.9;

/**
 * Where a file writes given names, read from those of its names of which the first or the last word is an everyday given name and
 * the other is none; null where it writes both, or gives too few.
 */
export function countNameOrder(subjects: Iterable<PreparedSubject>): NameOrder | null {
  let [first, last] = [0, 0];
  for (const { names } of subjects) {
    const words = names[0] === undefined ? [] : tellingWords(names[0]);
    const [begins, ends] = [words[0], words.at(-1)];
    if (words.length < 2 || begins === undefined || ends === undefined) continue;
    if (begins.forms.length > 0 && ends.forms.length === 0) first += 1;
    if (ends.forms.length > 0 && begins.forms.length === 0) last += 1;
  }
  if (first + last < NAMES_MIN) return null;
  if (first >= SHARE_MIN * (first + last)) return 'given-first';
  return last >= SHARE_MIN * (first + last) ? 'given-last' : null;
}

/** The word that stands where the file writes given names; undefined where the name has one word. */
export function givenByOrder(name: PreparedName, order: NameOrder): PreparedWord | undefined {
  const words = tellingWords(name);
  if (words.length < 2) return undefined;
  return order === 'given-first' ? words[0] : words.at(-1);
}

function tellingWords({ words }: PreparedName): readonly PreparedWord[] {
  return words.filter(({ isInitial, isSmall }) => !isInitial && !isSmall);
}
