import type { JSX } from 'react';
import type { RequestView } from '../../api/contract.ts';
import { Icon } from '../parts/icon.tsx';
import { Handling } from '../parts/tags.tsx';
import { dateOf, momentOf } from '../time.ts';
import { useWords } from '../words.ts';
import { ThingTable } from './thing-table.tsx';

/** What came back, or what went out: fields with their handling, or a refusal of the same weight. */
export function AnswerPane({ request }: { readonly request: RequestView }): JSX.Element {
  const t = useWords();
  const title = t(request.direction === 'outgoing' ? 'answer.title' : 'answer.ours');
  const { answer } = request;
  return (
    <section className="panel" aria-label={title}>
      <header>
        <h2>{title}</h2>
        <span className="grow" />
        <span className="tag line">{t(`requests.state.${request.state}`)}</span>
      </header>
      <div className="scroll" tabIndex={0} role="group" aria-label={title}>
        {answer === undefined ? <NoAnswer request={request} /> : <Answer request={request} answer={answer} />}
      </div>
    </section>
  );
}

function NoAnswer({ request }: { readonly request: RequestView }): JSX.Element {
  const t = useWords();
  if (request.state === 'undeliverable') return <p className="state">{t('answer.undeliverable')}</p>;
  return (
    <p className="state c-2">
      {t('answer.none', { sent: momentOf(t, request.sentAt), due: momentOf(t, request.dueAt) })}
    </p>
  );
}

function Answer({
  request,
  answer,
}: {
  readonly request: RequestView;
  readonly answer: NonNullable<RequestView['answer']>;
}): JSX.Element {
  const t = useWords();
  const outgoing = request.direction === 'outgoing';
  return (
    <>
      <div className="pad stack">
        <p className="meta">
          {t(outgoing ? 'answer.received' : 'answer.decided', { when: momentOf(t, answer.decidedAt) })}
        </p>
        {answer.ground !== undefined && (
          <div className="note">
            <Icon name="stop" />
            <div>
              <b>{t('answer.refused', { ground: t(`ground.${answer.ground}`) })}</b>
              {outgoing && <p>{t('answer.refused.next')}</p>}
            </div>
          </div>
        )}
        {answer.handling !== undefined && (
          <p>
            {t('decision.whole')} <Handling codes={answer.handling} />
          </p>
        )}
        {answer.expiresAt !== undefined && (
          <p className="c-2">{t('answer.expires', { date: dateOf(answer.expiresAt) })}</p>
        )}
      </div>
      {answer.fields !== undefined && answer.fields.length > 0 && <ThingTable fields={answer.fields} />}
    </>
  );
}
