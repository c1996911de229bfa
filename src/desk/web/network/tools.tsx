import type { JSX } from 'react';
import type { NetworkView } from '../../api/contract.ts';
import { badgeOf, ownerClass, useDesk } from '../desk-context.ts';
import { Segments } from '../parts/fields.tsx';
import { Icon } from '../parts/icon.tsx';
import { useWords } from '../words.ts';
import type { PathEnds } from './network-page.tsx';

interface ToolsProps {
  readonly all: NetworkView;
  readonly shown: NetworkView;
  readonly mode: 'graph' | 'table';
  readonly onMode: (mode: 'graph' | 'table') => void;
  readonly hidden: readonly string[];
  readonly onHidden: (hidden: readonly string[]) => void;
  readonly ends: PathEnds;
  readonly onEnds: (ends: PathEnds) => void;
}

/** Graph or table, the path, the owners, and how much of everything is shown. */
export function Tools(props: ToolsProps): JSX.Element {
  const t = useWords();
  const { all, shown, mode, onMode } = props;
  const leftOut = all.leftOut.filter(({ count }) => count > 0);
  const total = all.nodes.length + leftOut.reduce((sum, { count }) => sum + count, 0);
  return (
    <div className="tools">
      <Segments
        label={t('network.title')}
        value={mode}
        options={[
          { value: 'graph', word: t('network.graph') },
          { value: 'table', word: t('network.table') },
        ]}
        onChange={onMode}
      />
      <PathPicker {...props} />
      <OwnerFilter {...props} />
      <span
        className="meta nw"
        title={leftOut.map(({ reason, count }) => t('network.left-out', { count, reason })).join('\n')}
      >
        {t('network.shown', { shown: shown.nodes.length, total })}
      </span>
    </div>
  );
}

function PathPicker({ shown, ends, onEnds }: ToolsProps): JSX.Element {
  const t = useWords();
  const { path } = shown;
  const from = ends.from !== '' ? ends.from : (path[0] ?? '');
  const to = ends.to !== '' ? ends.to : (path.at(-1) ?? '');
  const nodes = [...shown.nodes]
    .filter(({ state }) => state !== 'masked')
    .sort((left, right) => left.label.localeCompare(right.label));
  const list = (label: string, value: string, onChange: (id: string) => void): JSX.Element => (
    <select aria-label={label} value={value} onChange={(event) => onChange(event.target.value)}>
      <option value="">{t('network.path.any')}</option>
      {nodes.map((node) => (
        <option key={node.id} value={node.id}>
          {node.label}
        </option>
      ))}
    </select>
  );
  const byId = new Map(shown.nodes.map((node) => [node.id, node]));
  const owners = new Set(path.flatMap((id) => byId.get(id)?.owners ?? []));
  const steps = t('network.path.steps', {
    count: Math.max(0, path.length - 1),
    owners: t('network.owners', { count: owners.size }),
  });
  return (
    <div className="path-picker">
      <span className="meta">{t('network.path')}</span>
      {list(t('network.path.from'), from, (id) => onEnds({ from: id, to }))}
      <span className="meta">{t('network.path.to')}</span>
      {list(t('network.path.to'), to, (id) => onEnds({ from, to: id }))}
      <span className="meta cut">
        {path.length > 1 ? steps : from !== '' && to !== '' ? t('network.path.none') : ''}
      </span>
      {ends.from + ends.to !== '' && (
        <button
          type="button"
          className="btn min sm"
          aria-label={t('network.path.clear')}
          onClick={() => onEnds({ from: '', to: '' })}
        >
          <Icon name="cross" small />
        </button>
      )}
    </div>
  );
}

function OwnerFilter({ all, hidden, onHidden }: ToolsProps): JSX.Element {
  const t = useWords();
  const desk = useDesk();
  const owners = [desk.agency, ...desk.partners]
    .map(({ id }) => id)
    .filter((id) => all.nodes.some((node) => node.owners.includes(id)));
  return (
    <div className="owner-filter" role="group" aria-label={t('network.filter')}>
      {owners.map((id) => (
        <button
          key={id}
          type="button"
          className="owner-button"
          aria-pressed={!hidden.includes(id)}
          aria-label={t('network.filter.one', {
            letters: badgeOf(desk, id).letters,
            owner: badgeOf(desk, id).name,
          })}
          title={t('network.filter.one', {
            letters: badgeOf(desk, id).letters,
            owner: badgeOf(desk, id).name,
          })}
          onClick={() =>
            onHidden(hidden.includes(id) ? hidden.filter((other) => other !== id) : [...hidden, id])
          }
        >
          <span className={`own-tag ${ownerClass(desk, id)}`}>{badgeOf(desk, id).letters}</span>
        </button>
      ))}
    </div>
  );
}
