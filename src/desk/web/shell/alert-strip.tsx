import type { JSX } from 'react';
import { useDesk } from '../desk-context.ts';
import { Icon } from '../parts/icon.tsx';
import { useStatus } from '../queries.ts';
import { follow } from '../router.ts';
import { useWords } from '../words.ts';
import { may } from './rooms.ts';

/** How many alerts nobody has seen: for roles that may read them, else none. */
export function useUnseenAlerts(): number {
  return useStatus().data?.alerts?.unseen ?? 0;
}

/**
 * Under the bar of every page while an alert is not seen: that there is one and where, never what it is about. It stays
 * until somebody has seen it, and moves nothing else.
 */
export function AlertStrip(): JSX.Element | null {
  const t = useWords();
  const { officer } = useDesk();
  const unseen = useUnseenAlerts();
  if (unseen === 0 || !may(officer, 'read-standing')) return null;
  return (
    <aside className="alert-strip" aria-label={t('standing.alerts')}>
      <Icon name="bell" />
      <span role="status">{t('standing.strip', { count: unseen })}</span>
      <a className="btn sm pri" href="/standing" onClick={(event) => follow(event, '/standing')}>
        {t('standing.strip.open')} <kbd aria-hidden="true">G</kbd> <kbd aria-hidden="true">S</kbd>
      </a>
    </aside>
  );
}
