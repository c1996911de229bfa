import type { Subject } from '../match/index.ts';
import type { EntityKind } from '../model/index.ts';
import type { Queryable } from '../store/index.ts';
import { type HeldEntity, type HeldRelation, readEntities } from './entities.ts';
import { HOLDS, THING_KINDS } from './holding.ts';
import { buildSubject, isOpen, otherEnd } from './subjects.ts';

/** A person or an organisation as it is compared with our others: no statement but those that may be compared. */
export interface ResolvableRecord {
  readonly entity: HeldEntity;
  /** What it holds; a number that somebody merely called is not theirs. */
  readonly things: readonly { readonly relation: HeldRelation; readonly entity: HeldEntity }[];
  readonly subject: Subject;
}

/** What is resolved: each kind among itself. */
const RESOLVED_KINDS = ['person', 'organisation'] as const satisfies readonly EntityKind[];

/**
 * Those of the ids that may be compared with each other here, with what they hold: no informants, who appear on no page, and
 * nobody who is not categorised yet. `today` is an ISO date.
 */
export async function readResolvable(
  from: Queryable,
  ids: readonly string[],
  today: string,
): Promise<readonly ResolvableRecord[]> {
  const open = (entity: HeldEntity): HeldEntity => ({
    ...entity,
    statements: entity.statements.filter((statement) => isOpen(statement, today)),
  });
  const holders = (await readEntities(from, ids)).filter(isResolvable).map(open);
  const holds = (holder: HeldEntity): readonly HeldRelation[] =>
    holder.relations.filter((relation) => HOLDS.has(relation.link) && isOpen(relation, today));
  const thingIds = holders.flatMap((holder) =>
    holds(holder).map((relation) => otherEnd(relation, holder.id)),
  );
  const held = new Map((await readEntities(from, [...new Set(thingIds)])).map((thing) => [thing.id, thing]));
  return holders.map((entity) => {
    const things = holds(entity).flatMap((relation) => {
      const thing = held.get(otherEnd(relation, entity.id));
      return thing !== undefined && THING_KINDS.has(thing.kind) ? [{ relation, entity: open(thing) }] : [];
    });
    return { entity, things, subject: subjectOf(entity, things, today) };
  });
}

function isResolvable({ kind, category }: HeldEntity): boolean {
  return (
    RESOLVED_KINDS.some((resolved) => resolved === kind) &&
    category !== 'informant' &&
    category !== 'uncategorised'
  );
}

function subjectOf(entity: HeldEntity, things: ResolvableRecord['things'], today: string): Subject {
  const subject = buildSubject(entity, things, today);
  if (entity.kind === 'organisation')
    return { ...subject, names: subject.organisations.map(({ name }) => name) };
  const said = (property: 'sex' | 'occupation'): string[] =>
    entity.statements.filter((statement) => statement.property === property).map(({ value }) => value);
  return { ...subject, sexes: said('sex'), occupations: said('occupation') };
}

/** Those among these ids that are resolved, and those one relation away: whom a change of a thing concerns. */
export async function recordsConcerned(from: Queryable, ids: readonly string[]): Promise<readonly string[]> {
  const { rows } = await from.query<{ id: string }>(
    `SELECT DISTINCT c.entity_id AS id FROM records.claim c WHERE c.kind = ANY($2) AND c.entity_id IN (
       SELECT unnest($1::text[])
       UNION SELECT to_id FROM records.relation WHERE from_id = ANY($1) AND superseded_at IS NULL
       UNION SELECT from_id FROM records.relation WHERE to_id = ANY($1) AND superseded_at IS NULL) ORDER BY 1`,
    [ids, RESOLVED_KINDS],
  );
  return rows.map((row) => row.id);
}
