/** Scripts that a reader of Latin letters meets in records: what a voice and the line's direction need to know. */
const SCRIPTS: readonly (readonly [letters: RegExp, lang: string, dir: 'rtl' | 'ltr'])[] = [
  [/\p{Script=Arabic}/u, 'und-Arab', 'rtl'],
  [/\p{Script=Hebrew}/u, 'und-Hebr', 'rtl'],
  [/\p{Script=Cyrillic}/u, 'und-Cyrl', 'ltr'],
  [/\p{Script=Greek}/u, 'und-Grek', 'ltr'],
];

/** Language and direction of a text by its script; nothing for Latin letters, whose language nobody wrote down. */
export function scriptOf(text: string): { readonly lang?: string; readonly dir?: 'rtl' | 'ltr' } {
  const found = SCRIPTS.find(([letters]) => letters.test(text));
  if (found === undefined) return {};
  // The first letter decides the direction, as in any line: a Latin word with an Arabic one behind it runs left to right.
  const [first = ''] = /\p{L}/u.exec(text) ?? [];
  return { lang: found[1], dir: found[0].test(first) ? found[2] : 'ltr' };
}
