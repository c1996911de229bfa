import type { JSX } from 'react';
import { countryName } from '../countries.ts';
import { writtenValue } from '../time.ts';
import { codeWord, useWords, type Words } from '../words.ts';
import { Written } from './written.tsx';

interface CodedField {
  readonly property: string;
  readonly written: string;
  readonly read?: string;
}

/** A value for people: dates and codes in words, and beside a word the code as its owner wrote it. */
export function Value({ field }: { readonly field: CodedField }): JSX.Element {
  const t = useWords();
  const word = wordOf(t, field);
  if (word === null) return <Written text={writtenValue(field)} />;
  // "INCIDENT" is the word itself in capitals: nothing is added by saying it twice.
  if (word.toLowerCase() === field.written.toLowerCase()) return <>{word}</>;
  return (
    <>
      {word}{' '}
      <span className="meta mono" title={t('value.as-written')}>
        {field.written}
      </span>
    </>
  );
}

/** The word for a code; null where the value is none, or none that is known here: then it stands as it was written. */
function wordOf(t: Words, { property, written, read }: CodedField): string | null {
  const code = read ?? written;
  // What its owner's mapping has put into a word is one; a bare code without a word of ours stands as it was written.
  const known = (word: string): string | null => (word === code && read === undefined ? null : word);
  switch (property) {
    case 'sex':
      return known(codeWord(t, 'sex', code));
    case 'document-kind':
      return known(codeWord(t, 'document-kind', code));
    case 'event-kind':
      return known(codeWord(t, 'event-kind', code));
    case 'nationality':
    case 'country':
    case 'plate-country':
    case 'issuer':
      return countryName(code);
    default:
      return null;
  }
}
