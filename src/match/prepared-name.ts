import { bare, VALUE_LENGTH_MAX } from './fold.ts';
import { partsOf, TOKENS_MAX, type Word } from './name-parts.ts';
import { isLatin, segmentsOf } from './name-script.ts';
import { allForms, formRows, HONOURS, PARTICLES, TITLES } from './name-words.ts';
import { prepareWord, type PreparedWord } from './prepared-word.ts';
import { skeletonShare } from './skeletons.ts';
import { canonicalSpelling } from './sounds.ts';
import { wordDistance } from './word-distance.ts';

/** A name ready to be compared with any other, without allocation: built once, compared millions of times. */
export interface PreparedName {
  /** As it was written. */
  readonly text: string;
  /** At most eight, in the order written; particles and initials are among them. */
  readonly words: readonly PreparedWord[];
  /** Each word with the one after it as one word, where it has been asked for: `joinedWord` fills it. */
  readonly joined: (PreparedWord | null | undefined)[];
  readonly sources: readonly Word[];
  /** Per word its sketch and its turned sketch (sound-sketch.ts), beside each other; of an initial, which agrees with nothing, all bits. */
  readonly sketches: readonly number[];
  /** A bit for each row of everyday forms that any word stands in, folded into 31: no bit in common, no form in common. */
  readonly formBits: number;
  /** Words that may be left out without counting against: in brackets, quoted, abbreviated. */
  readonly spare: readonly boolean[];
  /**
   * Every word is one syllable as it is written: such names (Chinese, Korean, Vietnamese) are drawn from a small stock, and
   * short words without vowels (Arabic, Hebrew) may be read in many ways.
   */
  readonly isBrief: boolean;
}

/** The name in a form that compares fast; null when no word of it says anything. */
export function prepareName(text: string): PreparedName | null {
  if (text.length > VALUE_LENGTH_MAX) return null;
  const aside: string[] = [];
  const main = parted(text).replace(
    /\(([^)]*)\)|[“"«„]([^”"»“]*)[”"»“]/g,
    (_, round?: string, quoted?: string) => {
      aside.push(round ?? quoted ?? '');
      return ' ';
    },
  );
  const found = [...readAll(main, false), ...aside.flatMap((piece) => readAll(piece, true))];
  const own = withSurname(found);
  const kept = own.slice(0, TOKENS_MAX);
  if (!kept.some(({ word }) => !word.isInitial && !word.isSmall)) {
    if (!kept.some(({ word }) => word.isSmall)) return null;
  }
  return {
    text,
    words: kept.map(({ word }) => word),
    sketches: kept.flatMap(({ word }) => (word.isInitial ? [-1, -1] : [word.sketch, word.turned])),
    formBits: kept.flatMap(({ word }) => word.forms).reduce((bits, row) => bits | (1 << (row % 31)), 0),
    joined: kept.map(({ spare }, at) => (kept[at + 1]?.spare === spare ? undefined : null)),
    sources: kept.map(({ source }) => source),
    spare: kept.map(({ spare, word }) => spare || word.isSmall),
    isBrief: kept.every(({ word }) => word.syllables <= 1),
  };
}

/** A name typed without its blank: 'IdrisVelhane'. */
function parted(text: string): string {
  return /^\p{Lu}\p{Ll}{2,}\p{Lu}\p{Ll}{2,}$/u.test(text.trim())
    ? text.replace(/(?<=\p{Ll})(?=\p{Lu})/u, ' ')
    : text;
}

interface Found {
  readonly word: PreparedWord;
  readonly source: Word;
  readonly spare: boolean;
}

function readAll(text: string, spare: boolean): Found[] {
  const found: Found[] = [];
  for (const source of partsOf(text)) {
    const word = readOnce(source.text, source.isSmall);
    if (word !== null && !found.some((other) => other.word === word))
      found.push({ word, source, spare: spare || HONOURS.has(word.latin) });
  }
  return found;
}

/**
 * An honour may be left out, but not where nothing would be left, or a given name alone: after a single other word
 * it is the surname ('Hans Graf', 'Averil King'), before it a rank ('King Averil').
 */
function withSurname(found: readonly Found[]): readonly Found[] {
  const telling = found.filter(({ spare, word }) => !spare && !word.isSmall && !word.isInitial);
  if (telling.length === 0) return found.map((one) => ({ ...one, spare: false }));
  const last = found.at(-1);
  return telling.length === 1 && last !== undefined && HONOURS.has(last.word.latin)
    ? [...found.slice(0, -1), { ...last, spare: false }]
    : found;
}

/** Two words in one are hardly ever written with fewer than this share of their letters. */
const JOINED_LENGTH_MIN = 0.75;

/**
 * The word at a place with the one after it as one word ('Abdel Rahman' as Abdelrahman), prepared when it is first asked for;
 * null when it cannot be one, or is too long to be the word it is to be compared with.
 */
export function joinedWord(name: PreparedName, at: number, other: PreparedWord): PreparedWord | null {
  const known = name.joined[at];
  if (known === null) return null;
  const letters = (name.words[at]?.latin.length ?? 0) + (name.words[at + 1]?.latin.length ?? 0);
  if (other.latin.length < letters * JOINED_LENGTH_MIN) return null;
  if (known !== undefined) return known;
  const [one, next] = [name.sources[at], name.sources[at + 1]];
  const joined = one === undefined || next === undefined ? null : joinWords(one, next);
  name.joined[at] = joined;
  return joined;
}

/** The word with the one after it, or, after particles, with all of them: 'vanderbroek' for van der Broek. */
function joinWords(one: Word, next: Word): PreparedWord | null {
  if (next.joined !== null) return readOnce(next.joined, false);
  if (one.text.length === 1 || next.text.length === 1 || isLatin(one.text) !== isLatin(next.text))
    return null;
  return readOnce(one.text + next.text, false);
}

const MEMORY_MAX = 100_000;
const memory = new Map<string, PreparedWord | null>();

/** One word is prepared once: names repeat. The memory is emptied when full, and never changes an answer. */
function readOnce(text: string, isSmall: boolean): PreparedWord | null {
  const known = memory.get(text);
  if (known !== undefined) return known;
  const read = readWord(text, isSmall);
  if (memory.size >= MEMORY_MAX) memory.clear();
  memory.set(text, read);
  return read;
}

/** Farther than this from a form of the table, a word is not that form. */
const FORM_DISTANCE_MAX = 0.6;

/** The rows of everyday forms a word stands in, or, in another spelling or script, a word that sounds like it. */
function rowsBySound(word: PreparedWord, skeleton: string): readonly number[] {
  const rows = formRows(word.latin);
  if (rows.length > 0 || word.isInitial) return rows;
  const near = formsNear(skeleton).filter((form) => wordDistance(word, form) <= FORM_DISTANCE_MAX);
  return near.length === 0 ? rows : [...new Set(near.flatMap((form) => form.forms))];
}

const nearMemory = new Map<string, readonly PreparedWord[]>();

function formsNear(skeleton: string): readonly PreparedWord[] {
  if (nearMemory.size === 0) {
    for (const form of allForms()) {
      const segments = segmentsOf(form);
      const { skeleton: own } = canonicalSpelling(segments);
      const word = prepareWord(form, segments, {
        isShort: false,
        syllables: 2,
        isInitial: false,
        isSmall: false,
        rarity: 0,
        forms: formRows(form),
      });
      nearMemory.set(own, [...(nearMemory.get(own) ?? []), word]);
    }
  }
  return nearMemory.get(skeleton) ?? [];
}

function readWord(text: string, isSmall: boolean): PreparedWord | null {
  const segments = segmentsOf(text);
  const canonical = canonicalSpelling(segments);
  const latin = bare(isLatin(text) ? text : canonical.latin).replace(/[^a-z]/g, '');
  if (latin === '' || TITLES.has(latin)) return null;
  const isInitial = Array.from(text).length === 1 && !/\p{Script=Han}|\p{Script=Hangul}/u.test(text);
  const word = prepareWord(latin, segments, {
    isShort: /[\u0591-\u05ea\u0600-\u06ff]/.test(text),
    syllables: canonical.latin.match(/[aeiouy]+/g)?.length ?? 0,
    isInitial,
    isSmall: isSmall || PARTICLES.has(latin),
    rarity: -Math.log2(skeletonShare(canonical.skeleton)),
    forms: formRows(latin),
  });
  return { ...word, forms: rowsBySound(word, canonical.skeleton) };
}
