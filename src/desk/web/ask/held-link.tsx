import type { JSX } from 'react';
import type { HeldAnswer } from '../../api/contract.ts';
import { follow } from '../router.ts';
import { dateOf } from '../time.ts';
import { useWords } from '../words.ts';

/** The way to the answer that is held, and since when and until when it is. */
export function HeldLink({ held }: { readonly held: HeldAnswer }): JSX.Element {
  const t = useWords();
  const path = `/requests/${held.requestId}`;
  return (
    <a href={path} onClick={(event) => follow(event, path)}>
      {t('hits.held.link', { since: dateOf(held.receivedAt), until: dateOf(held.expiresAt) })}
    </a>
  );
}
