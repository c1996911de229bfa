import type { JSX } from 'react';
import { Icon } from '../parts/icon.tsx';
import { useStatus } from '../queries.ts';
import { useWords } from '../words.ts';

/** Under the bar of every page, for every role, while this server asks and answers nothing: why, and for whom it waits. */
export function RestoredStrip(): JSX.Element | null {
  const t = useWords();
  const restored = useStatus().data?.restored;
  if (restored === undefined) return null;
  const { shownBy, silent } = restored;
  return (
    <aside className="restored-strip" aria-label={t('restored.label')}>
      <Icon name="stop" />
      <span role="status">
        {t('restored.strip', { shownBy })}
        {silent.length > 0 && ` ${t('restored.silent', { silent: silent.join(', ') })}`}
      </span>
    </aside>
  );
}
