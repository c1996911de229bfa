/** The check digit of ISO/IEC 7812-1 annex B (Luhn), for IMEI and ICCID: the digit that makes the whole number pass. */
export function luhnDigit(body: string): string {
  let sum = 0;
  for (let place = 0; place < body.length; place += 1) {
    let digit = Number(body[body.length - 1 - place]);
    if (place % 2 === 0) {
      digit *= 2;
      if (digit > 9) digit -= 9;
    }
    sum += digit;
  }
  return String((10 - (sum % 10)) % 10);
}

export function passesLuhn(number: string): boolean {
  return luhnDigit(number.slice(0, -1)) === number.slice(-1);
}

/** A Belgian national number: YYMMDD, a serial that is odd for men, and 97 minus the rest modulo 97 (with a 2 in front from 2000 on). */
export function belgianNationalNumber(birth: string, serial: number): string {
  const body = `${birth.slice(2, 4)}${birth.slice(5, 7)}${birth.slice(8, 10)}${String(serial).padStart(3, '0')}`;
  const checked = birth >= '2000' ? `2${body}` : body;
  return body + String(97 - (Number(checked) % 97)).padStart(2, '0');
}

/** A Dutch service number from its first eight digits by the eleven test; null where no last digit fits. */
export function dutchServiceNumber(first8: string): string | null {
  let sum = 0;
  for (let place = 0; place < 8; place += 1) sum += Number(first8[place]) * (9 - place);
  const last = sum % 11;
  return last === 10 ? null : first8 + String(last);
}

const VIN_VALUES = '0123456789.ABCDEFGH..JKLMN.P.R..STUVWXYZ';
const VIN_WEIGHTS = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];

/** A vehicle identification number of 17 characters with its check character at place 9 (49 CFR 565, see table III–V). */
export function vinWithCheck(characters: string): string {
  let sum = 0;
  for (let place = 0; place < 17; place += 1) {
    sum += (VIN_VALUES.indexOf(characters[place] as string) % 10) * (VIN_WEIGHTS[place] as number);
  }
  const rest = sum % 11;
  return characters.slice(0, 8) + (rest === 10 ? 'X' : String(rest)) + characters.slice(9);
}

/** A nine-digit register number whose last two digits are the first seven modulo 97. */
export function registerNumber(first7: number): string {
  return String(first7).padStart(7, '0') + String(first7 % 97).padStart(2, '0');
}
