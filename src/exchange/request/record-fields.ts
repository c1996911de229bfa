import type { Category, LinkKind } from '../../model/index.ts';
import {
  type HeldEntity,
  type HeldRelation,
  type HeldStatement,
  labelOf,
  readEntities,
} from '../../records/index.ts';
import type { Queryable } from '../../store/index.ts';

/** One statement of a record or of what surrounds it, as the owner decides on it. */
export interface RecordField {
  readonly entity: HeldEntity;
  readonly statement: HeldStatement;
  /** How the entity hangs on the record; absent for the record's own values. */
  readonly link?: LinkKind;
  /** Why it cannot be disclosed now. */
  readonly blocked?: string;
}

/** A record with everything around it that an answer may be made of. */
export interface RecordWithFields {
  readonly record: HeldEntity;
  readonly label: string;
  readonly entities: readonly HeldEntity[];
  readonly relations: readonly HeldRelation[];
  readonly fields: readonly RecordField[];
}

const FIELDS_MAX = 500;

/** Of whom nothing goes out: on somebody else's record never, and not on their own since they became what they are. */
const NOT_DISCLOSED: Readonly<Partial<Record<Category, string>>> = {
  victim: 'a victim is left out',
  witness: 'a witness is left out',
  uncategorised: 'no category has been set yet',
};

/**
 * The records with these ids, what is linked to them, and for linked persons what they live in or use: two steps, so that
 * "the flat rented by his mother" can be told. Informants do not appear at all.
 */
export async function readRecordFields(
  from: Queryable,
  ids: readonly string[],
  today: string,
): Promise<readonly RecordWithFields[]> {
  const records = (await readEntities(from, ids)).filter((entity) => entity.category !== 'informant');
  const first = await neighboursOf(from, records);
  const persons = first.filter(
    (entity) => entity.kind === 'person' && !records.some((record) => record.id === entity.id),
  );
  const second = await neighboursOf(from, persons);
  const all = new Map(
    [...records, ...first, ...second]
      .filter((entity) => entity.category !== 'informant')
      .map((entity) => [entity.id, entity]),
  );
  return records.map((record) => gather(record, all, today));
}

async function neighboursOf(
  from: Queryable,
  entities: readonly HeldEntity[],
): Promise<readonly HeldEntity[]> {
  const ids = entities.flatMap((entity) =>
    entity.relations.map((relation) => (relation.from === entity.id ? relation.to : relation.from)),
  );
  return readEntities(from, [...new Set(ids)]);
}

function gather(record: HeldEntity, all: ReadonlyMap<string, HeldEntity>, today: string): RecordWithFields {
  const linkTo = new Map<string, LinkKind>();
  const included = new Map<string, HeldEntity>([[record.id, record]]);
  const relations = new Map<string, HeldRelation>();
  const include = (entity: HeldEntity, follow: (other: HeldEntity) => boolean): void => {
    for (const relation of entity.relations) {
      const other = all.get(relation.from === entity.id ? relation.to : relation.from);
      if (other === undefined || (!included.has(other.id) && !follow(other))) continue;
      relations.set(relation.id, relation);
      if (!included.has(other.id)) linkTo.set(other.id, relation.link);
      included.set(other.id, other);
    }
  };
  include(record, () => true);
  for (const person of [...included.values()].filter(
    (entity) => entity.kind === 'person' && entity.id !== record.id,
  )) {
    include(person, (other) => other.kind !== 'person' && other.kind !== 'event');
  }
  const entities = [...included.values()];
  const fields = entities.flatMap((entity) =>
    entity.statements.map((statement) => toField(entity, statement, linkTo.get(entity.id), today)),
  );
  return {
    record,
    label: labelOf(record),
    entities,
    relations: [...relations.values()],
    fields: fields.slice(0, FIELDS_MAX),
  };
}

function toField(
  entity: HeldEntity,
  statement: HeldStatement,
  link: LinkKind | undefined,
  today: string,
): RecordField {
  const blocked = whyBlocked(entity, statement, today);
  return {
    entity,
    statement,
    ...(link === undefined ? {} : { link }),
    ...(blocked === null ? {} : { blocked }),
  };
}

function whyBlocked(entity: HeldEntity, statement: HeldStatement, today: string): string | null {
  if (statement.classification !== 'none') return 'classified: it may not travel this way';
  if (statement.handling.includes('H3')) return 'H3: a person must read its limit first';
  if (statement.reviewOn <= today) return 'past its review date';
  return entity.category === undefined ? null : (NOT_DISCLOSED[entity.category] ?? null);
}

/** Whether a relation may go along when both its ends do. */
export function relationMayGo(relation: HeldRelation, today: string): boolean {
  return relation.classification === 'none' && !relation.handling.includes('H3') && relation.reviewOn > today;
}
