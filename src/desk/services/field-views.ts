import type { RecordField, RecordWithFields } from '../../exchange/index.ts';
import { type Category, PROPERTIES, type Property } from '../../model/index.ts';
import { type CopyEntity, type CopyRelation, labelOf, type ReceivedCopy } from '../../records/index.ts';
import type { CopyField, DisclosableField, RequestView, ThingHead } from '../api/contract.ts';
import { asSentence } from './sentences.ts';

/** A statement of ours as a row of a table: what it says, how it is known, and whether it may go out. */
export function disclosableField({ entity, statement, link, blocked }: RecordField): DisclosableField {
  const { id, property, written, certainty, evaluation, handling, recordedOn } = statement;
  return {
    statementId: id,
    entityId: entity.id,
    kind: entity.kind,
    ...(link === undefined ? {} : { link }),
    property,
    written,
    ...readAs(statement),
    certainty,
    evaluation,
    handling,
    recordedOn,
    ...(blocked === undefined ? {} : { blocked: asSentence(blocked) }),
  };
}

export function recordView(record: RecordWithFields): NonNullable<RequestView['records']>[number] {
  const { id, kind, category } = record.record;
  return {
    entityId: id,
    label: record.label,
    kind,
    ...(category === undefined ? {} : { category }),
    fields: inReadingOrder(record.fields.map(disclosableField), ({ entityId }) => entityId),
  };
}

/** What we disclosed, as the partner got it: the field without what is only ours. */
export function disclosedField({ entity, statement, link }: RecordField): CopyField {
  const { property, written, certainty, evaluation, handling, recordedOn } = statement;
  const field = {
    thing: thingHead(entity.id, entity),
    kind: entity.kind,
    property,
    written,
    ...readAs(statement),
    certainty,
    evaluation,
    handling,
    recordedOn,
  };
  return link === undefined ? field : { ...field, link };
}

/** What a group of fields is about: the label and kind of the person or thing, and a person's category. */
export function thingHead(
  ref: string,
  entity: Parameters<typeof labelOf>[0] & { readonly category?: Category },
): ThingHead {
  const { kind, category } = entity;
  return { ref, label: labelOf(entity), kind, ...(category === undefined ? {} : { category }) };
}

/** What a partner disclosed, each thing with how it hangs on what was asked about. */
export function copyFields(copy: ReceivedCopy): readonly CopyField[] {
  const subject = copy.entities.find(({ ref }) => ref === 'e1') ?? copy.entities[0];
  return sharedFields(copy, subject?.ref ?? 'e1', `${copy.id}/`);
}

/** The fields of a disclosure, one thing after the other; `prefix` keeps the things of two disclosures apart. */
export function sharedFields(
  { entities, relations }: Pick<ReceivedCopy, 'entities' | 'relations'>,
  subjectRef: string,
  prefix = '',
): readonly CopyField[] {
  return entities.flatMap((entity) => {
    const link = entity.ref === subjectRef ? undefined : linkOf(entity, relations);
    const fields = entity.statements.map((statement) => {
      const { property, written, certainty, evaluation, handling, recordedOn } = statement;
      const how = { certainty, evaluation, handling, recordedOn };
      const thing = thingHead(prefix + entity.ref, entity);
      const field = { thing, kind: entity.kind, property, written, ...readAs(statement), ...how };
      return link === undefined ? field : { ...field, link };
    });
    return inReadingOrder(fields, () => '');
  });
}

function linkOf(entity: CopyEntity, relations: readonly CopyRelation[]): CopyRelation['link'] | undefined {
  // A thing is named by the link that leads to it; a person may stand at either end (her flat, his mother).
  const { ref } = entity;
  return relations.find(({ from, to }) => to === ref || from === ref)?.link;
}

const WHOLE_DATE = /^\d{4}-\d{2}-\d{2}$/;
/** What an old system writes by its own codes, 'W' or 'INCIDENT', and the mapping translates. */
const CODED: ReadonlySet<Property> = new Set([
  'sex',
  'document-kind',
  'event-kind',
  'nationality',
  'country',
]);

/** "19891127", "27.11.89" and "W" say something to a clerk of that system only: beside them goes how they were read. */
export function readAs({ property, written, value }: ReadValue): { readonly read?: string } {
  if (value === written) return {};
  const isDate = property.endsWith('date') || property === 'wanted-since' || property === 'valid-until';
  return (isDate && WHOLE_DATE.test(value)) || CODED.has(property) ? { read: value } : {};
}

interface ReadValue {
  readonly property: Property;
  readonly written: string;
  readonly value: string;
}

const ORDER = Object.keys(PROPERTIES);

/** As people read: thing by thing, a name before a birth date before a note. */
function inReadingOrder<Field extends { readonly property: Property }>(
  fields: readonly Field[],
  thingOf: (field: Field) => string,
): readonly Field[] {
  const things = [...new Set(fields.map(thingOf))];
  return fields.toSorted(
    (left, right) =>
      things.indexOf(thingOf(left)) - things.indexOf(thingOf(right)) ||
      ORDER.indexOf(left.property) - ORDER.indexOf(right.property),
  );
}

/** Names of the fields that were shown, for the ledger: never a value. */
export function fieldNames(fields: readonly Pick<CopyField, 'kind' | 'property'>[]): readonly string[] {
  return [...new Set(fields.map(({ kind, property }) => `${kind}.${property}`))];
}
