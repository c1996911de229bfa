import { IntakeError } from './errors.ts';
import { splitSentences } from './copybook-text.ts';
import { parsePicture, type Picture, type Usage } from './picture.ts';

/**
 * A parser of COBOL data descriptions (ISO/IEC 1989 data division, as far as copybooks of register unloads go).
 * The text comes from outside: its size, its depth and every repetition have limits.
 */
export interface Item {
  readonly level: number;
  /** Null for FILLER. */
  readonly name: string | null;
  readonly line: number;
  readonly redefines: string | null;
  readonly picture: Picture | null;
  readonly usage: Usage;
  readonly sign: 'overpunch' | 'separate';
  readonly signLeading: boolean;
  readonly occurs: number;
  readonly repeats: boolean;
  readonly dependingOn: string | null;
  readonly children: Item[];
  /** Level 88: names of values, for people. */
  readonly conditions: string[];
}

const ITEMS_MAX = 5_000;
const DEPTH_MAX = 50;
const OCCURS_MAX = 65_536;

/** The top-level records (01) of a copybook; items without a 01 above them stand in one nameless record. */
export function parseCopybook(text: string): readonly Item[] {
  const roots: Item[] = [];
  const open: Item[] = [];
  let count = 0;
  for (const sentence of splitSentences(text)) {
    count += 1;
    if (count > ITEMS_MAX) fail(sentence.line, `there are more than ${ITEMS_MAX} items`);
    const level = readLevel(sentence.words[0], sentence.line);
    if (level === 66) continue;
    if (level === 88) {
      const name = sentence.words[1];
      if (name !== undefined) open.at(-1)?.conditions.push(name);
      continue;
    }
    const inherited = open.findLast((one) => one.level < level && one.level !== 77)?.usage ?? 'display';
    const item = parseItem(level, sentence.words.slice(1), sentence.line, inherited);
    while (open.length > 0 && (open.at(-1)?.level ?? 0) >= level) open.pop();
    if (open.length >= DEPTH_MAX) fail(item.line, `items are nested deeper than ${DEPTH_MAX} levels`);
    const parent = open.at(-1);
    if (parent === undefined) roots.push(item);
    else {
      if (parent.picture !== null) fail(item.line, 'an item with a picture cannot hold others');
      parent.children.push(item);
    }
    open.push(item);
  }
  if (roots.length === 0) fail(1, 'there is no item in it');
  return roots.every((root) => root.level === 1 || root.level === 77) ? roots : [wrap(roots)];
}

function wrap(children: Item[]): Item {
  if (children.some((child) => child.level === 1))
    fail(children[0]?.line ?? 1, 'items stand before the first 01');
  return { ...parseItem(1, [], 1, 'display'), children };
}

/** Mistakes in a copybook carry the line. */
export function fail(line: number, sentence: string): never {
  throw new IntakeError('copybook-invalid', `copybook, line ${line}: ${sentence}`, { evidence: { line } });
}

function readLevel(word: string | undefined, line: number): number {
  if (word === undefined || !/^\d{1,2}$/.test(word)) fail(line, 'expected a level number');
  const level = Number(word);
  if (!((level >= 1 && level <= 49) || level === 66 || level === 77 || level === 88))
    fail(line, `there is no level ${level}`);
  return level;
}

interface Draft {
  name: string | null;
  redefines: string | null;
  picture: Picture | null;
  usage: Usage;
  sign: 'overpunch' | 'separate';
  signLeading: boolean;
  occurs: number;
  repeats: boolean;
  dependingOn: string | null;
}

const CLAUSES = new Set(['PIC', 'PICTURE', 'REDEFINES', 'OCCURS', 'USAGE']);
const IGNORED = new Set([
  'IS',
  'JUST',
  'JUSTIFIED',
  'RIGHT',
  'BLANK',
  'WHEN',
  'ZERO',
  'ZEROS',
  'ZEROES',
  'EXTERNAL',
  'GLOBAL',
]);

const USAGES: Readonly<Record<string, Usage>> = {
  DISPLAY: 'display',
  COMP: 'binary',
  COMPUTATIONAL: 'binary',
  'COMP-0': 'binary',
  'COMP-4': 'binary',
  'COMPUTATIONAL-4': 'binary',
  'COMP-5': 'binary',
  'COMPUTATIONAL-5': 'binary',
  BINARY: 'binary',
  'COMP-3': 'packed',
  'COMPUTATIONAL-3': 'packed',
  'PACKED-DECIMAL': 'packed',
  'COMP-1': 'float',
  'COMPUTATIONAL-1': 'float',
  'COMP-2': 'double',
  'COMPUTATIONAL-2': 'double',
};

function parseItem(level: number, words: readonly string[], line: number, inherited: Usage): Item {
  const draft: Draft = {
    name: null,
    redefines: null,
    picture: null,
    usage: inherited,
    sign: 'overpunch',
    signLeading: false,
    occurs: 1,
    repeats: false,
    dependingOn: null,
  };
  let at = 0;
  const first = words[0]?.toUpperCase();
  if (first !== undefined && !CLAUSES.has(first)) {
    if (!/^[A-Z0-9][A-Z0-9_$#@-]{0,59}$/.test(first)) fail(line, 'expected the name of an item');
    draft.name = first === 'FILLER' ? null : first;
    at = 1;
  }
  while (at < words.length) at = parseClause(draft, words, at, line);
  if (
    draft.picture !== null &&
    draft.picture.kind !== 'number' &&
    (draft.usage === 'binary' || draft.usage === 'packed')
  ) {
    fail(line, 'only a number can be binary or packed');
  }
  return { level, line, children: [], conditions: [], ...draft };
}

function parseClause(draft: Draft, words: readonly string[], start: number, line: number): number {
  const word = (words[start] ?? '').toUpperCase();
  const next = (at: number): string =>
    (words[at] ?? fail(line, `something is missing after ${word}`)).toUpperCase();
  const skip = (at: number, ...noise: string[]): number =>
    noise.includes((words[at] ?? '').toUpperCase()) ? at + 1 : at;
  switch (word) {
    case 'REDEFINES':
      draft.redefines = next(start + 1);
      return start + 2;
    case 'PIC':
    case 'PICTURE': {
      const at = skip(start + 1, 'IS');
      draft.picture = parsePicture(next(at));
      return at + 1;
    }
    case 'USAGE':
      return skip(start + 1, 'IS');
    case 'OCCURS':
      return parseOccurs(draft, words, start, line);
    case 'DEPENDING': {
      const at = skip(start + 1, 'ON');
      draft.dependingOn = next(at);
      return ['OF', 'IN'].includes((words[at + 1] ?? '').toUpperCase()) ? at + 3 : at + 1;
    }
    case 'SIGN':
      return skip(start + 1, 'IS');
    case 'LEADING':
    case 'TRAILING': {
      draft.signLeading = word === 'LEADING';
      const separate = (words[start + 1] ?? '').toUpperCase() === 'SEPARATE';
      if (separate) draft.sign = 'separate';
      return separate ? skip(start + 2, 'CHARACTER') : start + 1;
    }
    case 'ASCENDING':
    case 'DESCENDING':
    case 'INDEXED': {
      let at = skip(skip(skip(start + 1, 'KEY'), 'IS'), 'BY');
      while (at < words.length && !isClauseWord(words[at] ?? '')) at += 1;
      return at;
    }
    case 'VALUE':
    case 'VALUES':
      return words.length;
    case 'SYNC':
    case 'SYNCHRONIZED':
      return fail(
        line,
        'SYNC is not supported: its hidden slack bytes depend on the compiler; write them out as FILLER',
      );
    case 'POINTER':
    case 'PROCEDURE-POINTER':
    case 'INDEX':
    case 'OBJECT':
    case 'DISPLAY-1':
    case 'NATIONAL':
      return fail(line, `${word} is not supported`);
    default: {
      const usage = USAGES[word];
      if (usage !== undefined) draft.usage = usage;
      else if (!IGNORED.has(word)) fail(line, 'this clause is not known');
      return start + 1;
    }
  }
}

function parseOccurs(draft: Draft, words: readonly string[], start: number, line: number): number {
  const range = [
    words[start + 1],
    (words[start + 2] ?? '').toUpperCase() === 'TO' ? words[start + 3] : undefined,
  ];
  const most = range[1] ?? range[0] ?? '';
  if (!/^\d{1,5}$/.test(most) || !/^\d{1,5}$/.test(range[0] ?? '')) fail(line, 'OCCURS needs a number');
  draft.occurs = Number(most);
  draft.repeats = true;
  if (draft.occurs < 1 || draft.occurs > OCCURS_MAX) fail(line, `OCCURS is between 1 and ${OCCURS_MAX}`);
  const at = start + (range[1] === undefined ? 2 : 4);
  return (words[at] ?? '').toUpperCase() === 'TIMES' ? at + 1 : at;
}

function isClauseWord(word: string): boolean {
  const upper = word.toUpperCase();
  return (
    CLAUSES.has(upper) ||
    Object.hasOwn(USAGES, upper) ||
    IGNORED.has(upper) ||
    ['DEPENDING', 'ASCENDING', 'DESCENDING', 'INDEXED', 'SIGN', 'VALUE', 'VALUES', 'SYNC'].includes(upper)
  );
}
