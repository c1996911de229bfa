import { Fragment, type JSX } from 'react';
import type { CopyField, ThingHead } from '../../api/contract.ts';
import { Handling } from '../parts/tags.tsx';
import { Written } from '../parts/written.tsx';
import { useWords } from '../words.ts';
import { SaidCells } from './said-cells.tsx';

/** What a disclosure says, person by person and thing by thing, each value with how it is known and its handling. */
export function ThingTable({ fields }: { readonly fields: readonly CopyField[] }): JSX.Element {
  const t = useWords();
  const groups = groupsOf(fields);
  return (
    <table className="fields">
      <thead>
        <tr>
          <th>{t('decision.field')}</th>
          <th>{t('answer.value')}</th>
          <th className="lt">{t('network.eval')}</th>
          <th className="lt">{t('decision.stated')}</th>
          <th className="lt num">{t('decision.handling')}</th>
        </tr>
      </thead>
      <tbody>
        {groups.map(({ head, rows }) => (
          <Fragment key={head?.ref ?? ''}>
            {head !== undefined && groups.length > 1 && <HeadRow head={head} />}
            {rows.map((field, index) => (
              <FieldLine key={`${field.property}${index}`} field={field} />
            ))}
          </Fragment>
        ))}
      </tbody>
    </table>
  );
}

interface Group {
  readonly head: ThingHead | undefined;
  readonly rows: readonly CopyField[];
}

function groupsOf(fields: readonly CopyField[]): readonly Group[] {
  const groups = new Map<string, { head: ThingHead | undefined; rows: CopyField[] }>();
  for (const field of fields) {
    const ref = field.thing?.ref ?? '';
    const group = groups.get(ref) ?? { head: field.thing, rows: [] };
    group.rows.push(field);
    groups.set(ref, group);
  }
  return [...groups.values()];
}

function HeadRow({ head }: { readonly head: ThingHead }): JSX.Element {
  return (
    <tr className="thing">
      <th colSpan={5} scope="rowgroup">
        <ThingName head={head} />
      </th>
    </tr>
  );
}

/** "Tomas Averinck · contact": the name, and the category of a person or the kind of a thing. */
export function ThingName({ head }: { readonly head: ThingHead }): JSX.Element {
  const t = useWords();
  return (
    <>
      <Written text={head.label} />{' '}
      <span className="tag line">
        {head.category === undefined ? t(`kind.${head.kind}`) : t(`category.${head.category}`)}
      </span>
    </>
  );
}

function FieldLine({ field }: { readonly field: CopyField }): JSX.Element {
  return (
    <tr>
      <SaidCells field={field} />
      <td className="lt num">
        <Handling codes={field.handling} />
      </td>
    </tr>
  );
}
