import type { Subject } from '../match/index.ts';
import type { Queryable } from '../store/index.ts';
import { type HeldEntity, type HeldRelation, readEntities } from './entities.ts';
import { HOLDS, THING_KINDS } from './holding.ts';
import { buildSubject, isOpen, otherEnd } from './subjects.ts';

/** A person as they are compared with our other people: no statement but those that may be compared. */
export interface ResolvablePerson {
  readonly entity: HeldEntity;
  /** What the person holds; a number that somebody merely called is not theirs. */
  readonly things: readonly { readonly relation: HeldRelation; readonly entity: HeldEntity }[];
  readonly subject: Subject;
}

/**
 * Those of the ids that are people who may be compared with each other here, with what they hold: no informants, who appear
 * on no page, and nobody who is not categorised yet. `today` is an ISO date.
 */
export async function readResolvablePeople(
  from: Queryable,
  ids: readonly string[],
  today: string,
): Promise<readonly ResolvablePerson[]> {
  const open = (entity: HeldEntity): HeldEntity => ({
    ...entity,
    statements: entity.statements.filter((statement) => isOpen(statement, today)),
  });
  const people = (await readEntities(from, ids)).filter(isResolvable).map(open);
  const holds = (person: HeldEntity): readonly HeldRelation[] =>
    person.relations.filter((relation) => HOLDS.has(relation.link) && isOpen(relation, today));
  const thingIds = people.flatMap((person) => holds(person).map((relation) => otherEnd(relation, person.id)));
  const held = new Map((await readEntities(from, [...new Set(thingIds)])).map((thing) => [thing.id, thing]));
  return people.map((entity) => {
    const things = holds(entity).flatMap((relation) => {
      const thing = held.get(otherEnd(relation, entity.id));
      return thing !== undefined && THING_KINDS.has(thing.kind) ? [{ relation, entity: open(thing) }] : [];
    });
    return { entity, things, subject: subjectOf(entity, things, today) };
  });
}

function isResolvable({ kind, category }: HeldEntity): boolean {
  return kind === 'person' && category !== 'informant' && category !== 'uncategorised';
}

function subjectOf(entity: HeldEntity, things: ResolvablePerson['things'], today: string): Subject {
  const said = (property: 'sex' | 'occupation'): string[] =>
    entity.statements.filter((statement) => statement.property === property).map(({ value }) => value);
  return { ...buildSubject(entity, things, today), sexes: said('sex'), occupations: said('occupation') };
}

/** The people among these ids, and those one relation away: whom a change of a thing concerns. */
export async function peopleConcerned(from: Queryable, ids: readonly string[]): Promise<readonly string[]> {
  const { rows } = await from.query<{ id: string }>(
    `SELECT DISTINCT c.entity_id AS id FROM records.claim c WHERE c.kind = 'person' AND c.entity_id IN (
       SELECT unnest($1::text[])
       UNION SELECT to_id FROM records.relation WHERE from_id = ANY($1) AND superseded_at IS NULL
       UNION SELECT from_id FROM records.relation WHERE to_id = ANY($1) AND superseded_at IS NULL) ORDER BY 1`,
    [ids],
  );
  return rows.map((row) => row.id);
}
