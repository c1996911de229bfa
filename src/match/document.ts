import { standardiseCountry } from './countries.ts';
import { alphanumeric, bare } from './fold.ts';

/** How the four languages name a document, with the commonest words of others; the first word is the code. */
const KINDS: readonly (readonly [code: string, words: RegExp])[] = [
  ['passport', /passe?p|reisepass|paspoort|^pass$|^pp$|pasaporte|paszport|паспорт|جواز|דרכון|διαβατηριο/],
  ['residence-permit', /resid|verblijf|sejour|aufenthalt|permesso|pobytu|вид на жительство|إقامة|اقامة/],
  [
    'driving-licence',
    /driv|rijbewijs|permisdeconduire|conduire|fuhrerschein|fuehrerschein|licen|patente|prawojazdy|водитель|رخصة/,
  ],
  ['travel-document', /travel|reisdocument|titredevoyage|reiseausweis/],
  [
    'id-card',
    /ident|idcard|^id$|^cni$|^eid$|personalausweis|ausweis|^dni$|dowod|удостоверение|هوية|بطاقة|תעודת/,
  ],
];

/** Numbers that one list gives out for the whole world: no country issues them, whatever flag or seat stands beside them. */
const WORLDWIDE: ReadonlySet<string> = new Set(['imo', 'mmsi', 'lei', 'bic', 'duns', 'callsign']);
/** ISO 3166-1 leaves it to its users. */
const WORLD = 'ZZ';

/** A document as kind, issuer and number, each in canonical form. */
export interface StandardDocument {
  readonly kind: string;
  /** ISO 3166 alpha-2, 'ZZ' for numbers that are the world's, or null when the issuer is not known. */
  readonly issuer: string | null;
  readonly number: string;
}

/** The document in canonical form; null when the number has fewer than five characters or is filler. */
export function standardiseDocument(value: {
  kind: string;
  issuer: string;
  number: string;
}): StandardDocument | null {
  if (value.number.length > 60 || value.kind.length > 60) return null;
  const kind = documentKind(value.kind);
  const issuer = WORLDWIDE.has(kind) ? WORLD : standardiseCountry(value.issuer);
  const number = withoutMrzCheck(kind, issuer, alphanumeric(withoutLabel(value.number)));
  if (number.length < 5 || number.length > 20 || !/\d/.test(number) || /^(.)\1*$/.test(number)) return null;
  return { kind, issuer, number };
}

/** 'No. EM 123456', 'nr: EM123456': the word for number goes. */
function withoutLabel(text: string): string {
  return text
    .replace(/№/g, ' ')
    .replace(/^\s*(?:passport|passeport|paspoort|reisepass|n[o°ºr]|№|num(?:ber|mer|éro)?)\s*[.:°º]?\s+/i, '');
}

/** 'Reisepass' → 'passport'; a kind the table does not know keeps its own word. */
export function documentKind(text: string): string {
  const plain = bare(text)
    .replace(/[^\p{L}]/gu, '')
    .slice(0, 40);
  return KINDS.find(([, words]) => words.test(plain))?.[0] ?? (plain === '' ? 'document' : plain);
}

/**
 * German passports and identity cards bear nine characters, and in the machine-readable lines a tenth, the check digit,
 * which many clerks write down with them. It goes when it is right; a wrong one stays as said.
 */
function withoutMrzCheck(kind: string, issuer: string | null, number: string): string {
  if (issuer !== 'DE' || (kind !== 'passport' && kind !== 'id-card') || number.length !== 10) return number;
  return mrzCheckDigit(number.slice(0, 9)) === number.charAt(9) ? number.slice(0, 9) : number;
}

/** The check digit of ICAO Doc 9303 part 3 §4.9: values 0–9, A = 10 … Z = 35, weights 7, 3, 1, mod ten. */
export function mrzCheckDigit(text: string): string {
  let sum = 0;
  for (let at = 0; at < text.length; at++) {
    const value = Number.parseInt(text.charAt(at), 36);
    sum += (Number.isNaN(value) ? 0 : value) * ([7, 3, 1][at % 3] ?? 1);
  }
  return String(sum % 10);
}

/** How the numbers of passports and identity cards are built, where a state keeps to one form. L a letter, D a digit, X either. */
const SHAPES: Readonly<Record<string, readonly string[]>> = {
  'BE passport': ['LLDDDDDD'],
  'BE id-card': ['DDDDDDDDDDDD'],
  'FR passport': ['DDLLDDDDD'],
  'FR id-card': ['DDDDDDDDDDDD', 'XXXXXXXXX'],
  'NL passport': ['LLXXXXXXD'],
  'NL id-card': ['LLXXXXXXD'],
  'DE passport': ['XXXXXXXXX'],
  'DE id-card': ['XXXXXXXXX'],
  'ES passport': ['LLLDDDDDD', 'LLDDDDDD'],
  'IT passport': ['LLDDDDDDD'],
  'IT id-card': ['LLDDDDDLL', 'LLDDDDDDD'],
  'PL passport': ['LLDDDDDDD'],
  'PL id-card': ['LLLDDDDDD'],
  'RU passport': ['DDDDDDDDD', 'DDDDDDDDDD'],
  'GB passport': ['DDDDDDDDD'],
  'US passport': ['DDDDDDDDD', 'LDDDDDDDD'],
  'MA id-card': ['LLDDDDDD', 'LDDDDDD'],
  'TR passport': ['LDDDDDDDD'],
};

/**
 * Whether a document's number has the form its state gives it; null where that is not known. Belgium's identity card also
 * ends in two check digits: the number before them mod 97, 97 for 0.
 */
export function documentFits(document: StandardDocument): boolean | null {
  const shapes = SHAPES[`${document.issuer ?? ''} ${document.kind}`];
  if (shapes === undefined) return null;
  const { number } = document;
  if (document.issuer === 'BE' && document.kind === 'id-card' && number.length === 12)
    return (Number(number.slice(0, 10)) % 97 || 97) === Number(number.slice(10));
  return shapes.some(
    (shape) =>
      shape.length === number.length &&
      Array.from(shape).every((want, at) => want === 'X' || (want === 'D') === /\d/.test(number.charAt(at))),
  );
}

/** Issuers that an unsaid one may be: whoever asks spends at most so many. */
const ISSUERS_MAX = 6;

/**
 * Whose document it may be, as ISO 3166 alpha-2. One that says its issuer has that one. Of one that does not: the country of the
 * agency that wrote it down, unless that country's numbers are built otherwise; with `others` also the countries whose form the number has.
 */
export function documentIssuers(
  document: StandardDocument,
  home: string,
  others: boolean,
): readonly string[] {
  if (document.issuer !== null) return [document.issuer];
  const own = documentFits({ ...document, issuer: home }) === false ? [] : [home];
  if (!others) return own;
  const fitting = Object.keys(SHAPES)
    .map((name) => name.split(' '))
    .filter(([issuer = '', kind]) => kind === document.kind && documentFits({ ...document, issuer }) === true)
    .map(([issuer = '']) => issuer);
  return [...new Set([...own, ...fitting])].slice(0, ISSUERS_MAX);
}
