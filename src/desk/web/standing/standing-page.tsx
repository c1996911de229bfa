import { type JSX, useState } from 'react';
import type { AlertView, StandingItem, StandingView } from '../../api/contract.ts';
import { neighbour, useKeys } from '../keyboard.ts';
import { View } from '../parts/states.tsx';
import { useStanding } from '../queries.ts';
import { go } from '../router.ts';
import { countOf } from '../time.ts';
import { useWords } from '../words.ts';
import { AlertTable } from './alert-table.tsx';
import { HereTable } from './here-table.tsx';
import { StandingList } from './standing-list.tsx';
import { StandingPane } from './standing-pane.tsx';

/** What stands and what it was alerted to; beside it one standing question with each partner's state. */
export function StandingPage({ item }: { readonly item: string | null }): JSX.Element {
  const t = useWords();
  const standing = useStanding();
  const questions = standing.data?.questions ?? [];
  const order = questions.map(({ id }) => id);
  // Who comes for an alert stands at the question that raised it.
  const newest = standing.data?.alerts.find(({ seen }) => seen === undefined)?.standingId;
  const selected = questions.find(({ id }) => id === (item ?? newest)) ?? questions[0] ?? null;
  const step = (by: 1 | -1): void => {
    const next = neighbour(order, selected?.id ?? null, by);
    if (next !== null) go(`/standing/${next}`);
  };
  useKeys({ j: () => step(1), k: () => step(-1) });
  return (
    <main className="standing-grid">
      <h1 className="sr">{t('standing.title')}</h1>
      <section className="panel" aria-label={t('standing.list')}>
        <header>
          <h2>{t('standing.list')}</h2>
          {standing.data !== undefined && <span className="tag n">{countOf(openOf(questions).length)}</span>}
          <span className="grow" />
          <span className="nw">
            <kbd aria-hidden="true">J</kbd> <kbd aria-hidden="true">K</kbd>
          </span>
        </header>
        <div className="scroll" tabIndex={0} role="group" aria-label={t('standing.list')}>
          <View of={standing}>
            {(view) => (
              <>
                <StandingList items={view.questions} alerts={view.alerts} selected={selected?.id ?? null} />
                <HereTable lines={view.here} />
              </>
            )}
          </View>
        </div>
      </section>
      {standing.data !== undefined && <Beside view={standing.data} selected={selected} />}
    </main>
  );
}

const openOf = (items: readonly StandingItem[]): readonly StandingItem[] =>
  items.filter(({ ended }) => ended === undefined);

interface BesideProps {
  readonly view: StandingView;
  readonly selected: StandingItem | null;
}

function Beside({ view, selected }: BesideProps): JSX.Element {
  const t = useWords();
  const [said, setSaid] = useState('');
  if (selected === null) {
    return (
      <section className="panel">
        <div className="state">
          <p>{t('standing.none')}</p>
          <p className="c-2">{t('standing.none.how')}</p>
        </div>
      </section>
    );
  }
  const alerts: readonly AlertView[] = view.alerts.filter(({ standingId }) => standingId === selected.id);
  return (
    <div className="standing-side">
      <AlertTable alerts={alerts} onSaid={setSaid} />
      <StandingPane key={selected.id} item={selected} onSaid={setSaid} />
      <p className="sr" role="status">
        {said}
      </p>
    </div>
  );
}
