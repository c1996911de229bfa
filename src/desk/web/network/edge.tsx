import type { JSX } from 'react';
import type { NetworkEdge } from '../../api/contract.ts';
import { ownerClass, useDesk } from '../desk-context.ts';
import { codeWord, useWords } from '../words.ts';
import type { Point } from './canvas-fit.ts';

type Points = ReadonlyMap<string, Point>;
/** A link's word is written where it has room between the two things. */
const CHARACTER_PX = 5.5;
const SOURCES = { own: '', copy: 'recv', sealed: 'seal' } as const;

interface EdgeLineProps {
  readonly edge: NetworkEdge;
  readonly points: Points;
  readonly onPath: boolean;
  readonly thin: boolean;
}

/** Line is who says it: solid we do, dashed a received copy, dotted a sealed hit; hue is the owner. */
export function EdgeLine({ edge, points, onPath, thin }: EdgeLineProps): JSX.Element | null {
  const desk = useDesk();
  const from = points.get(edge.from);
  const to = points.get(edge.to);
  if (from === undefined || to === undefined) return null;
  const weight = thin && !onPath ? 'off' : '';
  return (
    <path
      className={`g-edge ${ownerClass(desk, edge.owner)} ${SOURCES[edge.source]} ${weight}`}
      d={`M${from.x} ${from.y}L${to.x} ${to.y}`}
    />
  );
}

interface EdgeWordsProps {
  readonly edge: NetworkEdge;
  readonly points: Points;
  readonly word: boolean;
}

/** ≈ for an assessment; the link's word on the path and round the chosen thing. */
export function EdgeWords({ edge, points, word }: EdgeWordsProps): JSX.Element | null {
  const t = useWords();
  const desk = useDesk();
  const from = points.get(edge.from);
  const to = points.get(edge.to);
  if (from === undefined || to === undefined) return null;
  const x = (from.x + to.x) / 2;
  const y = (from.y + to.y) / 2;
  // Words are never upside down: the line is read from its left end.
  const [left, right] = from.x <= to.x ? [from, to] : [to, from];
  const angle = (Math.atan2(right.y - left.y, right.x - left.x) * 180) / Math.PI;
  const words = codeWord(t, 'link', edge.link);
  const long = Math.hypot(to.x - from.x, to.y - from.y) > words.length * CHARACTER_PX + 64;
  return (
    <>
      {edge.certainty === 'assessment' && (
        <text className={`g-mid ${ownerClass(desk, edge.owner)}`} x={x} y={y}>
          {'≈'}
        </text>
      )}
      {word && long && (
        <text
          className="g-lab"
          transform={`translate(${x} ${y}) rotate(${angle})`}
          y={edge.certainty === 'assessment' ? -12 : -9}
        >
          {words}
        </text>
      )}
    </>
  );
}
