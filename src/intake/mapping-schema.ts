import { z } from 'zod';
import {
  CATEGORIES,
  CERTAINTIES,
  CLASSIFICATIONS,
  ENTITY_KINDS,
  EVALUATION_SCHEMES,
  HANDLING_CODES,
  LEGAL_BASES,
  LINK_KINDS,
  PROPERTIES,
  type Property,
} from '../model/index.ts';

/**
 * The mapping language as zod reads it (docs/guides/mapping.md says it for people). A mapping is data, never a program:
 * whatever is not named here is refused. What zod cannot see (do the names meet?) is in mapping-check.ts.
 */
export const SKIP_REASONS = ['banner', 'blank', 'deleted-in-source', 'out-of-scope', 'repeated'] as const;
export type SkipReason = (typeof SKIP_REASONS)[number];

export const DATE_FORMATS = ['dmy', 'mdy', 'ymd', 'dmy2', 'ymd2', 'cyymmdd', 'julian'] as const;
export type DateFormat = (typeof DATE_FORMATS)[number];

const shortText = z.string().max(64);
const columnName = z.string().min(1).max(200);
const tableName = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, 'small letters, digits and hyphens, at most 40');
const pattern = z.string().min(1).max(200);
const position = z.int().min(1).max(65_536);

const PLAIN_TRANSFORMS = [
  'trim',
  'collapse-spaces',
  'upper',
  'lower',
  'title-case',
  'strip-leading-zeros',
  'digits-only',
  'letters-and-digits',
  'swap-comma',
  'number',
  'plate',
] as const;

const transform = z.union([
  z.enum(PLAIN_TRANSFORMS),
  z.strictObject({ prefix: shortText }),
  z.strictObject({ suffix: shortText }),
  z.strictObject({ remove: shortText.min(1) }),
  z.strictObject({ replace: z.strictObject({ from: shortText.min(1), to: shortText }) }),
  z.strictObject({ take: z.strictObject({ from: position, length: position }) }),
  z.strictObject({
    'pad-left': z.strictObject({ length: z.int().min(1).max(64), with: z.string().length(1) }),
  }),
  z.strictObject({ split: z.strictObject({ by: z.string().min(1).max(8), part: z.int().min(1).max(50) }) }),
  z.strictObject({ pattern: z.strictObject({ match: pattern, group: z.int().min(0).max(9).default(0) }) }),
  z.strictObject({ table: tableName }),
  z.strictObject({
    date: z.union([
      z.enum(DATE_FORMATS),
      z.strictObject({ format: z.enum(DATE_FORMATS), pivot: z.int().min(0).max(99).optional() }),
    ]),
  }),
  z.strictObject({ 'excel-date': z.union([z.literal(1900), z.literal(1904)]) }),
  z.strictObject({
    phone: z.strictObject({
      'country-code': z.string().regex(/^[1-9][0-9]{0,2}$/, 'the digits of a country code, in quotes'),
      trunk: z
        .string()
        .regex(/^[0-9]{0,2}$/, 'digits in quotes, or an empty text')
        .default('0'),
    }),
  }),
]);
export type TransformSpec = z.output<typeof transform>;
export const TRANSFORM_NAMES: readonly string[] = [
  ...PLAIN_TRANSFORMS,
  'prefix',
  'suffix',
  'remove',
  'replace',
  'take',
  'pad-left',
  'split',
  'pattern',
  'table',
  'date',
  'excel-date',
  'phone',
];

const sentinels = z.array(z.string().max(200)).max(200);
const valueShape = {
  column: columnName.optional(),
  columns: z.array(columnName).min(1).max(8).optional(),
  join: z.string().max(8).optional(),
  fixed: z.string().min(1).max(1000).optional(),
  transforms: z.array(transform).max(8).optional(),
  unknown: sentinels.optional(),
};
const valueBlock = z.strictObject(valueShape);
const value = z.union([columnName, valueBlock]);
export type ValueSpec = z.output<typeof value>;

const condition = {
  column: columnName,
  equals: z.array(z.string().max(200)).min(1).max(500).optional(),
  'not-equals': z.array(z.string().max(200)).min(1).max(500).optional(),
  matches: pattern.optional(),
  'is-empty': z.boolean().optional(),
};
const when = z.strictObject(condition);
export type ConditionSpec = z.output<typeof when>;

const fromColumn = z.strictObject({
  column: columnName,
  table: tableName.optional(),
  transforms: z.array(transform).max(8).optional(),
});
export type CodedColumn = z.output<typeof fromColumn>;
function coded<const T extends readonly [string, ...string[]]>(codes: T) {
  return z.union([z.enum(codes), z.strictObject({ fixed: z.enum(codes) }), fromColumn]);
}

const review = z.union([
  z.strictObject({
    years: z.int().min(1).max(100),
    after: z.union([z.literal('load-date'), valueBlock]),
  }),
  z.strictObject({ column: columnName, transforms: z.array(transform).max(8).optional() }),
]);
export type ReviewSpec = z.output<typeof review>;

const handlingShape = {
  'legal-basis': coded(LEGAL_BASES),
  certainty: coded(CERTAINTIES),
  evaluation: z.union([
    z.strictObject({ scheme: z.enum(EVALUATION_SCHEMES), code: z.string().max(8) }),
    z.strictObject({
      scheme: z.enum(EVALUATION_SCHEMES),
      column: columnName,
      table: tableName.optional(),
      transforms: z.array(transform).max(8).optional(),
    }),
  ]),
  codes: z.union([z.array(z.enum(HANDLING_CODES)).min(1).max(4), fromColumn]),
  classification: coded(CLASSIFICATIONS),
  review,
};
const handling = z.strictObject({ ...handlingShape, category: coded(CATEGORIES).optional() });
const override = z.strictObject({ ...handlingShape, category: coded(CATEGORIES) }).partial();
export type HandlingSpec = z.output<typeof handling>;
export type OverrideSpec = z.output<typeof override>;

const propertyBlock = z.strictObject({
  ...valueShape,
  required: z.boolean().optional(),
  'valid-from': value.optional(),
  'valid-until': value.optional(),
  handling: override.omit({ category: true }).optional(),
});
const property = z.union([columnName, propertyBlock]);
export type PropertySpec = z.output<typeof property>;
const propertyNames = Object.keys(PROPERTIES) as [Property, ...Property[]];

const localName = z.string().regex(/^[A-Za-z][A-Za-z0-9_-]{0,39}$/, 'letters, digits, - and _, at most 40');
const each = z.union([
  z.strictObject({ group: columnName }),
  z.strictObject({ sets: z.array(z.record(localName, columnName)).min(1).max(50) }),
  z.strictObject({ column: columnName, split: z.string().min(1).max(8), as: localName }),
]);
export type EachSpec = z.output<typeof each>;

const keyPart = z.union([columnName, z.strictObject({ property: z.enum(propertyNames) }), valueBlock]);
export type KeyPartSpec = z.output<typeof keyPart>;

const entity = z.strictObject({
  name: localName,
  kind: z.enum(ENTITY_KINDS),
  key: z.array(keyPart).min(1).max(8),
  'key-prefix': z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,39}$/)
    .optional(),
  each: each.optional(),
  when: when.optional(),
  'when-present': columnName.optional(),
  handling: override.optional(),
  properties: z.partialRecord(
    z.enum(propertyNames),
    z.union([columnName, propertyBlock, z.array(property).min(1).max(8)]),
  ),
});
export type EntitySpec = z.output<typeof entity>;

const relation = z.strictObject({
  link: z.enum(LINK_KINDS),
  from: localName,
  to: localName,
  when: when.optional(),
  'valid-from': value.optional(),
  'valid-until': value.optional(),
  written: columnName.optional(),
  handling: override.omit({ category: true }).optional(),
});
export type RelationSpec = z.output<typeof relation>;

const fileName = z
  .string()
  .regex(/^[A-Za-z0-9_][A-Za-z0-9_. -]{0,99}$/, 'the bare name of a file beside the mapping');
const copybookFormat = z.strictObject({
  type: z.literal('copybook'),
  copybook: fileName.optional(),
  'copybook-text': z.string().min(1).max(262_144).optional(),
  record: columnName.optional(),
  'code-page': z.string().min(2).max(40),
  framing: z.enum(['fixed', 'rdw', 'rdw-exclusive', 'rdw-little', 'rdw-little-exclusive', 'lines']),
  'record-length': z.int().min(1).max(1_048_576).optional(),
  'occurs-depending': z.enum(['longest', 'shift']).optional(),
  sign: z.enum(['ebcdic', 'ascii']).optional(),
  'byte-order': z.enum(['big', 'little']).optional(),
});
const dbfFormat = z.strictObject({
  type: z.literal('dbf'),
  'code-page': z.string().min(2).max(40),
  memo: fileName.optional(),
});
const csvFormat = z.strictObject({
  type: z.literal('csv'),
  encoding: z.string().min(2).max(40),
  delimiter: z.union([z.literal('tab'), z.string().length(1)]),
  quote: z.union([z.literal('none'), z.string().length(1)]).optional(),
  banner: z
    .strictObject({
      'first-lines': z.int().min(0).max(1000).optional(),
      matches: z.array(pattern).max(20).optional(),
    })
    .optional(),
  header: z.boolean().optional(),
  columns: z.array(columnName).min(1).max(1000).optional(),
  'short-rows': z.enum(['quarantine', 'pad']).optional(),
});
const sqlName = z.string().min(1).max(63);
const sqlFormat = z.strictObject({
  type: z.literal('sql'),
  connection: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,39}$/, 'the name of a connection: small letters, digits, hyphens'),
  table: z.string().min(1).max(127),
  columns: z.array(sqlName).min(1).max(1000),
  key: z.array(sqlName).min(1).max(8),
  join: z
    .array(
      z.strictObject({
        table: z.string().min(1).max(127),
        as: localName,
        on: z.record(z.string().min(1).max(127), sqlName),
        columns: z.array(sqlName).min(1).max(200),
        many: z.boolean().optional(),
      }),
    )
    .max(20)
    .optional(),
});
const xlsxFormat = z.strictObject({
  type: z.literal('xlsx'),
  sheet: z.union([z.string().min(1).max(100), z.int().min(1).max(1000)]).optional(),
  'header-row': z.int().min(0).max(1000).optional(),
  columns: z.array(columnName).min(1).max(1000).optional(),
  'date-system': z.union([z.literal(1900), z.literal(1904)]).optional(),
});
const format = z.discriminatedUnion('type', [copybookFormat, dbfFormat, csvFormat, sqlFormat, xlsxFormat]);
export type FormatSpec = z.output<typeof format>;
export type CopybookFormat = z.output<typeof copybookFormat>;
export type DbfFormat = z.output<typeof dbfFormat>;
export type CsvFormat = z.output<typeof csvFormat>;
export type SqlFormat = z.output<typeof sqlFormat>;
export type XlsxFormat = z.output<typeof xlsxFormat>;

export const mappingSchema = z.strictObject({
  mapping: z.literal(1),
  source: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, 'small letters, digits and hyphens, at most 40'),
  title: z.string().max(200).optional(),
  load: z.enum(['full', 'delta']),
  format,
  'row-key': z.array(value).min(1).max(8),
  'quarantine-limit': z.strictObject({
    rows: z.int().min(0).optional(),
    percent: z.number().min(0).max(100).optional(),
    'shrink-percent': z.number().min(0).max(100).optional(),
  }),
  skip: z
    .array(z.strictObject({ because: z.enum(SKIP_REASONS), ...condition }))
    .max(50)
    .optional(),
  unknown: sentinels.optional(),
  tables: z.record(tableName, z.record(z.string().max(200), z.string().max(1000))).optional(),
  handling,
  entities: z.array(entity).min(1).max(50),
  relations: z.array(relation).max(100).optional(),
});
export type MappingSpec = z.output<typeof mappingSchema>;

/** The JSON Schema of a mapping file, for completion in an editor; kept in protocol/mapping.schema.json. */
export function mappingJsonSchema(): Record<string, unknown> {
  const schema = z.toJSONSchema(mappingSchema, { io: 'input' }) as Record<string, unknown>;
  return { ...schema, title: 'Entente mapping, version 1' };
}
