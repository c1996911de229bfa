import { standardiseCountry } from './countries.ts';
import { alphanumeric } from './fold.ts';

/** L a letter, D a digit. Confusable characters are set right only where the country's pattern says which it must be. */
const PATTERNS: Readonly<Record<string, readonly string[]>> = {
  BE: ['DLLLDDD', 'LLLDDD', 'DDDLLL'],
  FR: ['LLDDDLL', 'DDDDLLDD', 'DDDLLLDD', 'DDDLLDD'],
  NL: [
    'LLDDLL',
    'DDLLDD',
    'DDLLLD',
    'DLLLDD',
    'LLDDDL',
    'LDDDLL',
    'LLLDDL',
    'DLLDDD',
    'DDDLLD',
    'DDDDLL',
    'LLDDDD',
    'DDLLLL',
  ],
  GB: ['LLDDLLL', 'LDDDLLL'],
  LU: ['LLDDDD', 'DDDDD', 'DDDDDD'],
  ES: ['DDDDLLL'],
  IT: ['LLDDDLL'],
  RU: ['LDDDLLDD', 'LDDDLLDDD'],
  UA: ['LLDDDDLL'],
};
/** Plates of these countries look like another's here; the asker does not spend a key on them unless the country is said. */
const ASKED_ONLY_WHEN_SAID: ReadonlySet<string> = new Set(['RU', 'UA']);
/** District, one or two letters, one to four digits, perhaps E or H: lengths vary, so no pattern sets a character right. */
const GERMAN = /^[A-Z]{1,3}[A-Z]{1,2}\d{1,4}[EH]?$/;

const AS_DIGIT: Readonly<Record<string, string>> = { O: '0', Q: '0', I: '1', L: '1', S: '5', B: '8', Z: '2' };
const AS_LETTER: Readonly<Record<string, string>> = { '0': 'O', '1': 'I', '5': 'S', '8': 'B', '2': 'Z' };

/** Letters of Cyrillic and Greek plates that look like Latin ones; these states use no others (Vienna Convention, annex 2). */
const LOOKALIKES: ReadonlyMap<string, string> = new Map(
  [
    'АA',
    'ВB',
    'ЕE',
    'КK',
    'МM',
    'НH',
    'ОO',
    'РP',
    'СC',
    'ТT',
    'УY',
    'ХX',
    'ІI',
    'ΑA',
    'ΒB',
    'ΕE',
    'ΖZ',
    'ΗH',
    'ΙI',
    'ΚK',
    'ΜM',
    'ΝN',
    'ΟO',
    'ΡP',
    'ΤT',
    'ΥY',
    'ΧX',
  ].map((pair) => [pair.charAt(0), pair.charAt(1)] as const),
);

/** A plate in canonical form: capitals and digits without separators, and the countries whose rules it fits. */
export interface StandardPlate {
  readonly canonical: string;
  readonly country: string | null;
  /** Countries it could belong to when none is said: the asker spends them. */
  readonly alternatives: readonly { readonly country: string; readonly canonical: string }[];
}

/** The plate in canonical form; null when it is too short, too long or filler. */
export function standardisePlate(text: string, country: string | undefined): StandardPlate | null {
  if (text.length > 40) return null;
  const plain = alphanumeric(
    text.toUpperCase().replace(/[\u0370-\u04ff]/g, (letter) => LOOKALIKES.get(letter) ?? letter),
  );
  if (plain.length < 4 || plain.length > 10 || !/\d/.test(plain) || /^(.)\1*$/.test(plain)) return null;
  const said = country === undefined ? null : standardiseCountry(country);
  if (said !== null) return { canonical: fit(plain, said) ?? plain, country: said, alternatives: [] };
  const alternatives = platesCountries(plain);
  return { canonical: plain, country: null, alternatives };
}

function platesCountries(plain: string): { country: string; canonical: string }[] {
  const exact: { country: string; canonical: string }[] = [];
  for (const country of [...Object.keys(PATTERNS), 'DE']) {
    const fitted = fit(plain, country);
    if (fitted === plain && !ASKED_ONLY_WHEN_SAID.has(country)) exact.push({ country, canonical: fitted });
  }
  return exact.slice(0, 4);
}

/** The plate as the country's first fitting pattern wants it; null when none fits even with confusables set right. */
function fit(plain: string, country: string): string | null {
  if (country === 'DE') return GERMAN.test(plain) ? plain : null;
  const patterns = PATTERNS[country] ?? [];
  return (
    patterns.map((pattern) => fitPattern(plain, pattern, false)).find((fitted) => fitted !== null) ??
    patterns.map((pattern) => fitPattern(plain, pattern, true)).find((fitted) => fitted !== null) ??
    null
  );
}

function fitPattern(plain: string, pattern: string, mend: boolean): string | null {
  if (plain.length !== pattern.length) return null;
  let fitted = '';
  for (let at = 0; at < plain.length; at++) {
    const letter = plain.charAt(at);
    const wantsDigit = pattern.charAt(at) === 'D';
    const isDigit = letter >= '0' && letter <= '9';
    if (wantsDigit === isDigit) fitted += letter;
    else {
      const mended = mend ? (wantsDigit ? AS_DIGIT[letter] : AS_LETTER[letter]) : undefined;
      if (mended === undefined) return null;
      fitted += mended;
    }
  }
  return fitted;
}

/** A vehicle number (ISO 3779): seventeen characters without I, O and Q, which a clerk's eye makes of 1 and 0. */
export function standardiseVin(text: string): string | null {
  if (text.length > 60) return null;
  const plain = alphanumeric(text).replace(/I/g, '1').replace(/[OQ]/g, '0');
  return plain.length === 17 && /\d{2}/.test(plain) && !/^(.)\1*$/.test(plain) ? plain : null;
}

/** Weights of a North American vehicle number's places (49 CFR 565.15); the ninth is the check character itself. */
const VIN_WEIGHTS = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];
const VIN_VALUES = '0123456789.ABCDEFGH..JKLMN.P.R..STUVWXYZ';

/** Whether the check character of a canonical vehicle number holds; only those built for North America (1–5) must have one. */
export function vinCheck(canonical: string): 'holds' | 'fails' | 'none' {
  if (!/^[1-5]/.test(canonical)) return 'none';
  let sum = 0;
  for (let at = 0; at < 17; at++)
    sum += (VIN_VALUES.indexOf(canonical.charAt(at)) % 10) * (VIN_WEIGHTS[at] ?? 0);
  const rest = sum % 11;
  return canonical.charAt(8) === (rest === 10 ? 'X' : String(rest)) ? 'holds' : 'fails';
}
