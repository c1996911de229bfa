import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type JSX, useState } from 'react';
import type { HitView } from '../../api/contract.ts';
import { call } from '../api-client.ts';
import { badgeOf, useDesk } from '../desk-context.ts';
import { useKeys } from '../keyboard.ts';
import { Area } from '../parts/fields.tsx';
import { Icon } from '../parts/icon.tsx';
import { Failure } from '../parts/states.tsx';
import { OwnerTag } from '../parts/tags.tsx';
import { useWords } from '../words.ts';

interface SetAsideProps {
  readonly hit: HitView;
  readonly questionId: string;
  readonly onBack: () => void;
}

/** Not the same: the hit is closed with a reason, and its owner learns nothing. */
export function SetAside({ hit, questionId, onBack }: SetAsideProps): JSX.Element {
  const t = useWords();
  const client = useQueryClient();
  const owner = badgeOf(useDesk(), hit.owner);
  const [reason, setReason] = useState('');
  const close = useMutation({
    mutationFn: () => call('POST', `/api/hits/${hit.id}/aside`, { body: { reason } }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['api', 'questions', questionId] }),
  });
  const submit = (): void => {
    if (reason.trim() !== '' && !close.isPending) close.mutate();
  };
  useKeys({ 'Ctrl+Enter': submit });
  return (
    <section className="panel" aria-label={t('aside.title')}>
      <header>
        <OwnerTag id={hit.owner} />
        <h2>{t('aside.title')}</h2>
      </header>
      <div className="scroll pad stack">
        <p>
          <b>{hit.about}.</b> {hit.because}
        </p>
        <Area label={t('aside.reason')} rows={4} value={reason} onChange={setReason} />
        <p className="note">
          <Icon name="info" />
          {t('aside.note', { owner: owner.name })}
        </p>
        {close.error !== null && <Failure error={close.error} acting />}
      </div>
      <footer>
        <button
          type="button"
          className="btn pri"
          disabled={reason.trim() === '' || close.isPending}
          onClick={submit}
        >
          {t('aside.do')} <kbd aria-hidden="true">Ctrl</kbd>
          <kbd aria-hidden="true">↵</kbd>
        </button>
        <button type="button" className="btn" onClick={onBack}>
          {t('form.back')} <kbd aria-hidden="true">Esc</kbd>
        </button>
      </footer>
    </section>
  );
}
