import type { JSX } from 'react';
import type { DisclosableField } from '../../api/contract.ts';
import { HANDLING_CODES, type HandlingCode } from '../../../model/index.ts';
import { Handling, Known, Stated } from '../parts/tags.tsx';
import { Value } from '../parts/value.tsx';
import { ageOf } from '../time.ts';
import { useWords, type Words } from '../words.ts';

/** Statement id → the handling codes it goes out with. */
export type Ticked = Readonly<Record<string, readonly HandlingCode[]>>;
const ADDABLE: readonly HandlingCode[] = ['H1', 'H2'];

interface FieldTableProps {
  readonly fields: readonly DisclosableField[];
  /** What the request asks for: said beside the field, never ticked for the reader. */
  readonly wanted: readonly string[];
  readonly ticked: Ticked;
  readonly onChange: (ticked: Ticked) => void;
}

/** Each field with what the partner will see; codes can be made stricter here, never freer. */
export function FieldTable({ fields, wanted, ticked, onChange }: FieldTableProps): JSX.Element {
  const t = useWords();
  const set = (id: string, handling: readonly HandlingCode[] | null): void => {
    const { [id]: _gone, ...rest } = ticked;
    onChange(handling === null ? rest : { ...rest, [id]: handling });
  };
  return (
    <table className="fields">
      <thead>
        <tr>
          <th>{t('decision.field')}</th>
          <th>{t('decision.see')}</th>
          <th className="lt">{t('decision.stated')}</th>
          <th className="lt num">{t('decision.handling')}</th>
        </tr>
      </thead>
      <tbody>
        {fields.map((field) => (
          <FieldRow
            key={field.statementId}
            field={field}
            asked={wanted.includes(field.property)}
            handling={ticked[field.statementId] ?? null}
            onChange={(handling) => set(field.statementId, handling)}
          />
        ))}
      </tbody>
    </table>
  );
}

interface FieldRowProps {
  readonly field: DisclosableField;
  readonly asked: boolean;
  readonly handling: readonly HandlingCode[] | null;
  readonly onChange: (handling: readonly HandlingCode[] | null) => void;
}

function FieldRow({ field, asked, handling, onChange }: FieldRowProps): JSX.Element {
  const t = useWords();
  const name = fieldName(t, field);
  const blocked = field.blocked !== undefined;
  return (
    <tr className={blocked ? 'blocked' : undefined}>
      <td>
        <label className="tick">
          <input
            type="checkbox"
            checked={handling !== null}
            disabled={blocked}
            onChange={(event) => onChange(event.target.checked ? field.handling : null)}
          />
          <span>
            <b>{name}</b>
            <span className="meta block">
              <Known evaluation={field.evaluation} /> · {ageOf(t, field.recordedOn)}
              {asked && <span className="c-act"> · {t('decision.asked')}</span>}
            </span>
          </span>
        </label>
      </td>
      <td>{field.blocked ?? <Value field={field} />}</td>
      <td className="lt">
        <Stated certainty={field.certainty} />
      </td>
      <td className="lt num">
        {handling === null ? (
          <Handling codes={field.handling} />
        ) : (
          <Codes name={name} own={field.handling} value={handling} onChange={onChange} />
        )}
      </td>
    </tr>
  );
}

interface CodesProps {
  readonly name: string;
  readonly own: readonly HandlingCode[];
  readonly value: readonly HandlingCode[];
  readonly onChange: (handling: readonly HandlingCode[]) => void;
}

function Codes({ name, own, value, onChange }: CodesProps): JSX.Element {
  const t = useWords();
  const toggle = (code: HandlingCode): void => {
    const next = value.includes(code) ? value.filter((other) => other !== code) : [...value, code];
    onChange(HANDLING_CODES.filter((candidate) => next.includes(candidate)));
  };
  return (
    <span className="codes">
      <Handling codes={value.filter((code) => !ADDABLE.includes(code) || own.includes(code))} />
      {ADDABLE.filter((code) => !own.includes(code)).map((code) => (
        <button
          key={code}
          type="button"
          className="code"
          aria-pressed={value.includes(code)}
          aria-label={t('decision.add', { code, field: name })}
          title={t(`handling.${code}`)}
          onClick={() => toggle(code)}
        >
          {code}
        </button>
      ))}
    </span>
  );
}

/** "Plate" of the person's own, or "uses · Plate" where the value belongs to a thing that is linked. */
export function fieldName(t: Words, field: Pick<DisclosableField, 'link' | 'property' | 'kind'>): string {
  const property = t(`property.${field.property}`);
  if (field.link === undefined) return property;
  const what =
    field.property === 'name' || field.property === 'number'
      ? t(`kind.${field.kind}`)
      : property.toLowerCase();
  const link = t(`link.${field.link}`);
  return `${link.charAt(0).toUpperCase()}${link.slice(1)}: ${what}`;
}
