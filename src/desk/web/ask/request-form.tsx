import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type JSX, useState } from 'react';
import type { HitView, RequestDraft } from '../../api/contract.ts';
import { ANSWER_DUE_HOURS, type Property, URGENCIES, type Urgency } from '../../../model/index.ts';
import { call } from '../api-client.ts';
import { badgeOf, useDesk } from '../desk-context.ts';
import { useKeys } from '../keyboard.ts';
import { Area } from '../parts/fields.tsx';
import { Icon } from '../parts/icon.tsx';
import { Failure } from '../parts/states.tsx';
import { OwnerTag } from '../parts/tags.tsx';
import { momentOf } from '../time.ts';
import { useWords } from '../words.ts';
import { MeantFields, type MeantText, readMeantText, textOfMeant } from './meant-fields.tsx';

const HOUR_MS = 3_600_000;
const WANTED: readonly Property[] = [
  'name',
  'alias',
  'birth-date',
  'birth-place',
  'nationality',
  'address',
  'number',
  'iccid',
  'imei',
  'plate',
  'handle',
  'occupation',
  'note',
];

interface RequestFormProps {
  readonly hit: HitView;
  readonly questionId: string;
  readonly onBack: () => void;
}

/** The reasoned request that opens one hit: urgency with its due time, what is wanted, facts, connection, limits. */
export function RequestForm({ hit, questionId, onBack }: RequestFormProps): JSX.Element {
  const t = useWords();
  const client = useQueryClient();
  const owner = badgeOf(useDesk(), hit.owner);
  const [draft, setDraft] = useState<RequestDraft & { wanted: readonly Property[] }>({
    urgency: 'normal',
    urgencyReason: '',
    wanted: [],
    facts: '',
    connection: '',
    restrictions: '',
  });
  const [meant, setMeant] = useState(textOfMeant(hit.meant));
  const change = (part: Partial<typeof draft>): void => setDraft({ ...draft, ...part });
  const send = useMutation({
    mutationFn: () => call('POST', `/api/hits/${hit.id}/request`, { body: withMeant(draft, meant) }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['api', 'questions', questionId] }),
  });
  const urgent = draft.urgency !== 'normal';
  const missing = [
    ...(urgent && draft.urgencyReason.trim() === '' ? [t('form.urgency-reason')] : []),
    ...(draft.wanted.length === 0 ? [t('form.wanted')] : []),
    ...(draft.facts.trim() === '' ? [t('form.facts')] : []),
    ...(draft.connection.trim() === '' ? [t('form.connection')] : []),
  ];
  const submit = (): void => {
    if (missing.length === 0 && !send.isPending) send.mutate();
  };
  useKeys({ 'Ctrl+Enter': submit });
  return (
    <section className="panel" aria-label={t('form.title', { owner: owner.name })}>
      <header>
        <OwnerTag id={hit.owner} />
        <h2 className="cut">{t('form.title', { owner: owner.name })}</h2>
      </header>
      <div className="scroll pad stack">
        <UrgencyChoice value={draft.urgency} onChange={(urgency) => change({ urgency })} />
        {urgent && (
          <Area
            label={t('form.urgency-reason')}
            rows={2}
            value={draft.urgencyReason}
            onChange={(urgencyReason) => change({ urgencyReason })}
          />
        )}
        {hit.meant !== undefined && <MeantFields value={meant} onChange={setMeant} />}
        <WantedChoice value={draft.wanted} onChange={(wanted) => change({ wanted })} />
        <Area label={t('form.facts')} rows={2} value={draft.facts} onChange={(facts) => change({ facts })} />
        <Area
          label={t('form.connection')}
          rows={2}
          value={draft.connection}
          onChange={(connection) => change({ connection })}
        />
        <Area
          label={`${t('form.restrictions')}. ${t('form.restrictions.hint')}`}
          rows={1}
          value={draft.restrictions}
          onChange={(restrictions) => change({ restrictions })}
        />
        <p className="note">
          <Icon name="lock" />
          {missing.length > 0
            ? t('form.complete', { what: missing.join(', ') })
            : t('form.note', { owner: owner.name })}
        </p>
        {send.error !== null && <Failure error={send.error} acting />}
      </div>
      <footer>
        <button
          type="button"
          className="btn pri"
          disabled={missing.length > 0 || send.isPending}
          onClick={submit}
        >
          {send.isPending ? t('form.sending') : t('form.send', { owner: owner.letters })}
          <kbd aria-hidden="true">Ctrl</kbd>
          <kbd aria-hidden="true">↵</kbd>
        </button>
        <button type="button" className="btn" onClick={onBack}>
          {t('form.back')} <kbd aria-hidden="true">Esc</kbd>
        </button>
      </footer>
    </section>
  );
}

function withMeant(draft: RequestDraft, text: MeantText): RequestDraft {
  const meant = readMeantText(text);
  return meant === undefined ? draft : { ...draft, meant };
}

function UrgencyChoice({
  value,
  onChange,
}: {
  readonly value: Urgency;
  readonly onChange: (value: Urgency) => void;
}): JSX.Element {
  const t = useWords();
  return (
    <fieldset>
      <legend className="meta">{t('form.urgency')}</legend>
      {URGENCIES.map((urgency) => (
        <label key={urgency} className="tick">
          <input type="radio" name="urgency" checked={urgency === value} onChange={() => onChange(urgency)} />
          <span className="grow">{t(`urgency.${urgency}`)}</span>
          <span className="meta nw">
            {t('form.due', {
              when: momentOf(t, new Date(Date.now() + ANSWER_DUE_HOURS[urgency] * HOUR_MS).toISOString()),
            })}
          </span>
        </label>
      ))}
    </fieldset>
  );
}

function WantedChoice({
  value,
  onChange,
}: {
  readonly value: readonly Property[];
  readonly onChange: (value: readonly Property[]) => void;
}): JSX.Element {
  const t = useWords();
  const toggle = (property: Property): void =>
    onChange(value.includes(property) ? value.filter((other) => other !== property) : [...value, property]);
  return (
    <fieldset>
      <legend className="meta">{t('form.wanted')}</legend>
      <div className="wanted">
        {WANTED.map((property) => (
          <label key={property} className="tick">
            <input type="checkbox" checked={value.includes(property)} onChange={() => toggle(property)} />
            {property === 'number' ? t('wanted.number') : t(`property.${property}`)}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
