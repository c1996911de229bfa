import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type JSX, useEffect, useRef, useState } from 'react';
import type { CaseView } from '../../api/contract.ts';
import { ApiFailure, call } from '../api-client.ts';
import { useDesk } from '../desk-context.ts';
import { Icon } from '../parts/icon.tsx';
import { Failure } from '../parts/states.tsx';
import { useWords } from '../words.ts';

/** Opens a case of one's own register: a reference and a short name. */
export function OpenCase({ onClose }: { readonly onClose: () => void }): JSX.Element {
  const t = useWords();
  const { cases, chooseCase } = useDesk();
  const choose = (id: string): void => {
    chooseCase(id);
    onClose();
  };
  const client = useQueryClient();
  const dialog = useRef<HTMLDialogElement>(null);
  const [reference, setReference] = useState('');
  const [title, setTitle] = useState('');
  useEffect(() => dialog.current?.showModal(), []);
  const open = useMutation({
    mutationFn: () => call<CaseView>('POST', '/api/cases', { body: { reference, title } }),
    onSuccess: async ({ id }) => {
      await client.invalidateQueries({ queryKey: ['api', 'cases'] });
      choose(id);
    },
    // Another officer may have opened it just now.
    onError: () => client.invalidateQueries({ queryKey: ['api', 'cases'] }),
  });
  const existing = open.error instanceof ApiFailure ? open.error.existing : undefined;
  const there = cases.find(({ id }) => id === existing);
  return (
    <dialog ref={dialog} onClose={onClose} aria-labelledby="open-case">
      <form
        className="pad stack"
        onSubmit={(event) => {
          event.preventDefault();
          open.mutate();
        }}
      >
        <h2 id="open-case">{t('case.title')}</h2>
        <label className="label">
          {t('case.reference')}
          <input
            className="input"
            required
            maxLength={60}
            placeholder={t('case.reference.hint')}
            value={reference}
            onChange={(event) => setReference(event.target.value)}
          />
        </label>
        <label className="label">
          {t('case.name')}
          <input
            className="input"
            required
            maxLength={200}
            value={title}
            onChange={(event) => setTitle(event.target.value)}
          />
        </label>
        {open.error !== null && existing === undefined && <Failure error={open.error} acting />}
        {existing !== undefined && (
          <div className="note warn" role="alert">
            <Icon name="info" />
            <div className="stack">
              <p>{t(there === undefined ? 'case.exists.closed' : 'case.exists')}</p>
              {there !== undefined && (
                <button type="button" className="btn" onClick={() => choose(there.id)}>
                  {t('case.exists.open', { case: `${there.title} · ${there.reference}` })}
                </button>
              )}
            </div>
          </div>
        )}
        <div className="row">
          <button type="submit" className="btn pri" disabled={open.isPending}>
            {t('case.open')}
          </button>
          <button type="button" className="btn" onClick={onClose}>
            {t('case.cancel')}
          </button>
        </div>
      </form>
    </dialog>
  );
}
