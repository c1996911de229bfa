import { emptySubject, isShareable, type Subject } from '../match/index.ts';
import { combineHandling, type EntityKind, type Handling } from '../model/index.ts';
import type { Queryable } from '../store/index.ts';
import { type HeldEntity, type HeldRelation, readEntities } from './entities.ts';
import { HOLDS, THING_KINDS, TOUCHES } from './holding.ts';
import { pairThings } from './subject-pairs.ts';
import { organisationsOf, pushThing } from './thing-values.ts';

/** One subject entity with everything of its neighbourhood that may be compared. */
export interface HeldSubject {
  readonly entity: HeldEntity;
  readonly things: readonly { readonly relation: HeldRelation; readonly entity: HeldEntity }[];
  readonly subject: Subject;
  readonly handling: Handling;
  /** Whether its keys may go out at all, and why not; single statements under H3, classified or past review are left out already. */
  readonly shareable: { readonly shareable: true } | { readonly shareable: false; readonly because: string };
}

/**
 * The subjects behind these ids, with the things that belong to them one relation away. `today` is an ISO date.
 *
 * A thing that people hold goes out only when one of them may be shared and their link to it is open: an event, an exhibit,
 * an organisation or a stranger's call never publishes the phone of a victim or of an informant. A thing that nobody is
 * known to hold (a seized SIM, a car seen at a burglary) goes out through whatever names it.
 */
export async function readSubjects(
  from: Queryable,
  ids: readonly string[],
  today: string,
): Promise<readonly HeldSubject[]> {
  const entities = await readEntities(from, ids);
  const thingIds = entities.flatMap((entity) =>
    entity.relations.filter((relation) => belongs(relation)).map((relation) => otherEnd(relation, entity.id)),
  );
  const things = new Map((await readEntities(from, thingIds)).map((thing) => [thing.id, thing]));
  const closed = await readClosedThings(from, [...entities, ...things.values()], today);
  return entities.map((entity) => toHeldSubject(entity, things, closed, today));
}

/** The things among these that people hold, none of whom may be shared (through an open link to it). */
async function readClosedThings(
  from: Queryable,
  entities: readonly HeldEntity[],
  today: string,
): Promise<ReadonlySet<string>> {
  const things = entities.filter((entity) => THING_KINDS.has(entity.kind));
  const links = things.flatMap((thing) =>
    thing.relations
      .filter((relation) => HOLDS.has(relation.link))
      .map((relation) => ({ thing: thing.id, holder: otherEnd(relation, thing.id), relation })),
  );
  const known = new Map(entities.map((entity) => [entity.id, entity]));
  const others = await readEntities(
    from,
    links.map((link) => link.holder).filter((id) => !known.has(id)),
  );
  const persons = new Map(
    [...entities, ...others]
      .filter((holder) => holder.kind === 'person')
      .map((holder) => [holder.id, holder]),
  );
  const held = new Set<string>();
  const open = new Set<string>();
  for (const { thing, holder, relation } of links) {
    const person = persons.get(holder);
    if (person === undefined) continue;
    held.add(thing);
    if (isOpen(relation, today) && mayBeShared(person, today).shareable) open.add(thing);
  }
  return new Set([...held].filter((thing) => !open.has(thing)));
}

function toHeldSubject(
  entity: HeldEntity,
  things: ReadonlyMap<string, HeldEntity>,
  closed: ReadonlySet<string>,
  today: string,
): HeldSubject {
  const attached = entity.relations.flatMap((relation) => {
    if (!belongs(relation) || !isOpen(relation, today)) return [];
    const thing = things.get(otherEnd(relation, entity.id));
    if (thing === undefined || !THING_KINDS.has(thing.kind) || closed.has(thing.id)) return [];
    return [{ relation, entity: thing }];
  });
  return {
    entity,
    things: attached,
    subject: buildSubject(entity, attached, today),
    handling: combineHandling(...openStatements(entity, today).map((statement) => statement.handling)),
    shareable: closed.has(entity.id)
      ? { shareable: false, because: 'only people who are not shared use it' }
      : mayBeShared(entity, today),
  };
}

function mayBeShared(entity: HeldEntity, today: string): HeldSubject['shareable'] {
  const open = openStatements(entity, today);
  const lastReview = open
    .map((statement) => statement.reviewOn)
    .toSorted()
    .at(-1);
  return isShareable({
    ...(entity.category === undefined ? {} : { category: entity.category }),
    classification: 'none',
    handling: [],
    restricted: open.length === 0,
    reviewOn: lastReview ?? today,
    received: false,
    today,
  });
}

function openStatements(entity: HeldEntity, today: string): readonly HeldEntity['statements'][number][] {
  return entity.statements.filter((statement) => isOpen(statement, today));
}

function belongs(relation: HeldRelation): boolean {
  return HOLDS.has(relation.link) || TOUCHES.has(relation.link);
}

type Marked = { readonly classification: string; readonly handling: Handling; readonly reviewOn: string };

/** A single value goes out only unclassified, without H3 until a person has decided, and before its review date. */
export function isOpen(marked: Marked, today: string): boolean {
  return marked.classification === 'none' && !marked.handling.includes('H3') && marked.reviewOn > today;
}

/** The end of a relation that is not this one. */
export function otherEnd(relation: HeldRelation, id: string): string {
  return relation.from === id ? relation.to : relation.from;
}

/** What of an entity and its things is compared, as plain strings. */
export function buildSubject(
  entity: HeldEntity,
  things: readonly { readonly relation: HeldRelation; readonly entity: HeldEntity }[],
  today: string,
): Subject {
  const subject = emptySubject(subjectKindOf(entity.kind));
  const values = (from: HeldEntity, ...properties: readonly string[]): string[] =>
    from.statements
      .filter((statement) => properties.includes(statement.property) && isOpen(statement, today))
      .map((statement) => statement.value);
  const first = (from: HeldEntity, property: string): string | undefined => values(from, property)[0];

  if (entity.kind === 'person') {
    subject.names.push(...values(entity, 'name', 'alias'));
    subject.birthDates.push(...values(entity, 'birth-date'));
    subject.birthPlaces.push(...values(entity, 'birth-place'));
    for (const number of values(entity, 'national-number')) {
      const country = number.includes(':')
        ? (number.split(':')[0] ?? '')
        : (first(entity, 'nationality') ?? '');
      subject.nationalNumbers.push({
        country,
        number: number.includes(':') ? (number.split(':')[1] ?? '') : number,
      });
    }
  }
  const seenOn = entity.kind === 'event' || entity.kind === 'exhibit' ? values(entity, 'date') : [];
  if (entity.kind === 'organisation') subject.organisations.push(...organisationsOf(entity, values));
  for (const { entity: thing, relation } of things) {
    pushThing(subject, thing, relation, seenOn, values);
    if (entity.kind === 'person' && thing.kind === 'organisation' && HOLDS.has(relation.link))
      (subject.employers ??= []).push(...organisationsOf(thing, values));
  }
  pushThing(subject, entity, undefined, seenOn, values);
  pairThings(subject, things, { values, isOpenLink: (relation) => isOpen(relation, today) });
  return subject;
}

function subjectKindOf(kind: EntityKind): Subject['kind'] {
  if (kind === 'person' || kind === 'organisation' || kind === 'event' || kind === 'address') return kind;
  return 'thing';
}
