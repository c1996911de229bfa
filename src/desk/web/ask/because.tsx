import type { JSX } from 'react';
import { LEGAL_BASES, OFFENCES, PURPOSES, URGENCIES } from '../../../model/index.ts';
import { useDesk } from '../desk-context.ts';
import { Select } from '../parts/fields.tsx';
import { Icon } from '../parts/icon.tsx';
import { useWords } from '../words.ts';
import { changeDraft, useDraft } from './draft.ts';

/** Purpose, offence, basis, case, urgency and the reason: without all of them nothing is asked. */
export function Because({ missing }: { readonly missing: readonly string[] }): JSX.Element {
  const t = useWords();
  const draft = useDraft();
  const { cases, currentCase, chooseCase } = useDesk();
  return (
    <>
      <div className="because">
        <Select
          label={t('ask.purpose')}
          value={draft.purpose}
          options={PURPOSES.map((value) => ({ value, word: t(`purpose.${value}`) }))}
          onChange={(purpose) => changeDraft({ purpose })}
        />
        <Select
          label={t('ask.offence')}
          value={draft.offence}
          options={OFFENCES.map((value) => ({ value, word: t(`offence.${value}`) }))}
          onChange={(offence) => changeDraft({ offence })}
        />
        <Select
          label={t('ask.basis')}
          value={draft.legalBasis}
          options={LEGAL_BASES.map((value) => ({ value, word: t(`basis.${value}`) }))}
          onChange={(legalBasis) => changeDraft({ legalBasis })}
        />
        <Select
          label={t('ask.case')}
          value={currentCase?.id ?? ''}
          options={cases.map(({ id, reference, title }) => ({ value: id, word: `${reference} ${title}` }))}
          onChange={chooseCase}
        />
        <Select
          label={t('ask.urgency')}
          value={draft.urgency}
          options={URGENCIES.map((value) => ({ value, word: t(`urgency.${value}`) }))}
          onChange={(urgency) => changeDraft({ urgency })}
        />
      </div>
      <div className="because-why">
        <label className="label grow">
          {t('ask.justification')}
          <input
            className="input"
            maxLength={4_000}
            value={draft.justification}
            onChange={(event) => changeDraft({ justification: event.target.value })}
          />
        </label>
        <p className="meta">
          <Icon name={missing.length > 0 ? 'info' : 'lock'} small />{' '}
          {missing.length > 0 ? t('ask.missing', { what: missing.join(', ') }) : t('ask.seen')}
        </p>
      </div>
    </>
  );
}
