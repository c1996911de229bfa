import { type JSX, useState } from 'react';
import type { IntakeRunDetail, QuarantinedRow } from '../../api/contract.ts';
import { useKeys } from '../keyboard.ts';
import { Icon } from '../parts/icon.tsx';
import { View } from '../parts/states.tsx';
import { useQuarantine } from '../queries.ts';
import { countOf } from '../time.ts';
import { useWords } from '../words.ts';
import { Bytes } from './bytes.tsx';

interface QuarantineProps {
  readonly run: IntakeRunDetail;
  readonly reason: string | null;
  readonly onReason: (reason: string) => void;
}

/** Reasons on the left; the chosen reason's rows, one at a time, with their bytes. */
export function Quarantine({ run, reason, onReason }: QuarantineProps): JSX.Element {
  const t = useWords();
  const rows = useQuarantine(run.id);
  return (
    <>
      <section className="panel" aria-label={t('intake.quarantine')}>
        <header>
          <h2>{t('intake.quarantine')}</h2>
          <span className="grow" />
          <span className="tag warn">{t('intake.quarantine.rows', { count: run.rows.quarantined })}</span>
        </header>
        <div className="scroll">
          {run.reasons.length === 0 && <p className="state c-2">{t('intake.quarantine.none')}</p>}
          <ul>
            {run.reasons.map((item) => (
              <li key={item.reason}>
                <button
                  type="button"
                  className={item.reason === reason ? 'reason on' : 'reason'}
                  aria-pressed={item.reason === reason}
                  onClick={() => onReason(item.reason)}
                >
                  <span>{item.sentence}</span>
                  <b className="num">{countOf(item.count)}</b>
                </button>
              </li>
            ))}
          </ul>
          <div className="pad">
            <p className="note">
              <Icon name="info" />
              {t('intake.quarantine.note')}
            </p>
          </div>
        </div>
      </section>
      <View of={rows}>
        {(all) => <RowPane key={reason ?? ''} rows={all.filter((row) => row.reason === reason)} />}
      </View>
    </>
  );
}

function RowPane({ rows }: { readonly rows: readonly QuarantinedRow[] }): JSX.Element {
  const t = useWords();
  const [at, setAt] = useState(0);
  const row = rows[at];
  const step = (by: 1 | -1): void => setAt(Math.max(0, Math.min(rows.length - 1, at + by)));
  useKeys({ j: () => step(1), k: () => step(-1) });
  if (row === undefined) {
    return (
      <section className="panel">
        <p className="state c-2">{t('intake.row.select')}</p>
      </section>
    );
  }
  return (
    <section className="panel" aria-label={t('intake.row', { number: countOf(row.number) })}>
      <header>
        <h2>{t('intake.row', { number: countOf(row.number) })}</h2>
        <span className="grow" />
        <span className="meta">{t('intake.row.of', { index: at + 1, total: rows.length })}</span>
        <button
          type="button"
          className="btn sm"
          aria-label={t('intake.row.previous')}
          onClick={() => step(-1)}
        >
          <Icon name="left" small /> <kbd aria-hidden="true">K</kbd>
        </button>
        <button type="button" className="btn sm" aria-label={t('intake.row.next')} onClick={() => step(1)}>
          <Icon name="right" small /> <kbd aria-hidden="true">J</kbd>
        </button>
      </header>
      <div
        className="scroll pad stack"
        tabIndex={0}
        role="group"
        aria-label={t('intake.row', { number: countOf(row.number) })}
      >
        <p className="big">{row.sentence}</p>
        <Bytes row={row} />
        <RowFields row={row} />
      </div>
    </section>
  );
}

function RowFields({ row }: { readonly row: QuarantinedRow }): JSX.Element | null {
  const t = useWords();
  if (row.fields.length === 0) return null;
  return (
    <table>
      <thead>
        <tr>
          <th>{t('intake.field')}</th>
          <th className="lt">{t('intake.range')}</th>
          <th>{t('intake.as')}</th>
          <th>{t('intake.state')}</th>
        </tr>
      </thead>
      <tbody>
        {row.fields.map((field) => (
          <tr key={field.field}>
            <td className="mono">{field.field}</td>
            <td className="lt">{field.range ?? '–'}</td>
            <td>{field.readAs}</td>
            <td className="c-2">{field.state}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
