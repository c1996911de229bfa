import { type JSX, useState } from 'react';
import type { IntakeRunDetail } from '../../api/contract.ts';
import { useKeys } from '../keyboard.ts';
import { View } from '../parts/states.tsx';
import { useRun } from '../queries.ts';
import { follow, go } from '../router.ts';
import { countOf, momentOf, tookOf } from '../time.ts';
import { useWords } from '../words.ts';
import { Quality } from './quality.tsx';
import { Quarantine } from './quarantine.tsx';
import { howRead, skippedOf } from './runs.tsx';

/** One run: where every row went, what stands in quarantine and why, how good each field is. */
export function RunPage({ id }: { readonly id: string }): JSX.Element {
  const t = useWords();
  const run = useRun(id);
  const [reason, setReason] = useState<string | null>(null);
  useKeys({ Escape: () => go('/intake') });
  if (run.data === undefined) {
    return (
      <main>
        <section className="panel">
          <View of={run}>{() => null}</View>
        </section>
      </main>
    );
  }
  return (
    <main className="run-grid">
      <h1 className="sr">{t('intake.title')}</h1>
      <Balance run={run.data} />
      <Quarantine
        run={run.data}
        reason={reason ?? run.data.reasons[0]?.reason ?? null}
        onReason={setReason}
      />
      <Quality run={run.data} />
    </main>
  );
}

const FATES = ['accepted', 'unchanged', 'quarantined', 'skipped'] as const;

function Balance({ run }: { readonly run: IntakeRunDetail }): JSX.Element {
  const t = useWords();
  const counts = {
    accepted: run.rows.accepted,
    unchanged: run.rows.unchanged,
    quarantined: run.rows.quarantined,
    skipped: skippedOf(run),
  };
  const title = t('intake.run', { time: momentOf(t, run.startedAt) });
  const took = run.tookMs === null ? '–' : tookOf(t, run.tookMs);
  return (
    <section className="panel balance" aria-label={title}>
      <header>
        <a className="btn sm" href="/intake" onClick={(event) => follow(event, '/intake')}>
          {t('intake.all')} <kbd aria-hidden="true">Esc</kbd>
        </a>
        <h2>{title}</h2>
        <span className="tag line">{run.source}</span>
        <span className="meta cut grow">
          {t('intake.format', { format: howRead(t, run), origin: run.origin, took })}
        </span>
        {run.state !== 'published' && (
          <span className="tag warn" title={run.why}>
            {t(`intake.state.${run.state}`)}
          </span>
        )}
        <span className={run.balanced ? 'tag ok' : 'tag late'}>
          {t(run.balanced ? 'intake.balances' : 'intake.unbalanced')}
        </span>
      </header>
      <dl className="fates">
        <div>
          <dd className="big">{countOf(run.rows.read)}</dd>
          <dt className="meta">{t('intake.rows-read')}</dt>
        </div>
        {FATES.map((fate) => (
          <div
            key={fate}
            data-sign={fate === 'accepted' ? '=' : '+'}
            className={fate === 'quarantined' && counts[fate] > 0 ? 'c-warn' : undefined}
          >
            <dd className="big">{countOf(counts[fate])}</dd>
            <dt className="meta">{t(`intake.fate.${fate}`)}</dt>
          </div>
        ))}
      </dl>
      <div className="fate-bar" aria-hidden="true">
        {FATES.map((fate) => (
          <i key={fate} className={fate} style={{ flexGrow: counts[fate] }} />
        ))}
      </div>
      <p className="meta cells">
        {t('intake.cells', {
          read: countOf(run.cells.read),
          stated: countOf(run.cells.stated),
          empty: countOf(run.cells.empty),
          unknown: countOf(run.cells.unknown),
          bad: countOf(run.cells.bad),
        })}
        {run.why !== undefined && ` · ${run.why}`}
      </p>
    </section>
  );
}
