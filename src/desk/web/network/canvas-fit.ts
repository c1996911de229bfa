import type { NetworkNode } from '../../api/contract.ts';

export interface Camera {
  readonly zoom: number;
  readonly panX: number;
  readonly panY: number;
}
export const HOME: Camera = { zoom: 1, panX: 0, panY: 0 };
export const ZOOM_MAX = 8;

export interface Point {
  readonly x: number;
  readonly y: number;
}
export interface Size {
  readonly width: number;
  readonly height: number;
}

const MARGIN_X = 72;
const MARGIN_TOP = 46;
// Room for a label, and below it for the buttons in the corner.
const MARGIN_BOTTOM = 84;

/**
 * Where each thing stands on a canvas of this size, by id. The layout's units are its own; things keep their drawn size
 * at every zoom, so that words stay readable and only the distances grow.
 */
export function placeNodes(
  nodes: readonly NetworkNode[],
  size: Size,
  camera: Camera,
): ReadonlyMap<string, Point> {
  const xs = nodes.map(({ x }) => x);
  const ys = nodes.map(({ y }) => y);
  const left = Math.min(...xs);
  const top = Math.min(...ys);
  const spanX = Math.max(1e-9, Math.max(...xs) - left);
  const spanY = Math.max(1e-9, Math.max(...ys) - top);
  // Each axis fills its side: the layout says who is near whom, not how far in metres.
  const innerX = size.width - 2 * MARGIN_X;
  const innerY = size.height - MARGIN_TOP - MARGIN_BOTTOM;
  const middle = { x: size.width / 2, y: (size.height + MARGIN_TOP - MARGIN_BOTTOM) / 2 };
  return new Map(
    nodes.map(({ id, x, y }) => [
      id,
      {
        x: middle.x + ((x - left) / spanX - 0.5) * innerX * camera.zoom + camera.panX,
        y: middle.y + ((y - top) / spanY - 0.5) * innerY * camera.zoom + camera.panY,
      },
    ]),
  );
}

/** The camera after zooming by a factor round a point of the canvas. */
export function zoomRound(camera: Camera, size: Size, at: Point, factor: number): Camera {
  const zoom = Math.max(0.5, Math.min(ZOOM_MAX, camera.zoom * factor));
  const real = zoom / camera.zoom;
  const middle = { x: size.width / 2, y: (size.height + MARGIN_TOP - MARGIN_BOTTOM) / 2 };
  return {
    zoom,
    panX: (at.x - middle.x) * (1 - real) + camera.panX * real,
    panY: (at.y - middle.y) * (1 - real) + camera.panY * real,
  };
}
