import { type JSX, useEffect, useRef } from 'react';
import type { ScreenedRow, ScreeningView } from '../../api/contract.ts';
import { OwnerTag } from '../parts/tags.tsx';
import { Written } from '../parts/written.tsx';
import { useWords, type Words } from '../words.ts';
import { rowId } from './why-pane.tsx';

interface HitTableProps {
  readonly view: ScreeningView;
  readonly selected: string | null;
  readonly onSelect: (id: string) => void;
}

/** One page of the rows that hit, in the order of the list. Of the others there is nothing to show. */
export function HitTable({ view, selected, onSelect }: HitTableProps): JSX.Element {
  const t = useWords();
  if (view.hits.length === 0) return <p className="state c-2">{t(noneWord(view))}</p>;
  return (
    <div className="scroll" tabIndex={0} role="group" aria-label={t('list.table')}>
      <table>
        <thead>
          <tr>
            <th className="lt num">{t('list.line')}</th>
            <th>{t('list.on-list')}</th>
            <th>{t('list.record')}</th>
            <th className="lt">{t('list.owner')}</th>
            <th className="lt">{t('list.band')}</th>
            <th className="lt">{t('list.sealed-hits')}</th>
          </tr>
        </thead>
        <tbody>
          {view.hits.map((row) => (
            <Row
              key={rowId(row)}
              row={row}
              on={rowId(row) === selected}
              onSelect={() => onSelect(rowId(row))}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function noneWord(view: ScreeningView): 'list.none.yet' | 'list.none.here' | 'list.none' {
  if (view.state === 'looking' || view.state === 'asking') return 'list.none.yet';
  return view.sealed === null ? 'list.none.here' : 'list.none';
}

function Row({
  row,
  on,
  onSelect,
}: {
  readonly row: ScreenedRow;
  readonly on: boolean;
  readonly onSelect: () => void;
}): JSX.Element {
  const t = useWords();
  const place = useRef<HTMLTableRowElement>(null);
  const [best] = row.here;
  useEffect(() => {
    if (on) place.current?.scrollIntoView({ block: 'nearest' });
  }, [on]);
  return (
    <tr ref={place} className="opens" aria-selected={on} onClick={onSelect}>
      <td className="lt num">{linesOf(t, row)}</td>
      <td className="list-cell">
        <button type="button" className="cell-link" aria-current={on} onClick={onSelect}>
          <Written text={row.label} />
        </button>
      </td>
      <td className="list-cell">
        {best === undefined ? (
          <span className="meta">{t('list.no-record')}</span>
        ) : (
          <span className="cut block">
            <Written text={best.label} />
            <span className="meta">
              {row.here.length + row.more > 1
                ? ` ${t('list.and-more', { count: row.here.length + row.more - 1 })}`
                : ''}
            </span>
          </span>
        )}
      </td>
      <td className="lt">{best !== undefined && <OwnerTag id={best.owner} />}</td>
      <td className="lt">{best !== undefined && <BandTag band={best.band} />}</td>
      <td className="lt">
        <span className="row nw">
          {[...new Set(row.sealed.map(({ owner }) => owner))].map((owner) => (
            <OwnerTag key={owner} id={owner} />
          ))}
        </span>
      </td>
    </tr>
  );
}

function linesOf(t: Words, { lines }: ScreenedRow): string {
  const [first = 0, ...more] = lines;
  return more.length === 0 ? String(first) : t('list.lines.also', { line: first, count: more.length });
}

type Band = ScreenedRow['here'][number]['band'];
const TONES: Readonly<Record<Band, string>> = {
  confirmed: 'tag act',
  likely: 'tag act',
  identifier: 'tag line',
  possible: 'tag',
  'same-name-only': 'tag',
};

/** What the comparison amounts to, in words; it is about the match, never about the person. */
export function BandTag({ band }: { readonly band: Band }): JSX.Element {
  const t = useWords();
  return <span className={TONES[band]}>{t(`list.band.${band}`)}</span>;
}
