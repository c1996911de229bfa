import { standardiseCountry } from './countries.ts';
import { alphanumeric, bare } from './fold.ts';

/** How the four languages name a document; the first word is the code. */
const KINDS: readonly (readonly [code: string, words: RegExp])[] = [
  ['passport', /passe?p|reisepass|paspoort|^pass$|^pp$|паспорт|جواز/],
  ['residence-permit', /resid|verblijf|sejour|aufenthalt/],
  ['driving-licence', /driv|rijbewijs|permisdeconduire|conduire|fuhrerschein|fuehrerschein|licen/],
  ['travel-document', /travel|reisdocument|titredevoyage|reiseausweis/],
  ['id-card', /ident|idcard|^id$|^cni$|^eid$|personalausweis|ausweis/],
];

/** A document as kind, issuer and number, each in canonical form. */
export interface StandardDocument {
  readonly kind: string;
  /** ISO 3166 alpha-2, or null when the issuer is not known. */
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
  const number = alphanumeric(value.number);
  if (number.length < 5 || number.length > 20 || !/\d/.test(number) || /^(.)\1*$/.test(number)) return null;
  return { kind: documentKind(value.kind), issuer: standardiseCountry(value.issuer), number };
}

/** 'Reisepass' → 'passport'; a kind the table does not know keeps its own word. */
export function documentKind(text: string): string {
  const plain = bare(text)
    .replace(/[^\p{L}]/gu, '')
    .slice(0, 40);
  return KINDS.find(([, words]) => words.test(plain))?.[0] ?? (plain === '' ? 'document' : plain);
}
