/** What the box made of one piece of text. `unused` pieces say why. */
export type ChipType =
  | 'name'
  | 'birth-date'
  | 'national-number'
  | 'phone'
  | 'imei'
  | 'imsi'
  | 'iccid'
  | 'plate'
  | 'vin'
  | 'document'
  | 'imo'
  | 'mmsi'
  | 'iban'
  | 'account'
  | 'online-account'
  | 'crypto-address'
  | 'email'
  | 'window'
  | 'address'
  | 'organisation'
  | 'unused';

export interface Chip {
  readonly type: ChipType;
  /** As typed. */
  readonly text: string;
  readonly canonical: string;
  /** '4 spellings', 'or 11 March', 'too vague'; empty when there is nothing to say. */
  readonly note: string;
  readonly subjectIndex: number;
}

/** A found piece before it knows its subject. */
export interface Found {
  readonly type: ChipType;
  readonly canonical: string;
  readonly note: string;
}

/** A private-use character: `understand` lets none in from outside. */
export const TAKEN = '\ue000';

/** One line being read: pieces are taken out of it one after the other, and what is left is looked at last. */
export class Scan {
  readonly line: string;
  readonly found: { at: number; text: string; piece: Found }[] = [];
  #left: string;

  constructor(line: string) {
    this.line = line;
    this.#left = line;
  }

  /** Text not yet taken; taken pieces are marks of the same length. */
  get left(): string {
    return this.#left;
  }

  /** Offers each match to `read`; what it accepts is taken. The named group `value` narrows what is shown. */
  take(pattern: RegExp, read: (value: string, match: RegExpMatchArray) => Found | null): void {
    const matches = Array.from(this.#left.matchAll(pattern));
    for (const match of matches) {
      const value = (match.groups?.['value'] ?? match[0]).trim();
      const piece = value === '' ? null : read(value, match);
      if (piece === null) continue;
      this.#cut(match.index, match[0], value, piece);
    }
  }

  /** Offers one stretch of what is left; when `read` accepts it, it is taken. */
  takeAt(start: number, end: number, read: (value: string) => Found | null): void {
    const value = this.#left.slice(start, end);
    const piece = read(value);
    if (piece !== null) this.#cut(start, value, value, piece);
  }

  #cut(at: number, whole: string, text: string, piece: Found): void {
    this.found.push({ at: at + Math.max(0, whole.indexOf(text)), text, piece });
    this.#left = this.#left.slice(0, at) + TAKEN.repeat(whole.length) + this.#left.slice(at + whole.length);
  }
}
