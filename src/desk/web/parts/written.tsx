import type { JSX } from 'react';

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
  return found === undefined ? {} : { lang: found[1], dir: found[2] };
}

/** A value as its owner wrote it, kept apart from the line around it: an Arabic name turns nothing else round. */
export function Written({ text }: { readonly text: string }): JSX.Element {
  return <bdi {...scriptOf(text)}>{text}</bdi>;
}
