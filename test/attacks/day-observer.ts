/** An observer of one line: what each envelope shows, and what may be guessed from a day of them by size and time. */

/** One envelope with what was answered to it, as whoever sees the line sees them. */
export interface Seen {
  /** Milliseconds. */
  readonly at: number;
  readonly from: string;
  readonly size: number;
  readonly answerSize: number;
}

/** The sizes that anybody can learn by running the software: they are nobody's secret. */
export interface KnownSizes {
  /** Of a question of up to 16 keys of one class. */
  readonly question: number;
  /** Of what is answered to questions, of 16 keys and of 64; to nothing else. */
  readonly answers: readonly number[];
  readonly notice: number;
  readonly checkpoint: number;
}

/** The same message differs by some bytes from day to day: numbers in it grow. */
const GIVE_BYTES = 8;

export type Told = 'question' | 'large-question' | 'notice' | 'checkpoint' | 'request' | 'decision';

/** What the observer takes an envelope between `asker` and the owner for. */
export function tellKind({ from, size, answerSize }: Seen, asker: string, sizes: KnownSizes): Told {
  const near = (known: number, one: number): boolean => Math.abs(known - one) <= GIVE_BYTES;
  if (near(sizes.notice, size)) return 'notice';
  if (near(sizes.checkpoint, size)) return 'checkpoint';
  if (sizes.answers.some((known) => near(known, answerSize)))
    return near(sizes.question, size) ? 'question' : 'large-question';
  return from === asker ? 'request' : 'decision';
}

/** What the observer says of a request: that it follows a question, which, or that a notice brought it about. */
export interface RequestGuess {
  readonly request: Seen;
  readonly because: 'question' | 'notice';
  readonly of: Seen;
}

/**
 * Each request is laid to whatever came last before it and is not spoken for: a question of the asker's, or a notice of the owner's (then a question that stands
 * has fired). The simplest guess; what it finds, a better one finds too.
 */
export function guessRequests(
  seen: readonly Seen[],
  asker: string,
  sizes: KnownSizes,
): readonly RequestGuess[] {
  const spokenFor = new Set<Seen>();
  return seen.flatMap((request, at) => {
    if (tellKind(request, asker, sizes) !== 'request') return [];
    const cause = seen.slice(0, at).findLast((one) => {
      const kind = tellKind(one, asker, sizes);
      const isNews = kind === 'notice' && one.from !== asker;
      return (isNews || kind === 'question' || kind === 'large-question') && !spokenFor.has(one);
    });
    if (cause === undefined) return [];
    const isNotice = cause.from !== asker;
    // One intake may bring several requests about; a question of one subject one.
    if (!isNotice) spokenFor.add(cause);
    return [{ request, because: isNotice ? ('notice' as const) : ('question' as const), of: cause }];
  });
}

/** How good guesses are: right ones of those made, and of those that there were. */
export interface Quality {
  readonly guessed: number;
  readonly right: number;
  readonly there: number;
  readonly precision: number;
  readonly recall: number;
}

export function qualityOf<What>(guesses: ReadonlySet<What>, truth: ReadonlySet<What>): Quality {
  const right = [...guesses].filter((one) => truth.has(one)).length;
  return {
    guessed: guesses.size,
    right,
    there: truth.size,
    precision: guesses.size === 0 ? Number.NaN : right / guesses.size,
    recall: truth.size === 0 ? Number.NaN : right / truth.size,
  };
}

/** As it is printed: "precision 80 % (8 of 10), recall 67 % (8 of 12)". */
export function inWords({ guessed, right, there }: Quality): string {
  const share = (of: number): string => (of === 0 ? '–' : `${Math.round((100 * right) / of)} %`);
  return `precision ${share(guessed)} (${right} of ${guessed}), recall ${share(there)} (${right} of ${there})`;
}

/** The same day at each run (mulberry32). */
export function numbersFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
