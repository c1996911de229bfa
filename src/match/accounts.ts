import { alphanumeric, composed } from './fold.ts';
import type { StandardNumber } from './equipment.ts';

/** Lengths of the countries met most (ISO 13616 registry); others may have any length allowed. */
const IBAN_LENGTHS: Readonly<Record<string, number>> = {
  BE: 16,
  FR: 27,
  NL: 18,
  DE: 22,
  LU: 20,
  GB: 22,
  ES: 24,
  IT: 27,
  AT: 20,
  CH: 21,
  PT: 25,
  PL: 28,
  TR: 26,
  RO: 24,
  BG: 22,
};

/** A bank account number (ISO 13616), with whether its mod-97 check holds; null when it has no such shape. */
export function standardiseIban(text: string): StandardNumber | null {
  if (text.length > 80) return null;
  const plain = alphanumeric(text).replace(/^IBAN/, '');
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(plain)) return null;
  const length = IBAN_LENGTHS[plain.slice(0, 2)];
  const holds =
    (length === undefined || length === plain.length) && mod97(plain.slice(4) + plain.slice(0, 4)) === 1;
  return { canonical: plain, check: holds ? 'holds' : 'fails' };
}

/** ISO 7064 mod 97-10 of digits and letters (A = 10 … Z = 35). */
export function mod97(text: string): number {
  let rest = 0;
  for (const letter of text) {
    const value = Number.parseInt(letter, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest;
}

/** An e-mail address in lower case; null when it is none. Dots and tags stay: they mean different boxes to most hosts. */
export function standardiseEmail(text: string): string | null {
  if (text.length > 254) return null;
  const plain = composed(text)
    .trim()
    .replace(/^mailto:/, '')
    .replace(/^<|>$/g, '');
  return /^[^\s@<>,;:"()[\]\\]{1,64}@(?:[\p{L}\p{N}-]{1,63}\.)+[\p{L}\p{N}-]{2,63}$/u.test(plain)
    ? plain
    : null;
}

/** Boxes that stand for an office or nobody. */
export function isGenericEmail(canonical: string): boolean {
  return /^(?:info|contact|office|admin|noreply|no-reply|test|none|unknown|nomail)@/.test(canonical);
}
