import type { JSX } from 'react';
import type { NetworkEdge, NetworkView } from '../../api/contract.ts';
import { neighbour, useKeys } from '../keyboard.ts';
import { Handling, Known, OwnerTag, Stated } from '../parts/tags.tsx';
import { ageOf } from '../time.ts';
import { codeWord, useWords } from '../words.ts';
import { pathStep } from './walk.ts';
import { Written } from '../parts/written.tsx';

interface LinkTableProps {
  readonly view: NetworkView;
  readonly selected: string | null;
  readonly onSelect: (id: string) => void;
}

/** Every link as a row, the path first: the graph's full equal, with the same selection. */
export function LinkTable({ view, selected, onSelect }: LinkTableProps): JSX.Element {
  const t = useWords();
  const rows = view.edges
    .map((edge) => ({ edge, step: pathStep(view.path, edge) }))
    .sort(
      (left, right) =>
        (left.step ?? Number.POSITIVE_INFINITY) - (right.step ?? Number.POSITIVE_INFINITY) ||
        left.edge.owner.localeCompare(right.edge.owner),
    );
  const things = [...new Set(rows.flatMap(({ edge }) => [edge.from, edge.to]))];
  const move = (by: 1 | -1): void => {
    const next = neighbour(things, selected, by);
    if (next !== null) onSelect(next);
  };
  useKeys({ j: () => move(1), k: () => move(-1) });
  return (
    <div className="scroll" tabIndex={0} role="group" aria-label={t('network.table')}>
      <table>
        <thead>
          <tr>
            <th className="lt num">{t('network.step')}</th>
            <th>{t('network.from')}</th>
            <th>{t('network.link')}</th>
            <th>{t('network.to')}</th>
            <th className="lt">{t('network.owner')}</th>
            <th className="lt">{t('network.age')}</th>
            <th className="lt">{t('network.eval')}</th>
            <th className="lt">{t('network.stated')}</th>
            <th className="lt">{t('network.handling')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ edge, step }) => (
            <LinkRow
              key={edge.id}
              edge={edge}
              step={step}
              view={view}
              on={edge.from === selected || edge.to === selected}
              onSelect={onSelect}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface LinkRowProps {
  readonly edge: NetworkEdge;
  readonly step: number | null;
  readonly view: NetworkView;
  readonly on: boolean;
  readonly onSelect: (id: string) => void;
}

function LinkRow({ edge, step, view, on, onSelect }: LinkRowProps): JSX.Element {
  const t = useWords();
  const end = (id: string): JSX.Element => (
    <button type="button" className="cell-link" onClick={() => onSelect(id)}>
      <Written text={view.nodes.find((node) => node.id === id)?.label ?? id} />
    </button>
  );
  const sealed = edge.source === 'sealed';
  return (
    <tr aria-selected={on}>
      <td className="lt num">{step}</td>
      <td>{end(edge.from)}</td>
      <td className="nw">{codeWord(t, 'link', edge.link)}</td>
      <td>{end(edge.to)}</td>
      <td className="lt">
        <OwnerTag id={edge.owner} />
      </td>
      <td className="lt">{sealed ? '–' : ageOf(t, edge.recordedOn)}</td>
      <td className="lt">{edge.evaluation === undefined ? '–' : <Known evaluation={edge.evaluation} />}</td>
      <td className="lt">{sealed ? '–' : <Stated certainty={edge.certainty} />}</td>
      <td className="lt">
        <Handling codes={edge.handling} />
      </td>
    </tr>
  );
}
