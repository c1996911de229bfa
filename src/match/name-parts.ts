import { plainArabic } from './arabic-sounds.ts';
import { bare, composed } from './fold.ts';
import { plainHebrew } from './hebrew-sounds.ts';
import { PARTICLES, TITLES } from './name-words.ts';

export interface Word {
  readonly text: string;
  /** The same word with the particles before it, where it has any: 'desmet' for de Smet. */
  readonly joined: string | null;
  /** A particle that stands alone: 'van', 'bin'. */
  readonly isSmall: boolean;
}

/** More words than this are no name. */
export const TOKENS_MAX = 8;

/** Words without titles and particles; Abd and din are joined to their neighbours. Hyphens part words. */
export function wordsOf(text: string): Word[] {
  return partsOf(text).filter((word) => !word.isSmall);
}

let lastText = '';
let lastParts: readonly Word[] = [];

/** Words without titles, the particles among them marked as small. A name is read twice in a row: once for its keys, once to be compared. */
export function partsOf(text: string): readonly Word[] {
  if (text !== lastText) [lastText, lastParts] = [text, readParts(text)];
  return lastParts;
}

function readParts(text: string): Word[] {
  const parts = plainHebrew(plainArabic(composed(text)))
    .replace(/['’ʼ`´ʿʾ‘]/g, '')
    .split(/[^\p{L}\p{M}]+/u)
    .flatMap((part) => surnameFirst(part))
    .flatMap((part) => fatherFirst(part))
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
      words.push({ text: joined.text, joined: null, isSmall: false });
      at = joined.at;
      particles = '';
    } else if (isOfFaith(part, particles)) {
      while (words.at(-1)?.isSmall === true) words.pop();
      const last = words.pop();
      words.push({ text: `${last?.text ?? ''}${faith(part)}`, joined: null, isSmall: false });
      particles = '';
    } else if (PARTICLES.has(bare(part)) && !(next === undefined && words.length === 0)) {
      particles = `${particles}${part}`;
      words.push({ text: part, joined: null, isSmall: true });
    } else {
      words.push({ text: part, joined: particles === '' ? null : particles + part, isSmall: false });
      particles = '';
    }
  }
  return words;
}

/** Chinese and Korean names are written in one piece, the family name first and one sign long. */
function surnameFirst(part: string): string[] {
  if (!/^(?:\p{Script=Han}|\p{Script=Hangul}){2,4}$/u.test(part)) return [part];
  const signs = Array.from(part);
  return [signs[0] ?? '', signs.slice(1).join('')];
}

/** 'Велханқызы', 'Velhanqyzy': daughter of Velhan; son and daughter are words of their own elsewhere. */
function fatherFirst(part: string): string[] {
  const found = /^(.{3,})(ұлы|қызы|кызы|qyzy|kyzy)$/u.exec(part);
  return found === null ? [part] : found.slice(1);
}

/** Marks go from Latin letters, except those that change the sound; Cyrillic and Arabic keep theirs. */
function withoutMarks(part: string): string {
  return part.replace(/[^šşșțžżčćçđğęą]+/gu, (rest) =>
    /[\u0400-\u06ff\u10d0-\u10ff]/.test(rest) ? rest : bare(rest),
  );
}

/** The first half of a name such as Abd al-Rahman. */
export const SERVANT = /^(?:abd|abdel|abdul|abdal|abdoul|abdou|abdur|abder|عبد|абд|абдул|абдуль|абдель)$/;
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
