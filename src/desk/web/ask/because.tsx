import type { JSX } from 'react';
import { LEGAL_BASES, type LegalBasis, OFFENCES, PURPOSES, URGENCIES } from '../../../model/index.ts';
import { useDesk } from '../desk-context.ts';
import { DateField, Select } from '../parts/fields.tsx';
import { Icon } from '../parts/icon.tsx';
import { may } from '../shell/rooms.ts';
import { useLatestDay } from '../standing/use-latest-day.ts';
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
        {draft.legalBasis !== '' && <StandsUntil basis={draft.legalBasis} />}
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

/** Offered once a basis is chosen, for the basis says how long it may be. */
function StandsUntil({ basis }: { readonly basis: LegalBasis }): JSX.Element | null {
  const t = useWords();
  const { standsUntil } = useDraft();
  const { officer, standingDaysMax } = useDesk();
  const latest = useLatestDay(basis);
  if (!may(officer, 'declare-standing')) return null;
  return (
    <DateField
      label={t('standing.let-stand', { days: standingDaysMax[basis] })}
      value={standsUntil}
      max={latest}
      onChange={(day) => changeDraft({ standsUntil: day })}
    />
  );
}
