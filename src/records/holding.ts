import type { EntityKind, LinkKind } from '../model/index.ts';

/**
 * How a thing belongs to somebody. To use, own or live in a thing makes a person its holder. To have called a number or to
 * have been seen at a place does not: that touches a thing which may be somebody else's.
 */
export const HOLDS: ReadonlySet<LinkKind> = new Set([
  'uses',
  'owns',
  'holds',
  'resides-at',
  'stays-at',
  'rents',
  'member-of',
]);
export const TOUCHES: ReadonlySet<LinkKind> = new Set(['present-at', 'contacted']);

/** The kinds of things that are compared as part of whoever they belong to. */
export const THING_KINDS: ReadonlySet<EntityKind> = new Set([
  'phone',
  'sim',
  'device',
  'online-account',
  'document',
  'vehicle',
  'vessel',
  'bank-account',
  'address',
  'organisation',
]);

/** The kinds through which identifiers go out: a thing is only published through someone or something that uses it. */
export const SUBJECT_KINDS = [
  'person',
  'organisation',
  'event',
  'exhibit',
] as const satisfies readonly EntityKind[];

/** Of those, the kinds that nobody's data-subject category stands on. */
export const PUBLISHERS_BESIDE_PERSONS: readonly EntityKind[] = ['organisation', 'event', 'exhibit'];
