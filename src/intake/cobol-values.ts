import type { Item } from './copybook.ts';
import { trimFill } from './fill.ts';
import { type Picture, storedLength } from './picture.ts';

/** A value read from bytes: its text, or why there is none. */
export type Cell = string | null | BadCell;
/** A cell that could not be read: what stood there, as well as it can be shown, and why it is bad. */
export interface BadCell {
  readonly written: string;
  readonly bad: string;
}

/** How the bytes of a file are to be understood; always on slices of one record, never on the whole file. */
export interface ByteReading {
  /** The text of these bytes; unknown bytes come out as U+FFFD. */
  readonly text: (bytes: Uint8Array) => string;
  readonly ebcdic: boolean;
  readonly sign: 'ebcdic' | 'ascii';
  readonly littleEndian: boolean;
}

/** The value of an elementary item at its place in a record. */
export function readItem(item: Item, bytes: Uint8Array, reading: ByteReading): Cell {
  const picture = item.picture;
  if (item.usage === 'float' || item.usage === 'double') {
    return bad(bytes, 'is a floating-point item (COMP-1, COMP-2), which is not supported');
  }
  if (picture === null) return null;
  if (picture.kind === 'edited') return readEdited(picture, bytes, reading);
  if (picture.kind === 'text') return readText(bytes, reading);
  if (item.usage === 'packed') return readPacked(item, bytes);
  if (item.usage === 'binary') return readBinary(item, bytes, reading);
  return readZoned(item, bytes, reading);
}

/** The bytes that an elementary item takes. */
export function itemLength(item: Item): number {
  if (item.picture === null) return item.usage === 'float' ? 4 : item.usage === 'double' ? 8 : 0;
  return storedLength(item.picture, item.usage, item.sign === 'separate');
}

function readText(bytes: Uint8Array, reading: ByteReading): Cell {
  const text = trimFill(reading.text(bytes));
  if (text.includes('\ufffd')) return { written: text, bad: 'holds a byte that the code page does not have' };
  return text;
}

/** A number that was edited for print is a number again where it can be; anything else stays the text it is. */
function readEdited(picture: Picture, bytes: Uint8Array, reading: ByteReading): Cell {
  const text = readText(bytes, reading);
  if (typeof text !== 'string') return text;
  const [, front = '', digits = '', last = '', back = ''] =
    /^([+-]?)([\d.]*)([\dA-R{}])([+-]?)$/.exec(text.trim()) ?? [];
  const overpunch = overpunched(last.charCodeAt(0), { ...reading, ebcdic: false });
  if (last === '' || overpunch === null || digits.split('.').length > 2) return text;
  const plain = `${digits}${overpunch.digit}`;
  const scaled =
    picture.scale > 0 && !plain.includes('.')
      ? `${plain.slice(0, -picture.scale)}.${plain.slice(-picture.scale)}`
      : plain;
  return (front === '-' || back === '-' || overpunch.negative ? '-' : '') + scaled;
}

// IBM z/Architecture Principles of Operation, "Decimal-Operand Formats": digits in nibbles, the last nibble is the sign.
function readPacked(item: Item, bytes: Uint8Array): Cell {
  if (bytes.every((byte) => byte === 0) || isBlank(bytes))
    return bytes.length > 1 || bytes[0] === 0x40 ? '' : bad(bytes, 'is not a packed number');
  let digits = '';
  for (const byte of bytes) digits += byte.toString(16).padStart(2, '0');
  const sign = digits.at(-1) ?? '';
  digits = digits.slice(0, -1);
  if (!/^\d*$/.test(digits) || !/[a-f]/.test(sign)) return bad(bytes, 'is not a packed number');
  return decimal(item, digits, sign === 'd' || sign === 'b');
}

function readBinary(item: Item, bytes: Uint8Array, reading: ByteReading): Cell {
  const ordered = reading.littleEndian ? bytes.toReversed() : bytes;
  let value = 0n;
  for (const byte of ordered) value = (value << 8n) | BigInt(byte);
  const bits = BigInt(bytes.length * 8);
  if (item.picture?.signed === true && (ordered[0] ?? 0) >= 0x80) value -= 1n << bits;
  return decimal(item, String(value < 0n ? -value : value), value < 0n);
}

// Zoned decimal: the sign rides on the zone of the last (or first) digit, or stands apart as + or -.
function readZoned(item: Item, bytes: Uint8Array, reading: ByteReading): Cell {
  if (isBlank(bytes)) return '';
  if (item.sign === 'separate') return readSeparate(item, bytes, reading);
  const signAt = item.signLeading ? 0 : bytes.length - 1;
  let digits = '';
  let negative = false;
  for (const [at, byte] of bytes.entries()) {
    const digit = at === signAt ? overpunched(byte, reading) : plainDigit(byte, reading);
    if (digit === null) return bad(bytes, 'is not a number', reading);
    digits += digit.digit;
    negative ||= digit.negative;
  }
  return decimal(item, digits, negative);
}

function readSeparate(item: Item, bytes: Uint8Array, reading: ByteReading): Cell {
  const text = reading.text(bytes);
  const sign = item.signLeading ? text[0] : text.at(-1);
  const digits = item.signLeading ? text.slice(1) : text.slice(0, -1);
  if ((sign !== '+' && sign !== '-') || !/^\d+$/.test(digits))
    return bad(bytes, 'is not a number with its sign', reading);
  return decimal(item, digits, sign === '-');
}

interface SignedDigit {
  readonly digit: string;
  readonly negative: boolean;
}

function plainDigit(byte: number, reading: ByteReading): SignedDigit | null {
  const zone = reading.ebcdic ? 0xf0 : 0x30;
  const digit = byte - zone;
  return digit >= 0 && digit <= 9 ? { digit: String(digit), negative: false } : null;
}

const ASCII_POSITIVE = '{ABCDEFGHI';
const ASCII_NEGATIVE = '}JKLMNOPQR';
const ASCII_LOW_NEGATIVE = 'pqrstuvwxy';

function overpunched(byte: number, reading: ByteReading): SignedDigit | null {
  const plain = plainDigit(byte, reading);
  if (plain !== null) return plain;
  if (reading.ebcdic) {
    const digit = byte & 0x0f;
    const zone = byte & 0xf0;
    if (digit > 9 || zone < 0xa0) return null;
    return { digit: String(digit), negative: zone === 0xd0 || zone === 0xb0 };
  }
  const sign = String.fromCharCode(byte);
  if (reading.sign === 'ascii' && ASCII_LOW_NEGATIVE.includes(sign)) {
    return { digit: String(ASCII_LOW_NEGATIVE.indexOf(sign)), negative: true };
  }
  if (ASCII_POSITIVE.includes(sign)) return { digit: String(ASCII_POSITIVE.indexOf(sign)), negative: false };
  if (ASCII_NEGATIVE.includes(sign)) return { digit: String(ASCII_NEGATIVE.indexOf(sign)), negative: true };
  return null;
}

/** Integers keep all the picture's digits; numbers with decimals lose the zeros in front. */
function decimal(item: Item, digits: string, negative: boolean): Cell {
  const scale = item.picture?.scale ?? 0;
  const wanted = item.picture?.digits ?? 0;
  const plain = digits.replace(/^0+/, '');
  const sign = negative && plain !== '' ? '-' : '';
  if (scale === 0) return sign + plain.padStart(wanted, '0');
  if (scale < 0) return plain === '' ? '0' : sign + plain + '0'.repeat(-scale);
  const padded = plain.padStart(scale + 1, '0');
  return `${sign}${padded.slice(0, -scale)}.${padded.slice(-scale)}`;
}

function isBlank(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte === 0x40 || byte === 0x20 || byte === 0x00);
}

function bad(bytes: Uint8Array, why: string, reading?: ByteReading): BadCell {
  const shown = reading === undefined ? Buffer.from(bytes).toString('hex') : reading.text(bytes);
  return { written: shown, bad: why };
}
