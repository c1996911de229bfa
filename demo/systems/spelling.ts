import { dropAccents } from '../clerk.ts';
import type { Address } from '../places.ts';

const PLAIN = /^[ -~]*$/;

/** The text with every letter that the system cannot hold replaced by its bare form, else by a question mark. */
export function fitRepertoire(text: string, holds: (character: string) => boolean): string {
  if (PLAIN.test(text)) return text;
  let fitted = '';
  for (const character of text) {
    if (holds(character)) fitted += character;
    else for (const bare of dropAccents(character)) fitted += holds(bare) ? bare : '?';
  }
  return fitted;
}

export function isLatin1(character: string): boolean {
  return character.length === 1 && character.charCodeAt(0) < 256;
}

/** A phone number as clerks of a country write it: their own numbers nationally, others with + or 00; by habit of the digit. */
export function writePhone(
  number: string,
  homeCode: string,
  home: 'slash' | 'dots' | 'spaces' | 'dash',
): string {
  if (number === '') return '';
  const habit = Number(number.slice(-1));
  if (!number.startsWith(`+${homeCode}`)) return habit < 3 ? `00${number.slice(1)}` : number;
  if (habit < 2) return number;
  const rest = number.slice(1 + homeCode.length);
  if (home === 'slash')
    return `0${rest.slice(0, 3)}/${rest.slice(3, 5)}.${rest.slice(5, 7)}.${rest.slice(7)}`;
  if (home === 'dots') return `0${rest.slice(0, 1)}.${(rest.slice(1).match(/..?/g) ?? []).join('.')}`;
  if (home === 'spaces') return `0${rest.slice(0, 3)} ${rest.slice(3)}`;
  return `0${rest.slice(0, 1)}-${rest.slice(1)}`;
}

/** Street, number and flat on one line, as each language writes them. */
export function addressLine(address: Address, habit: 'nl' | 'fr-be' | 'fr' | 'de'): string {
  const { street, number, box } = address;
  if (habit === 'fr') return `${number} ${street}${box === '' ? '' : `, appt ${box}`}`;
  if (habit === 'fr-be') return `${street} ${number}${box === '' ? '' : ` bte ${box}`}`;
  if (habit === 'de') return `${street} ${number}${box === '' ? '' : `, Whg. ${box}`}`;
  return `${street} ${number}${box === '' ? '' : ` bus ${box}`}`;
}

/** eu-4x4: the letter for the source, the figure for the information. */
export function euEvaluation([source, information]: readonly [number, number]): string {
  return `${'ABCX'.charAt(source)}${information + 1}`;
}

export function compactDate(iso: string): string {
  return iso === '' ? '' : iso.replace(/-/g, '');
}
