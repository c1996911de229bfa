import { type KeyFamily, keyFamilyOf, type Rule } from './rules.ts';

/** A name key that belongs to more resolved people than this is not published as it is. */
export const ENTITIES_PER_NAME_KEY_MAX = 8;

export interface MultiplicityDecision {
  /** The rule to publish instead; the same one when nothing changes. */
  readonly publish: Rule;
  /** A key shared by many is published once and says so. */
  readonly sharedByMany: boolean;
  readonly because: string;
}

/** For each name rule the next more specific conjunctions, the best first: one that the record can form is published. */
const MORE_SPECIFIC: Readonly<Partial<Record<Rule, readonly Rule[]>>> = {
  'rare-names': ['names+birthyear', 'names+birthplace', 'names+birthdate', 'name+birthdate'],
  'name+beginning': ['name+beginning+birthyear', 'name+beginning+birthdate', 'names+birthdate'],
  'names+birthday': ['names+birthdate'],
  'names+birthplace': ['names+birthdate', 'names+birthyear'],
  'names+birthyear': ['names+birthdate', 'spelled-names+birthyear', 'name+birthdate'],
  'spelled-names+birthyear': ['names+birthdate'],
  'name+beginning+birthyear': ['names+birthdate', 'names+birthyear', 'name+birthdate'],
  'beginnings+birthdate': ['name+birthdate', 'names+birthdate'],
  'name+birthdate': ['names+birthdate', 'name+beginning+birthdate'],
  'name+beginning+birthdate': ['names+birthdate'],
};

/**
 * What to publish for a key that belongs to this many resolved people (not records): a name key of more than eight gives
 * way to the next more specific conjunction, one of `available` where that is said; an identifier stays, graded as shared
 * by many. Never nothing: with nothing more specific at hand the key goes out as it is, graded.
 */
export function multiplicityRule(
  rule: Rule,
  resolvedEntities: number,
  available?: ReadonlySet<Rule>,
): MultiplicityDecision {
  if (resolvedEntities <= ENTITIES_PER_NAME_KEY_MAX) {
    return { publish: rule, sharedByMany: false, because: 'few bear it' };
  }
  const instead = (MORE_SPECIFIC[rule] ?? []).find((other) => available?.has(other) ?? true);
  if (instead !== undefined) {
    const because = `${resolvedEntities} people bear it: ${PUBLISHED_AS[instead] ?? instead} instead`;
    return { publish: instead, sharedByMany: false, because };
  }
  const family: KeyFamily = keyFamilyOf(rule);
  const what = family === 'person-name' ? 'people, and nothing more specific is known' : 'entities';
  return { publish: rule, sharedByMany: true, because: `shared by many: ${resolvedEntities} ${what}` };
}

const PUBLISHED_AS: Readonly<Partial<Record<Rule, string>>> = {
  'names+birthdate': 'two names with the whole birth date are published',
  'names+birthyear': 'two names with the year of birth are published',
  'names+birthplace': 'two names with the place of birth are published',
};

/** What a person or a list says of a value: only then is it generic, and kept in. */
export interface GenericJudgement {
  readonly onList: boolean;
  readonly saidByPerson: boolean;
}

/**
 * Whether a shared identifier is generic (a switchboard, 0000…): never by its count alone, for the number that thirty
 * suspects call is the one that is looked for.
 */
export function isGenericValue({ onList, saidByPerson }: GenericJudgement): boolean {
  return onList || saidByPerson;
}
