import type { JSX } from 'react';
import { useDesk } from '../desk-context.ts';
import { LoadingSteps } from '../sign-in/loading-steps.tsx';
import type { Room } from '../router.ts';
import { useWords } from '../words.ts';
import { roomsOf } from './rooms.ts';

/** An address that this role does not open; for who opens none, how far the server got. */
export function NotYours({ room }: { readonly room: Room }): JSX.Element {
  const t = useWords();
  const { officer } = useDesk();
  const none = roomsOf(officer).length === 0;
  const title = t(none ? 'state.no-room' : 'state.not-yours');
  const why = none
    ? t('state.no-room.why')
    : t('state.not-yours.why', { role: t(`role.${officer.role}`), room: t(`rail.${room}`) });
  return (
    <main>
      <section className="panel" aria-label={title}>
        <header>
          <h1>{title}</h1>
        </header>
        <div className="pad stack">
          <p className="c-2">{why}</p>
          {none && <LoadingSteps />}
        </div>
      </section>
    </main>
  );
}
