import { expectedChanceMatches, FULL_KEY_MAX, type KeyStrength, strengthOf } from './chance.ts';
import { keyClassOf, type KeyFamily, keyFamilyOf, type Rule } from './rules.ts';
import type { KeyClass } from '../model/index.ts';

/** One conjunction of values, ready to be sealed. */
export interface MatchKey {
  readonly keyClass: KeyClass;
  readonly rule: Rule;
  /** Canonical and deterministic; parts are parted by '|'. */
  readonly value: string;
  /** What of the subject it is about, for the desk: 'phone +33639984711'. */
  readonly about: string;
  /** The subject's own value that led to it, as written. */
  readonly subjectPart: string;
  /** 'full': a hit on its own. 'half': a hit only with a half key of another family that leads to the same record. */
  readonly strength: KeyStrength;
  readonly family: KeyFamily;
}

/** A rule that gave no key for a value, and why. */
export interface Withheld {
  readonly rule: Rule;
  readonly because: string;
}

export interface Keys {
  readonly keys: MatchKey[];
  readonly withheld: Withheld[];
}

/** Of each family this many keys go in before any family has more: forty phones do not push out the name. */
const RESERVED = 3;
const RESERVED_FOR_NAMES = 10;

/** Collects keys in order of worth: each once, full ones first, up to the limit; everything else with its reason. */
export class KeyDrawer {
  readonly #sizeClass: number;
  readonly #keysMax: number;
  readonly #withHalves: boolean;
  readonly #keys = new Map<string, MatchKey>();
  readonly #withheld = new Map<string, Withheld>();
  readonly #common = new Map<Rule, string>();

  constructor(o: { sizeClass: number; keysMax: number; withHalves: boolean }) {
    this.#sizeClass = o.sizeClass;
    this.#keysMax = o.keysMax;
    this.#withHalves = o.withHalves;
  }

  put(rule: Rule, value: string, about: string, subjectPart: string): void {
    this.#put({ rule, value, about, subjectPart }, strengthOf(rule, this.#sizeClass, value));
  }

  /** A value that stands for the subject only beside one of another family, however rare it is. */
  putHalf(rule: Rule, value: string, about: string, subjectPart: string): void {
    if (!this.#withHalves) return;
    const strength = strengthOf(rule, this.#sizeClass, value);
    this.#put({ rule, value, about, subjectPart }, strength === null ? null : 'half');
  }

  #put(
    { rule, value, about, subjectPart }: Pick<MatchKey, 'rule' | 'value' | 'about' | 'subjectPart'>,
    strength: KeyStrength | null,
  ): void {
    const id = `${rule}\u0000${value}`;
    if (this.#keys.has(id)) return;
    if (strength === null || (strength === 'half' && !this.#withHalves)) {
      // The rarest of a rule's values speaks for it; its sentence is written only when no other value gave a key.
      if (!this.#common.has(rule)) this.#common.set(rule, value);
      return;
    }
    this.#keys.set(id, {
      keyClass: keyClassOf(rule),
      rule,
      value,
      about,
      subjectPart,
      strength,
      family: keyFamilyOf(rule),
    });
  }

  withhold(rule: Rule, because: string): void {
    this.#withheld.set(`${rule}\u0000${because}`, { rule, because });
  }

  close(): Keys {
    const all = [...this.#keys.values()];
    const keys = all.length > this.#keysMax ? this.#worthiest(all) : fullFirst(all);
    for (const [rule, value] of this.#common) {
      if (!keys.some((key) => key.rule === rule))
        this.withhold(rule, tooCommon(rule, this.#sizeClass, value));
    }
    return { keys, withheld: [...this.#withheld.values()] };
  }

  /** Full keys before half ones; within each first what is reserved to every family. */
  #worthiest(all: readonly MatchKey[]): MatchKey[] {
    const taken = new Set<MatchKey>();
    const over = new Map<Rule, number>();
    for (const strength of ['full', 'half'] as const) {
      const some = all.filter((key) => key.strength === strength);
      this.#takeReserved(some, taken);
      for (const key of some) {
        if (taken.has(key)) continue;
        if (taken.size < this.#keysMax) taken.add(key);
        else over.set(key.rule, (over.get(key.rule) ?? 0) + 1);
      }
    }
    for (const [rule, count] of over)
      this.withhold(rule, `${count} more than the ${this.#keysMax} keys one subject may have`);
    return fullFirst(all).filter((key) => taken.has(key));
  }

  #takeReserved(some: readonly MatchKey[], taken: Set<MatchKey>): void {
    const ofFamily = new Map<KeyFamily, number>();
    for (const key of some) {
      const count = ofFamily.get(key.family) ?? 0;
      const reserved = key.family === 'person-name' ? RESERVED_FOR_NAMES : RESERVED;
      if (count >= reserved || taken.size >= this.#keysMax) continue;
      ofFamily.set(key.family, count + 1);
      taken.add(key);
    }
  }
}

function fullFirst(keys: readonly MatchKey[]): MatchKey[] {
  return [...keys.filter((key) => key.strength === 'full'), ...keys.filter((key) => key.strength === 'half')];
}

function tooCommon(rule: Rule, sizeClass: number, value: string): string {
  const expected = expectedChanceMatches(rule, sizeClass, value);
  const figure = expected >= 10 ? expected.toFixed(0) : expected.toPrecision(1);
  return `too common: about ${figure} of ${sizeClass} records would match by chance, ${FULL_KEY_MAX} allowed`;
}
