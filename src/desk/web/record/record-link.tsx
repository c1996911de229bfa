import type { JSX, ReactNode } from 'react';
import { useDesk } from '../desk-context.ts';
import { follow } from '../router.ts';
import { may } from '../shell/rooms.ts';

/** A link to a record of our own, for who may consult one: it opens over the page, with an address of its own. */
export function RecordLink({
  id,
  children,
}: {
  readonly id: string;
  readonly children: ReactNode;
}): JSX.Element {
  const { officer, currentCase } = useDesk();
  if (currentCase === null || !may(officer, 'consult-record')) return <>{children}</>;
  const path = `${location.pathname}?record=${encodeURIComponent(id)}`;
  return (
    <a href={path} onClick={(event) => follow(event, path)}>
      {children}
    </a>
  );
}
