import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { JSX } from 'react';
import type { AlertView } from '../../api/contract.ts';
import { call } from '../api-client.ts';
import { halvesWords } from '../ask/agreed.ts';
import { chanceSentence } from '../ask/chance.ts';
import { badgeOf, useDesk } from '../desk-context.ts';
import { useKeys } from '../keyboard.ts';
import { Icon } from '../parts/icon.tsx';
import { Failure } from '../parts/states.tsx';
import { OwnerTag } from '../parts/tags.tsx';
import { Written } from '../parts/written.tsx';
import { follow, go } from '../router.ts';
import { may } from '../shell/rooms.ts';
import { momentOf } from '../time.ts';
import { useWords } from '../words.ts';

interface AlertTableProps {
  readonly alerts: readonly AlertView[];
  readonly onSaid: (words: string) => void;
}

/** What was found later: which partner holds it now, why it fits, and the hit to open. Seen by hand, one after the other. */
export function AlertTable({ alerts, onSaid }: AlertTableProps): JSX.Element | null {
  const t = useWords();
  const client = useQueryClient();
  const sees = may(useDesk().officer, 'acknowledge-alert');
  const see = useMutation({
    mutationFn: (id: string) => call('POST', `/api/alerts/${id}/seen`),
    onSuccess: () => {
      onSaid(t('standing.seen.said'));
      void client.invalidateQueries({ queryKey: ['api', 'standing'] });
      void client.invalidateQueries({ queryKey: ['api', 'status'] });
    },
  });
  const newest = alerts.find(({ seen }) => seen === undefined) ?? alerts[0];
  const unseen = alerts.filter(({ seen }) => seen === undefined);
  useKeys({
    Enter: newest === undefined ? undefined : () => go(`/ask/${newest.questionId}`),
    s: sees && unseen[0] !== undefined && !see.isPending ? () => see.mutate(unseen[0]?.id ?? '') : undefined,
  });
  if (alerts.length === 0) return null;
  return (
    <section className="panel alerts" aria-label={t('standing.alerts')}>
      <header>
        <Icon name="bell" />
        <h2>{t('standing.alerts')}</h2>
        {unseen.length > 0 && <span className="tag n act">{unseen.length}</span>}
        <span className="grow" />
        <span className="meta nw">
          <kbd>↵</kbd> {t('standing.open')}{' '}
          {sees && unseen.length > 0 && (
            <>
              <kbd>S</kbd> {t('standing.seen')}
            </>
          )}
        </span>
      </header>
      <div className="scroll" tabIndex={0} role="group" aria-label={t('standing.alerts')}>
        {see.error !== null && <Failure error={see.error} acting />}
        <ul>
          {alerts.map((alert) => (
            <Alert key={alert.id} alert={alert} onSee={sees ? () => see.mutate(alert.id) : null} />
          ))}
        </ul>
      </div>
    </section>
  );
}

interface AlertProps {
  readonly alert: AlertView;
  readonly onSee: (() => void) | null;
}

function Alert({ alert, onSee }: AlertProps): JSX.Element {
  const t = useWords();
  const desk = useDesk();
  const path = `/ask/${alert.questionId}`;
  return (
    <li className={alert.seen === undefined ? 'alert new' : 'alert'}>
      <OwnerTag id={alert.owner} />
      <div className="stack grow">
        <p>
          <b>{t('standing.alert', { owner: badgeOf(desk, alert.owner).name })}</b>{' '}
          <Written text={alert.about} />
        </p>
        <p className="c-2">{alert.because}</p>
        <p className="meta">{`${halvesWords(t, alert)}${chanceSentence(t, alert.chance)}`}</p>
        <p className="meta">
          {momentOf(t, alert.raisedAt)} · {t(`hits.state.${alert.hitState}`)}
          {alert.seen !== undefined &&
            ` · ${t('standing.seen.by', { who: alert.seen.by, when: momentOf(t, alert.seen.at) })}`}
          {alert.delivery !== 'none' && ` · ${t(`standing.delivery.${alert.delivery}`)}`}
        </p>
      </div>
      <span className="row nw">
        <a className="btn sm" href={path} onClick={(event) => follow(event, path)}>
          {t('standing.open')}
        </a>
        {alert.seen === undefined && onSee !== null && (
          <button type="button" className="btn sm" onClick={onSee}>
            {t('standing.seen')}
          </button>
        )}
      </span>
    </li>
  );
}
