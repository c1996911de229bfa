import { countryNamed } from './countries.ts';
import { VALUE_LENGTH_MAX } from './fold.ts';
import { standardiseName } from './name.ts';
import type { FormClass } from './organisation-forms.ts';
import { withoutForms } from './organisation-forms-read.ts';
import { lettersOf } from './organisation-letters.ts';
import { latinWord, numberOf, organisationWords } from './organisation-text.ts';
import { ACTIVITY_ROWS, SHAPE_ROWS } from './organisation-words.ts';

/** What a word of an organisation's name tells: which one it is, what it does, how it is built, where, which in a row. */
export type WordKind = 'core' | 'activity' | 'shape' | 'country' | 'number';

export interface OrganisationWord {
  readonly kind: WordKind;
  /** Plain Latin of a core word; the concept, the country code or the number of any other. */
  readonly text: string;
  /** As it was written, for the sentence. */
  readonly written: string;
  /** Consonant skeletons of a core word; of one in another script also those of its other spellings. */
  readonly skeletons: readonly string[];
  readonly isLatin: boolean;
  /** Its letters as run together with its neighbours: plain for a core word, as written for any other. */
  readonly run: string;
  /** Which letters occur, a bit each (organisation-letters.ts). */
  readonly letters: number;
}

/** Two or three neighbours as one word. */
export interface WordRun {
  readonly from: number;
  readonly count: number;
  readonly text: string;
  readonly letters: number;
  readonly hasNumber: boolean;
}

/** One reading of an organisation's name, ready to be compared. */
export interface OrganisationCore {
  readonly words: readonly OrganisationWord[];
  readonly forms: readonly FormClass[];
  /** Core words and concepts run together in Latin. */
  readonly joined: string;
  readonly runs: readonly WordRun[];
  /** First letters of all words, when there are three or more. */
  readonly initials: string | null;
}

/** An organisation's name with the names it says it also bears ('… trading as …', 'A / B'). */
export interface PreparedOrganisation {
  readonly cores: readonly OrganisationCore[];
}

const CONCEPTS = buildConcepts();
/** Small words between the telling ones; none of them says anything alone. */
const SMALL = new Set(
  'mv msv the of and for in on at by de la le les du des d l et en pour au aux van von der die das dem den het und fur zu zum zur y el los las del e di da do dos das della delle dei per i w z na a of og och ja ve и в на по из für ו של و في της του και ha'.split(
    ' ',
  ),
);
const ALSO_KNOWN =
  /\s*(?:\/|;|\b(?:a\.?k\.?a\.?|d\.?b\.?a\.?|t\/a|trading as|doing business as|formerly|previously|vormals|anciennement)\b)\s*/i;
const CORES_MAX = 4;

const MEMORY_MAX = 20_000;
const memory = new Map<string, PreparedOrganisation | null>();

/**
 * The name ready to be compared; null when nothing but legal form is left, or the text is too long. A name read once is
 * remembered, for lists repeat them; the memory is emptied when full, and never changes an answer.
 */
export function prepareOrganisation(name: string): PreparedOrganisation | null {
  if (name.length > VALUE_LENGTH_MAX) return null;
  const known = memory.get(name);
  if (known !== undefined) return known;
  const prepared = prepareAfresh(name);
  if (memory.size >= MEMORY_MAX) memory.clear();
  memory.set(name, prepared);
  return prepared;
}

function prepareAfresh(name: string): PreparedOrganisation | null {
  const parts = name.split(ALSO_KNOWN).filter((part) => part.replace(/[^\p{L}\p{N}]/gu, '').length >= 4);
  const texts = parts.length > 1 ? [name, ...parts] : [name];
  const cores = texts
    .slice(0, CORES_MAX)
    .map(readCore)
    .filter((core) => core !== null);
  return cores.length === 0 ? null : { cores };
}

function readCore(text: string): OrganisationCore | null {
  const { core, forms } = withoutForms(text);
  const plain = core.filter((word) => !SMALL.has(word));
  const words = classify(plain.length === 0 ? core : plain);
  if (words.length === 0) return null;
  const joined = words.map((word) => (word.kind === 'core' ? word.text : latinWord(word.written))).join('');
  const lettered = words.filter((word) => word.kind !== 'number');
  const initials =
    lettered.length < 3 ? null : lettered.map((word) => latinWord(word.written).charAt(0)).join('');
  return { words, forms, joined, runs: runsOf(words), initials };
}

function classify(words: readonly string[]): OrganisationWord[] {
  const read: OrganisationWord[] = [];
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? '';
    const two = words[at + 1] === undefined ? null : countryNamed(word + words[at + 1]);
    if (two !== null && countryNamed(word) === null) {
      read.push(plainWord('country', two, `${word} ${words[at + 1]}`));
      at += 1;
      continue;
    }
    read.push(readWord(word, at === 0));
  }
  return read;
}

function readWord(word: string, isFirst: boolean): OrganisationWord {
  const number = numberOf(word, isFirst);
  if (number !== null) return plainWord('number', number, word);
  const concept = CONCEPTS.get(word);
  if (concept !== undefined) return plainWord(concept.kind, concept.code, word);
  const country = countryNamed(word);
  if (country !== null) return plainWord('country', country, word);
  return coreWord(word);
}

function plainWord(kind: WordKind, text: string, written: string): OrganisationWord {
  const letters = lettersOf(written);
  return { kind, text, written, skeletons: [], isLatin: true, run: written, letters };
}

function runsOf(words: readonly OrganisationWord[]): WordRun[] {
  const runs: WordRun[] = [];
  for (let from = 0; from < words.length; from++) {
    for (const count of [2, 3]) {
      const run = words.slice(from, from + count);
      if (run.length < count) continue;
      runs.push({
        from,
        count,
        text: run.map((word) => word.run).join(''),
        letters: run.reduce((sum, word) => sum | word.letters, 0),
        hasNumber: run.some(({ kind }) => kind === 'number'),
      });
    }
  }
  return runs;
}

function coreWord(word: string): OrganisationWord {
  const isLatin = /^[a-z0-9]+$/.test(word);
  const name = standardiseName(word);
  const spellings = name?.spellings[0] ?? [];
  const latin = isLatin ? word : (spellings[0]?.latin ?? latinWord(word));
  const skeletons = (isLatin ? spellings.slice(0, 2) : spellings).map((spelling) => spelling.skeleton);
  return {
    kind: 'core',
    text: latin,
    written: word,
    skeletons,
    isLatin,
    run: latin,
    letters: lettersOf(latin),
  };
}

/** Whether a word only joins others: 'and', 'de', 'the'. */
export function isSmallWord(word: string): boolean {
  return SMALL.has(word);
}

/** The concept a word stands for, in any language of the tables; null for a word that is the firm's own. */
export function conceptOf(word: string): { readonly code: string; readonly kind: WordKind } | null {
  return CONCEPTS.get(word) ?? null;
}

function buildConcepts(): ReadonlyMap<string, { readonly code: string; readonly kind: WordKind }> {
  const concepts = new Map<string, { readonly code: string; readonly kind: WordKind }>();
  for (const [kind, rows] of [
    ['activity', ACTIVITY_ROWS],
    ['shape', SHAPE_ROWS],
  ] as const) {
    for (const row of rows.trim().split('\n')) {
      const words = row.trim().split(/\s+/).flatMap(organisationWords);
      const code = words[0] ?? '';
      for (const word of words) if (!concepts.has(word)) concepts.set(word, { code, kind });
    }
  }
  return concepts;
}
