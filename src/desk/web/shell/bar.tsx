import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type JSX, useState } from 'react';
import { call } from '../api-client.ts';
import { useDesk } from '../desk-context.ts';
import { useKept } from '../kept.ts';
import { Segments } from '../parts/fields.tsx';
import { Icon } from '../parts/icon.tsx';
import { useStatus } from '../queries.ts';
import { clockTime } from '../time.ts';
import { LANGUAGES, useWords } from '../words.ts';
import { OpenCase } from './open-case.tsx';
import { may } from './rooms.ts';

interface BarProps {
  readonly drawer: boolean;
  readonly onDrawer: () => void;
  readonly onPalette: () => void;
}

/** Whose desk, which case, the ledger's state, theme, language, officer. */
export function Bar({ drawer, onDrawer, onPalette }: BarProps): JSX.Element {
  const t = useWords();
  const desk = useDesk();
  return (
    <header className="bar">
      <button
        type="button"
        className="btn min sq menu"
        aria-label={t('rail.label')}
        aria-expanded={drawer}
        aria-controls="rooms"
        onClick={onDrawer}
      >
        <Icon name="menu" />
      </button>
      <div className="mark">{t('app.name')}</div>
      <div className="row">
        <span className="own-tag own-0">{desk.agency.letters}</span>
        <b className="cut">{desk.agency.name}</b>
      </div>
      {may(desk.officer, 'read-questions') && <CasePicker />}
      <button type="button" className="btn sm min goto" onClick={onPalette}>
        <Icon name="search" small />
        <span className="word">{t('palette.title')}</span> <kbd aria-hidden="true">Ctrl</kbd>{' '}
        <kbd aria-hidden="true">K</kbd>
      </button>
      <span className="grow" />
      <LedgerState />
      <Theme />
      <select aria-label={t('bar.language')} defaultValue="en">
        {Object.keys(LANGUAGES).map((language) => (
          <option key={language} value={language}>
            {language.toUpperCase()}
          </option>
        ))}
      </select>
      <Officer />
    </header>
  );
}

const NEW_CASE = 'new';

function CasePicker(): JSX.Element {
  const t = useWords();
  const { officer, cases, currentCase, chooseCase } = useDesk();
  const [opening, setOpening] = useState(false);
  const choose = (id: string): void => (id === NEW_CASE ? setOpening(true) : chooseCase(id));
  return (
    <>
      <select
        className="case-picker"
        aria-label={t('bar.case')}
        value={currentCase?.id ?? ''}
        onChange={(event) => choose(event.target.value)}
      >
        {currentCase === null && <option value="">{t('bar.case.none')}</option>}
        {cases.map(({ id, reference, title }) => (
          <option key={id} value={id}>{`${title} · ${reference}`}</option>
        ))}
        {may(officer, 'open-case') && <option value={NEW_CASE}>{t('bar.case.new')}</option>}
      </select>
      {opening && <OpenCase onClose={() => setOpening(false)} />}
    </>
  );
}

function LedgerState(): JSX.Element | null {
  const t = useWords();
  const { data } = useStatus();
  if (data === undefined) return null;
  const running = data.steps.find(({ state }) => state === 'running');
  if (!data.ready && running !== undefined) {
    return <span className="meta nw">{t('bar.loading', { step: t(`step.${running.step}`) })}</span>;
  }
  const at = data.ledger.checkpointAt;
  return (
    <span className="row nw meta">
      <Icon name="check" small />
      {at === null ? t('bar.checkpoint.none') : t('bar.checkpoint', { time: clockTime(at) })}
    </span>
  );
}

const THEMES = ['auto', 'light', 'dark'] as const;
type ThemeName = (typeof THEMES)[number];

function Theme(): JSX.Element {
  const t = useWords();
  const [kept, setKept] = useKept('theme', 'auto');
  const value = THEMES.find((name) => name === kept) ?? 'auto';
  const choose = (name: ThemeName): void => {
    setKept(name);
    if (name === 'auto') delete document.documentElement.dataset['theme'];
    else document.documentElement.dataset['theme'] = name;
  };
  const options = THEMES.map((name) => ({ value: name, word: t(`bar.theme.${name}`) }));
  return <Segments label={t('bar.theme')} value={value} options={options} onChange={choose} small />;
}

function Officer(): JSX.Element {
  const t = useWords();
  const { officer } = useDesk();
  const client = useQueryClient();
  const leave = useMutation({
    mutationFn: () => call('DELETE', '/api/session'),
    onSettled: () => client.resetQueries(),
  });
  return (
    <span className="row nw">
      <span>
        <b>{officer.name}</b> <span className="meta">{t(`role.${officer.role}`)}</span>
      </span>
      <button type="button" className="btn sm" onClick={() => leave.mutate()}>
        {t('bar.sign-out')}
      </button>
    </span>
  );
}
