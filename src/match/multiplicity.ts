import type { Rule } from './rules.ts';

/** A name key that belongs to more resolved people than this is not published as it is. */
export const ENTITIES_PER_NAME_KEY_MAX = 8;

export interface MultiplicityDecision {
  /** The rule to publish instead; the same one when nothing changes. */
  readonly publish: Rule;
  /** A key shared by many is published once and says so. */
  readonly sharedByMany: boolean;
  readonly because: string;
}

/**
 * What to publish for a key that belongs to this many resolved people (not records): a name key of more than eight gives
 * way to the next more specific conjunction; an identifier stays, graded as shared by many. Never nothing.
 */
export function multiplicityRule(rule: Rule, resolvedEntities: number): MultiplicityDecision {
  if (resolvedEntities <= ENTITIES_PER_NAME_KEY_MAX) {
    return { publish: rule, sharedByMany: false, because: 'few bear it' };
  }
  if (rule === 'name+birthdate' || rule === 'names+birthyear') {
    return {
      publish: 'names+birthdate',
      sharedByMany: false,
      because: `${resolvedEntities} people bear it: two names with the whole birth date are published instead`,
    };
  }
  return { publish: rule, sharedByMany: true, because: `shared by many: ${resolvedEntities} entities` };
}
