import type { RecordField, RecordWithFields } from '../../exchange/index.ts';
import { PROPERTIES, type Property } from '../../model/index.ts';
import type { CopyEntity, CopyRelation, ReceivedCopy } from '../../records/index.ts';
import type { CopyField, DisclosableField, RequestView } from '../api/contract.ts';
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

/** What a partner disclosed, each thing with how it hangs on what was asked about. */
export function copyFields(copy: ReceivedCopy): readonly CopyField[] {
  const subject = copy.entities.find(({ ref }) => ref === 'e1') ?? copy.entities[0];
  return copy.entities.flatMap((entity) => {
    const link = entity === subject ? undefined : linkOf(entity, copy.relations);
    const fields = entity.statements.map((statement) => {
      const { property, written, certainty, evaluation, handling, recordedOn } = statement;
      const how = { certainty, evaluation, handling, recordedOn };
      const field = { kind: entity.kind, property, written, ...readAs(statement), ...how };
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

/** "19891127" and "27.11.89" are dates to a clerk of that system only: beside them goes how they were read. */
export function readAs({ property, written, value }: Dated): { readonly read?: string } {
  const isDate = property.endsWith('date') || property === 'wanted-since' || property === 'valid-until';
  return isDate && value !== written && WHOLE_DATE.test(value) ? { read: value } : {};
}

interface Dated {
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
