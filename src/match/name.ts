import { bare, VALUE_LENGTH_MAX } from './fold.ts';
import { SERVANT, TOKENS_MAX, wordsOf } from './name-parts.ts';
import { isLatin, segmentsOf } from './name-script.ts';
import { otherForms, PARTICLES, TITLES } from './name-words.ts';
import { canonicalSpelling, type Segment, type Spelling, SPELLINGS_MAX, spellingsOf } from './sounds.ts';

/** One word of a name that can carry a key. */
export interface NameToken {
  /** Plain lower-case Latin. */
  readonly latin: string;
  /** The canonical skeleton, the same for clerks of every script wherever reasonable. */
  readonly skeleton: string;
}

/** A name in canonical form, its order forgotten. */
export interface StandardName {
  /** Plain Latin words, sorted: Velhane IDRIS and Idris Velhane are one. */
  readonly canonical: string;
  readonly tokens: readonly NameToken[];
  /** For each token its spellings, the canonical first, at most four: what an asker spends. */
  readonly spellings: readonly (readonly Spelling[])[];
}

/** Letters of a word that are kept; eight such words stay under the length of a value. */
const WORD_LENGTH_MAX = 36;

interface ReadWord extends NameToken {
  readonly segments: readonly Segment[];
}

/** The name of a person in canonical form with its spellings; null when no word of it can carry a key. */
export function standardiseName(text: string): StandardName | null {
  if (text.length > VALUE_LENGTH_MAX) return null;
  const words = wordsOf(text);
  const byWord = new Map<string, { token: NameToken; spellings: Spelling[] }>();
  for (const word of words) {
    const read = readWord(word.text);
    if (read === null) continue;
    const earlier = byWord.get(read.latin);
    if (earlier === undefined) {
      byWord.set(read.latin, {
        token: { latin: read.latin, skeleton: read.skeleton },
        spellings: allSpellings(read, word.joined),
      });
    }
  }
  const entries = withoutSmallWords([...byWord.values()])
    .sort((left, right) => (left.token.latin < right.token.latin ? -1 : 1))
    .slice(0, TOKENS_MAX);
  if (entries.length === 0) return null;
  return {
    canonical: entries.map((entry) => entry.token.latin).join(' '),
    tokens: entries.map((entry) => entry.token),
    spellings: entries.map((entry) => entry.spellings),
  };
}

/** Another script's word may read as a Latin particle ('ag'): it goes, unless nothing else is left. */
function withoutSmallWords<Entry extends { token: NameToken }>(entries: readonly Entry[]): Entry[] {
  const telling = entries.filter(({ token }) => !isSmall(token.latin));
  return telling.length > 0 ? telling : entries.filter(({ token }) => !TITLES.has(token.latin)).slice(0, 1);
}

function isSmall(latin: string): boolean {
  return PARTICLES.has(latin) || TITLES.has(latin) || SERVANT.test(latin);
}

/** The canonical tokens alone, cheaper: what a record publishes. */
export function nameTokens(text: string): readonly NameToken[] {
  if (text.length > VALUE_LENGTH_MAX) return [];
  const tokens: { token: NameToken }[] = [];
  for (const word of wordsOf(text)) {
    const read = readWord(word.text);
    if (read !== null && !tokens.some((other) => other.token.latin === read.latin))
      tokens.push({ token: read });
  }
  return withoutSmallWords(tokens)
    .map(({ token }) => ({ latin: token.latin, skeleton: token.skeleton }))
    .sort((left, right) => (left.latin < right.latin ? -1 : 1))
    .slice(0, TOKENS_MAX);
}

const MEMORY_MAX = 20_000;
const memory = new Map<string, ReadWord | null>();

/** A word read once is remembered: names repeat. The memory is emptied when full, and never changes an answer. */
function readWord(word: string): ReadWord | null {
  const known = memory.get(word);
  if (known !== undefined) return known;
  const read = readAfresh(word);
  if (memory.size >= MEMORY_MAX) memory.clear();
  memory.set(word, read);
  return read;
}

function readAfresh(word: string): ReadWord | null {
  const segments = segmentsOf(word);
  const canonical = canonicalSpelling(segments);
  const latin = bare(canonicalLatin(word, canonical))
    .replace(/[^a-z]/g, '')
    .slice(0, WORD_LENGTH_MAX);
  if (latin.length < 2 || canonical.skeleton === '') return null;
  return { latin, skeleton: canonical.skeleton, segments };
}

/** Latin words keep all their letters (the article inside Abdelkader is silent, not gone). */
function canonicalLatin(word: string, spelling: Spelling): string {
  return isLatin(word) ? word : spelling.latin;
}

/** Spellings of the sounds, then with particles joined or taken off, then everyday forms: four in all. */
function allSpellings(read: ReadWord, joined: string | null): Spelling[] {
  const ways = spellingsOf(read.segments);
  const extra: Spelling[] = [];
  if (joined !== null) extra.push(asSpelling(joined));
  const without = /^(?:vanden|vander|van|von|ben|bou|abou|abu|de|du|le|la|mac|mc)(?=.{4})/.exec(
    read.latin,
  )?.[0];
  if (without !== undefined) extra.push(asSpelling(read.latin.slice(without.length)));
  for (const form of otherForms(read.latin)) extra.push(asSpelling(form));
  const [canonical, ...others] = ways;
  const order = [
    ...(canonical === undefined ? [] : [canonical]),
    ...extra.slice(0, 1),
    ...others,
    ...extra.slice(1),
  ];
  const kept: Spelling[] = [];
  for (const spelling of order) {
    if (spelling.skeleton !== '' && !kept.some((other) => other.skeleton === spelling.skeleton))
      kept.push(spelling);
  }
  return kept.slice(0, SPELLINGS_MAX);
}

function asSpelling(word: string): Spelling {
  return { latin: bare(word), skeleton: canonicalSpelling(segmentsOf(word)).skeleton };
}
