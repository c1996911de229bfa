import { type JSX, useEffect, useRef, useState } from 'react';
import { startDraft } from '../ask/draft.ts';
import { type Desk, useDesk } from '../desk-context.ts';
import { neighbour } from '../keyboard.ts';
import { go } from '../router.ts';
import { useWords, type Words } from '../words.ts';
import { may, roomsOf } from './rooms.ts';

interface Goal {
  readonly id: string;
  readonly group: string;
  readonly word: string;
  readonly keys?: string;
  readonly run: () => void;
}

const CASES_SHOWN = 8;

/** Ctrl K: one box that goes to a page, changes the case, or takes what was typed into a question. */
export function Palette({ onClose }: { readonly onClose: () => void }): JSX.Element {
  const t = useWords();
  const desk = useDesk();
  const dialog = useRef<HTMLDialogElement>(null);
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState<string | null>(null);
  useEffect(() => dialog.current?.showModal(), []);
  const goals = goalsOf(t, desk, text);
  const ids = goals.map(({ id }) => id);
  const current = chosen !== null && ids.includes(chosen) ? chosen : (ids[0] ?? null);
  const run = (goal: Goal | undefined): void => {
    if (goal === undefined) return;
    goal.run();
    onClose();
  };
  return (
    <dialog ref={dialog} className="palette" onClose={onClose} aria-label={t('palette.title')}>
      <input
        className="input"
        role="combobox"
        aria-label={t('palette.box')}
        aria-expanded="true"
        aria-controls="palette-goals"
        aria-activedescendant={current === null ? undefined : `goal-${current}`}
        placeholder={t('palette.box')}
        maxLength={200}
        autoComplete="off"
        spellCheck={false}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setChosen(null);
        }}
        onKeyDown={(event) => {
          if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
            event.preventDefault();
            setChosen(neighbour(ids, current, event.key === 'ArrowDown' ? 1 : -1));
          }
          if (event.key !== 'Enter') return;
          event.preventDefault();
          run(goals.find(({ id }) => id === current));
        }}
      />
      <ul id="palette-goals" role="listbox" aria-label={t('palette.title')}>
        {goals.map((goal) => (
          <li
            key={goal.id}
            id={`goal-${goal.id}`}
            role="option"
            aria-selected={goal.id === current}
            onClick={() => run(goal)}
            onKeyDown={undefined}
          >
            <span className="meta">{goal.group}</span>
            <span className="cut grow">{goal.word}</span>
            {goal.keys !== undefined && <kbd aria-hidden="true">{goal.keys}</kbd>}
          </li>
        ))}
      </ul>
      {goals.length === 0 && <p className="state c-2">{t('palette.none')}</p>}
    </dialog>
  );
}

/** What fits the words typed: pages, cases, and the words themselves as something to look for. */
function goalsOf(t: Words, desk: Desk, text: string): readonly Goal[] {
  const wanted = text.trim().toLowerCase();
  const fits = (goal: Goal): boolean => goal.word.toLowerCase().includes(wanted);
  const pages = roomsOf(desk.officer).map((room) => ({
    id: `page-${room}`,
    group: t('palette.page'),
    word: t(`rail.${room}`),
    keys: `G ${room.charAt(0).toUpperCase()}`,
    run: () => go(`/${room}`),
  }));
  const cases = desk.cases.map(({ id, reference, title }) => ({
    id: `case-${id}`,
    group: t('bar.case'),
    word: `${title} · ${reference}`,
    run: () => desk.chooseCase(id),
  }));
  const search = {
    id: 'search',
    group: t('palette.search'),
    word: text.trim(),
    run: () => {
      startDraft(text.trim());
      go('/ask');
    },
  };
  const looks = wanted !== '' && may(desk.officer, 'search-own') && may(desk.officer, 'ask-partners');
  return [...pages.filter(fits), ...cases.filter(fits).slice(0, CASES_SHOWN), ...(looks ? [search] : [])];
}
