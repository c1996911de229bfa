import type { NetworkEdge, NetworkNode } from '../../api/contract.ts';
import { shapeSize } from '../parts/shape.tsx';
import type { Point, Size } from './canvas-fit.ts';

interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}
export interface LabelPlace {
  readonly x: number;
  readonly y: number;
  readonly anchor: 'start' | 'middle' | 'end';
}

const CHARACTER_PX = 5.9;
const LINE_PX = 13;
const EDGE_SAMPLES = 24;
/** Above this much overlap a label is left away until the reader comes closer; what is chosen or on the path stays. */
const COST_MAX = 9;

/**
 * For each thing the side on which its words disturb least: below, above, right or left, measured against shapes, links
 * and the labels placed before it. Null: no room, hidden and counted.
 */
export function placeLabels(
  nodes: readonly NetworkNode[],
  edges: readonly NetworkEdge[],
  points: ReadonlyMap<string, Point>,
  always: ReadonlySet<string>,
  size: Size,
): ReadonlyMap<string, LabelPlace | null> {
  const shapes = nodes.flatMap((node) => {
    const shape = boxOf(points.get(node.id), node);
    return always.has(node.id) ? [shape, stepBox(shape)] : [shape];
  });
  const samples = edges.flatMap((edge) => sample(points.get(edge.from), points.get(edge.to)));
  const taken: Box[] = edges
    .filter((edge) => always.has(edge.from) && always.has(edge.to))
    .map((edge) => wordBox(points.get(edge.from), points.get(edge.to)));
  const places = new Map<string, LabelPlace | null>();
  const order = [...nodes].sort((left, right) => Number(always.has(right.id)) - Number(always.has(left.id)));
  for (const node of order) {
    const options = candidates(node, points.get(node.id), always.has(node.id));
    const scored = options.map((option) => ({
      ...option,
      cost: costOf(option.box, shapes, samples, taken) + option.bias + outside(option.box, size),
    }));
    const best = scored.reduce((left, right) => (right.cost < left.cost ? right : left));
    const shown = best.cost <= COST_MAX || always.has(node.id);
    if (shown) taken.push(best.box);
    places.set(node.id, shown ? best.place : null);
  }
  return places;
}

function boxOf(point: Point | undefined, node: NetworkNode): Box {
  const { x, y } = point ?? { x: 0, y: 0 };
  const { w, h } = shapeSize(node);
  return { left: x - w, right: x + w, top: y - h, bottom: y + h };
}

/** The number of a step sits at the shape's upper right corner. */
function stepBox({ right, top }: Box): Box {
  return { left: right - 6, right: right + 10, top: top - 9, bottom: top + 7 };
}

function candidates(
  node: NetworkNode,
  point: Point | undefined,
  numbered: boolean,
): readonly { place: LabelPlace; box: Box; bias: number }[] {
  const { x, y } = point ?? { x: 0, y: 0 };
  const { w, h } = shapeSize(node);
  const wide = Math.max(node.label.length, 14) * CHARACTER_PX;
  const tall = 2 * LINE_PX;
  // Above a numbered thing the words keep clear of the number.
  const lift = numbered ? 7 : 0;
  const make = (place: LabelPlace, left: number, top: number, bias: number) => ({
    place,
    bias,
    box: { left, right: left + wide, top, bottom: top + tall },
  });
  return [
    make({ x: 0, y: h + 16, anchor: 'middle' }, x - wide / 2, y + h + 4, 0),
    make({ x: 0, y: -h - lift - 18, anchor: 'middle' }, x - wide / 2, y - h - lift - 30, 0.8),
    make({ x: w + 8, y: -2, anchor: 'start' }, x + w + 8, y - 13, 1.4),
    make({ x: -w - 8, y: -2, anchor: 'end' }, x - w - 8 - wide, y - 13, 1.4),
  ];
}

/** Where the link's own word is written: above the middle of the line. */
function wordBox(from: Point | undefined, to: Point | undefined): Box {
  const x = ((from?.x ?? 0) + (to?.x ?? 0)) / 2;
  const y = ((from?.y ?? 0) + (to?.y ?? 0)) / 2;
  return { left: x - 24, right: x + 24, top: y - 22, bottom: y + 4 };
}

function sample(from: Point | undefined, to: Point | undefined): readonly Point[] {
  if (from === undefined || to === undefined) return [];
  return Array.from({ length: EDGE_SAMPLES }, (_, index) => {
    const share = (index + 0.5) / EDGE_SAMPLES;
    return { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share };
  });
}

function costOf(box: Box, shapes: readonly Box[], samples: readonly Point[], taken: readonly Box[]): number {
  const onShapes = shapes.filter((shape) => overlaps(box, shape)).length;
  const onLabels = taken.filter((other) => overlaps(box, other)).length;
  const onLines = samples.filter(
    ({ x, y }) => x > box.left && x < box.right && y > box.top && y < box.bottom,
  ).length;
  return onShapes * 6 + onLabels * 10 + onLines * 0.7;
}

/** Words that would be cut by the canvas's edge are worse than words on a line; a thing off the canvas does not mind. */
function outside(box: Box, { width, height }: Size): number {
  return box.left < 2 || box.top < 2 || box.right > width - 2 || box.bottom > height - 2 ? 8 : 0;
}

function overlaps(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}
