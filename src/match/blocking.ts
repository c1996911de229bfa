import { ATTRIBUTES } from './attributes.ts';
import type { PreparedSubject } from './prepared-subject.ts';

/** Words of a name that make blocks; more words are a title or a mistake. */
const SOUNDS_MAX = 8;
const KEYS_MAX = 120;

/**
 * The blocks a record stands in: two records are compared only when they share one. Each is a pair of things that agree
 * (two sounds of the name; a sound and the year, the place or the postal district; place and year) or one thing that
 * identifies, so that one mistake in a record leaves other blocks.
 */
export function blockKeys(subject: PreparedSubject): string[] {
  const keys = new Set<string>();
  const sounds = subject.sounds.slice(0, SOUNDS_MAX);
  addNamePairs(keys, sounds);
  for (const date of subject.dates) {
    if (date.isDay) keys.add(`day ${date.digits}`);
    if (date.swapped !== null) keys.add(`day ${date.swapped}`);
    for (const sound of sounds) keys.add(`year ${date.year} ${sound}`);
  }
  for (const place of subject.places) {
    for (const sound of sounds) keys.add(`place ${place} ${sound}`);
    for (const date of subject.dates) keys.add(`place ${place} ${date.year}`);
  }
  for (const address of subject.addresses) {
    if (address.postcode !== '') keys.add(`postcode ${address.postcode}`);
    if (address.whole !== '') keys.add(`address ${address.whole}`);
    if (address.district !== '')
      for (const sound of sounds) keys.add(`district ${address.district} ${sound}`);
  }
  subject.identifiers.forEach((values, at) => {
    const { attribute = '', exclusive = false } = ATTRIBUTES[at] ?? {};
    for (const value of values) {
      keys.add(identifierBlock(attribute, value));
      // Also where one side does not say of which country it is.
      if (exclusive) keys.add(`number ${attribute} ${value.slice(value.lastIndexOf(' ') + 1)}`);
    }
  });
  return [...keys].slice(0, KEYS_MAX);
}

/** The block of everything that has this value of an attribute. */
export function identifierBlock(attribute: string, value: string): string {
  return `value ${attribute} ${value}`;
}

export function isIdentifierBlock(key: string): boolean {
  return key.startsWith('value ');
}

function addNamePairs(keys: Set<string>, sounds: readonly string[]): void {
  const sorted = sounds.toSorted();
  sorted.forEach((one, at) => {
    for (const other of sorted.slice(at + 1)) keys.add(`names ${one} ${other}`);
  });
}
