import type { JSX } from 'react';
import { useWords } from '../words.ts';

interface SelectProps<T extends string> {
  readonly label: string;
  readonly value: T | '';
  readonly options: readonly { readonly value: T; readonly word: string }[];
  readonly onChange: (value: T) => void;
}

/** A native list with its label above; nothing is chosen for the reader. */
export function Select<T extends string>({ label, value, options, onChange }: SelectProps<T>): JSX.Element {
  const t = useWords();
  return (
    <label className="label">
      {label}
      <select value={value} onChange={(event) => onChange(event.target.value as T)}>
        {value === '' && <option value="">{t('ask.choose')}</option>}
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.word}
          </option>
        ))}
      </select>
    </label>
  );
}

interface DateFieldProps {
  readonly label: string;
  readonly value: string;
  /** The last day that may be chosen, ISO; the first is tomorrow. */
  readonly max: string;
  readonly onChange: (value: string) => void;
}

const DAY_MS = 86_400_000;

/** A day to come; empty while none is chosen. */
export function DateField({ label, value, max, onChange }: DateFieldProps): JSX.Element {
  const tomorrow = new Date(Date.now() + DAY_MS).toISOString().slice(0, 10);
  return (
    <label className="label">
      {label}
      <input
        className="input"
        type="date"
        min={tomorrow}
        max={max}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </label>
  );
}

interface AreaProps {
  readonly label: string;
  readonly value: string;
  readonly rows: number;
  readonly max?: number;
  readonly onChange: (value: string) => void;
}

export function Area({ label, value, rows, max = 4_000, onChange }: AreaProps): JSX.Element {
  return (
    <label className="label">
      {label}
      <textarea
        rows={rows}
        maxLength={max}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </label>
  );
}

interface SegmentsProps<T extends string> {
  readonly label: string;
  readonly value: T;
  readonly options: readonly { readonly value: T; readonly word: string }[];
  readonly onChange: (value: T) => void;
  readonly small?: boolean;
}

/** Two or three buttons of which one is pressed. */
export function Segments<T extends string>({
  label,
  value,
  options,
  onChange,
  small = false,
}: SegmentsProps<T>): JSX.Element {
  return (
    <div className={small ? 'seg small' : 'seg'} role="group" aria-label={label}>
      {options.map((option) => (
        <button
          key={option.value}
          type="button"
          aria-pressed={option.value === value}
          onClick={() => onChange(option.value)}
        >
          {option.word}
        </button>
      ))}
    </div>
  );
}
