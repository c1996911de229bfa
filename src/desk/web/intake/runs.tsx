import { type JSX, useState } from 'react';
import type { IntakeRunView } from '../../api/contract.ts';
import { neighbour, useKeys } from '../keyboard.ts';
import { useDesk } from '../desk-context.ts';
import { may } from '../shell/rooms.ts';
import { View } from '../parts/states.tsx';
import { useRuns } from '../queries.ts';
import { go } from '../router.ts';
import { countOf, momentOf, tookOf } from '../time.ts';
import { Withdrawals } from './withdrawals.tsx';
import { codeWord, useWords, type Words } from '../words.ts';

/** All runs, newest first, each with where its rows went. */
export function Runs(): JSX.Element {
  const t = useWords();
  const runs = useRuns();
  const mayRead = may(useDesk().officer, 'view-withdrawals');
  const [chosen, setChosen] = useState<string | null>(null);
  const ids = (runs.data ?? []).map(({ id }) => id);
  useKeys({
    j: () => setChosen(neighbour(ids, chosen, 1)),
    k: () => setChosen(neighbour(ids, chosen, -1)),
    Enter: () => chosen !== null && go(`/intake/${chosen}`),
  });
  return (
    <main className={mayRead ? 'runs-grid' : undefined}>
      <h1 className="sr">{t('intake.title')}</h1>
      <section className="panel" aria-label={t('intake.runs')}>
        <header>
          <h2>{t('intake.runs')}</h2>
          <span className="meta">{t('intake.runs.note')}</span>
        </header>
        <div className="scroll" tabIndex={0} role="group" aria-label={t('intake.runs')}>
          <View of={runs} rows={16}>
            {(items) => (items.length === 0 ? <NoRuns /> : <RunTable runs={items} chosen={chosen} />)}
          </View>
        </div>
      </section>
      {mayRead && <Withdrawals />}
    </main>
  );
}

const FIRST_COMMAND = 'entente intake run FILE --mapping MAPPING.yaml';

function NoRuns(): JSX.Element {
  const t = useWords();
  return (
    <div className="state">
      <p>{t('intake.none')}</p>
      <code className="mono tag line">{FIRST_COMMAND}</code>
    </div>
  );
}

function RunTable({
  runs,
  chosen,
}: {
  readonly runs: readonly IntakeRunView[];
  readonly chosen: string | null;
}): JSX.Element {
  const t = useWords();
  return (
    <table>
      <thead>
        <tr>
          <th className="lt">{t('intake.started')}</th>
          <th className="lt">{t('intake.source')}</th>
          <th>{t('intake.origin')}</th>
          <th className="lt">{t('intake.state')}</th>
          <th className="lt num">{t('intake.read')}</th>
          <th className="lt num">{t('intake.accepted')}</th>
          <th className="lt num">{t('intake.unchanged')}</th>
          <th className="lt num">{t('intake.quarantined')}</th>
          <th className="lt num">{t('intake.skipped')}</th>
          <th className="lt num">{t('intake.took')}</th>
          <th className="lt">{t('intake.balance')}</th>
        </tr>
      </thead>
      <tbody>
        {runs.map((run) => (
          <RunRow key={run.id} run={run} on={run.id === chosen} />
        ))}
      </tbody>
    </table>
  );
}

const TONES = { running: 'tag act', published: 'tag ok', discarded: 'tag warn', failed: 'tag late' } as const;

function RunRow({ run, on }: { readonly run: IntakeRunView; readonly on: boolean }): JSX.Element {
  const t = useWords();
  const { rows } = run;
  const open = (): void => go(`/intake/${run.id}`);
  return (
    <tr className="opens" aria-selected={on} onClick={open}>
      <td className="lt">
        <button type="button" className="cell-link" onClick={open}>
          {momentOf(t, run.startedAt)}
        </button>
      </td>
      <td className="lt">{run.source}</td>
      <td>
        <span className="mono">{run.origin}</span> <span className="meta">{howRead(t, run)}</span>
      </td>
      <td className="lt">
        <span className={TONES[run.state]} title={run.why}>
          {t(`intake.state.${run.state}`)}
        </span>
      </td>
      <td className="lt num">{countOf(rows.read)}</td>
      <td className="lt num">{countOf(rows.accepted)}</td>
      <td className="lt num">{countOf(rows.unchanged)}</td>
      <td className={rows.quarantined > 0 ? 'lt num c-warn' : 'lt num'}>{countOf(rows.quarantined)}</td>
      <td className="lt num">{countOf(skippedOf(run))}</td>
      <td className="lt num">{run.tookMs === null ? '–' : tookOf(t, run.tookMs)}</td>
      <td className={run.balanced ? 'lt c-ok' : 'lt c-late'}>
        {t(run.balanced ? 'intake.balances.short' : 'intake.unbalanced')}
      </td>
    </tr>
  );
}

/** "CSV, full load". */
export function howRead(t: Words, { format, mode }: IntakeRunView): string {
  const kind = format === '' ? '' : `${codeWord(t, 'format', format)}, `;
  return kind + t(`intake.mode.${mode}`);
}

/** All rows that were skipped, whatever the coded reason. */
export function skippedOf(run: IntakeRunView): number {
  return Object.values(run.rows.skipped).reduce((sum, count) => sum + count, 0);
}
