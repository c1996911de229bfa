import { standardiseAddress } from './address.ts';
import { BOX_WORDS, STREET_ENDINGS, STREET_WORDS, TOWNS } from './address-words.ts';
import { bare } from './fold.ts';
import { standardiseName } from './name.ts';
import { namesOrganisation, standardiseOrganisation } from './organisation.ts';
import type { Subject } from './subject.ts';
import type { Found, Scan } from './understand-scan.ts';
import { FILLERS, LABELS, VAGUE } from './understand-words.ts';

const labelled = (labels: string): RegExp => new RegExp(`^(?:${labels})(?=[\\s:.=]|$)[\\s:.=]{0,4}`, 'iu');
const HOME = labelled(LABELS.home);
const WORK = labelled(LABELS.work);
const ALIAS = labelled(LABELS.alias);
const ANY_LABEL = labelled(Object.values(LABELS).join('|'));
const BOX_ONLY = new RegExp(`^(?:${BOX_WORDS})\\b`, 'i');
/** In small letters: a family may be called Ship or Schiff. */
const SHIP = /^(?:ship|vessel|boat|navire|bateau|schip|schiff|M\/?V)\s/u;
const NAME_WORDS_MAX = 6;
const FRAGMENTS_MAX = 100;

/** A stretch of the line. */
interface Fragment {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Reads what no identifier took: addresses, organisations, names, and the rest with its reason. */
export function takeWords(scan: Scan, subject: Subject): void {
  const fragments = joinAddresses(scan.left, fragmentsOf(scan.left));
  for (const { start, end, text } of fragments) {
    if (!isConnective(text)) scan.takeAt(start, end, (value) => readFragment(value, subject));
  }
}

const PARTING =
  /[,;|\t\ue000"“”()]+|\s+(?=(?:alias|aka|a\.k\.a\.|also known as|lives|resides|stays|works|woont|habite|wohnt|drives|uses|born)\s)/giu;

/** Pieces between commas, semicolons and what was taken, without the punctuation at their edges. */
function fragmentsOf(left: string): Fragment[] {
  const fragments: Fragment[] = [];
  let at = 0;
  const add = (end: number): void => {
    const whole = left.slice(at, end);
    const text = whole.replace(/^[\s:./=\-–•*#]+/u, '').replace(/[\s:/=\-–•*#]+$/u, '');
    const start = at + whole.indexOf(text);
    if (text !== '' && fragments.length < FRAGMENTS_MAX)
      fragments.push({ start, end: start + text.length, text });
  };
  for (const match of left.matchAll(PARTING)) {
    add(match.index);
    at = match.index + match[0].length;
  }
  add(left.length);
  return fragments;
}

/** '14, rue du Quai' and 'Quay Lane 14, flat 3, 8400 Oostvaart' are one piece each, though commas part them. */
function joinAddresses(left: string, fragments: readonly Fragment[]): Fragment[] {
  const joined: Fragment[] = [];
  for (const fragment of fragments) {
    const last = joined.at(-1);
    if (
      last !== undefined &&
      isComma(left.slice(last.end, fragment.start)) &&
      goTogether(last.text, fragment.text, joined.length)
    ) {
      joined[joined.length - 1] = {
        start: last.start,
        end: fragment.end,
        text: left.slice(last.start, fragment.end),
      };
    } else joined.push(fragment);
  }
  return joined;
}

function isComma(between: string): boolean {
  return /^\s*,\s*$/.test(between);
}

function goTogether(before: string, after: string, earlier: number): boolean {
  if (/^\d{1,4}\s?[a-z]?$/i.test(before)) return hasStreetWord(after);
  if (!readsAsAddress(before) && !(HOME.test(before) && /\d/.test(before))) return false;
  if (BOX_ONLY.test(after) || POSTAL_TOWN.test(after)) return true;
  const isTown = TOWNS.has(bare(after).replace(/[^a-z]/g, ''));
  const words = after.split(/\s+/).length;
  // 'Quay Lane 14, flat 3' is still one line of an address: a town may follow.
  const lines = before.split(',').filter((part) => !BOX_ONLY.test(part.trim())).length;
  return (
    lines < 2 &&
    !/\d/.test(after) &&
    !ANY_LABEL.test(after) &&
    (isTown || words === 1 || (words === 2 && earlier > 1))
  );
}

const POSTAL_TOWN = /^(?:[a-z]{1,2}-)?\d{4,5}(?:\s?[a-z]{2})?\s+\p{L}[\p{L} .'-]*$/iu;

function isConnective(text: string): boolean {
  return text.split(/\s+/).every((word) => FILLERS.has(bare(word)) && /^\p{Ll}/u.test(word));
}

function readFragment(value: string, subject: Subject): Found | null {
  if (VAGUE.test(value)) return { type: 'unused', canonical: value, note: 'too vague' };
  if (SHIP.test(value))
    return { type: 'unused', canonical: value, note: 'a ship is asked by its IMO or MMSI number' };
  const said = value.replace(HOME, '');
  if (said !== value || readsAsAddress(value)) return readAddress(said, subject, said !== value);
  const work = value.replace(WORK, '');
  if (work !== value || namesOrganisation(value)) return readOrganisation(work, subject);
  const other = value.replace(ALIAS, '');
  const words = nameWords(other.replace(ANY_LABEL, ''));
  const name = words === null ? null : standardiseName(words);
  if (name === null || words === null) return { type: 'unused', canonical: value, note: whyNot(value) };
  subject.names.push(words);
  const spellings = name.spellings.reduce((product, ways) => product * ways.length, 1);
  return { type: 'name', canonical: name.canonical, note: spellings === 1 ? '' : `${spellings} spellings` };
}

/** A number, and a word for a kind of street. */
function readsAsAddress(value: string): boolean {
  return /\d/.test(value) && hasStreetWord(value);
}

function hasStreetWord(value: string): boolean {
  return bare(value)
    .split(/[^\p{L}]+/u)
    .some(
      (word) =>
        (word.length > 2 && STREET_WORDS.has(word)) ||
        STREET_ENDINGS.some((ending) => word.length >= ending.length + 3 && word.endsWith(ending)),
    );
}

function readAddress(text: string, subject: Subject, said: boolean): Found {
  const last = subject.addresses.at(-1);
  if (BOX_ONLY.test(text) && last !== undefined) {
    last.text = `${last.text} ${text}`;
    return { type: 'address', canonical: standardiseAddress(last)?.canonical ?? text, note: '' };
  }
  const address = standardiseAddress({ text });
  if (address === null || (address.number === null && !said))
    return { type: 'unused', canonical: text, note: 'too vague' };
  if (address.number === null) return { type: 'unused', canonical: text, note: 'too vague: no house number' };
  subject.addresses.push({ text });
  return {
    type: 'address',
    canonical: address.canonical,
    note: address.city === null ? 'no town given' : '',
  };
}

function readOrganisation(text: string, subject: Subject): Found {
  const organisation = standardiseOrganisation({ name: text });
  if (organisation === null) return { type: 'unused', canonical: text, note: 'nothing but a legal form' };
  subject.organisations.push({ name: text });
  return { type: 'organisation', canonical: organisation.canonical, note: '' };
}

/** The words of a name, fillers at the edges gone; null when it does not read as one. */
function nameWords(value: string): string | null {
  if (/\d/.test(value)) return null;
  const words = value.split(/\s+/).filter((word) => /\p{L}/u.test(word));
  while (words.length > 0 && isFiller(words[0])) words.shift();
  while (words.length > 0 && isFiller(words.at(-1))) words.pop();
  if (words.length === 0 || words.length > NAME_WORDS_MAX) return null;
  const fillers = words.filter((word) => FILLERS.has(bare(word)) && /^\p{Ll}/u.test(word)).length;
  return fillers * 3 > words.length ? null : words.join(' ');
}

function isFiller(word: string | undefined): boolean {
  return (
    word !== undefined &&
    FILLERS.has(bare(word).replace(/[^\p{L}]/gu, '')) &&
    word !== word.toUpperCase().slice(0, 1) + word.slice(1)
  );
}

function whyNot(value: string): string {
  if (/^\D*\d[\d\s./-]*$/.test(value)) return 'a number of no kind known here';
  if (/\d/.test(value)) return 'neither a number of a known kind nor an address';
  return value.split(/\s+/).length > NAME_WORDS_MAX
    ? 'too many words for a name'
    : 'not a name, a number or an address';
}
