import type { JSX } from 'react';
import { Runs } from './runs.tsx';
import { RunPage } from './run-page.tsx';

/** Without an item: every run. With one: its balance, its quarantine, its quality. */
export function IntakePage({ item }: { readonly item: string | null }): JSX.Element {
  return item === null ? <Runs /> : <RunPage key={item} id={item} />;
}
