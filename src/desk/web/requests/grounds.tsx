import type { JSX } from 'react';
import { REFUSAL_GROUNDS, type RefusalGround } from '../../../model/index.ts';
import { Icon } from '../parts/icon.tsx';
import { useWords } from '../words.ts';

/** The coded grounds; they travel as codes and are read in the other side's language. */
export function Grounds({
  value,
  onChange,
}: {
  readonly value: RefusalGround | null;
  readonly onChange: (ground: RefusalGround) => void;
}): JSX.Element {
  const t = useWords();
  return (
    <div className="pad stack">
      <fieldset>
        <legend className="meta">{t('decision.ground')}</legend>
        <div className="grounds">
          {REFUSAL_GROUNDS.map((ground) => (
            <label key={ground} className="tick">
              <input
                type="radio"
                name="ground"
                checked={ground === value}
                onChange={() => onChange(ground)}
              />
              {t(`ground.${ground}`)}
            </label>
          ))}
        </div>
      </fieldset>
      <p className="note">
        <Icon name="info" />
        {t('decision.ground.note')}
      </p>
    </div>
  );
}
