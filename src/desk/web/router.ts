import { useSyncExternalStore } from 'react';

/** Pages by path, without a library: `/requests/ID` is room "requests", item "ID". */
export const ROOMS = [
  'ask',
  'network',
  'requests',
  'standing',
  'intake',
  'people',
  'partners',
  'ledger',
] as const;
export type Room = (typeof ROOMS)[number];
export interface Place {
  readonly room: Room;
  /** False at the bare address of the desk. */
  readonly named: boolean;
  readonly item: string | null;
  readonly query: URLSearchParams;
}

const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener('popstate', listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener('popstate', listener);
  };
}

export function go(path: string): void {
  if (path !== location.pathname + location.search) history.pushState(null, '', path);
  for (const listener of listeners) listener();
}

export function readPlace(path: string): Place {
  const url = new URL(path, 'http://desk');
  const [room, item] = url.pathname.split('/').slice(1);
  const known = ROOMS.find((candidate) => candidate === room) ?? 'ask';
  return {
    room: known,
    named: room !== undefined && room !== '',
    item: item === undefined || item === '' ? null : decodeURIComponent(item),
    query: url.searchParams,
  };
}

export function usePlace(): Place {
  return readPlace(useSyncExternalStore(subscribe, () => location.pathname + location.search));
}

/** For `<a>`: follows the link inside the page, unless the reader wants a new tab. */
export function follow(
  event: { ctrlKey: boolean; metaKey: boolean; preventDefault(): void },
  path: string,
): void {
  if (event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  go(path);
}
