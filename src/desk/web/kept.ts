import { useState } from 'react';

/** A choice that outlives the page: theme, open case, single-letter keys. Nothing of a record is ever kept here. */
export function readKept(key: string): string | null {
  try {
    return localStorage.getItem(`entente.${key}`);
  } catch {
    return null;
  }
}

export function keep(key: string, value: string): void {
  try {
    localStorage.setItem(`entente.${key}`, value);
  } catch {
    // A browser that keeps nothing: the choice holds until the page is closed.
  }
}

export function useKept(key: string, first: string): [string, (value: string) => void] {
  const [value, setValue] = useState(() => readKept(key) ?? first);
  return [
    value,
    (next) => {
      keep(key, next);
      setValue(next);
    },
  ];
}
