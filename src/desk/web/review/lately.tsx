import type { JSX } from 'react';
import type { JudgementView, ReviewView } from '../../api/contract.ts';
import { Written } from '../parts/written.tsx';
import { countOf, momentOf } from '../time.ts';
import { codeWord, useWords } from '../words.ts';

interface LatelyProps {
  readonly view: ReviewView;
  readonly onTakeBack: (judgementId: string) => void;
  readonly isPending: boolean;
}

/** What was judged last, by whom and why, each to be taken back; and the values that say nothing. */
export function Lately({ view, onTakeBack, isPending }: LatelyProps): JSX.Element | null {
  const t = useWords();
  if (view.lately.length + view.setAside.length === 0) return null;
  return (
    <section className="panel" aria-label={t('review.lately')}>
      <div className="scroll" tabIndex={0} role="group" aria-label={t('review.lately')}>
        {view.lately.length > 0 && <h3 className="group">{t('review.lately')}</h3>}
        <ul>
          {view.lately.map((judgement) => (
            <li key={judgement.id} className="judgement">
              <Said judgement={judgement} />
              {judgement.takenBack === undefined && (
                <button
                  type="button"
                  className="btn sm"
                  disabled={isPending}
                  onClick={() => onTakeBack(judgement.id)}
                >
                  {t('review.take-back')}
                </button>
              )}
            </li>
          ))}
        </ul>
        {view.setAside.length > 0 && <h3 className="group">{t('review.set-aside')}</h3>}
        <ul>
          {view.setAside.map(({ attribute, value, records }) => (
            <li key={attribute + value} className="judgement">
              <span className="cut grow">
                {codeWord(t, 'attribute', attribute)} <b>{value}</b>
              </span>
              <span className="meta nw">{t('review.set-aside.records', { count: countOf(records) })}</span>
            </li>
          ))}
        </ul>
      </div>
    </section>
  );
}

/** Who said what of whom, when and why. */
export function Said({ judgement }: { readonly judgement: JudgementView }): JSX.Element {
  const t = useWords();
  const { left, right, verdict, by, at, reason, takenBack } = judgement;
  return (
    <span className="stack said">
      <span>
        <b>{t(`review.verdict.${verdict}`)}</b>: <Written text={left.label} /> ·{' '}
        <Written text={right.label} />
      </span>
      <span className="meta">
        {t('review.by', { by, when: momentOf(t, at) })}
        {takenBack !== undefined &&
          ` ${t('review.taken-back', { by: takenBack.by, when: momentOf(t, takenBack.at) })}`}
      </span>
      {reason !== undefined && <span className="meta">{reason}</span>}
    </span>
  );
}
