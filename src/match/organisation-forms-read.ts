import { type FormClass, GLUED_FORMS, LEGAL_FORM_ROWS } from './organisation-forms.ts';
import { organisationWords } from './organisation-text.ts';

interface Phrase {
  readonly words: readonly string[];
  readonly formClass: FormClass;
}

const PHRASES = buildPhrases();
const BY_TAIL = buildTails();
/** Short forms that stand inside a name too ('… AG London'); other words of two letters are forms at its edges only. */
const INSIDE: ReadonlySet<string> = new Set(['ag', 'sa', 'nv', 'bv', 'kg', 'oy', 'ао', 'ип']);
/** More words than this are no name. */
export const ORGANISATION_WORDS_MAX = 24;

/** A name without its legal forms, and the classes of those forms. */
export interface WithoutForms {
  readonly core: readonly string[];
  readonly forms: readonly FormClass[];
}

/** Takes the legal forms out of a name's words: the longest phrase first, anywhere; words of two letters at the edges. */
export function withoutForms(text: string): WithoutForms {
  const forms = new Set<FormClass>();
  let plain = text;
  for (const [form, formClass] of GLUED_FORMS) {
    if (!plain.includes(form)) continue;
    forms.add(formClass);
    plain = plain.replaceAll(form, ' ');
  }
  const words = organisationWords(plain).slice(0, ORGANISATION_WORDS_MAX);
  const core: string[] = [];
  for (let at = 0; at < words.length; at++) {
    const phrase = phraseAt(words, at);
    if (phrase === null || !mayStand(words, at, phrase)) {
      core.push(words[at] ?? '');
      continue;
    }
    forms.add(phrase.formClass);
    at += phrase.words.length - 1;
  }
  // 'Company' says nothing beside a form that says more.
  if (forms.size > 1) forms.delete('company');
  return { core, forms: [...forms] };
}

function phraseAt(words: readonly string[], at: number): Phrase | null {
  const candidates = PHRASES.get(words[at] ?? '') ?? [];
  return (
    candidates.find((phrase) => phrase.words.every((word, offset) => words[at + offset] === word)) ??
    mistypedAt(words, at)
  );
}

/** 'Joynt Stock Company': a long form of three words or more with one word mistyped. */
function mistypedAt(words: readonly string[], at: number): Phrase | null {
  const second = words[at + 1];
  const third = words[at + 2];
  if (second === undefined || third === undefined) return null;
  for (const phrase of BY_TAIL.get(`${second} ${third}`) ?? []) {
    const [said = '', meant = ''] = [words[at], phrase.words[0]];
    if (said.length > 3 && said.charAt(0) === meant.charAt(0) && Math.abs(said.length - meant.length) < 2)
      return phrase;
  }
  return null;
}

function mayStand(words: readonly string[], at: number, phrase: Phrase): boolean {
  const length = phrase.words.reduce((sum, word) => sum + word.length, 0);
  if (length > 2 || INSIDE.has(phrase.words.join(''))) return true;
  return at === 0 || isEdge(words, at + phrase.words.length);
}

/** Nothing but forms follows. */
function isEdge(words: readonly string[], from: number): boolean {
  for (let at = from; at < words.length; at++) {
    const phrase = PHRASES.get(words[at] ?? '')?.find(({ words: own }) =>
      own.every((word, offset) => words[at + offset] === word),
    );
    if (phrase === undefined) return false;
    at += phrase.words.length - 1;
  }
  return true;
}

function buildPhrases(): ReadonlyMap<string, readonly Phrase[]> {
  const byFirst = new Map<string, Phrase[]>();
  for (const [formClass, rows] of Object.entries(LEGAL_FORM_ROWS) as [FormClass, string][]) {
    for (const form of rows.split('|')) {
      const words = organisationWords(form);
      const first = words[0];
      if (first === undefined) continue;
      byFirst.set(first, [...(byFirst.get(first) ?? []), { words, formClass }]);
    }
  }
  for (const phrases of byFirst.values())
    phrases.sort((left, right) => right.words.length - left.words.length);
  return byFirst;
}

function buildTails(): ReadonlyMap<string, readonly Phrase[]> {
  const byTail = new Map<string, Phrase[]>();
  for (const phrase of [...PHRASES.values()].flat()) {
    if (phrase.words.length !== 3) continue;
    const tail = `${phrase.words[1]} ${phrase.words[2]}`;
    byTail.set(tail, [...(byTail.get(tail) ?? []), phrase]);
  }
  return byTail;
}

/** Whether a single word is a legal form that is hard to take for anything else. */
export function isLegalForm(word: string): boolean {
  return PHRASES.get(word)?.some(({ words }) => words.length === 1) ?? false;
}
