import { DemoError } from '../errors.ts';

/** EBCDIC code page 500 for each byte of ISO 8859-1, in order (IBM CDRA, code page 00500). */
const LATIN1_TO_CP500 =
  '00010203372d2e2f1605250b0c0d0e0f101112133c3d322618193f271c1d1e1f404f7f7b5b6c507d4d5d5c4e6b604b61' +
  'f0f1f2f3f4f5f6f7f8f97a5e4c7e6e6f7cc1c2c3c4c5c6c7c8c9d1d2d3d4d5d6d7d8d9e2e3e4e5e6e7e8e94ae05a5f6d' +
  '79818283848586878889919293949596979899a2a3a4a5a6a7a8a9c0bbd0a107202122232415061728292a2b2c090a1b' +
  '30311a333435360838393a3b04143eff41aab0b19fb26ab5bdb49a8abacaafbc908feafabea0b6b39dda9b8bb7b8b9ab' +
  '6465626663679e687471727378757677ac69edeeebefecbf80fdfefbfcadae594445424643479c4854515253585556578c49' +
  'cdcecbcfcce170dddedbdc8d8edf';
export const CP500 = new Uint8Array(Buffer.from(LATIN1_TO_CP500, 'hex'));

/** Writes the pieces of one fixed-length record, as COBOL's MOVE would: text left and padded, numbers right and zero-filled. */
export class RecordWriter {
  readonly bytes: Uint8Array;
  #at = 0;

  constructor(length: number) {
    this.bytes = new Uint8Array(length).fill(0x40);
  }

  get position(): number {
    return this.#at;
  }

  /** PIC X(width) */
  text(value: string, width: number): this {
    if (value.length > width)
      throw new DemoError('field-too-wide', `a field of ${width} characters was given ${value.length}`);
    for (let place = 0; place < value.length; place += 1) {
      const code = value.charCodeAt(place);
      if (code > 255) throw new DemoError('text-not-in-code-page', 'a character is not in ISO 8859-1');
      this.bytes[this.#at + place] = CP500[code] as number;
    }
    this.#at += width;
    return this;
  }

  /** PIC 9(digits) DISPLAY */
  digits(value: string, digits: number): this {
    return this.text(value.padStart(digits, '0'), digits);
  }

  /** PIC S9(digits) COMP-3: two digits a byte, the sign in the last half. */
  packed(value: number, digits: number): this {
    const width = Math.floor(digits / 2) + 1;
    const nibbles = String(Math.abs(value)).padStart(width * 2 - 1, '0') + (value < 0 ? 'd' : 'c');
    this.bytes.set(Buffer.from(nibbles, 'hex'), this.#at);
    this.#at += width;
    return this;
  }

  /** PIC S9(digits) DISPLAY: the sign punched over the last digit. */
  zoned(value: number, digits: number): this {
    this.digits(String(Math.abs(value)), digits);
    const last = Math.abs(value) % 10;
    this.bytes[this.#at - 1] = (value < 0 ? 0xd0 : 0xc0) + last;
    return this;
  }

  /** PIC 9(4) COMP: two bytes, the high one first. */
  binary(value: number): this {
    this.bytes[this.#at] = value >> 8;
    this.bytes[this.#at + 1] = value & 0xff;
    this.#at += 2;
    return this;
  }

  /** Bytes as they are. */
  raw(value: Uint8Array): this {
    this.bytes.set(value, this.#at);
    this.#at += value.length;
    return this;
  }

  skipTo(position: number): this {
    this.#at = position;
    return this;
  }
}
