/** Rows for a small town, written as a clerk's system would state them. Everyone is invented. */
import type {
  Category,
  EntityKind,
  HandlingCode,
  LinkKind,
  Marking,
  Property,
} from '../../src/model/index.ts';
import type { EntityDraft, RelationDraft, RowDraft } from '../../src/records/index.ts';

const MARKING: Marking = {
  evaluation: { scheme: 'eu-4x4', code: 'B2' },
  certainty: 'fact',
  handling: ['H0'],
  legalBasis: 'police-act',
  classification: 'none',
  reviewOn: '2029-01-01',
};

const LOCATOR = { type: 'file', fileHash: 'f', record: 1, offset: 0, length: 1, recordHash: 'r' } as const;

type Values = readonly (readonly [Property, string])[];

/** One entity of a row. */
export function thing(
  key: string,
  kind: EntityKind,
  values: Values,
  extra: { readonly category?: Category; readonly handling?: readonly HandlingCode[] } = {},
): EntityDraft {
  return {
    key,
    kind,
    ...(extra.category === undefined ? {} : { category: extra.category }),
    marking: { ...MARKING, ...(extra.handling === undefined ? {} : { handling: extra.handling }) },
    statements: values.map(([property, value]) => ({ property, written: value, value, locator: LOCATOR })),
  };
}

export function person(key: string, category: Category, values: Values): EntityDraft {
  return thing(key, 'person', values, { category });
}

export function link(
  fromKey: string,
  kind: LinkKind,
  toKey: string,
  handling: readonly HandlingCode[] = ['H0'],
): RelationDraft {
  return { link: kind, fromKey, toKey, locator: LOCATOR, marking: { ...MARKING, handling } };
}

export function row(
  rowKey: string,
  entities: readonly EntityDraft[],
  relations: readonly RelationDraft[] = [],
): RowDraft {
  return { rowKey, rowHash: JSON.stringify([entities, relations]), entities, relations };
}
