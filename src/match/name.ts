import anyAscii from 'any-ascii';
import { arabicSegments, plainArabic } from './arabic-sounds.ts';
import { cyrillicSegments } from './cyrillic-sounds.ts';
import { bare, composed, VALUE_LENGTH_MAX } from './fold.ts';
import { latinSegments } from './latin-sounds.ts';
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

/** More words than this are no name. */
const TOKENS_MAX = 8;
/** Letters of a word that are kept; eight such words stay under the length of a value. */
const WORD_LENGTH_MAX = 36;

interface Word {
  readonly text: string;
  /** The same word with the particles before it, where it has any: 'desmet' for de Smet. */
  readonly joined: string | null;
}

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

/** Words without titles and particles; Abd and din are joined to their neighbours. Hyphens part words. */
function wordsOf(text: string): Word[] {
  const parts = plainArabic(composed(text))
    .replace(/['’ʼ`´ʿʾ‘]/g, '')
    .split(/[^\p{L}\p{M}]+/u)
    .map((part) => withoutMarks(part))
    .filter((part) => part !== '' && !TITLES.has(bare(part)))
    .slice(0, 4 * TOKENS_MAX);
  const words: Word[] = [];
  let particles = '';
  for (let at = 0; at < parts.length; at++) {
    const part = parts[at] ?? '';
    const next = parts[at + 1];
    const isServant = SERVANT.test(part) && next !== undefined;
    if (isServant) {
      const joined = joinServant(part, parts, at);
      words.push({ text: joined.text, joined: null });
      at = joined.at;
      particles = '';
    } else if (isOfFaith(part, particles)) {
      const last = words.pop();
      words.push({ text: `${last?.text ?? ''}${faith(part)}`, joined: null });
      particles = '';
    } else if (PARTICLES.has(bare(part)) && !(next === undefined && words.length === 0)) {
      particles = `${particles}${part}`;
    } else {
      words.push({ text: part, joined: particles === '' ? null : particles + part });
      particles = '';
    }
  }
  return words;
}

/** Marks go from Latin letters, except those that change the sound; Cyrillic and Arabic keep theirs. */
function withoutMarks(part: string): string {
  return part.replace(/[^šşșžčćçđğ]+/gu, (rest) => (/[\u0400-\u06ff]/.test(rest) ? rest : bare(rest)));
}

const SERVANT = /^(?:abd|abdel|abdul|abdal|abdoul|abdou|abdur|abder|عبد|абд|абдул|абдуль|абдель)$/;
const ARTICLE = /^(?:al|el|ul|il|ar|er|ur|as|es|us|ad|ed|ud|an|en|un|az|ez|аль|эль|ар|ас|ад|ан|ال)$/;
const DIN = /^(?:d(?:i|ee|y|ie)ne?|дин|دين)$/;
const WITH_ARTICLE = /^(?:[aeu][dl]d(?:i|ee|y|ie)ne?|(?:уд|ад|эд|аль)дин|الدين)$/;

/** '… al-Din', 'eddine', 'الدين': the second half of a name such as Noureddine. */
function isOfFaith(part: string, particles: string): boolean {
  return WITH_ARTICLE.test(part) || (DIN.test(part) && ARTICLE.test(particles));
}

function joinServant(part: string, parts: readonly string[], at: number): { text: string; at: number } {
  const next = parts[at + 1] ?? '';
  const name = ARTICLE.test(next) ? parts[at + 2] : next;
  if (name === undefined) return { text: part + next, at: at + 1 };
  const stem = part.replace(/^(abd).+$/, '$1').replace(/^(абд).+$/, '$1');
  const light = ARTICLE.test(next)
    ? name
    : name.replace(/^ال(?=..)/, '').replace(/^[ae]l(?=[^aeiouy].{2})/, '');
  return { text: stem + light, at: at + (ARTICLE.test(next) ? 2 : 1) };
}

function faith(part: string): string {
  if (/^[ادلين]+$/.test(part)) return 'دين';
  return /^[а-я]/.test(part) ? 'дин' : 'din';
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

function isLatin(word: string): boolean {
  return /^[a-zšşșžčćçđğ]+$/.test(word);
}

function segmentsOf(word: string): Segment[] {
  if (isLatin(word)) return latinSegments(word);
  if (/^[\u0400-\u04ff]+$/.test(word)) return cyrillicSegments(word);
  if (/^[\u0600-\u06ff]+$/.test(word)) return arabicSegments(word);
  return latinSegments(
    anyAscii(word)
      .toLowerCase()
      .replace(/[^a-z]/g, '')
      .slice(0, 60),
  );
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
