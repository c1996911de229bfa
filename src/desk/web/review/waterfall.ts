import type { ReviewPairView } from '../../api/contract.ts';

/** One bar: from where to where it leads, in hundredths of the track. */
export interface Bar {
  readonly start: number;
  readonly length: number;
}

/** The steps from what was expected before comparing to the sum, on one track with a place for nought. */
export interface Waterfall {
  readonly before: Bar;
  readonly rows: readonly Bar[];
  readonly sum: Bar;
  readonly nought: number;
}

export function waterfallOf({
  prior,
  rows,
  weight,
}: Pick<ReviewPairView, 'prior' | 'rows' | 'weight'>): Waterfall {
  const stops = [prior];
  for (const row of rows) stops.push((stops.at(-1) ?? 0) + row.weight);
  const least = Math.min(0, weight, ...stops);
  const span = Math.max(0, weight, ...stops) - least || 1;
  const place = (value: number): number => ((value - least) / span) * 100;
  const bar = (from: number, to: number): Bar => ({
    start: place(Math.min(from, to)),
    length: Math.abs(place(to) - place(from)),
  });
  return {
    before: bar(0, prior),
    rows: rows.map((_, at) => bar(stops[at] ?? 0, stops[at + 1] ?? 0)),
    sum: bar(0, weight),
    nought: place(0),
  };
}
