import type { JSX } from 'react';
import type { RequestDraft } from '../../api/contract.ts';
import { Area } from '../parts/fields.tsx';
import { useWords } from '../words.ts';

type Meant = NonNullable<RequestDraft['meant']>;

/** As it stands in the two boxes: one a line. */
export interface MeantText {
  readonly names: string;
  readonly birthDates: string;
}

export function textOfMeant(meant: Meant | undefined): MeantText {
  return { names: (meant?.names ?? []).join('\n'), birthDates: (meant?.birthDates ?? []).join('\n') };
}

/** What the boxes say; undefined when no name stands there: then nothing is told beside the opened key. */
export function readMeantText(text: MeantText): Meant | undefined {
  const lines = (box: string): string[] =>
    box
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '');
  const names = lines(text.names);
  return names.length === 0 ? undefined : { names, birthDates: lines(text.birthDates) };
}

interface MeantFieldsProps {
  readonly value: MeantText;
  readonly onChange: (value: MeantText) => void;
}

/** Who is meant: told to the owner, so that it can tell a stranger apart before anything is disclosed. */
export function MeantFields({ value, onChange }: MeantFieldsProps): JSX.Element {
  const t = useWords();
  return (
    <fieldset>
      <legend className="meta">{t('form.meant')}</legend>
      <div className="meant">
        <Area
          label={t('form.meant.names')}
          rows={2}
          max={1_600}
          value={value.names}
          onChange={(names) => onChange({ ...value, names })}
        />
        <Area
          label={t('form.meant.dates')}
          rows={2}
          max={160}
          value={value.birthDates}
          onChange={(birthDates) => onChange({ ...value, birthDates })}
        />
      </div>
      <p className="meta">{t('form.meant.hint')}</p>
    </fieldset>
  );
}
