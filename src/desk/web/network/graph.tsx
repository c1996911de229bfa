import { type JSX, type KeyboardEvent, useMemo } from 'react';
import type { NetworkView } from '../../api/contract.ts';
import { Icon, type IconName } from '../parts/icon.tsx';
import { codeWord, useWords, type Words } from '../words.ts';
import { type Camera, placeNodes } from './canvas-fit.ts';
import { EdgeLine, EdgeWords } from './edge.tsx';
import { placeLabels } from './label-places.ts';
import { NodeMark } from './node.tsx';
import { useCamera } from './use-camera.ts';
import { useSize } from './use-size.ts';
import { pathStep, walkAlong, walkPath } from './walk.ts';

interface GraphProps {
  readonly view: NetworkView;
  readonly selected: string | null;
  readonly onSelect: (id: string) => void;
}

/** One picture: a summary for who cannot see it, arrow keys along the links, the table as its full equal. */
export function Graph({ view, selected, onSelect }: GraphProps): JSX.Element {
  const t = useWords();
  const [canvas, size] = useSize<HTMLDivElement>();
  const { camera, zoomBy, home, drag, dragged } = useCamera(canvas, size);
  const { nodes, edges, path } = view;
  const points = useMemo(() => placeNodes(nodes, size, camera), [nodes, size, camera]);
  const always = useMemo(
    () => new Set([...path, ...(selected === null ? [] : [selected])]),
    [path, selected],
  );
  const labels = useMemo(
    () => placeLabels(nodes, edges, points, always, size),
    [nodes, edges, points, always, size],
  );
  const onKey = (event: KeyboardEvent): void => {
    const from = selected ?? path[0] ?? nodes[0]?.id;
    const next =
      event.key === '[' || event.key === ']'
        ? walkPath(path, selected, event.key === ']' ? 1 : -1)
        : from === undefined
          ? null
          : selected === null && event.key.startsWith('Arrow')
            ? from
            : walkAlong(edges, points, from, event.key);
    if (next === null) return;
    event.preventDefault();
    onSelect(next);
  };
  const choose = (id: string): void => {
    if (!dragged()) onSelect(id);
  };
  const hidden = [...labels.values()].filter((place) => place === null).length;
  const steps = new Map(path.map((id, index) => [id, index + 1]));
  return (
    <div className="canvas-wrap">
      <div
        ref={canvas}
        className="canvas"
        role="application"
        tabIndex={0}
        aria-label={summaryOf(t, view)}
        aria-description={t('network.graph-keys')}
        onKeyDown={onKey}
        {...drag}
      >
        <svg width={size.width} height={size.height} aria-hidden="true">
          <path className="g-path" d={pathLine(path, points)} />
          {edges.map((edge) => (
            <EdgeLine
              key={edge.id}
              edge={edge}
              points={points}
              onPath={pathStep(path, edge) !== null}
              thin={path.length > 0}
            />
          ))}
          {nodes.map((node) => (
            <NodeMark
              key={node.id}
              node={node}
              at={points.get(node.id)}
              label={labels.get(node.id) ?? null}
              on={node.id === selected}
              step={steps.get(node.id) ?? null}
              onSelect={() => choose(node.id)}
            />
          ))}
          {edges.map((edge) => (
            <EdgeWords
              key={edge.id}
              edge={edge}
              points={points}
              word={pathStep(path, edge) !== null || edge.from === selected || edge.to === selected}
            />
          ))}
        </svg>
      </div>
      <p className="sr" aria-live="polite">
        {selectedWords(t, view, selected)}
      </p>
      {hidden > 0 && <p className="hidden-labels meta">{t('network.labels-hidden', { count: hidden })}</p>}
      <ZoomButtons camera={camera} zoomBy={zoomBy} home={home} />
    </div>
  );
}

interface ZoomProps {
  readonly camera: Camera;
  readonly zoomBy: (factor: number) => void;
  readonly home: () => void;
}

function ZoomButtons({ zoomBy, home }: ZoomProps): JSX.Element {
  const t = useWords();
  const button = (name: IconName, word: string, action: () => void): JSX.Element => (
    <button type="button" className="btn sq" aria-label={word} title={word} onClick={action}>
      <Icon name={name} />
    </button>
  );
  return (
    <div className="zoom">
      {button('plus', t('network.zoom-in'), () => zoomBy(1.4))}
      {button('minus', t('network.zoom-out'), () => zoomBy(1 / 1.4))}
      {button('fit', t('network.fit'), home)}
    </div>
  );
}

function pathLine(path: readonly string[], points: ReadonlyMap<string, { x: number; y: number }>): string {
  return path
    .map((id, index) => {
      const point = points.get(id);
      return point === undefined ? '' : `${index === 0 ? 'M' : 'L'}${point.x} ${point.y}`;
    })
    .join('');
}

function summaryOf(t: Words, { nodes, edges, path }: NetworkView): string {
  const owners = t('network.owners', { count: new Set(nodes.flatMap((node) => node.owners)).size });
  const label = (id: string | undefined): string => nodes.find((node) => node.id === id)?.label ?? '';
  const pathWords =
    path.length > 1
      ? t('network.summary.path', { steps: path.length - 1, from: label(path[0]), to: label(path.at(-1)) })
      : '';
  return t('network.summary', { nodes: nodes.length, edges: edges.length, owners, path: pathWords });
}

function selectedWords(t: Words, { nodes }: NetworkView, selected: string | null): string {
  const node = nodes.find(({ id }) => id === selected);
  if (node === undefined) return '';
  const what =
    node.category === undefined ? codeWord(t, 'kind', node.kind) : codeWord(t, 'category', node.category);
  return `${node.label}, ${what}, ${node.owners.join(' ')}`;
}
