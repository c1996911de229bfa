import type { JSX } from 'react';
import type { NetworkNode } from '../../api/contract.ts';
import { Handling, Known, OwnerTag, Stated } from '../parts/tags.tsx';
import { Value as WrittenValue } from '../parts/value.tsx';
import { ageOf, dateOf } from '../time.ts';
import { useWords } from '../words.ts';

type Value = NetworkNode['values'][number];

/** Each value with owner, age, how it is known and its handling; two that differ are both kept and said to differ. */
export function Values({ values }: { readonly values: readonly Value[] }): JSX.Element | null {
  const t = useWords();
  if (values.length === 0) return null;
  return (
    <>
      <h3 className="sub">
        {t('network.values')}
        <span>{t('network.values.order')}</span>
      </h3>
      <ul>
        {values.map((value, index) => (
          <ValueLine
            key={`${value.property}${value.owner}${index}`}
            value={value}
            differs={differs(values, index)}
          />
        ))}
      </ul>
    </>
  );
}

/** Said once, at the last of the values that disagree. */
function differs(values: readonly Value[], index: number): boolean {
  const value = values[index];
  if (value === undefined || value.property === 'alias') return false;
  const same = values.filter(({ property, kind }) => property === value.property && kind === value.kind);
  return same.at(-1) === value && new Set(same.map(({ written }) => written)).size > 1;
}

function ValueLine({
  value,
  differs: said,
}: {
  readonly value: Value;
  readonly differs: boolean;
}): JSX.Element {
  const t = useWords();
  return (
    <li className="value">
      <span className="meta">{t(`property.${value.property}`)}</span>
      <b>
        <WrittenValue field={value} />
      </b>
      <Handling codes={value.handling} />
      <span className="source">
        <OwnerTag id={value.owner} />
        <span>{ageOf(t, value.recordedOn)}</span>
        <Known evaluation={value.evaluation} />
        <Stated certainty={value.certainty} />
        {value.expiresAt !== undefined && (
          <span>{t('network.expires', { date: dateOf(value.expiresAt) })}</span>
        )}
      </span>
      {said && <span className="source c-warn">{t('network.differ')}</span>}
    </li>
  );
}
