import type { JSX } from 'react';

/** Line drawings on a 16-unit square, made for this desk; every one stands beside a word. */
const PATHS = {
  search: 'M7 2.5a4.5 4.5 0 1 1 0 9 4.5 4.5 0 0 1 0-9M10.4 10.4 14 14',
  network:
    'M4.4 11 6 7.6M7.5 5.5l3.2-1.4M7.2 7.4l3.7 3.4M3.7 11a1.5 1.5 0 1 1 0 3 1.5 1.5 0 0 1 0-3M6.2 4.6a1.5 1.5 0 1 1 0 3 1.5 1.5 0 0 1 0-3M12 2a1.5 1.5 0 1 1 0 3 1.5 1.5 0 0 1 0-3M12 10.5a1.5 1.5 0 1 1 0 3 1.5 1.5 0 0 1 0-3',
  bell: 'M4 11V7a4 4 0 0 1 8 0v4l1.500 1.500h-11zM6.800 14.500h2.400',
  inbox: 'M2 9.5 4 3h8l2 6.5V13H2zM2 9.5h3.5L6.5 11h3l1-1.5H14',
  stack: 'M2.5 4C2.5 2 13.5 2 13.5 4S2.5 6 2.5 4M2.5 4v8c0 2 11 2 11 0V4M2.5 8c0 2 11 2 11 0',
  book: 'M3 2.5h8.5l1.5 1.5v9.5H3zM5.5 6h5M5.5 8.5h5M5.5 11H9',
  keys: 'M1.5 4.5h13v7h-13zM4 7h.01M6.7 7h.01M9.3 7h.01M12 7h.01M5 9.5h6',
  cross: 'M4 4l8 8M12 4l-8 8',
  check: 'M3 8.5 6.5 12 13 4.5',
  hit: 'M8 1.8a6.2 6.2 0 1 1 0 12.4A6.2 6.2 0 0 1 8 1.8M5 8.2l2.2 2.2L11 6',
  minus: 'M4 8h8',
  clock: 'M8 1.8a6.2 6.2 0 1 1 0 12.4A6.2 6.2 0 0 1 8 1.8M8 4.5V8l2.3 1.5',
  late: 'M8 1.8a6.2 6.2 0 1 1 0 12.4A6.2 6.2 0 0 1 8 1.8M8 4.5v4.3M8 11.3h.01',
  stop: 'M8 1.8a6.2 6.2 0 1 1 0 12.4A6.2 6.2 0 0 1 8 1.8M3.7 12.3l8.6-8.6',
  lock: 'M4 7.5h8v6H4zM5.5 7.5V5a2.5 2.5 0 0 1 5 0v2.5',
  info: 'M8 1.8a6.2 6.2 0 1 1 0 12.4A6.2 6.2 0 0 1 8 1.8M8 7.5v4M8 4.8h.01',
  copy: 'M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3',
  plus: 'M8 3.5v9M3.5 8h9',
  fit: 'M2.5 6V2.5H6M10 2.5h3.5V6M13.5 10v3.5H10M6 13.5H2.5V10M8 8h.01',
  table: 'M2 3h12v10H2zM2 6.5h12M6.5 3v10',
  hand: 'M5 8V4M7.3 7.5V2.5M9.6 7.5V3M5 8 3.5 7c-1.2-.4-1.7.5-1 1.4l3 4.6h5l1.4-4V4.5',
  person: 'M8 2.5a2.7 2.7 0 1 1 0 5.4 2.7 2.7 0 0 1 0-5.4M3 13.5c0-5 10-5 10 0z',
  phone:
    'M4 2.5h2l1 3-1.3 1a7 7 0 0 0 3.8 3.8l1-1.3 3 1v2c0 1-1 1.5-2 1.5C6.5 13 3 9.5 2.5 4.5c0-1 .5-2 1.5-2',
  calendar: 'M2.5 3.5h11v10h-11zM2.5 6.5h11M5.5 2v3M10.5 2v3',
  car: 'M2.5 9.5 4 5h8l1.5 4.5v3h-11zM2.5 9.5h11M5 11.5h.01M11 11.5h.01',
  card: 'M1.5 3.5h13v9h-13zM1.5 6.5h13',
  mail: 'M2 4h12v8.5H2zM2 4.5l6 4.5 6-4.5',
  house: 'M2.5 8 8 2.5 13.5 8M4 7v6.5h8V7',
  office: 'M3.5 2.5h9v11h-9zM6 5.5h.01M10 5.5h.01M6 8.5h.01M10 8.5h.01M8 13.5V11',
  folder: 'M2 4h4l1.5 1.5H14V13H2z',
  sim: 'M4 2.5h5.5L12 5v8.5H4zM6 8h4v3.5H6z',
  device: 'M4.5 2h7v12h-7zM7.5 11.800h1',
  ship: 'M2 9.5h12l-2 4H4zM8 9.5v-7l4 4.5H8',
  gun: 'M2 5h12v2.5H8l-1 2.5H5.5L5 13H2.5z',
  left: 'M10 3.5 5.5 8l4.5 4.5',
  down: 'M3.500 6 8 10.500 12.500 6',
  menu: 'M2.500 4h11M2.500 8h11M2.500 12h11',
  right: 'M6 3.5 10.5 8 6 12.5',
  out: 'M8 2v7.5M5 6.5l3 3 3-3M2.5 11v2.5h11V11',
} as const;
export type IconName = keyof typeof PATHS;

export function Icon({
  name,
  small = false,
}: {
  readonly name: IconName;
  readonly small?: boolean;
}): JSX.Element {
  return (
    <svg className={small ? 'i sm' : 'i'} viewBox="0 0 16 16" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}

/** The same drawing inside another picture, centred on 0,0. */
export function Glyph({ name, size }: { readonly name: IconName; readonly size: number }): JSX.Element {
  const scale = size / 16;
  return (
    <path className="gl" d={PATHS[name]} transform={`translate(${-size / 2} ${-size / 2}) scale(${scale})`} />
  );
}
