import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type JSX, useState } from 'react';
import type { LedgerView } from '../../api/contract.ts';
import { call } from '../api-client.ts';
import { useDesk } from '../desk-context.ts';
import { Area } from '../parts/fields.tsx';
import { Icon } from '../parts/icon.tsx';
import { Failure } from '../parts/states.tsx';
import { OwnerTag } from '../parts/tags.tsx';
import { may } from '../shell/rooms.ts';
import { countOf, dateOf, momentOf } from '../time.ts';
import { useWords } from '../words.ts';

type Line = LedgerView['notHeld'][number];
type Alarm = NonNullable<Line['alarm']>;

/** How partners answered the hits that were opened: who says "not held" too often publishes keys that it has no record for. */
export function NotHeld({ view }: { readonly view: LedgerView }): JSX.Element {
  const t = useWords();
  return (
    <section className="panel" aria-label={t('ledger.not-held')}>
      <header>
        <h2>{t('ledger.not-held')}</h2>
        <span className="meta">{t('ledger.not-held.note')}</span>
      </header>
      <div className="scroll">
        {view.notHeld.length === 0 && <p className="state c-2">{t('ledger.not-held.none')}</p>}
        <ul>
          {view.notHeld.map((line) => (
            <Partner key={line.agencyId} line={line} />
          ))}
        </ul>
      </div>
    </section>
  );
}

function Partner({ line }: { readonly line: Line }): JSX.Element {
  const t = useWords();
  const { answered, notHeld, alarm } = line;
  return (
    <li>
      <p className="witness">
        <OwnerTag id={line.agencyId} />
        <span className={alarm === undefined ? 'grow' : 'grow c-late'}>
          {t('ledger.not-held.of', { notHeld: countOf(notHeld), answered: countOf(answered) })}
        </span>
        <span className="meta nw">{t('ledger.not-held.since', { day: dateOf(line.since) })}</span>
      </p>
      {alarm !== undefined && <AlarmOf alarm={alarm} />}
    </li>
  );
}

/** What the alarm says, and the form to close it with what was found. */
function AlarmOf({ alarm }: { readonly alarm: Alarm }): JSX.Element {
  const t = useWords();
  const closes = may(useDesk().officer, 'close-not-held-alarm');
  const [isOpen, setOpen] = useState(false);
  return (
    <div className="alarm stack" role="alert">
      <p className="row c-late">
        <Icon name="late" small />
        <b>{t('ledger.alarm', { time: momentOf(t, alarm.raisedAt) })}</b>
      </p>
      <p>{t('ledger.alarm.what', { notHeld: countOf(alarm.notHeld), answered: countOf(alarm.answered) })}</p>
      {closes &&
        (isOpen ? (
          <CloseForm id={alarm.id} />
        ) : (
          <p>
            <button type="button" className="btn sm" onClick={() => setOpen(true)}>
              {t('ledger.alarm.close')}
            </button>
          </p>
        ))}
    </div>
  );
}

function CloseForm({ id }: { readonly id: string }): JSX.Element {
  const t = useWords();
  const client = useQueryClient();
  const [reason, setReason] = useState('');
  const close = useMutation({
    mutationFn: () => call('POST', `/api/alarms/${id}/close`, { body: { reason } }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['api'] }),
  });
  return (
    <>
      <Area label={t('ledger.alarm.reason')} rows={2} value={reason} onChange={setReason} />
      {close.error !== null && <Failure error={close.error} acting />}
      <p>
        <button
          type="button"
          className="btn sm pri"
          disabled={reason.trim() === '' || close.isPending}
          onClick={() => close.mutate()}
        >
          {t('ledger.alarm.close.send')}
        </button>
      </p>
    </>
  );
}
