/** Which fields of a record the liaison officer of the joined-up benchmark discloses. */
import type { RecordWithFields } from '../src/exchange/index.ts';
import type { EntityKind } from '../src/model/index.ts';

/** A field to disclose, and the entity that it is of. */
export interface Chosen {
  readonly statementId: string;
  readonly handling: [];
  readonly of: string;
}

const IDENTITY: ReadonlySet<string> = new Set([
  'name',
  'alias',
  'birth-date',
  'birth-place',
  'national-number',
  'nationality',
  'sex',
]);
const OF_THINGS: ReadonlySet<string> = new Set([
  'number',
  'iccid',
  'imsi',
  'imei',
  'document-kind',
  'issuer',
  'plate',
  'plate-country',
  'vin',
  'address',
  'city',
  'country',
]);

/** What an opened key of a thing is about. */
const KIND_OF_RULE: Readonly<Record<string, EntityKind>> = {
  phone: 'phone',
  'phone+week': 'phone',
  'phone+name': 'phone',
  'phone+contact': 'phone',
  'phone+device': 'phone',
  imei: 'device',
  iccid: 'sim',
  imsi: 'sim',
  'sim+device': 'sim',
  document: 'document',
  plate: 'vehicle',
  vin: 'vehicle',
  address: 'address',
  organisation: 'organisation',
};

type Openings = readonly { readonly rule: string }[];

/** Who it is, and the things of the kind that the opened keys are about: what the asker needs to know whom it has found. */
export function neededFields(record: RecordWithFields, openings: Openings): readonly Chosen[] {
  const opened = openedKinds(openings);
  const needed = new Set(record.entities.filter(({ kind }) => opened.has(kind)).map(({ id }) => id));
  return allFields(record, openings).filter(({ of }) => of === record.record.id || needed.has(of));
}

function openedKinds(openings: Openings): ReadonlySet<EntityKind | undefined> {
  return new Set(openings.map(({ rule }) => KIND_OF_RULE[rule]));
}

/** Identity and linked identifiers, never a blocked field; what a firm is called where the asker knew it. */
export function allFields(record: RecordWithFields, openings: Openings): readonly Chosen[] {
  const knowsFirm = openedKinds(openings).has('organisation');
  const own = record.record.id;
  const beside = new Set(
    record.relations.flatMap((relation) =>
      relation.from === own ? [relation.to] : relation.to === own ? [relation.from] : [],
    ),
  );
  return record.fields
    .filter(({ entity, statement, blocked }) => {
      if (blocked !== undefined) return false;
      if (entity.id === own) return entity.kind === 'person' ? IDENTITY.has(statement.property) : true;
      return (
        beside.has(entity.id) &&
        entity.kind !== 'person' &&
        entity.kind !== 'event' &&
        (OF_THINGS.has(statement.property) ||
          (knowsFirm && entity.kind === 'organisation' && statement.property === 'name'))
      );
    })
    .map(({ entity, statement }) => ({ statementId: statement.id, handling: [], of: entity.id }));
}
