/** Words of more letters than this are not compared letter by letter. */
const LENGTH_MAX = 64;
const DIGIT = 1 << 26;
const OTHER = 1 << 27;

/** Which letters a word holds, a bit for each of a to z, one for figures and one for all else. */
export function lettersOf(word: string): number {
  let letters = 0;
  for (let at = 0; at < word.length; at++) {
    const code = word.charCodeAt(at);
    if (code >= 97 && code <= 122) letters |= 1 << (code - 97);
    else letters |= code >= 48 && code <= 57 ? DIGIT : OTHER;
  }
  return letters;
}

/** A word with the letters it holds. */
export interface Lettered {
  readonly text: string;
  readonly letters: number;
}

/**
 * One edit from four letters on, two from nine on, one in three letters behind the same first. Figures inside a word (AR16)
 * are never taken for slips.
 */
export function isMistyped(mine: Lettered, theirs: Lettered): boolean {
  const shorter = Math.min(mine.text.length, theirs.text.length);
  const longer = Math.max(mine.text.length, theirs.text.length);
  if (shorter < 3 || longer - shorter > 2 || longer > LENGTH_MAX) return false;
  if (((mine.letters | theirs.letters) & DIGIT) !== 0) return false;
  const most = shorter >= 9 ? 2 : 1;
  // An edit takes one letter away and brings one in.
  if (bits(mine.letters ^ theirs.letters) > 2 * most) return false;
  if (shorter === 3 && mine.text.charCodeAt(0) !== theirs.text.charCodeAt(0)) return false;
  return editDistance(mine.text, theirs.text, most) <= most;
}

function bits(mask: number): number {
  let rest = mask - ((mask >>> 1) & 0x55555555);
  rest = (rest & 0x33333333) + ((rest >>> 2) & 0x33333333);
  return (((rest + (rest >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24;
}

/** 1 for the same word, 0 for words without a letter in its place. */
export function similarity(mine: string, theirs: string): number {
  const longer = Math.max(mine.length, theirs.length);
  if (longer === 0 || longer > LENGTH_MAX) return 0;
  return 1 - editDistance(mine, theirs, longer) / longer;
}

const rows = [0, 1, 2].map(() => new Uint8Array(LENGTH_MAX + 1));

/** Insertions, deletions, substitutions and swaps of neighbours (optimal string alignment); above `most` it is most + 1. */
export function editDistance(mine: string, theirs: string, most: number): number {
  if (Math.abs(mine.length - theirs.length) > most || Math.max(mine.length, theirs.length) > LENGTH_MAX)
    return most + 1;
  let [before, last, row] = rows as [Uint8Array, Uint8Array, Uint8Array];
  for (let to = 0; to <= theirs.length; to++) last[to] = to;
  for (let at = 1; at <= mine.length; at++) {
    const letter = mine.charCodeAt(at - 1);
    row[0] = at;
    let least = at;
    for (let to = 1; to <= theirs.length; to++) {
      const other = theirs.charCodeAt(to - 1);
      let cost = Math.min(
        (last[to] ?? 0) + 1,
        (row[to - 1] ?? 0) + 1,
        (last[to - 1] ?? 0) + (letter === other ? 0 : 1),
      );
      const isSwap =
        at > 1 && to > 1 && letter === theirs.charCodeAt(to - 2) && mine.charCodeAt(at - 2) === other;
      if (isSwap) cost = Math.min(cost, (before[to - 2] ?? 0) + 1);
      row[to] = cost;
      if (cost < least) least = cost;
    }
    if (least > most) return most + 1;
    [before, last, row] = [last, row, before];
  }
  return Math.min(last[theirs.length] ?? 0, most + 1);
}
