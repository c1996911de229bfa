import type { JSX } from 'react';
import { Icon, type IconName } from '../parts/icon.tsx';
import { useRequests } from '../queries.ts';
import { useDesk } from '../desk-context.ts';
import { follow, type Room } from '../router.ts';
import { useWords } from '../words.ts';
import { mayOpen, roomsOf } from './rooms.ts';

const ICONS: Readonly<Record<Room, IconName>> = {
  ask: 'search',
  network: 'network',
  requests: 'inbox',
  intake: 'stack',
  people: 'person',
  ledger: 'book',
};

interface RailProps {
  readonly room: Room;
  readonly onHelp: () => void;
  /** Somewhere was gone to: on a narrow window the drawer closes. */
  readonly onGone: () => void;
}

/** The rooms that are open to the role; beside Requests the number that waits for a decision here. */
export function Rail({ room, onHelp, onGone }: RailProps): JSX.Element {
  const t = useWords();
  const { officer } = useDesk();
  const requests = useRequests(mayOpen(officer, 'requests'));
  const waiting = (requests.data ?? []).filter(
    ({ direction, state }) => direction === 'incoming' && state === 'waiting',
  ).length;
  return (
    <nav className="nav" id="rooms" aria-label={t('rail.label')}>
      {roomsOf(officer).map((name) => (
        <a
          key={name}
          href={`/${name}`}
          aria-current={name === room ? 'page' : undefined}
          onClick={(event) => {
            follow(event, `/${name}`);
            onGone();
          }}
        >
          <Icon name={ICONS[name]} />
          {t(`rail.${name}`)}
          {name === 'requests' && waiting > 0 && (
            <span className="tag n act">
              <span className="sr">{t('rail.requests.waiting')}</span>
              {waiting}
            </span>
          )}
        </a>
      ))}
      <button type="button" className="btn min sm help" onClick={onHelp}>
        {t('rail.help')} <kbd aria-hidden="true">?</kbd>
      </button>
    </nav>
  );
}
