import type { JSX } from 'react';
import { Icon, type IconName } from '../parts/icon.tsx';
import { useRequests, useStatus } from '../queries.ts';
import { useDesk } from '../desk-context.ts';
import { follow, type Room } from '../router.ts';
import { useWords, type Word } from '../words.ts';
import { useUnseenAlerts } from './alert-strip.tsx';
import { mayOpen, roomsOf } from './rooms.ts';

const ICONS: Readonly<Record<Room, IconName>> = {
  ask: 'search',
  network: 'network',
  requests: 'inbox',
  standing: 'bell',
  intake: 'stack',
  people: 'person',
  partners: 'office',
  ledger: 'book',
};

interface RailProps {
  readonly room: Room;
  readonly onHelp: () => void;
  /** Somewhere was gone to: on a narrow window the drawer closes. */
  readonly onGone: () => void;
}

/** The rooms that are open to the role; beside Requests what waits for a decision here, beside Standing the alerts nobody has seen, beside Ledger the alarms. */
export function Rail({ room, onHelp, onGone }: RailProps): JSX.Element {
  const t = useWords();
  const { officer } = useDesk();
  const status = useStatus();
  const requests = useRequests(mayOpen(officer, 'requests'));
  const waiting = (requests.data ?? []).filter(
    ({ direction, state }) => direction === 'incoming' && state === 'waiting',
  ).length;
  const counts: Readonly<Partial<Record<Room, { readonly count: number; readonly word: Word }>>> = {
    requests: { count: waiting, word: 'rail.requests.waiting' },
    standing: { count: useUnseenAlerts(), word: 'rail.standing.unseen' },
    partners: { count: status.data?.differing ?? 0, word: 'rail.partners.differing' },
    ledger: { count: status.data?.alarms ?? 0, word: 'rail.ledger.alarms' },
  };
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
          <Count of={counts[name]} />
        </a>
      ))}
      <button type="button" className="btn min sm help" onClick={onHelp}>
        {t('rail.help')} <kbd aria-hidden="true">?</kbd>
      </button>
    </nav>
  );
}

interface CountProps {
  readonly of: { readonly count: number; readonly word: Word } | undefined;
}

function Count({ of }: CountProps): JSX.Element | null {
  const t = useWords();
  if (of === undefined || of.count === 0) return null;
  return (
    <span className="tag n act">
      <span className="sr">{t(of.word)}</span>
      {of.count}
    </span>
  );
}
