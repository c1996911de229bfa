import type { JSX } from 'react';
import type { ScreeningView } from '../../api/contract.ts';
import { Icon } from '../parts/icon.tsx';
import { Meter } from '../parts/meter.tsx';
import { follow } from '../router.ts';
import { clockTime, countOf } from '../time.ts';
import { useWords, type Words } from '../words.ts';

interface ProgressProps {
  readonly view: ScreeningView;
  readonly busy: boolean;
  readonly onStop: () => void;
  readonly onForget: () => void;
}

/** How far it is and what it found, and the two ways to end it. */
export function Progress({ view, busy, onStop, onForget }: ProgressProps): JSX.Element {
  const t = useWords();
  const runs = view.state === 'looking' || view.state === 'asking';
  return (
    <section className="panel list-top" aria-label={t('list.progress')}>
      <header>
        <h2 className="nw">{t(`list.state.${view.state}`)}</h2>
        <span className="meta cut grow">
          {`${view.case.reference} ${view.case.title} · ${t(`purpose.${view.purpose}`)} · ${factsOf(t, view)}`}
        </span>
        {runs ? (
          <button type="button" className="btn sm" disabled={busy} onClick={onStop}>
            <Icon name="stop" small />
            {t('list.stop')} <kbd aria-hidden="true">S</kbd>
          </button>
        ) : (
          <button type="button" className="btn sm" disabled={busy} onClick={onForget}>
            <Icon name="cross" small />
            {t('list.forget')} <kbd aria-hidden="true">X</kbd>
          </button>
        )}
        <a className="btn sm" href="/ask" onClick={(event) => follow(event, '/ask')}>
          {t('list.back')}
        </a>
      </header>
      <div className="list-parts">
        <Part
          word={t('list.here')}
          done={view.here.done}
          of={view.here.total}
          said={t('list.here.done', {
            done: countOf(view.here.done),
            total: countOf(view.here.total),
            hits: countOf(view.here.hits),
          })}
        />
        {view.sealed !== null && (
          <Part
            word={t('list.sealed')}
            done={view.sealed.asked}
            of={view.sealed.rows}
            said={t('list.sealed.done', {
              asked: countOf(view.sealed.asked),
              rows: countOf(view.sealed.rows),
              hits: countOf(view.sealed.hits),
              questions: countOf(view.sealed.questionsAsked),
              total: countOf(view.sealed.questions),
            })}
          />
        )}
        <p className="meta">{endOf(t, view)}</p>
      </div>
    </section>
  );
}

interface PartProps {
  readonly word: string;
  readonly done: number;
  readonly of: number;
  readonly said: string;
}

function Part({ word, done, of, said }: PartProps): JSX.Element {
  return (
    <div
      role="progressbar"
      aria-label={word}
      aria-valuemin={0}
      aria-valuemax={of}
      aria-valuenow={done}
      aria-valuetext={said}
    >
      <p className="row">
        <b className="nw">{word}</b>
        <span className="meta cut">{said}</span>
      </p>
      <Meter value={done} of={of} tone="act" />
    </div>
  );
}

function factsOf(t: Words, { list }: ScreeningView): string {
  const unused =
    list.unusedColumns.length === 0
      ? ''
      : ` · ${t('list.unused', { columns: list.unusedColumns.join(', ') })}`;
  return t(`list.format.${list.format}`, { lines: countOf(list.lines), rows: countOf(list.rows) }) + unused;
}

/** What is gone already, and when the rest goes. */
function endOf(t: Words, { state, forgottenAt, sealed, code }: ScreeningView): string {
  const when = forgottenAt === null ? '' : t('list.kept', { time: clockTime(forgottenAt) });
  if (state === 'looking') return t('list.end.looking');
  if (state === 'asking') return t('list.end.asking');
  if (state === 'looked') return `${t('list.end.looked')} ${when}`;
  if (state === 'stopped' && sealed !== null) return `${t('list.end.charged')} ${when}`;
  if (state === 'failed') return `${t('list.end.failed', { code: code ?? '' })} ${when}`;
  return `${t('list.end.over')} ${when}`;
}
