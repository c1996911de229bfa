import type { NetworkEdge } from '../../api/contract.ts';
import type { Point } from './canvas-fit.ts';

const DIRECTIONS: Readonly<Record<string, Point>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};

/** The linked thing that lies most in the arrow's direction; null when no link goes that way. */
export function walkAlong(
  edges: readonly NetworkEdge[],
  points: ReadonlyMap<string, Point>,
  from: string,
  key: string,
): string | null {
  const direction = DIRECTIONS[key];
  const here = points.get(from);
  if (direction === undefined || here === undefined) return null;
  let best: { id: string; along: number } | null = null;
  for (const edge of edges) {
    const other = edge.from === from ? edge.to : edge.to === from ? edge.from : null;
    const there = other === null ? undefined : points.get(other);
    if (other === null || there === undefined) continue;
    const length = Math.hypot(there.x - here.x, there.y - here.y) || 1;
    const along = ((there.x - here.x) * direction.x + (there.y - here.y) * direction.y) / length;
    if (along > 0.2 && (best === null || along > best.along)) best = { id: other, along };
  }
  return best?.id ?? null;
}

/** The next or previous thing on the path; its first where the chosen one is not on it. */
export function walkPath(path: readonly string[], from: string | null, by: 1 | -1): string | null {
  if (path.length === 0) return null;
  const at = from === null ? -1 : path.indexOf(from);
  return path[Math.max(0, Math.min(path.length - 1, at === -1 ? 0 : at + by))] ?? null;
}

/** Whether a link lies on the path: its two ends follow each other there. */
export function pathStep(path: readonly string[], edge: NetworkEdge): number | null {
  const at = path.findIndex((id, index) => {
    const next = path[index + 1];
    return (id === edge.from && next === edge.to) || (id === edge.to && next === edge.from);
  });
  return at === -1 ? null : at + 1;
}
