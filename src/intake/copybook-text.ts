import { IntakeError } from './errors.ts';

/** The words of one entry up to its full stop, and the line where it begins. */
export interface Sentence {
  readonly line: number;
  readonly words: readonly string[];
}

const TEXT_LENGTH_MAX = 262_144;
const LINES_MAX = 20_000;
const FREE_ENTRY = /^\s{0,5}(?:0?[1-9]|[1-4]\d|66|77|88)\s+[A-Za-z]/;

/**
 * Takes a copybook's text apart. Reference format (columns 1–6 sequence, 7 indicator, 73–80 identification) unless some entry begins
 * before column 7, which only free format allows.
 */
export function splitSentences(text: string): readonly Sentence[] {
  if (text.length > TEXT_LENGTH_MAX)
    throw new IntakeError('copybook-invalid', `the copybook is larger than ${TEXT_LENGTH_MAX} characters`);
  const lines = text.split(/\r\n|\r|\n/).map(expandTabs);
  if (lines.length > LINES_MAX)
    throw new IntakeError('copybook-invalid', `the copybook has more than ${LINES_MAX} lines`);
  const free = lines.some((line) => FREE_ENTRY.test(line));
  const sentences: Sentence[] = [];
  let words: string[] = [];
  let begun = 1;
  let pending = '';
  const close = (): void => {
    if (words.length > 0) sentences.push({ line: begun, words });
    words = [];
  };
  const take = (source: string, number: number): void => {
    const { tokens, open } = tokenise(source);
    pending = open;
    for (const token of tokens) {
      if (words.length === 0 && token.text !== '.') begun = number;
      if (token.text === '.') close();
      else words.push(token.text);
    }
  };
  for (const [at, line] of lines.entries()) {
    const body = free ? freeBody(line) : fixedBody(line);
    if (body === null) continue;
    if (!free && line[6] === '-') {
      // A continued literal repeats its quote; a continued word goes on at its first letter.
      const rest = body.trimStart();
      take(pending === '' ? rest : pending + rest.slice(1), at + 1);
    } else {
      if (pending !== '') words.push(pending);
      take(body, at + 1);
    }
  }
  if (pending !== '') words.push(pending);
  close();
  return sentences;
}

function expandTabs(line: string): string {
  let out = '';
  for (const sign of line) out += sign === '\t' ? ' '.repeat(8 - (out.length % 8)) : sign;
  return out;
}

function freeBody(line: string): string | null {
  const trimmed = line.trim();
  if (trimmed === '' || trimmed.startsWith('*')) return null;
  return dropComment(trimmed);
}

function fixedBody(line: string): string | null {
  const indicator = line[6] ?? ' ';
  if (indicator === '*' || indicator === '/' || indicator === '$') return null;
  if (line.trimStart().startsWith('*')) return null;
  const start = indicator === '-' || indicator === 'D' || indicator === 'd' ? 7 : 6;
  if (start === 7 && indicator !== '-' && /^[Dd]\s/.test(line.slice(6, 8))) return null;
  const body = dropComment(line.slice(indicator === '-' ? 7 : 6, 72));
  return body.trim() === '' ? null : body;
}

function dropComment(line: string): string {
  const at = line.indexOf('*>');
  return at < 0 ? line : line.slice(0, at);
}

interface Token {
  readonly text: string;
}

/** Words, literals and full stops; `open` is a literal whose closing quote the line does not have. */
function tokenise(source: string): { tokens: Token[]; open: string } {
  const tokens: Token[] = [];
  let at = 0;
  while (at < source.length) {
    const sign = source[at] ?? '';
    if (/[\s,;]/.test(sign) || sign === '\u001a') {
      at += 1;
      continue;
    }
    if (sign === "'" || sign === '"') {
      const end = source.indexOf(sign, at + 1);
      if (end < 0) return { tokens, open: source.slice(at) };
      tokens.push({ text: source.slice(at, end + 1) });
      at = end + 1;
      continue;
    }
    let end = at;
    while (end < source.length && !/\s/.test(source[end] ?? '')) end += 1;
    let word = source.slice(at, end);
    at = end;
    // A full stop ends the entry only before a blank: 9(3).99 is one picture.
    const stops = word.endsWith('.');
    if (stops) word = word.slice(0, -1);
    word = word.replace(/[,;]+$/, '');
    if (word !== '') tokens.push({ text: word });
    if (stops) tokens.push({ text: '.' });
  }
  return { tokens, open: '' };
}
