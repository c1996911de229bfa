import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type JSX, useState } from 'react';
import type { StatedDayView } from '../../api/contract.ts';
import { call } from '../api-client.ts';
import { useDesk } from '../desk-context.ts';
import { Area } from '../parts/fields.tsx';
import { Icon, type IconName } from '../parts/icon.tsx';
import { Failure } from '../parts/states.tsx';
import { OwnerTag } from '../parts/tags.tsx';
import { may } from '../shell/rooms.ts';
import { countOf, dateOf } from '../time.ts';
import { codeWord, useWords, type Words } from '../words.ts';

const SIGNS: Readonly<Record<StatedDayView['state'], readonly [icon: IconName, tone: string]>> = {
  agrees: ['check', 'c-ok'],
  differs: ['late', 'c-late'],
  settled: ['check', 'c-2'],
  awaited: ['clock', 'c-2'],
  unstated: ['clock', 'c-2'],
};

/** Each day that is over, with each partner: whether both say the same, and what not. */
export function Days({ days }: { readonly days: readonly StatedDayView[] }): JSX.Element {
  const t = useWords();
  return (
    <section className="panel" aria-label={t('partners.days')}>
      <header>
        <h2>{t('partners.days')}</h2>
        <span className="meta">{t('partners.days.note')}</span>
      </header>
      <div className="scroll" tabIndex={0} role="group" aria-label={t('partners.days')}>
        {days.length === 0 ? (
          <p className="state c-2">{t('partners.days.none')}</p>
        ) : (
          <table>
            <thead>
              <tr>
                <th className="lt">{t('partners.day')}</th>
                <th className="lt">{t('partners.partner')}</th>
                <th className="lt num">{t('partners.sent')}</th>
                <th className="lt num">{t('partners.taken')}</th>
                <th>{t('partners.state')}</th>
              </tr>
            </thead>
            <tbody>
              {days.map((day) => (
                <Day key={`${day.partner} ${day.day}`} day={day} />
              ))}
            </tbody>
          </table>
        )}
      </div>
    </section>
  );
}

function Day({ day }: { readonly day: StatedDayView }): JSX.Element {
  const t = useWords();
  const [icon, tone] = SIGNS[day.state];
  return (
    <tr className="top">
      <td className="lt nw">{dateOf(day.day)}</td>
      <td className="lt">
        <OwnerTag id={day.partner} />
      </td>
      <td className="lt num">{countOf(day.sent)}</td>
      <td className="lt num">{countOf(day.taken)}</td>
      <td className="wraps">
        <span className={`row ${tone}`}>
          <Icon name={icon} small />
          {t(`partners.state.${day.state}`)}
        </span>
        {day.differences.length > 0 && (
          <ul>
            {day.differences.map((one) => (
              <li key={`${one.direction} ${one.what}`}>{differenceWords(t, one)}</li>
            ))}
          </ul>
        )}
        {day.state === 'differs' && <Settle day={day} />}
      </td>
    </tr>
  );
}

function differenceWords(t: Words, one: StatedDayView['differences'][number]): string {
  const [ours, theirs] = [countOf(one.ours), countOf(one.theirs)];
  if (one.what === 'messages') return t('partners.difference.ids', { ours });
  return t(`partners.difference.${one.direction}`, { what: whatWords(t, one.what), ours, theirs });
}

function whatWords(t: Words, what: string): string {
  switch (what) {
    case 'match-query':
    case 'follow-up-request':
    case 'disclosure':
    case 'refusal':
      return t(`partners.difference.what.${what}`);
    default:
      return t('partners.difference.elements', { class: codeWord(t, 'class', what) });
  }
}

/** The form to close a difference with what was found. */
function Settle({ day }: { readonly day: StatedDayView }): JSX.Element | null {
  const t = useWords();
  const settles = may(useDesk().officer, 'settle-difference');
  const client = useQueryClient();
  const [isOpen, setOpen] = useState(false);
  const [reason, setReason] = useState('');
  const settle = useMutation({
    mutationFn: () =>
      call('POST', `/api/partners/${day.partner}/days/${day.day}/settle`, { body: { reason } }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['api'] }),
  });
  if (!settles) return null;
  if (!isOpen)
    return (
      <p>
        <button type="button" className="btn sm" onClick={() => setOpen(true)}>
          {t('partners.settle')}
        </button>
      </p>
    );
  return (
    <div className="stack">
      <p className="meta">{t('partners.settle.note')}</p>
      <Area label={t('partners.settle.reason')} rows={2} value={reason} onChange={setReason} />
      {settle.error !== null && <Failure error={settle.error} acting />}
      <p>
        <button
          type="button"
          className="btn sm pri"
          disabled={reason.trim() === '' || settle.isPending}
          onClick={() => settle.mutate()}
        >
          {t('partners.settle.send')}
        </button>
      </p>
    </div>
  );
}
