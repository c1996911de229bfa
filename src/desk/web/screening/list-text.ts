import { useSyncExternalStore } from 'react';

let text = '';
const listeners = new Set<() => void>();

/** The list before it is sent: in this page's memory alone, and gone from there when it has been sent. */
export function changeListText(next: string): void {
  text = next;
  for (const listener of listeners) listener();
}

export function useListText(): string {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => text,
  );
}

/** Lines with something in them. */
export function lineCount(list: string): number {
  return list.split(/\r\n|[\n\r]/).filter((line) => line.trim() !== '').length;
}
