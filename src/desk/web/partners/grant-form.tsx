import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type JSX, useState } from 'react';
import type { PartnersView } from '../../api/contract.ts';
import { call } from '../api-client.ts';
import { useDesk } from '../desk-context.ts';
import { Area, Select } from '../parts/fields.tsx';
import { Failure } from '../parts/states.tsx';
import { useWords } from '../words.ts';
import { expectedWords } from './grants.tsx';

const ELEMENTS = [256, 1_024, 4_096, 16_384, 65_536] as const;
const HOURS = [4, 12, 24, 72] as const;

interface GrantFormProps {
  readonly view: PartnersView;
  readonly onDone: () => void;
}

/** What the first of two people proposes. What guessing could find with it stands above the button. */
export function GrantForm({ view, onDone }: GrantFormProps): JSX.Element {
  const t = useWords();
  const { partners } = useDesk();
  const client = useQueryClient();
  const [partner, setPartner] = useState('');
  const [keyClass, setClass] = useState('');
  const [elements, setElements] = useState('');
  const [hours, setHours] = useState('');
  const [reason, setReason] = useState('');
  const limit = view.grantLimits.classes.find((one) => one.keyClass === keyClass)?.perEpoch ?? 0;
  const setting = view.settings.find((one) => one.keyClass === keyClass);
  const expected =
    setting === undefined
      ? null
      : (setting.perEpoch + grantedTo(view, partner, keyClass) + Number(elements)) / setting.oneIn;
  const isWhole = [partner, keyClass, elements, hours, reason.trim()].every((value) => value !== '');
  const propose = useMutation({
    mutationFn: () =>
      call('POST', '/api/grants', {
        body: { partner, keyClass, elements: Number(elements), hours: Number(hours), reason },
      }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['api'] });
      onDone();
    },
  });
  return (
    <div className="pad stack">
      <Select
        label={t('grants.partner')}
        value={partner}
        options={partners.map(({ id, name }) => ({ value: id, word: name }))}
        onChange={setPartner}
      />
      <Select
        label={t('grants.class')}
        value={keyClass}
        options={view.grantLimits.classes.map((one) => ({
          value: one.keyClass as string,
          word: t(`class.${one.keyClass}`),
        }))}
        onChange={setClass}
      />
      <Select
        label={t('grants.elements')}
        value={elements}
        options={ELEMENTS.filter((count) => count <= limit).map((count) => ({
          value: String(count),
          word: t('grants.elements.count', { count: count.toLocaleString('en') }),
        }))}
        onChange={setElements}
      />
      <Select
        label={t('grants.hours')}
        value={hours}
        options={HOURS.filter((count) => count <= view.grantLimits.hoursMax).map((count) => ({
          value: String(count),
          word: t('grants.hours.count', { count }),
        }))}
        onChange={setHours}
      />
      <Area label={t('grants.reason')} rows={2} max={500} value={reason} onChange={setReason} />
      {keyClass !== '' && elements !== '' && <p>{expectedWords(t, expected)}</p>}
      {propose.error !== null && <Failure error={propose.error} acting />}
      <p className="row">
        <button
          type="button"
          className="btn sm pri"
          disabled={!isWhole || propose.isPending}
          onClick={() => propose.mutate()}
        >
          {t('grants.propose.send')}
        </button>
        <span className="meta">{t('grants.propose.note')}</span>
      </p>
    </div>
  );
}

/** What stands granted already and adds up; the server reckons anew. */
function grantedTo(view: PartnersView, partner: string, keyClass: string): number {
  return view.grants
    .filter((one) => one.direction === 'given' && one.partner === partner && one.keyClass === keyClass)
    .filter(({ state }) => state !== 'proposed' && state !== 'lapsed')
    .reduce((sum, one) => sum + one.elements, 0);
}
