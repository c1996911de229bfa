import i18next from 'i18next';
import { createContext, useContext } from 'react';
import { en } from './catalogue/en.ts';

/** The languages there are; another one is one more file of the same keys. */
export const LANGUAGES = { en } as const;
export type Language = keyof typeof LANGUAGES;

type Stem<K extends string> = K extends `${infer S}_one` | `${infer S}_other` ? S : K;
export type Word = Stem<keyof typeof en>;
export type Words = (word: Word, values?: Readonly<Record<string, string | number>>) => string;

/** Words in one language, plural forms chosen by the language's own rules. */
export function createWords(language: Language): Words {
  const catalogue = i18next.createInstance();
  void catalogue.init({
    lng: language,
    resources: { [language]: { translation: LANGUAGES[language] } },
    keySeparator: false,
    nsSeparator: false,
    initAsync: false,
    showSupportNotice: false,
    interpolation: { escapeValue: false },
  });
  return (word, values) => catalogue.t(word, values ?? {});
}

/** The word for a code from a list, `purpose` + `prevent-offence`; the code itself where this desk is older than it. */
export function codeWord(t: Words, list: string, code: string): string {
  const key = `${list}.${code}`;
  return key in en ? t(key as Word) : code;
}

const WordsContext = createContext<Words>(createWords('en'));
export const WordsProvider = WordsContext.Provider;

export function useWords(): Words {
  return useContext(WordsContext);
}
