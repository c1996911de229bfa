import type { JSX } from 'react';
import type { Category, EntityKind } from '../../../model/index.ts';
import { Glyph, type IconName } from './icon.tsx';

/** Shape is kind, glyph says it again: half width, half height, drawing. */
const SHAPES: Readonly<
  Record<
    EntityKind,
    { readonly glyph: IconName; readonly w: number; readonly h: number; readonly path: string | null }
  >
> = {
  person: { glyph: 'person', w: 15, h: 15, path: null },
  organisation: { glyph: 'office', w: 14, h: 14, path: 'M-14-14H14V14H-14Z' },
  address: { glyph: 'house', w: 15, h: 16, path: 'M-14 15V-3L0-16 14-3V15Z' },
  phone: {
    glyph: 'phone',
    w: 11,
    h: 15,
    path: 'M-6-15H6Q11-15 11-10V10Q11 15 6 15H-6Q-11 15-11 10V-10Q-11-15-6-15Z',
  },
  sim: { glyph: 'sim', w: 11, h: 15, path: 'M-11-15H4L11-8V15H-11Z' },
  device: { glyph: 'device', w: 11, h: 15, path: 'M-11-15H11V15H-11Z' },
  'online-account': { glyph: 'mail', w: 18, h: 13, path: 'M-18 0A18 13 0 1 1 18 0A18 13 0 1 1-18 0Z' },
  document: { glyph: 'card', w: 17, h: 12, path: 'M-17-12H17V12H-17Z' },
  vehicle: { glyph: 'car', w: 17, h: 14, path: 'M-9-14H9L17 0 9 14H-9L-17 0Z' },
  vessel: { glyph: 'ship', w: 17, h: 14, path: 'M-9-14H9L17 0 9 14H-9L-17 0Z' },
  firearm: { glyph: 'gun', w: 17, h: 12, path: 'M-10-12H10L17 12H-17Z' },
  'bank-account': {
    glyph: 'card',
    w: 16,
    h: 16,
    path: 'M-6.5-15.5H6.5L15.5-6.5V6.5L6.5 15.5H-6.5L-15.5 6.5V-6.5Z',
  },
  event: { glyph: 'calendar', w: 18, h: 18, path: 'M0-18L18 0 0 18-18 0Z' },
  exhibit: { glyph: 'folder', w: 18, h: 13, path: 'M-18 0L-9-13H16V13H-9Z' },
  case: { glyph: 'folder', w: 18, h: 13, path: 'M-18 0L-9-13H16V13H-9Z' },
};

export interface ShapeOf {
  readonly kind: EntityKind;
  readonly category?: Category | undefined;
  readonly state: 'own' | 'copy' | 'sealed' | 'masked';
}

/** Half the room a thing takes on the canvas. */
export function shapeSize({ kind, state }: ShapeOf): { readonly w: number; readonly h: number } {
  return state === 'masked' ? { w: 9, h: 9 } : SHAPES[kind];
}

/** A person is never a colour: suspects are filled, contacts open, victims and witnesses get a protecting ring. */
export function shapeClass({ category, state }: ShapeOf): string {
  if (state === 'sealed' || state === 'masked') return state;
  if (category === 'suspect' || category === 'convicted') return 'filled';
  return category === 'victim' || category === 'witness' ? 'guarded' : '';
}

/** As large as the outline leaves room for. */
function glyphSize({ kind, state }: ShapeOf): number {
  const { w, h } = SHAPES[kind];
  return state === 'sealed' || kind === 'event' || kind === 'address' ? 14 : Math.min(w, h) * 1.2;
}

/** The inside of a node, centred on 0,0. */
export function Shape(thing: ShapeOf): JSX.Element {
  const shape = SHAPES[thing.kind];
  if (thing.state === 'masked') return <circle className="sh" r="9" />;
  const outline =
    shape.path === null ? <circle className="sh" r="15" /> : <path className="sh" d={shape.path} />;
  return (
    <>
      {shapeClass(thing) === 'guarded' && <circle className="halo" r="19.5" />}
      {outline}
      <Glyph name={thing.state === 'sealed' ? 'lock' : shape.glyph} size={glyphSize(thing)} />
    </>
  );
}

/** The shape as a picture of its own, for lists and panels. */
export function ShapeTile({ size, ...thing }: ShapeOf & { readonly size: number }): JSX.Element {
  return (
    <svg
      className={`g-node ${shapeClass(thing)}`}
      width={size}
      height={size}
      viewBox="-22 -22 44 44"
      aria-hidden="true"
    >
      <Shape {...thing} />
    </svg>
  );
}
