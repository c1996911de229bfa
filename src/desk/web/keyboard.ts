import { useEffect, useRef } from 'react';
import { readKept } from './kept.ts';

export type KeyMap = Readonly<Record<string, (() => void) | undefined>>;

/** Whether the key goes into something that is being typed in or chosen from. */
function isField(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && (target.matches('input, textarea, select') || target.isContentEditable)
  );
}

const CHORD_MS = 1_200;
let chordAt = Number.NEGATIVE_INFINITY;

/**
 * Binds keys while the page stands: `Ctrl+Enter` and `Ctrl+k` work everywhere, everything else outside fields only, single letters
 * only while they are switched on. `g a` is G, then A. A dialog on top keeps its keys to itself.
 */
export function useKeys(keys: KeyMap): void {
  const latest = useRef(keys);
  latest.current = keys;
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || document.querySelector('dialog[open]') !== null) return;
      const name = nameOf(event);
      if (name === null) return;
      const action = latest.current[name];
      if (action === undefined) return;
      event.preventDefault();
      action();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}

/** Several parts of a page listen: a key is named once an event, or the second listener would see another chord. */
const named = new WeakMap<KeyboardEvent, string | null>();

function nameOf(event: KeyboardEvent): string | null {
  const known = named.get(event);
  if (known !== undefined) return known;
  const name = readName(event);
  named.set(event, name);
  return name;
}

function readName(event: KeyboardEvent): string | null {
  if ((event.ctrlKey || event.metaKey) && event.key === 'Enter') return 'Ctrl+Enter';
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') return 'Ctrl+k';
  if (event.ctrlKey || event.metaKey || event.altKey) return null;
  if (event.key === 'Escape') return 'Escape';
  if (isField(event.target)) return null;
  // Enter and space belong to the button or link that has the focus.
  if (event.key === 'Enter')
    return event.target instanceof HTMLElement && event.target.matches('button, a, summary') ? null : 'Enter';
  if (event.key.length > 1) return event.key;
  if (readKept('letters') === 'off' && /[a-z]/i.test(event.key)) return null;
  const key = event.key.toLowerCase();
  const afterG = event.timeStamp - chordAt < CHORD_MS;
  if (key === 'g' && !afterG) {
    chordAt = event.timeStamp;
    return null;
  }
  if (!afterG) return key;
  chordAt = Number.NEGATIVE_INFINITY;
  return `g ${key}`;
}

/** J and K walk a list: the id before or after the current one, the first where none is chosen. */
export function neighbour(ids: readonly string[], current: string | null, by: 1 | -1): string | null {
  const at = current === null ? -1 : ids.indexOf(current);
  return ids[Math.max(0, Math.min(ids.length - 1, at === -1 ? 0 : at + by))] ?? null;
}
