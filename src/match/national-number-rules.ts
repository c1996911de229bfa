/**
 * How each country's number of a person is built and checked. `fails` is said of a number of the right shape whose check
 * does not hold, null of another shape. Rules from the countries' published descriptions; several also stand in EU rules
 * for tax numbers.
 */
export type NumberChecker = (plain: string) => 'holds' | 'fails' | null;

const judge = (holds: boolean): 'holds' | 'fails' => (holds ? 'holds' : 'fails');

/** The sum of the digits, each times its weight. */
function weighted(plain: string, weights: readonly number[]): number {
  return weights.reduce((sum, weight, at) => sum + weight * Number(plain.charAt(at)), 0);
}

/** Eleven digits; 97 minus the first nine mod 97, a 2 before them for those born from 2000 on. */
function belgian(plain: string): ReturnType<NumberChecker> {
  if (!/^\d{11}$/.test(plain)) return null;
  const body = Number(plain.slice(0, 9));
  const check = Number(plain.slice(9));
  return judge(check === 97 - (body % 97) || check === 97 - ((2_000_000_000 + body) % 97));
}

/** Thirteen characters and a key of two: 97 minus the number mod 97; 2A counts as 19, 2B as 18. */
function french(plain: string): ReturnType<NumberChecker> {
  if (!/^[1-478]\d{4}(?:\d{2}|2[AB])\d{8}$/.test(plain)) return null;
  const body = plain.slice(0, 13).replace('2A', '19').replace('2B', '18');
  return judge(Number(plain.slice(13)) === 97 - (Number(body) % 97));
}

/** Nine digits weighted 9…2 and −1: a multiple of eleven. */
function dutch(plain: string): ReturnType<NumberChecker> {
  return /^\d{9}$/.test(plain) ? judge(weighted(plain, [9, 8, 7, 6, 5, 4, 3, 2, -1]) % 11 === 0) : null;
}

/** Eleven digits, the first not 0, ISO 7064 mod 11,10. */
function german(plain: string): ReturnType<NumberChecker> {
  return /^[1-9]\d{10}$/.test(plain) ? judge(mod11and10(plain)) : null;
}

/** ISO 7064 mod 11,10 over all digits, the check digit last. */
function mod11and10(plain: string): boolean {
  let product = 10;
  for (let at = 0; at < plain.length - 1; at++) {
    const sum = (Number(plain.charAt(at)) + product) % 10 || 10;
    product = (sum * 2) % 11;
  }
  return (11 - product) % 10 === Number(plain.charAt(plain.length - 1));
}

/** DNI: eight digits and a letter; NIE: X, Y or Z stands for 0, 1 or 2. The letter is the number mod 23. */
function spanish(plain: string): ReturnType<NumberChecker> {
  if (!/^[XYZ\d]\d{7}[A-Z]$/.test(plain)) return null;
  const digits = plain.slice(0, 8).replace(/^[XYZ]/, (letter) => String('XYZ'.indexOf(letter)));
  return judge('TRWAGMYFPDXBNJZSQVHLCKE'.charAt(Number(digits) % 23) === plain.charAt(8));
}

/** What a character is worth at an odd place of a codice fiscale, 0–9 and A–Z alike (Decreto 23 December 1976). */
const ITALIAN_ODD = [
  1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23,
];

/** Sixteen characters; digits may be written as letters where two people would share one (omocodia). */
function italian(plain: string): ReturnType<NumberChecker> {
  if (!/^[A-Z]{6}[\dLMNP-V]{2}[A-EHLMPRST][\dLMNP-V]{2}[A-Z][\dLMNP-V]{3}[A-Z]$/.test(plain)) return null;
  let sum = 0;
  for (let at = 0; at < 15; at++) {
    const letter = plain.charCodeAt(at);
    const value = letter < 65 ? letter - 48 : letter - 65;
    sum += at % 2 === 0 ? (ITALIAN_ODD[value] ?? 0) : value;
  }
  return judge(sum % 26 === plain.charCodeAt(15) - 65);
}

/** PESEL: eleven digits weighted 1, 3, 7, 9: a multiple of ten. */
function polish(plain: string): ReturnType<NumberChecker> {
  return /^\d{11}$/.test(plain) ? judge(weighted(plain, [1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1]) % 10 === 0) : null;
}

/** NIF: nine digits; 11 minus the weighted sum mod 11, ten and eleven being 0. */
function portuguese(plain: string): ReturnType<NumberChecker> {
  if (!/^\d{9}$/.test(plain)) return null;
  const rest = 11 - (weighted(plain, [9, 8, 7, 6, 5, 4, 3, 2]) % 11);
  return judge((rest > 9 ? 0 : rest) === Number(plain.charAt(8)));
}

/** CNP: thirteen digits; the weighted sum mod 11, ten being 1. */
function romanian(plain: string): ReturnType<NumberChecker> {
  if (!/^[1-9]\d{12}$/.test(plain)) return null;
  const rest = weighted(plain, [2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9]) % 11;
  return judge((rest === 10 ? 1 : rest) === Number(plain.charAt(12)));
}

/** EGN: ten digits; the weighted sum mod 11, ten being 0. */
function bulgarian(plain: string): ReturnType<NumberChecker> {
  if (!/^\d{10}$/.test(plain)) return null;
  return judge((weighted(plain, [2, 4, 8, 5, 10, 9, 7, 3, 6]) % 11) % 10 === Number(plain.charAt(9)));
}

/** Rodné číslo: ten digits, a multiple of eleven; nine digits until 1953 have no check. */
function czech(plain: string): ReturnType<NumberChecker> {
  return /^\d{10}$/.test(plain)
    ? judge(Number(plain) % 11 === 0 || Number(plain.slice(0, 9)) % 11 === 10)
    : null;
}

/** OIB: eleven digits, ISO 7064 mod 11,10. */
function croatian(plain: string): ReturnType<NumberChecker> {
  return /^\d{11}$/.test(plain) ? judge(mod11and10(plain)) : null;
}

/** Personnummer: the last ten digits end in their Luhn digit. */
function swedish(plain: string): ReturnType<NumberChecker> {
  if (!/^(?:19|20)?\d{10}$/.test(plain)) return null;
  const digits = plain.slice(-10);
  let sum = 0;
  for (let at = 0; at < 10; at++) {
    const doubled = Number(digits.charAt(at)) * (at % 2 === 0 ? 2 : 1);
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return judge(sum % 10 === 0);
}

/** Henkilötunnus without its sign: nine digits mod 31 give the last character. */
function finnish(plain: string): ReturnType<NumberChecker> {
  const found = /^(\d{6})[A-FU-Y]?(\d{3})([\dA-Y])$/.exec(plain);
  if (found === null) return null;
  return judge('0123456789ABCDEFHJKLMNPRSTUVWXY'.charAt(Number(`${found[1]}${found[2]}`) % 31) === found[3]);
}

/** Eleven digits: the tenth and eleventh follow from the first nine and ten. */
function turkish(plain: string): ReturnType<NumberChecker> {
  if (!/^[1-9]\d{10}$/.test(plain)) return null;
  const odd = weighted(plain, [1, 0, 1, 0, 1, 0, 1, 0, 1]);
  const even = weighted(plain, [0, 1, 0, 1, 0, 1, 0, 1]);
  const tenth = (((odd * 7 - even) % 10) + 10) % 10;
  const eleventh = (odd + even + tenth) % 10;
  return judge(tenth === Number(plain.charAt(9)) && eleventh === Number(plain.charAt(10)));
}

/** AHV number: thirteen digits from 756, checked like an EAN. */
function swiss(plain: string): ReturnType<NumberChecker> {
  if (!/^756\d{10}$/.test(plain)) return null;
  return judge(weighted(plain, [1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1]) % 10 === 0);
}

/** Insurance number: ten digits, the fourth the weighted sum of the others mod 11. */
function austrian(plain: string): ReturnType<NumberChecker> {
  if (!/^[1-9]\d{9}$/.test(plain)) return null;
  return judge(weighted(plain, [3, 7, 9, 0, 5, 8, 4, 2, 1, 6]) % 11 === Number(plain.charAt(3)));
}

/** Isikukood and asmens kodas: eleven digits, the sum mod 11 with a second row of weights when it is ten. */
function baltic(plain: string): ReturnType<NumberChecker> {
  if (!/^[1-8]\d{10}$/.test(plain)) return null;
  const first = weighted(plain, [1, 2, 3, 4, 5, 6, 7, 8, 9, 1]) % 11;
  const second = weighted(plain, [3, 4, 5, 6, 7, 8, 9, 1, 2, 3]) % 11;
  return judge((first < 10 ? first : second % 10) === Number(plain.charAt(10)));
}

/** JMBG and EMŠO: thirteen digits; 11 minus the weighted sum mod 11, ten and eleven being 0. */
function yugoslav(plain: string): ReturnType<NumberChecker> {
  if (!/^\d{13}$/.test(plain)) return null;
  const rest = 11 - (weighted(plain, [7, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11);
  return judge((rest > 9 ? 0 : rest) === Number(plain.charAt(12)));
}

/** ИНН of a person: twelve digits with two check digits. */
function russian(plain: string): ReturnType<NumberChecker> {
  if (!/^\d{12}$/.test(plain)) return null;
  const first = (weighted(plain, [7, 2, 4, 10, 3, 5, 9, 4, 6, 8]) % 11) % 10;
  const second = (weighted(plain, [3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8]) % 11) % 10;
  return judge(first === Number(plain.charAt(10)) && second === Number(plain.charAt(11)));
}

/** Each country's number by its own rule. */
export const NUMBER_CHECKERS: Readonly<Record<string, NumberChecker>> = {
  BE: belgian,
  FR: french,
  NL: dutch,
  DE: german,
  ES: spanish,
  IT: italian,
  PL: polish,
  PT: portuguese,
  RO: romanian,
  BG: bulgarian,
  CZ: czech,
  SK: czech,
  HR: croatian,
  SE: swedish,
  FI: finnish,
  TR: turkish,
  CH: swiss,
  AT: austrian,
  EE: baltic,
  LT: baltic,
  RS: yugoslav,
  SI: yugoslav,
  ME: yugoslav,
  MK: yugoslav,
  BA: yugoslav,
  RU: russian,
};
