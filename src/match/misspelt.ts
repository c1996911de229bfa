/** The classes of sounds that a skeleton is written in; the first stands for a word that begins with a vowel. */
const CLASSES = 'APFTSXKHLMNR'.split('');
/** Longer words than any name's are not varied: their neighbours would be many. */
const LENGTH_MAX = 16;

/**
 * The skeletons one slip away from this one: a sound taken for another, left out, put in, or exchanged with the next. About 27 for
 * each sound; itself is not among them, nor are forms with a vowel elsewhere than at the beginning.
 */
export function misspeltSkeletons(skeleton: string): readonly string[] {
  if (skeleton.length > LENGTH_MAX) return [];
  const found = new Set<string>();
  for (let at = 0; at <= skeleton.length; at += 1) {
    const [before, sound, after] = [skeleton.slice(0, at), skeleton.charAt(at), skeleton.slice(at + 1)];
    for (const other of at === 0 ? CLASSES : CLASSES.slice(1)) {
      found.add(before + other + sound + after);
      if (sound !== '') found.add(before + other + after);
    }
    if (sound !== '') found.add(before + after);
    if (after !== '') found.add(before + after.charAt(0) + sound + after.slice(1));
  }
  found.delete(skeleton);
  found.delete('');
  return [...found].filter((form) => !form.slice(1).includes('A'));
}
