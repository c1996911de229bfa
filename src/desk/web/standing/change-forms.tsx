import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type JSX, useState } from 'react';
import type { StandingItem, StandingRenewal } from '../../api/contract.ts';
import { call } from '../api-client.ts';
import { useKeys } from '../keyboard.ts';
import { Area, DateField } from '../parts/fields.tsx';
import { Failure } from '../parts/states.tsx';
import { useWords } from '../words.ts';
import { useLatestDay } from './use-latest-day.ts';

interface FormProps {
  readonly item: StandingItem;
  /** With the words that say what was done. */
  readonly onDone: (words: string) => void;
}

/** It stands until another day: not beyond what its legal basis bears from today on, and with a reason. */
export function RenewForm({ item, onDone }: FormProps): JSX.Element {
  const t = useWords();
  const latest = useLatestDay(item.legalBasis);
  const [until, setUntil] = useState('');
  const [reason, setReason] = useState('');
  const body: StandingRenewal = { until, reason };
  const change = useChange(`/api/standing/${item.id}/renew`, body, () => onDone(t('standing.renewed')));
  const ready = until !== '' && reason.trim() !== '' && !change.isPending;
  useKeys({ 'Ctrl+Enter': ready ? () => change.mutate() : undefined });
  return (
    <div className="pad stack">
      <DateField label={t('standing.stands-until')} value={until} max={latest} onChange={setUntil} />
      <Area label={t('standing.reason')} rows={2} value={reason} onChange={setReason} />
      {change.error !== null && <Failure error={change.error} acting />}
      <Send word={t('standing.renew')} ready={ready} onSend={() => change.mutate()} />
    </div>
  );
}

/** It ends now, with a reason; what was kept to look up is destroyed. */
export function StopForm({ item, onDone }: FormProps): JSX.Element {
  const t = useWords();
  const [reason, setReason] = useState('');
  const change = useChange(`/api/standing/${item.id}/stop`, { reason }, () => onDone(t('standing.stopped')));
  const ready = reason.trim() !== '' && !change.isPending;
  useKeys({ 'Ctrl+Enter': ready ? () => change.mutate() : undefined });
  return (
    <div className="pad stack">
      <Area label={t('standing.reason')} rows={2} value={reason} onChange={setReason} />
      {change.error !== null && <Failure error={change.error} acting />}
      <Send word={t('standing.stop')} ready={ready} onSend={() => change.mutate()} />
    </div>
  );
}

function useChange(path: string, body: unknown, onDone: () => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => call('POST', path, { body }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['api', 'standing'] });
      onDone();
    },
  });
}

interface SendProps {
  readonly word: string;
  readonly ready: boolean;
  readonly onSend: () => void;
}

function Send({ word, ready, onSend }: SendProps): JSX.Element {
  return (
    <p>
      <button type="button" className="btn pri" disabled={!ready} onClick={onSend}>
        {word} <kbd aria-hidden="true">Ctrl</kbd>
        <kbd aria-hidden="true">↵</kbd>
      </button>
    </p>
  );
}
