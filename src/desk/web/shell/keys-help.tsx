import { type JSX, useEffect, useRef } from 'react';
import { useKept } from '../kept.ts';
import { useWords, type Word } from '../words.ts';

const KEYS: readonly (readonly [keys: readonly string[], word: Word])[] = [
  [['Ctrl', 'K'], 'palette.title'],
  [['/'], 'keys.box'],
  [['J', 'K'], 'keys.move'],
  [['Enter', 'Esc'], 'keys.open'],
  [['G', 'A N R S I P T L'], 'keys.goto'],
  [['R'], 'keys.request'],
  [['N'], 'keys.aside'],
  [['Ctrl', 'Enter'], 'keys.primary'],
  [['P'], 'keys.preview'],
  [['T'], 'keys.table'],
  [['F'], 'keys.filter'],
  [['← ↑ ↓ →'], 'keys.along'],
  [['[', ']'], 'keys.path'],
  [['L'], 'keys.list'],
  [['S', 'D', 'U'], 'keys.judge'],
  [['S', 'R', 'X'], 'keys.standing'],
  [['Z'], 'keys.undo'],
  [['?'], 'keys.help'],
];

/** The list of keys, and the switch for whoever dictates or leans on the keyboard. */
export function KeysHelp({ onClose }: { readonly onClose: () => void }): JSX.Element {
  const t = useWords();
  const dialog = useRef<HTMLDialogElement>(null);
  const [letters, setLetters] = useKept('letters', 'on');
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} onClose={onClose} aria-labelledby="keys-help">
      <div className="panel">
        <header>
          <h2 id="keys-help">{t('keys.title')}</h2>
          <span className="grow" />
          <button type="button" className="btn sm" onClick={onClose}>
            {t('keys.close')}
          </button>
        </header>
        <ul className="keys-help">
          {KEYS.map(([keys, word]) => (
            <li key={word}>
              <span>{t(word)}</span>
              <span className="row nw">
                {keys.map((key) => (
                  <kbd key={key}>{key}</kbd>
                ))}
              </span>
            </li>
          ))}
        </ul>
        <footer>
          <label className="tick">
            <input
              type="checkbox"
              checked={letters === 'on'}
              onChange={(event) => setLetters(event.target.checked ? 'on' : 'off')}
            />
            {t('keys.single')}
          </label>
        </footer>
      </div>
    </dialog>
  );
}
