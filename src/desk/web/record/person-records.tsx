import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { JSX } from 'react';
import type { PersonView, ReviewSide } from '../../api/contract.ts';
import { call } from '../api-client.ts';
import { useDesk } from '../desk-context.ts';
import { Failure } from '../parts/states.tsx';
import { Written } from '../parts/written.tsx';
import { Said } from '../review/lately.tsx';
import { may } from '../shell/rooms.ts';
import { ageOf } from '../time.ts';
import { useWords } from '../words.ts';
import { RecordLink } from './record-link.tsx';

/** "3 records of one person" or organisation, who said so, and for whoever may judge the way to part them again. */
export function PersonRecords({
  id,
  kind,
  person,
}: {
  readonly id: string;
  readonly kind: 'person' | 'organisation';
  readonly person: PersonView;
}): JSX.Element {
  const t = useWords();
  const client = useQueryClient();
  const mayJudge = may(useDesk().officer, 'judge-records');
  const change = useMutation({
    mutationFn: (what: { readonly takeBack: string } | { readonly part: string }) =>
      'takeBack' in what
        ? call('DELETE', `/api/review/judgements/${what.takeBack}`)
        : call('POST', '/api/review/judgements', {
            body: { left: id, right: what.part, verdict: 'different', reason: '' },
          }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['api', 'records'] }),
  });
  const others = person.records.filter((record) => record.entityId !== id);
  const isJudged = ({ entityId }: ReviewSide): boolean =>
    person.judgements.some(({ left, right }) =>
      [left, right].every((end) => end.entityId === entityId || end.entityId === id),
    );
  return (
    <section
      className="person-records"
      aria-label={t(`record.same.${kind}`, { count: person.records.length })}
    >
      <h3 className="group">{t(`record.same.${kind}`, { count: person.records.length })}</h3>
      <ul>
        {others.map((record) => (
          <li key={record.entityId} className="judgement">
            <span className="grow cut">
              <RecordLink id={record.entityId}>
                <Written text={record.label} />
              </RecordLink>{' '}
              <span className="meta">
                {record.sources.join(', ')} · {ageOf(t, record.recordedOn)}
              </span>
            </span>
            {mayJudge && !isJudged(record) && (
              <button
                type="button"
                className="btn sm"
                disabled={change.isPending || change.isSuccess}
                onClick={() => change.mutate({ part: record.entityId })}
              >
                {t('record.part')}
              </button>
            )}
          </li>
        ))}
        {person.judgements.map((judgement) => (
          <li key={judgement.id} className="judgement">
            <Said judgement={judgement} />
            {mayJudge && (
              <button
                type="button"
                className="btn sm"
                disabled={change.isPending || change.isSuccess}
                onClick={() => change.mutate({ takeBack: judgement.id })}
              >
                {t('review.take-back')}
              </button>
            )}
          </li>
        ))}
      </ul>
      {person.judgements.length === 0 && <p className="standing meta">{t('record.same.compared')}</p>}
      {change.isSuccess && (
        <p className="standing" role="status">
          {t('record.same.changed')}
        </p>
      )}
      {change.error !== null && <Failure error={change.error} acting />}
    </section>
  );
}
