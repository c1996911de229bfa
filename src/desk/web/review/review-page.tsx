import { type JSX, useRef, useState } from 'react';
import type { ReviewPairItem, ReviewView } from '../../api/contract.ts';
import { neighbour, useKeys } from '../keyboard.ts';
import { View } from '../parts/states.tsx';
import { useReview } from '../queries.ts';
import { go } from '../router.ts';
import { countOf, momentOf } from '../time.ts';
import { useWords } from '../words.ts';
import { Lately } from './lately.tsx';
import { pairId, readPairId } from './pair-id.ts';
import { PairPane } from './pair-pane.tsx';
import { Queue } from './queue.tsx';
import { useJudging } from './use-judging.ts';

/** Records of ours that may be one and the same: the queue, two of them side by side, and one key for each answer. */
export function ReviewPage({ item }: { readonly item: string | null }): JSX.Element {
  const t = useWords();
  const review = useReview();
  const [said, setSaid] = useState('');
  const order = (review.data?.pairs ?? []).map(pairId);
  const selected = item ?? order[0] ?? null;
  const show = (id: string | null): void => go(id === null ? '/people' : `/people/${id}`);
  // Where a judgement that is taken back belongs, until the queue has it again.
  const places = useRef(new Map<string, string>());
  const judging = useJudging({
    onJudged: (judged) => {
      const id = `${judged.left}~${judged.right}`;
      places.current.set(judged.judgementId, id);
      setSaid(t(`review.said.${judged.verdict}`, { names: judged.names }));
      const at = order.indexOf(id);
      show((at === -1 ? order[0] : (order[at + 1] ?? order[at - 1])) ?? null);
    },
    onTakenBack: (judgementId) => {
      setSaid(t('review.said.taken-back'));
      show(places.current.get(judgementId) ?? selected);
    },
  });
  const last = judging.judged.at(-1);
  const undo = (): void => {
    if (last === undefined) setSaid(t('review.nothing-to-undo'));
    else if (!judging.isPending) judging.takeBack(last.judgementId);
  };
  const step = (by: 1 | -1): void => {
    const next = neighbour(order, selected, by);
    if (next !== null) show(next);
  };
  useKeys({ j: () => step(1), k: () => step(-1), z: undo });
  const pair = readPairId(selected);
  return (
    <main className="review-grid">
      <h1 className="sr">{t('rail.people')}</h1>
      <div className="review-side">
        <section className="panel" aria-label={t('review.queue')}>
          <header>
            <h2>{t('review.queue')}</h2>
            {review.data !== undefined && <span className="tag n act">{countOf(review.data.open)}</span>}
            <span className="grow" />
            <span className="nw">
              <kbd aria-hidden="true">J</kbd> <kbd aria-hidden="true">K</kbd>
            </span>
          </header>
          <div className="scroll" tabIndex={0} role="group" aria-label={t('review.queue')}>
            <View of={review}>
              {(view) => (
                <>
                  <Standing view={view} />
                  <Queue pairs={view.pairs} open={view.open} selected={selected} />
                </>
              )}
            </View>
          </div>
        </section>
        {review.data !== undefined && (
          <Lately view={review.data} onTakeBack={judging.takeBack} isPending={judging.isPending} />
        )}
      </div>
      {pair === null ? (
        <NoPair pairs={review.data?.pairs} />
      ) : (
        <PairPane key={selected} ids={pair} judging={judging} onUndo={last === undefined ? null : undo} />
      )}
      <p className="sr" role="status">
        {said}
      </p>
    </main>
  );
}

/** How many records there are, how far the comparison is. */
function Standing({ view }: { readonly view: ReviewView }): JSX.Element {
  const t = useWords();
  const state =
    view.comparedAt === null
      ? t('review.never')
      : t('review.compared', { when: momentOf(t, view.comparedAt) });
  return (
    <p className="standing meta">
      {t('review.held', { records: countOf(view.records), joined: countOf(view.joined) })}{' '}
      {view.isWaiting ? t('review.waiting') : state}
    </p>
  );
}

function NoPair({ pairs }: { readonly pairs: readonly ReviewPairItem[] | undefined }): JSX.Element {
  const t = useWords();
  return (
    <section className="panel">
      {pairs !== undefined && (
        <div className="state">
          <p>{t('review.none')}</p>
          <p className="c-2">{t('review.none.next')}</p>
        </div>
      )}
    </section>
  );
}
