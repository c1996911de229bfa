/** Where something stands in a file that a person wrote, and what is wrong with it. */
export type IssuePath = readonly PropertyKey[];

/** Line and column, both from one on. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

export type Locate = (path: IssuePath) => Place;

/** One mistake: where it stands and what was expected. */
export interface Mistake extends Place {
  /** `entities.0.key`, for machines. */
  readonly path: string;
  readonly sentence: string;
}

export const TOP: Place = { line: 1, column: 1 };

export function mistakeAt(locate: Locate, path: IssuePath, sentence: string): Mistake {
  return { ...locate(path), path: path.map(String).join('.'), sentence };
}

/** The first of them in a line for a person, and how many more there are. */
export function describeMistakes(mistakes: readonly Mistake[], otherwise: string): string {
  const { line, column, sentence } = mistakes[0] ?? { ...TOP, sentence: otherwise };
  const more = mistakes.length > 1 ? ` (and ${mistakes.length - 1} more)` : '';
  return `line ${line}, column ${column}: ${sentence}${more}`;
}
