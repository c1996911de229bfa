import type { JSX } from 'react';
import { Icon, type IconName } from '../parts/icon.tsx';
import { useRequests } from '../queries.ts';
import { follow, type Room, ROOMS } from '../router.ts';
import { useWords } from '../words.ts';

const ICONS: Readonly<Record<Room, IconName>> = {
  ask: 'search',
  network: 'network',
  requests: 'inbox',
  intake: 'stack',
  ledger: 'book',
};

/** The rooms; beside Requests the number that waits for a decision here. */
export function Rail({ room, onHelp }: { readonly room: Room; readonly onHelp: () => void }): JSX.Element {
  const t = useWords();
  const requests = useRequests();
  const waiting = (requests.data ?? []).filter(
    ({ direction, state }) => direction === 'incoming' && state === 'waiting',
  ).length;
  return (
    <nav className="nav" aria-label={t('rail.label')}>
      {ROOMS.map((name) => (
        <a
          key={name}
          href={`/${name}`}
          aria-current={name === room ? 'page' : undefined}
          onClick={(event) => follow(event, `/${name}`)}
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
