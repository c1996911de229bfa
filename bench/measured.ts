/** One line of the table of `npm run bench`. */
export interface Line {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  /** What is wanted: at least, or at most, this value. */
  readonly reach?: { readonly least?: number; readonly most?: number };
  /** A mark measured in the same run, and the value's ratio to it. */
  readonly anchor?: { readonly what: string; readonly value: number; readonly ratio: number };
}

export interface Part {
  readonly lines: readonly Line[];
  /** What goes into the JSON object under the part's name. */
  readonly json: unknown;
}

/** Whether the line is where it should be; null where nothing is asked of it. */
export function isReached({ value, reach }: Line): boolean | null {
  if (reach === undefined) return null;
  return (
    (reach.least === undefined || value >= reach.least) && (reach.most === undefined || value <= reach.most)
  );
}

export function anchored(what: string, value: number, of: number): NonNullable<Line['anchor']> {
  return { what, value, ratio: of / value };
}
