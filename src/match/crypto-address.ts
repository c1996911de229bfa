import { sha256 } from '../base/index.ts';

/** An address of a public ledger of coins, by its shape; `check` says whether its own check characters hold. */
export interface StandardCryptoAddress {
  readonly canonical: string;
  readonly shape: 'base58check' | 'bech32' | 'hex';
  readonly check: 'holds' | 'fails' | 'none';
}

const BASE58 = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
const BECH32 = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l';
/** BIP-173 and BIP-350: what the checksum of an address of version 0, and of a later one, comes to. */
const BECH32_ENDS = [1, 0x2bc830a3];

/** The address in canonical form (case matters in base58 only); null when it has none of the shapes. */
export function standardiseCryptoAddress(text: string): StandardCryptoAddress | null {
  if (text.length > 140) return null;
  const plain = text.trim().replace(/^(?:bitcoin|ethereum|litecoin|tron):/i, '');
  if (/^0x[0-9a-f]{40}$/i.test(plain)) return { canonical: plain.toLowerCase(), shape: 'hex', check: 'none' };
  if (/^(?:bc|tb|ltc)1[a-z0-9]{6,87}$/i.test(plain)) return fromBech32(plain);
  if (
    !/^[123mnLMDTtX3A9][1-9A-HJ-NP-Za-km-z]{24,34}$/.test(plain) ||
    !/\d/.test(plain) ||
    !/[a-z]/i.test(plain)
  )
    return null;
  return { canonical: plain, shape: 'base58check', check: base58Holds(plain) ? 'holds' : 'fails' };
}

/** Mixed case is not allowed (BIP-173), and an address in capitals is the same address. */
function fromBech32(text: string): StandardCryptoAddress {
  const plain = text.toLowerCase();
  const isMixed = text !== plain && text !== text.toUpperCase();
  return { canonical: plain, shape: 'bech32', check: !isMixed && bech32Holds(plain) ? 'holds' : 'fails' };
}

/** BIP-173 §Checksum: the polynomial over prefix and data comes to the constant of its version. */
function bech32Holds(plain: string): boolean {
  const parting = plain.lastIndexOf('1');
  const data = Array.from(plain.slice(parting + 1), (letter) => BECH32.indexOf(letter));
  if (data.length < 8 || data.includes(-1)) return false;
  const prefix = Array.from(plain.slice(0, parting), (letter) => letter.charCodeAt(0));
  const values = [...prefix.map((code) => code >> 5), 0, ...prefix.map((code) => code & 31), ...data];
  let sum = 1;
  for (const value of values) {
    const top = sum >>> 25;
    sum = (((sum & 0x1ffffff) << 5) ^ value) >>> 0;
    GENERATORS.forEach((generator, at) => {
      if (((top >>> at) & 1) === 1) sum = (sum ^ generator) >>> 0;
    });
  }
  return BECH32_ENDS[data[0] === 0 ? 0 : 1] === sum;
}

const GENERATORS = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];

/** Twenty-five bytes, the last four the beginning of the hash of the hash of the others. */
function base58Holds(plain: string): boolean {
  let number = 0n;
  for (const letter of plain) number = number * 58n + BigInt(BASE58.indexOf(letter));
  const bytes = new Uint8Array(25);
  for (let at = 24; at >= 0; at--) {
    bytes[at] = Number(number & 255n);
    number >>= 8n;
  }
  const zeros = /^1*/.exec(plain)?.[0].length ?? 0;
  const leading = bytes.findIndex((byte) => byte !== 0);
  if (number !== 0n || zeros !== (leading < 0 ? 25 : leading)) return false;
  const digest = sha256(sha256(bytes.slice(0, 21)));
  return [0, 1, 2, 3].every((at) => digest[at] === bytes[21 + at]);
}
