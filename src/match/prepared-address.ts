import { standardiseAddress } from './address.ts';
import { asciiDigits, bare, VALUE_LENGTH_MAX } from './fold.ts';

/** An address taken apart for comparing. Any part may be empty. */
export interface PreparedAddress {
  /** Street, number and town in canonical form; empty without a house number. */
  readonly whole: string;
  /** Capitals and digits: 'TQ138DF', '1012AB', '8400'. */
  readonly postcode: string;
  /** The district of it: 'TQ13', '1012', '84'. */
  readonly district: string;
  readonly words: readonly string[];
  readonly number: string;
}

const POSTCODES = [
  /\b([a-z]{1,2}\d[a-z\d]?)\s?(\d[a-z]{2})\b/,
  /\b(\d{4})\s?([a-z]{2})\b(?=\s*$|\s*,|\s+[a-z]{3,})/,
  /\b(?:[a-z]{1,2}-)?(\d{2})(\d{2,3})\b(?!\s*(?:straat|street|st|rd|road))/,
];

/** The parts of an address; null when it has neither a word nor a number. */
export function prepareAddress(address: {
  text: string;
  city?: string;
  country?: string;
  postcode?: string;
}): PreparedAddress | null {
  if (address.text.length > VALUE_LENGTH_MAX) return null;
  const text = bare(asciiDigits(address.text)).trim();
  const { postcode, district } = postcodeOf(address.postcode, text);
  const isBarePostcode = text.length <= 9 && /\d/.test(text);
  const standard = isBarePostcode
    ? null
    : standardiseAddress({ ...address, text: withoutLoneCode(address.text) });
  if (standard === null) {
    return postcode === '' ? null : { whole: '', postcode, district, words: [], number: '' };
  }
  const words = standard.street.split(' ').filter((word) => word !== '');
  const whole = standard.number === null ? '' : standard.canonical.replace(/\|[A-Z]*$/, '');
  return { whole, postcode, district, words, number: standard.number ?? '' };
}

/** Codes that end an address or stand between commas, after a house number: 'Quay Lane 14, Oostkaai, 8400', '14 Quay Lane Oostkaai 8400'. */
const LONE_CODES = [/^(.*\d.*),\s*\d{4,5}\s*(,.*)?$/, /^(\d{1,4}[a-z]?\b.*[a-z].*?)[\s,]+\d{4,5}()$/i];

/** The address without a code that would be taken for its house number. */
function withoutLoneCode(text: string): string {
  for (const pattern of LONE_CODES) {
    const found = pattern.exec(text.trim());
    if (found !== null) return `${found[1] ?? ''}${found[2] ?? ''}`;
  }
  return text;
}

function postcodeOf(said: string | undefined, text: string): { postcode: string; district: string } {
  const given = said === undefined ? '' : bare(asciiDigits(said)).trim();
  const source = given === '' ? text : given;
  for (const pattern of POSTCODES) {
    const found = pattern.exec(source);
    if (found !== null) {
      const [district, rest] = [(found[1] ?? '').toUpperCase(), (found[2] ?? '').toUpperCase()];
      return { postcode: district + rest, district };
    }
  }
  // Mistyped ('wc1r rat'): nothing but a code was meant, so it is kept as said.
  if (source.length > 9 || !/\d/.test(source)) return { postcode: '', district: '' };
  const district = (source.split(/\s+/)[0] ?? '').toUpperCase();
  return { postcode: source.replace(/\s+/g, '').toUpperCase(), district };
}
