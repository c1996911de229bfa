import type { JSX } from 'react';
import type { CopyField, DisclosableField } from '../../api/contract.ts';
import { Known, Stated } from '../parts/tags.tsx';
import { Value } from '../parts/value.tsx';
import { useWords } from '../words.ts';
import { fieldName } from './field-table.tsx';

/** The cells that every table of values begins with: what it is, what is said, how it is known, fact or assessment. */
export function SaidCells({ field }: { readonly field: CopyField | DisclosableField }): JSX.Element {
  const t = useWords();
  return (
    <>
      <td>{fieldName(t, field)}</td>
      <td>
        <b>
          <Value field={field} />
        </b>
      </td>
      <td className="lt">
        <Known evaluation={field.evaluation} />
      </td>
      <td className="lt">
        <Stated certainty={field.certainty} />
      </td>
    </>
  );
}
