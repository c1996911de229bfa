import anyAscii from 'any-ascii';
import { BOX_WORDS, SILENT_WORDS, STREET_ENDINGS, STREET_WORDS, TOWNS } from './address-words.ts';
import { standardiseCountry } from './countries.ts';
import { asciiDigits, bare, VALUE_LENGTH_MAX } from './fold.ts';

/** An address taken apart. Kind of street, house number, flat and town are apart from the name of the street. */
export interface StandardAddress {
  /** Words of the street's name and its kind, sorted: 'quay lane'. */
  readonly street: string;
  readonly number: string | null;
  readonly box: string | null;
  readonly city: string | null;
  readonly country: string | null;
  /** All parts in one line: 'quay lane|14|3|oostvaart|BE'. */
  readonly canonical: string;
}

// The word ends before the number begins: 'app' is no part of 'appt'.
const BOX = new RegExp(
  `\\b(?:${BOX_WORDS})(?![a-z])\\.?\\s*(?:n[o°r]\\.?\\s*)?([a-z]?\\d{1,4}[a-z]?|[a-z])\\b`,
);

/** The address in canonical form; null when no street can be read in it. */
export function standardiseAddress(value: {
  text: string;
  city?: string;
  country?: string;
}): StandardAddress | null {
  if (value.text.length > VALUE_LENGTH_MAX || (value.city?.length ?? 0) > VALUE_LENGTH_MAX) return null;
  const folded = foldAddress(value.text);
  const { rest: withoutTown, town } = takeTown(
    folded,
    value.city === undefined ? null : foldTown(value.city),
  );
  const { rest: withoutBox, box } = takeBox(withoutTown);
  const { rest, number, suffixBox } = takeNumber(withoutBox);
  const street = streetName(rest);
  if (street === '') return null;
  const country = value.country === undefined ? null : standardiseCountry(value.country);
  const parts = { street, number, box: box ?? suffixBox, city: town, country };
  const canonical = [parts.street, parts.number, parts.box, parts.city, parts.country]
    .map((part) => part ?? '')
    .join('|');
  return { ...parts, canonical };
}

/** Plain Latin, small letters. */
function foldAddress(text: string): string {
  return anyAscii(
    bare(asciiDigits(text)).replace(/[\u0400-\u06ff]+/g, (word) => STREET_WORDS.get(word) ?? word),
  )
    .toLowerCase()
    .replace(/\b[\s]*n[°º]\s*/g, ' ')
    .replace(/[’'`]/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

/** The town's canonical name; postal codes and districts after a slash or bracket go. */
function foldTown(text: string): string | null {
  const plain = anyAscii(bare(text))
    .toLowerCase()
    .replace(/[(/,].*$/, '')
    .replace(/\b[a-z]{0,2}-?\d{4,5}(?:\s?[a-z]{2})?\b/g, '')
    .replace(/\b(?:cedex)\b.*$/, '')
    .replace(/[^a-z]/g, '');
  return plain === '' ? null : (TOWNS.get(plain) ?? light(plain));
}

/** ', 8400 Oostvaart' at the end, or ', Oostvaart' after the house number. A town said apart wins. */
function takeTown(text: string, said: string | null): { rest: string; town: string | null } {
  const coded =
    /^(.*\d[^,]*?|.*[a-z][^,]*?),?\s(?:[a-z]{1,2}-)?\d{4,5}(?:\s?[a-z]{2}\b)?\s+([a-z][a-z .-]+)$/.exec(text);
  if (coded !== null && /[a-z]/.test(coded[1] ?? ''))
    return { rest: coded[1] ?? '', town: said ?? foldTown(coded[2] ?? '') };
  const comma = /^(.*\d.*),\s*([a-z][a-z .-]+)$/.exec(text);
  // 'Quay Lane 14, Oostkaai': a town may end like a street where the street was named before it; '14, Fish Quay' has none yet.
  const isTown = !startsStreet(comma?.[2] ?? '') || startsStreet(comma?.[1] ?? '');
  if (comma !== null && isTown && !BOX.test(comma[2] ?? '')) {
    return { rest: comma[1] ?? '', town: said ?? foldTown(comma[2] ?? '') };
  }
  return { rest: text, town: said };
}

function startsStreet(text: string): boolean {
  return text.split(/[\s.]+/).some((word) => STREET_WORDS.has(word) || endingOf(word) !== null);
}

function takeBox(text: string): { rest: string; box: string | null } {
  const found = BOX.exec(text);
  if (found === null) return { rest: text, box: null };
  return { rest: text.replace(found[0], ' '), box: plainNumber(found[1] ?? '') };
}

/** 'Quay Lane 14', '14, rue du Quai', '14b', '14/3' (house and flat), '14-16' (the first). */
function takeNumber(text: string): { rest: string; number: string | null; suffixBox: string | null } {
  const found =
    /(?:^|[\s,])(\d{1,4})\s?([a-z]|bis|ter)?(?:\s?\/\s?([a-z]?\d{1,4}[a-z]?)|\s?-\s?\d{1,4})?[\s,.]*$/.exec(
      text,
    ) ?? /^(\d{1,4})\s?([a-z]|bis|ter)?(?:\s?\/\s?([a-z]?\d{1,4}[a-z]?)|\s?-\s?\d{1,4})?(?=[\s,])/.exec(text);
  if (found === null) return { rest: text, number: null, suffixBox: null };
  const number = `${plainNumber(found[1] ?? '')}${found[2] ?? ''}`;
  return {
    rest: text.replace(found[0], ' '),
    number,
    suffixBox: found[3] === undefined ? null : plainNumber(found[3]),
  };
}

function plainNumber(text: string): string {
  return text.replace(/^0+(?=\d)/, '');
}

function streetName(text: string): string {
  const words: string[] = [];
  for (const word of text.split(/[^a-z0-9]+/)) {
    if (word === '' || SILENT_WORDS.has(word)) continue;
    const code = STREET_WORDS.get(word);
    const ending = code === undefined ? endingOf(word) : null;
    if (code !== undefined) words.push(code);
    else if (ending !== null)
      words.push(light(word.slice(0, -ending.length)), STREET_WORDS.get(ending) ?? ending);
    else words.push(light(word));
  }
  return [...new Set(words)].sort().slice(0, 8).join(' ');
}

function endingOf(word: string): string | null {
  return STREET_ENDINGS.find((ending) => word.endsWith(ending) && word.length >= ending.length + 3) ?? null;
}

/** Umlauts written either way alike, doubled letters once: clerks disagree on them most. */
function light(word: string): string {
  return word.replace(/ae|oe|ue/g, (pair) => pair.charAt(0)).replace(/([a-z])\1+/g, '$1');
}
