import { type JSX, useRef, useState } from 'react';
import type { ReviewPairView, ReviewSide, ReviewVerdict } from '../../api/contract.ts';
import { useKeys } from '../keyboard.ts';
import { ShapeTile } from '../parts/shape.tsx';
import { Failure, View } from '../parts/states.tsx';
import { Written } from '../parts/written.tsx';
import { useReviewPair } from '../queries.ts';
import { RecordLink } from '../record/record-link.tsx';
import { ageOf } from '../time.ts';
import { useWords } from '../words.ts';
import { Said } from './lately.tsx';
import { PairTable } from './pair-table.tsx';
import type { Judging } from './use-judging.ts';

interface PairPaneProps {
  readonly ids: readonly [left: string, right: string];
  readonly judging: Judging;
  readonly onUndo: (() => void) | null;
}

/** Two records side by side, why they agree, and the answer. */
export function PairPane({ ids, judging, onUndo }: PairPaneProps): JSX.Element {
  const t = useWords();
  const pair = useReviewPair(...ids);
  return (
    <section className="panel" aria-label={t('review.pair')}>
      <View of={pair} rows={10}>
        {(view) => <Pair view={view} judging={judging} onUndo={onUndo} />}
      </View>
    </section>
  );
}

function Pair({
  view,
  judging,
  onUndo,
}: { readonly view: ReviewPairView } & Omit<PairPaneProps, 'ids'>): JSX.Element {
  const t = useWords();
  return (
    <>
      <header>
        <h2 className="cut">{t(`review.band.${view.band}`)}</h2>
        <span className="grow" />
        {view.isOne && <span className="tag line">{t('review.is-one')}</span>}
        <span className="meta nw" title={t('review.evidence.long')}>
          {t('review.evidence', { bits: view.evidence.toFixed(0) })}
        </span>
      </header>
      <div className="scroll" tabIndex={0} role="group" aria-label={t('review.pair')}>
        <PairTable view={view} head={(side) => <SideHead side={side} />} />
        <p className="standing meta">{t('review.note')}</p>
      </div>
      {judging.error !== null && <Failure error={judging.error} acting />}
      <Answer view={view} judging={judging} onUndo={onUndo} />
    </>
  );
}

function SideHead({ side }: { readonly side: ReviewSide }): JSX.Element {
  const t = useWords();
  return (
    <span className="side-head own-0">
      <ShapeTile kind={side.kind} category={side.category} state="own" size={22} />
      <span className="stack">
        <b className="cut">
          <RecordLink id={side.entityId}>
            <Written text={side.label} />
          </RecordLink>
        </b>
        <span className="meta cut">
          {side.category !== undefined && `${t(`category.${side.category}`)} · `}
          {side.sources.join(', ')} · {ageOf(t, side.recordedOn)}
          {side.records > 1 && ` · ${t('review.records', { count: side.records })}`}
        </span>
      </span>
    </span>
  );
}

const ANSWERS = [
  ['same', 'S'],
  ['different', 'D'],
  ['unsure', 'U'],
] as const satisfies readonly (readonly [ReviewVerdict, string])[];

/** One key for each answer, on a pair that is on the screen and that nobody has judged. */
function Answer({
  view,
  judging,
  onUndo,
}: { readonly view: ReviewPairView } & Omit<PairPaneProps, 'ids'>): JSX.Element {
  const t = useWords();
  const [reason, setReason] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const { left, right, judged } = view;
  const isClosed = judged !== undefined || judging.isPending;
  const say = (verdict: ReviewVerdict): void => {
    if (isClosed) return;
    const names = `${left.label}, ${right.label}`;
    judging.judge({ left: left.entityId, right: right.entityId, verdict, reason: reason.trim(), names });
  };
  useKeys({
    s: () => say('same'),
    d: () => say('different'),
    u: () => say('unsure'),
    r: () => field.current?.focus(),
    Escape: () => field.current?.blur(),
  });
  if (judged !== undefined) {
    return (
      <footer>
        <Said judgement={judged} />
        <span className="grow" />
        <button
          type="button"
          className="btn"
          disabled={judging.isPending}
          onClick={() => judging.takeBack(judged.id)}
        >
          {t('review.take-back')}
        </button>
      </footer>
    );
  }
  return (
    <footer className="answer">
      {ANSWERS.map(([verdict, key]) => (
        <button key={verdict} type="button" className="btn" disabled={isClosed} onClick={() => say(verdict)}>
          {t(`review.verdict.${verdict}`)} <kbd aria-hidden="true">{key}</kbd>
        </button>
      ))}
      <label className="row grow">
        <span className="meta nw">{t('review.reason')}</span>
        <kbd aria-hidden="true">R</kbd>
        <input
          ref={field}
          className="input grow"
          maxLength={400}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
      </label>
      <button type="button" className="btn min" disabled={onUndo === null} onClick={() => onUndo?.()}>
        {t('review.undo')} <kbd aria-hidden="true">Z</kbd>
      </button>
    </footer>
  );
}
