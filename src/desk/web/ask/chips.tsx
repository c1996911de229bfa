import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type JSX, useEffect, useState } from 'react';
import type { UnderstoodView } from '../../api/contract.ts';
import { call } from '../api-client.ts';
import { Icon, type IconName } from '../parts/icon.tsx';
import { useWords } from '../words.ts';
import { changeDraft, chipKey, useDraft } from './draft.ts';
import { Written } from '../parts/written.tsx';

type Chip = UnderstoodView['chips'][number];

const ICONS: Readonly<Record<Chip['type'], IconName>> = {
  name: 'person',
  'birth-date': 'calendar',
  phone: 'phone',
  imei: 'device',
  imsi: 'sim',
  iccid: 'sim',
  plate: 'car',
  document: 'card',
  iban: 'card',
  account: 'card',
  'online-account': 'person',
  'crypto-address': 'card',
  imo: 'ship',
  mmsi: 'ship',
  window: 'calendar',
  email: 'mail',
  address: 'house',
  organisation: 'office',
  'national-number': 'card',
  vin: 'car',
  unused: 'stop',
};
const PAUSE_MS = 250;

/** What the box was read as; every piece can be left out, and what is not used says so. */
export function Chips(): JSX.Element {
  const t = useWords();
  const { text, without } = useDraft();
  const understood = useUnderstood(text);
  const chips = text.trim() === '' ? [] : (understood?.chips ?? []);
  const toggle = (key: string): void => {
    changeDraft({
      without: without.includes(key) ? without.filter((other) => other !== key) : [...without, key],
    });
  };
  return (
    <div className="understood">
      <span className="meta">{t('ask.understood')}</span>
      <ul className="chips" aria-live="polite">
        {chips.length === 0 && <li className="meta">{t('ask.understood.none')}</li>}
        {chips.map((chip, index) => (
          <ChipView
            key={`${chipKey(chip)}${index}`}
            chip={chip}
            out={without.includes(chipKey(chip))}
            onToggle={() => toggle(chipKey(chip))}
          />
        ))}
      </ul>
    </div>
  );
}

function useUnderstood(text: string): UnderstoodView | undefined {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  const understood = useQuery({
    queryKey: ['understand', settled],
    queryFn: () => call<UnderstoodView>('POST', '/api/understand', { body: { text: settled } }),
    enabled: settled.trim() !== '',
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
  });
  return understood.data;
}

interface ChipProps {
  readonly chip: Chip;
  readonly out: boolean;
  readonly onToggle: () => void;
}

function ChipView({ chip, out, onToggle }: ChipProps): JSX.Element {
  const t = useWords();
  if (chip.type === 'unused') {
    return (
      <li className="chip unused">
        <Icon name="stop" small />
        {`“${chip.text}”`}
        <small>{chip.note}</small>
      </li>
    );
  }
  return (
    <li className={out ? 'chip out' : 'chip'}>
      <Icon name={ICONS[chip.type]} small />
      <b>
        <Written text={chip.text} />
      </b>
      <small>{out ? t('ask.left-out') : chip.note}</small>
      <button
        type="button"
        aria-label={t(out ? 'ask.put-back' : 'ask.leave-out', { what: chip.text })}
        onClick={onToggle}
      >
        <Icon name={out ? 'plus' : 'cross'} small />
      </button>
    </li>
  );
}
