import { sha256, utf8 } from '../src/base/index.ts';

/** A repeatable stream of choices: the same seed and label give the same stream on every machine. Not for secrets. */
export class Random {
  readonly #seed: string;
  #a: number;
  #b: number;
  #c: number;
  #counter = 1;

  constructor(seed: string) {
    this.#seed = seed;
    const digest = Buffer.from(sha256(utf8(`entente-town ${seed}`)));
    this.#a = digest.readInt32LE(0);
    this.#b = digest.readInt32LE(4);
    this.#c = digest.readInt32LE(8);
    for (let turn = 0; turn < 12; turn += 1) this.#next();
  }

  /** A stream of its own, so that a change in one part of the town does not move all others. */
  fork(label: string): Random {
    return new Random(`${this.#seed}/${label}`);
  }

  /** sfc32 (Chris Doty-Humphrey, PractRand): 32 bits. */
  #next(): number {
    const sum = (((this.#a + this.#b) | 0) + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = ((this.#c << 21) | (this.#c >>> 11)) + sum;
    this.#c |= 0;
    return sum >>> 0;
  }

  /** 0 ≤ x < 1. */
  fraction(): number {
    return this.#next() / 0x1_0000_0000;
  }

  /** A whole number from 0 to `below` − 1. */
  whole(below: number): number {
    return Math.floor(this.fraction() * below);
  }

  between(low: number, high: number): number {
    return low + this.whole(high - low + 1);
  }

  chance(probability: number): boolean {
    return this.fraction() < probability;
  }

  pick<T>(list: readonly T[]): T {
    const value = list[this.whole(list.length)];
    if (value === undefined) throw new RangeError('cannot pick from an empty list');
    return value;
  }

  /** The head of a list far more often than its tail, as names are distributed among people. */
  pickSkewed<T>(list: readonly T[]): T {
    const value = list[Math.floor(this.fraction() ** 1.7 * list.length)];
    if (value === undefined) throw new RangeError('cannot pick from an empty list');
    return value;
  }

  weighted<T extends string>(weights: Readonly<Record<T, number>>): T {
    let total = 0;
    for (const name in weights) total += weights[name];
    let left = this.fraction() * total;
    let last: T | undefined;
    for (const name in weights) {
      left -= weights[name];
      last = name;
      if (left < 0) return name;
    }
    if (last === undefined) throw new RangeError('cannot pick from an empty table');
    return last;
  }

  digits(count: number): string {
    let text = '';
    for (let place = 0; place < count; place += 1) text += this.whole(10);
    return text;
  }

  letters(count: number, alphabet = 'ABCDEFGHJKLMNPRSTUVWXYZ'): string {
    let text = '';
    for (let place = 0; place < count; place += 1) text += alphabet[this.whole(alphabet.length)];
    return text;
  }
}
