import { keyFamilyOf, type Keys, questionKeys, type Subject } from '../../match/index.ts';
import type { PlannedKey } from './half-asked.ts';
import type { KnownSubject } from './plan.ts';
import type { Chip, FoundRef } from './search-here.ts';

type HowAsked = Parameters<typeof questionKeys>[1];

/**
 * The keys of a subject of a list. The keys of its name all stand under what the subject is called, not under single words
 * of the name: two people of one list who share a word must never end up in one hit.
 */
export function keysOfKnown(known: KnownSubject, how: HowAsked): Keys {
  const { keys, withheld } = questionKeys(known.subject, how);
  return {
    keys: keys.map((key) => (key.keyClass === 'person' ? { ...key, subjectPart: known.about } : key)),
    withheld,
  };
}

/**
 * The keys of a typed subject. Those of its name stand under the name as typed, not under its single words: somebody who is
 * found by two words of a name is one hit, not three.
 */
export function keysOfTyped(subject: Subject, chips: readonly Chip[], how: HowAsked): Keys {
  const { keys, withheld } = questionKeys(subject, how);
  const name = chips.find((chip) => chip.type === 'name');
  if (name === undefined) return { keys, withheld };
  return {
    keys: keys.map((key) =>
      keyFamilyOf(key.rule) === 'person-name'
        ? { ...key, about: `name ${name.text}`, subjectPart: name.canonical }
        : key,
    ),
    withheld,
  };
}

/** Each key once. What a key that fell away was about joins what the one that stays is about. */
export function distinctKeys(
  keys: readonly PlannedKey[],
  refs: Map<string, readonly FoundRef[]>,
): readonly PlannedKey[] {
  const distinct = new Map<string, PlannedKey>();
  for (const key of keys) {
    // A half key is looked up with those of its own subject: another subject's is another element.
    const id = `${key.rule}\n${key.value}\n${key.halfOf ?? ''}`;
    const kept = distinct.get(id);
    if (kept === undefined) distinct.set(id, key);
    else if (kept.subjectPart !== key.subjectPart && refs.has(key.subjectPart)) {
      const together = [...(refs.get(kept.subjectPart) ?? []), ...(refs.get(key.subjectPart) ?? [])];
      refs.set(kept.subjectPart, [...new Set(together)]);
    }
  }
  return [...distinct.values()];
}
