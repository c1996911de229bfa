import type { JSX } from 'react';
import type { RequestView } from '../../api/contract.ts';
import { badgeOf, useDesk } from '../desk-context.ts';
import { Icon } from '../parts/icon.tsx';
import { View } from '../parts/states.tsx';
import { OwnerTag } from '../parts/tags.tsx';
import { useRequest } from '../queries.ts';
import { momentOf, spanOf } from '../time.ts';
import { codeWord, useWords } from '../words.ts';
import { AnswerPane } from './answer-pane.tsx';
import { dueClock } from './clock.ts';
import { DecisionPane } from './decision-pane.tsx';
import { useNow } from './use-now.ts';
import { Written } from '../parts/written.tsx';

/** The request as it was written, and beside it the decision or the answer. */
export function RequestPanes({ id }: { readonly id: string }): JSX.Element {
  const request = useRequest(id);
  if (request.data === undefined) {
    return (
      <section className="panel span-2">
        <View of={request}>{() => null}</View>
      </section>
    );
  }
  const decides = request.data.direction === 'incoming' && request.data.state === 'waiting';
  return (
    <>
      <WrittenRequest request={request.data} />
      {decides ? <DecisionPane request={request.data} /> : <AnswerPane request={request.data} />}
    </>
  );
}

function WrittenRequest({ request }: { readonly request: RequestView }): JSX.Element {
  const t = useWords();
  const partner = badgeOf(useDesk(), request.partner).name;
  const incoming = request.direction === 'incoming';
  const title = t(incoming ? 'requests.from' : 'requests.to', { partner });
  return (
    <section className="panel" aria-label={title}>
      <header>
        <OwnerTag id={request.partner} />
        <h2 className="cut">{title}</h2>
      </header>
      <div className="scroll pad stack" tabIndex={0} role="group" aria-label={title}>
        <Due request={request} />
        <h3 className="sub flush">{t(incoming ? 'requests.what' : 'requests.what.ours')}</h3>
        <dl className="kv">
          {request.opened?.map(({ rule, value }) => (
            <OpenedKey key={rule + value} rule={rule} value={value} />
          ))}
          {request.meant !== undefined && (
            <>
              <dt>{t('requests.meant')}</dt>
              <dd>
                {request.meant.names.map((name) => (
                  <div key={name}>
                    <b>
                      <Written text={name} />
                    </b>
                  </div>
                ))}
                {request.meant.birthDates.length > 0 && (
                  <div>{t('requests.meant.born', { dates: request.meant.birthDates.join(', ') })}</div>
                )}
              </dd>
            </>
          )}
          <dt>{t('requests.wanted')}</dt>
          <dd>{request.wanted.map((property) => codeWord(t, 'property', property)).join(', ')}</dd>
          <dt>{t('requests.purpose')}</dt>
          <dd>
            {t(`purpose.${request.purpose}`)}: <b>{t(`offence.${request.offence}`)}</b>
          </dd>
          <dt>{t('requests.facts')}</dt>
          <dd>{request.facts}</dd>
          <dt>{t('requests.link')}</dt>
          <dd>{request.connection}</dd>
          <dt>{t('requests.limits')}</dt>
          <dd>{request.restrictions === '' ? t('requests.limits.none') : request.restrictions}</dd>
        </dl>
        <h3 className="sub flush">{t('requests.who')}</h3>
        <dl className="kv">
          <dt>{t('requests.officer')}</dt>
          <dd>
            {t(incoming ? 'requests.officer.handle' : 'requests.officer.ours', {
              handle: request.officerHandle.slice(0, 8),
            })}
          </dd>
          {request.checks.length > 0 && <dt>{t('requests.checked')}</dt>}
          <dd className="stack">
            {request.checks.map((check) => (
              <span key={check.check} className={check.ok ? undefined : 'c-late'}>
                <Icon name={check.ok ? 'check' : 'late'} small /> {check.sentence}
              </span>
            ))}
          </dd>
        </dl>
      </div>
    </section>
  );
}

/** What the partner opened: from here on its value is known here. */
function OpenedKey({ rule, value }: { readonly rule: string; readonly value: string }): JSX.Element {
  const t = useWords();
  return (
    <>
      <dt>{t('requests.opened')}</dt>
      <dd>
        <span className="tag key">{codeWord(t, 'rule', rule)}</span>{' '}
        <b>
          <Written text={value} />
        </b>
        {rule.startsWith('name') && <span className="meta block">{t('requests.opened.names')}</span>}
      </dd>
    </>
  );
}

function Due({ request }: { readonly request: RequestView }): JSX.Element {
  const t = useWords();
  const { leftMs, tone } = dueClock(request, useNow());
  const open = request.state === 'waiting' || request.state === 'sending';
  const time = t(leftMs < 0 ? 'requests.over' : 'requests.left', { time: spanOf(t, leftMs) });
  const sentence = t('requests.due', {
    urgency: t(`urgency.${request.urgency}`),
    when: momentOf(t, request.dueAt),
  });
  const reason = request.direction === 'incoming' ? 'requests.urgent-reason' : 'requests.urgent-reason.ours';
  return (
    <div className={`note ${open ? (tone ?? '') : ''}`}>
      <div>
        <p>
          {open && <b className={`big ${tone === undefined ? '' : `c-${tone}`}`}>{time}</b>} {sentence}
        </p>
        {request.urgencyReason !== '' && <p className="c-2">{t(reason, { words: request.urgencyReason })}</p>}
      </div>
    </div>
  );
}
