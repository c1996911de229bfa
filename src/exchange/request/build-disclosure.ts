import { combineHandling, type HandlingCode } from '../../model/index.ts';
import type { HeldEntity, HeldRelation } from '../../records/index.ts';
import type { Queryable } from '../../store/index.ts';
import { ExchangeError } from '../errors.ts';
import type { Disclosure } from '../messages.ts';
import { readRecordFields, type RecordField, type RecordWithFields, relationMayGo } from './record-fields.ts';

/** A copy is kept for at most a year, and never beyond the first review date of what is in it. */
const KEEP_DAYS_MAX = 365;
const DAY_MS = 86_400_000;

/** The fields of one record that an officer ticked, and the codes that the officer added to each. */
export interface ChosenFields {
  readonly entityId: string;
  readonly fields: readonly { readonly statementId: string; readonly handling: readonly HandlingCode[] }[];
}

/** The record that is told of, and others that stand behind the same opened key: a phone that three people use. */
export interface ChosenRecords extends ChosenFields {
  readonly also?: readonly ChosenFields[];
}

/** What is disclosed to a request: the chosen fields with their codes, and the relations between what they belong to. */
export async function buildDisclosure(
  from: Queryable,
  request: { readonly id: string; readonly entity_ids: readonly string[] },
  wanted: ChosenRecords,
  { now, leaf }: { readonly now: Date; readonly leaf: string },
): Promise<Disclosure> {
  const today = now.toISOString().slice(0, 10);
  const all = [wanted, ...(wanted.also ?? [])];
  const behind = await readBehind(
    from,
    request,
    all.map((one) => one.entityId),
    today,
  );
  const each = all.map((one) => {
    const record = behind.get(one.entityId);
    if (record === undefined)
      throw new ExchangeError('field-not-disclosable', 'the record is not held any more');
    return { record, chosen: chooseFields(record, one) };
  });
  const chosen = each.flatMap((one) => one.chosen);
  const involved = new Set(
    each.flatMap((one) => [one.record.record.id, ...one.chosen.map(({ field }) => field.entity.id)]),
  );
  const numbered = new Map([...involved].map((id, at) => [id, `e${at + 1}`]));
  const entities = distinct(each.flatMap((one) => one.record.entities))
    .filter((entity) => numbered.has(entity.id))
    .map((entity) => toEntity(entity, numbered.get(entity.id) ?? '', chosen));
  const relations = distinct(each.flatMap((one) => one.record.relations)).filter(
    (relation) => numbered.has(relation.from) && numbered.has(relation.to) && relationMayGo(relation, today),
  );
  return {
    requestId: request.id,
    subjectRef: numbered.get(wanted.entityId) ?? 'e1',
    entities,
    relations: relations.map((relation) => toRelation(relation, numbered)),
    handling: [
      ...combineHandling(
        ...chosen.map(({ handling }) => handling),
        ...relations.map((relation) => relation.handling),
      ),
    ],
    keepUntil: keepUntil(
      now,
      chosen.map(({ field }) => field.statement.reviewOn),
    ),
    leaf,
  };
}

/** The answer that `buildDisclosure` would send now, for its owner to read before deciding: nothing is written or sent. */
export function previewDisclosure(
  from: Queryable,
  request: { readonly id: string; readonly entityIds: readonly string[] },
  wanted: ChosenRecords,
  now: Date,
): Promise<Omit<Disclosure, 'leaf'>> {
  return buildDisclosure(from, { id: request.id, entity_ids: request.entityIds }, wanted, { now, leaf: '' });
}

async function readBehind(
  from: Queryable,
  request: { readonly entity_ids: readonly string[] },
  entityIds: readonly string[],
  today: string,
): Promise<ReadonlyMap<string, RecordWithFields>> {
  if (!entityIds.every((id) => request.entity_ids.includes(id))) {
    throw new ExchangeError('field-not-disclosable', 'the opened key does not point to this record');
  }
  const records = await readRecordFields(from, [...new Set(entityIds)], today);
  return new Map(records.map((one) => [one.record.id, one]));
}

/** Each entity and relation once, also when two records share it. */
function distinct<Thing extends { readonly id: string }>(things: readonly Thing[]): readonly Thing[] {
  return [...new Map(things.map((thing) => [thing.id, thing])).values()];
}

interface Chosen {
  readonly field: RecordField;
  readonly handling: readonly HandlingCode[];
}

/** The ticked fields, each with its own codes and those the officer added: codes are never taken away. */
function chooseFields(record: RecordWithFields, wanted: ChosenFields): readonly Chosen[] {
  const byId = new Map(record.fields.map((field) => [field.statement.id, field]));
  if (wanted.fields.length === 0)
    throw new ExchangeError('field-not-disclosable', 'a disclosure holds at least one field');
  const ticked = new Map(wanted.fields.map((field) => [field.statementId, field.handling]));
  return [...ticked].map(([statementId, handling]) => {
    const field = byId.get(statementId);
    if (field === undefined)
      throw new ExchangeError('field-not-disclosable', 'a chosen field is not of this record');
    if (field.blocked !== undefined)
      throw new ExchangeError(
        'field-not-disclosable',
        `a chosen field cannot be disclosed: ${field.blocked}`,
      );
    return { field, handling: combineHandling(field.statement.handling, handling) };
  });
}

function toEntity(
  entity: HeldEntity,
  ref: string,
  chosen: readonly Chosen[],
): Disclosure['entities'][number] {
  return {
    ref,
    kind: entity.kind,
    ...(entity.category === undefined ? {} : { category: entity.category }),
    statements: distinctStatements(chosen.filter(({ field }) => field.entity.id === entity.id)).map(
      ({ field: { statement }, handling }) => ({
        property: statement.property,
        written: statement.written,
        value: statement.value,
        recordedOn: statement.recordedOn,
        evaluation: statement.evaluation,
        certainty: statement.certainty,
        handling: [...handling],
      }),
    ),
  };
}

/** A value that two chosen records share goes once, under the codes of both choices. */
function distinctStatements(chosen: readonly Chosen[]): readonly Chosen[] {
  const byId = new Map<string, Chosen>();
  for (const one of chosen) {
    const { id } = one.field.statement;
    const before = byId.get(id);
    const handling = combineHandling(one.handling, before?.handling ?? []);
    byId.set(id, { field: one.field, handling });
  }
  return [...byId.values()];
}

function toRelation(
  relation: HeldRelation,
  refs: ReadonlyMap<string, string>,
): Disclosure['relations'][number] {
  return {
    from: refs.get(relation.from) ?? '',
    to: refs.get(relation.to) ?? '',
    link: relation.link,
    recordedOn: relation.recordedOn,
    evaluation: relation.evaluation,
    certainty: relation.certainty,
    handling: [...combineHandling(relation.handling)],
  };
}

function keepUntil(now: Date, reviewDates: readonly string[]): string {
  const first = reviewDates.toSorted()[0];
  const latest = now.getTime() + KEEP_DAYS_MAX * DAY_MS;
  return new Date(Math.min(latest, first === undefined ? latest : Date.parse(first))).toISOString();
}
