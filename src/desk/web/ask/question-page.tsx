import { type JSX, useState } from 'react';
import type { HitView, QuestionView } from '../../api/contract.ts';
import { neighbour, useKeys } from '../keyboard.ts';
import { View } from '../parts/states.tsx';
import { useDesk } from '../desk-context.ts';
import { useQuestion } from '../queries.ts';
import { follow, go } from '../router.ts';
import { clockTime } from '../time.ts';
import { may } from '../shell/rooms.ts';
import { useWords } from '../words.ts';
import { Earlier } from './earlier.tsx';
import { HitList } from './hit-list.tsx';
import { HitPane, type PaneMode } from './hit-pane.tsx';
import { PartnerStrip } from './partner-strip.tsx';
import { WrittenList } from '../parts/written.tsx';

/** A question that was asked: who has answered, what hit and why, and what can be done with each hit. */
export function QuestionPage({ id }: { readonly id: string }): JSX.Element {
  const question = useQuestion(id);
  const t = useWords();
  useKeys({ '/': () => go('/ask') });
  return (
    <main className="ask-grid">
      <h1 className="sr">{t('ask.title')}</h1>
      {question.data === undefined ? (
        <section className="panel ask-top">
          <View of={question}>{() => null}</View>
        </section>
      ) : (
        <Answers question={question.data} />
      )}
    </main>
  );
}

function Answers({ question }: { readonly question: QuestionView }): JSX.Element {
  const t = useWords();
  const [chosen, setChosen] = useState<string | null>(null);
  const [mode, setMode] = useState<PaneMode>('why');
  const asks = may(useDesk().officer, 'ask-partners');
  const { hits } = question;
  const selected = hits.find(({ id }) => id === chosen) ?? hits[0] ?? null;
  const select = (id: string | null): void => {
    setChosen(id);
    setMode('why');
  };
  const step = (by: 1 | -1): void =>
    select(
      neighbour(
        hits.map(({ id }) => id),
        selected?.id ?? null,
        by,
      ),
    );
  const open = (next: PaneMode): (() => void) | undefined =>
    asks && selected?.state === 'sealed' ? () => setMode(next) : undefined;
  useKeys({
    j: () => step(1),
    k: () => step(-1),
    r: open('request'),
    Enter: open('request'),
    n: open('aside'),
    Escape: () => setMode('why'),
  });
  return (
    <>
      <section className="panel ask-top" aria-label={t('hits.question')}>
        <header>
          <span className="meta">{t('hits.question')}</span>
          <b className="cut grow">
            <WrittenList text={question.about.join(' · ')} />
          </b>
          <span className="meta nw">{`${question.case.reference} ${question.case.title} · ${t(`purpose.${question.purpose}`)}`}</span>
          <a className="btn sm" href="/ask" onClick={(event) => follow(event, '/ask')}>
            {t(asks ? 'ask.new' : 'ask.reader')} <kbd aria-hidden="true">/</kbd>
          </a>
        </header>
        <PartnerStrip partners={question.partners} />
      </section>
      <section className="panel" aria-label={t('hits.title', { count: hits.length })}>
        <header>
          <h2>{t('hits.title', { count: hits.length })}</h2>
          <span className="meta cut">
            {t('hits.asked', { time: clockTime(question.askedAt), who: question.askedBy })}
          </span>
          <span className="grow" />
          <span className="meta nw">
            {t('hits.move')} <kbd>J</kbd> <kbd>K</kbd>
          </span>
        </header>
        <HitList question={question} selected={selected?.id ?? null} onSelect={select} />
      </section>
      <Side hit={selected} mode={mode} onMode={setMode} questionId={question.id} />
    </>
  );
}

interface SideProps {
  readonly hit: HitView | null;
  readonly mode: PaneMode;
  readonly onMode: (mode: PaneMode) => void;
  readonly questionId: string;
}

function Side({ hit, mode, onMode, questionId }: SideProps): JSX.Element {
  if (hit === null) return <Earlier />;
  return <HitPane key={hit.id} hit={hit} mode={mode} onMode={onMode} questionId={questionId} />;
}
