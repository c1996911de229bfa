import type { JSX } from 'react';
import type { RequestListItem } from '../../api/contract.ts';
import { neighbour, useKeys } from '../keyboard.ts';
import { View } from '../parts/states.tsx';
import { useRequests } from '../queries.ts';
import { go } from '../router.ts';
import { useWords } from '../words.ts';
import { RequestGroup } from './request-group.tsx';
import { RequestPanes } from './request-panes.tsx';

/** What needs me, what waits for others, what is answered; beside it the chosen request and the decision. */
export function RequestsPage({ item }: { readonly item: string | null }): JSX.Element {
  const t = useWords();
  const requests = useRequests();
  const groups = groupsOf(requests.data ?? []);
  const order = [...groups.mine, ...groups.others, ...groups.closed].map(({ id }) => id);
  const selected = item ?? order[0] ?? null;
  const step = (by: 1 | -1): void => {
    const next = neighbour(order, selected, by);
    if (next !== null) go(`/requests/${next}`);
  };
  useKeys({ j: () => step(1), k: () => step(-1) });
  return (
    <main className="requests-grid">
      <h1 className="sr">{t('requests.title')}</h1>
      <section className="panel" aria-label={t('requests.title')}>
        <header>
          <h2>{t('requests.needs-me')}</h2>
          <span className="grow" />
          <span className="nw">
            <kbd aria-hidden="true">J</kbd> <kbd aria-hidden="true">K</kbd>
          </span>
        </header>
        <div className="scroll" tabIndex={0} role="group" aria-label={t('requests.title')}>
          <View of={requests}>
            {() => (
              <>
                {groups.mine.length === 0 && (
                  <p className="state c-2">
                    {groups.others.length === 0
                      ? t('requests.none')
                      : t('requests.none.waiting', { count: groups.others.length })}
                  </p>
                )}
                <RequestGroup items={groups.mine} selected={selected} />
                <RequestGroup title={t('requests.others')} items={groups.others} selected={selected} />
                <RequestGroup title={t('requests.closed')} items={groups.closed} selected={selected} />
              </>
            )}
          </View>
        </div>
      </section>
      {selected === null ? (
        <section className="panel span-2">
          <p className="state c-2">{t('requests.select')}</p>
        </section>
      ) : (
        <RequestPanes key={selected} id={selected} />
      )}
    </main>
  );
}

function groupsOf(items: readonly RequestListItem[]): {
  mine: readonly RequestListItem[];
  others: readonly RequestListItem[];
  closed: readonly RequestListItem[];
} {
  const byDue = [...items].sort((left, right) => left.dueAt.localeCompare(right.dueAt));
  const open = byDue.filter(({ state }) => state === 'waiting' || state === 'sending');
  return {
    mine: open.filter(({ direction }) => direction === 'incoming'),
    others: open.filter(({ direction }) => direction === 'outgoing'),
    closed: items
      .filter((item) => !open.includes(item))
      .toSorted((left, right) => right.sentAt.localeCompare(left.sentAt)),
  };
}
