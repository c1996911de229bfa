import { alphanumeric, composed } from './fold.ts';
import type { StandardNumber } from './equipment.ts';

/** Country and length (ISO 13616 registry); countries outside the list may have any length allowed. */
const IBAN_LENGTHS: ReadonlyMap<string, number> = new Map(
  (
    'AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BR29 BY28 CH21 CY28 CZ24 DE22 DK18 DO28 EE20 EG29 ES24 FI18 FO18 FR27 GB22 GE22 ' +
    'GI23 GL18 GR27 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MR27 MT31 ' +
    'NL18 NO15 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 SE24 SI19 SK24 SM27 TN24 TR26 UA29 VA22 XK20'
  )
    .split(' ')
    .map((entry) => [entry.slice(0, 2), Number(entry.slice(2))] as const),
);

/** A bank account number (ISO 13616), with whether its mod-97 check holds; null when it has no such shape. */
export function standardiseIban(text: string): StandardNumber | null {
  if (text.length > 80) return null;
  const plain = alphanumeric(text).replace(/^IBAN/, '');
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(plain)) return null;
  const length = IBAN_LENGTHS.get(plain.slice(0, 2));
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
