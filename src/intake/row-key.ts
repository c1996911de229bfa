import type { Fate } from './field-values.ts';

/** Keys are hashed and indexed: a key of kilobytes is a mistake of the mapping or the file. */
const KEY_LENGTH_MAX = 1_000;

/** Parts joined so that no two lists of parts meet; null when one is missing. */
export function joinKey(parts: readonly Fate[]): string | null {
  let key: string | null = null;
  for (const part of parts) {
    if (part.fate !== 'stated') return null;
    const text = part.value.replaceAll('\\', '\\\\').replaceAll('|', '\\|');
    key = key === null ? text : `${key}|${text}`;
  }
  return key === null || key.length > KEY_LENGTH_MAX ? null : key;
}
