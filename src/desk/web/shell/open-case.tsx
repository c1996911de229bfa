import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type JSX, useEffect, useRef, useState } from 'react';
import type { CaseView } from '../../api/contract.ts';
import { call } from '../api-client.ts';
import { useDesk } from '../desk-context.ts';
import { Failure } from '../parts/states.tsx';
import { useWords } from '../words.ts';

/** Opens a case of one's own register: a reference and a short name. */
export function OpenCase({ onClose }: { readonly onClose: () => void }): JSX.Element {
  const t = useWords();
  const { chooseCase } = useDesk();
  const client = useQueryClient();
  const dialog = useRef<HTMLDialogElement>(null);
  const [reference, setReference] = useState('');
  const [title, setTitle] = useState('');
  useEffect(() => dialog.current?.showModal(), []);
  const open = useMutation({
    mutationFn: () => call<CaseView>('POST', '/api/cases', { body: { reference, title } }),
    onSuccess: async ({ id }) => {
      await client.invalidateQueries({ queryKey: ['api', 'cases'] });
      chooseCase(id);
      onClose();
    },
  });
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
        {open.error !== null && <Failure error={open.error} acting />}
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
