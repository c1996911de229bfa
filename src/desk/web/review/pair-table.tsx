import type { JSX } from 'react';
import type { ReviewPairView, ReviewRow, ReviewSide, ReviewValue } from '../../api/contract.ts';
import { Value } from '../parts/value.tsx';
import { codeWord, useWords } from '../words.ts';
import { type Bar, waterfallOf } from './waterfall.ts';

interface PairTableProps {
  readonly view: ReviewPairView;
  readonly head: (side: ReviewSide) => JSX.Element;
}

/** Attribute by attribute: both sides as written, how they compare in words, and what that is worth, down to the sum. */
export function PairTable({ view, head }: PairTableProps): JSX.Element {
  const t = useWords();
  const fall = waterfallOf(view);
  return (
    <table className="pair">
      <thead>
        <tr>
          <th className="lt">{t('review.attribute')}</th>
          <th>{head(view.left)}</th>
          <th>{head(view.right)}</th>
          <th>{t('review.comparison')}</th>
          <th className="fall-head">{t('review.worth')}</th>
        </tr>
      </thead>
      <tbody>
        <tr className="sum">
          <td className="c-2" colSpan={4}>
            {t('review.before')}
          </td>
          <Fall bar={fall.before} nought={fall.nought} weight={view.prior} />
        </tr>
        {view.rows.map((row, at) => (
          <Attribute key={row.attribute} row={row} bar={fall.rows[at]} nought={fall.nought} />
        ))}
        <tr className="sum">
          <td colSpan={4}>
            <b>{t('review.sum')}</b> <span className="c-2">{t('review.sum.long')}</span>
          </td>
          <Fall bar={fall.sum} nought={fall.nought} weight={view.weight} />
        </tr>
      </tbody>
    </table>
  );
}

interface AttributeProps {
  readonly row: ReviewRow;
  readonly bar: Bar | undefined;
  readonly nought: number;
}

function Attribute({ row, bar, nought }: AttributeProps): JSX.Element {
  const t = useWords();
  // What relatives would share as well is worked out of the other rows: nobody says it.
  const isSaid = row.left.length + row.right.length > 0;
  const isCompared = row.level !== 'not-given' && row.level !== 'not-compared';
  return (
    <tr className={`level-${row.level}`}>
      <td className="lt c-2">{codeWord(t, 'attribute', row.attribute)}</td>
      <td>
        <Values property={row.attribute} values={row.left} isSaid={isSaid} />
      </td>
      <td>
        <Values property={row.attribute} values={row.right} isSaid={isSaid} />
      </td>
      <td>
        <span className="level">{t(`review.level.${row.level}`)}</span>{' '}
        {isCompared && <span className="meta">{row.because}</span>}
      </td>
      {isCompared && bar !== undefined ? <Fall bar={bar} nought={nought} weight={row.weight} /> : <td />}
    </tr>
  );
}

function Values({
  property,
  values,
  isSaid,
}: {
  readonly property: string;
  readonly values: readonly ReviewValue[];
  readonly isSaid: boolean;
}): JSX.Element | null {
  const t = useWords();
  if (!isSaid) return null;
  if (values.length === 0) return <span className="meta">{t('review.no-value')}</span>;
  return (
    <ul className="values">
      {values.map((value) => (
        <li key={value.written}>
          <Value field={{ property, ...value }} />
          {property.endsWith('date') && value.read !== undefined && (
            <>
              {' '}
              <span className="meta mono" title={t('value.as-written')}>
                {value.written}
              </span>
            </>
          )}
        </li>
      ))}
    </ul>
  );
}

/** A step of the waterfall; the number beside it says the same. */
function Fall({
  bar,
  nought,
  weight,
}: {
  readonly bar: Bar;
  readonly nought: number;
  readonly weight: number;
}): JSX.Element {
  const sign = weight < 0 ? '−' : '+';
  return (
    <td>
      <span className="fall">
        <span className="track" aria-hidden="true">
          <i className="nought" style={{ left: `${nought}%` }} />
          <i
            className={weight < 0 ? 'bar less' : 'bar'}
            style={{ left: `${bar.start}%`, width: `${bar.length}%` }}
          />
        </span>
        <span className="num">
          {sign}
          {Math.abs(weight).toFixed(1)}
        </span>
      </span>
    </td>
  );
}
