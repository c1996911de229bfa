import { compare, type Comparison } from '../../match/index.ts';
import type { EntityKind, Property } from '../../model/index.ts';
import { readOfficer } from '../../oversight/index.ts';
import { labelOf, type OwnJudgement, readClusters, type ResolvableRecord } from '../../records/index.ts';
import type { Queryable } from '../../store/index.ts';
import type {
  JudgementView,
  ReviewHead,
  ReviewPairView,
  ReviewRow,
  ReviewSide,
  ReviewValue,
} from '../api/contract.ts';
import { readAs } from './field-views.ts';
import { asSentence } from './sentences.ts';

/** Which values stand behind what was compared: properties of the record, or kinds of things held. */
const SAID_BY: Readonly<Record<string, readonly Property[]>> = {
  name: ['name', 'alias'],
  'birth-date': ['birth-date'],
  'birth-place': ['birth-place'],
  sex: ['sex'],
  occupation: ['occupation'],
  'national-number': ['national-number'],
};
const HELD_AS: Readonly<Record<string, EntityKind>> = {
  address: 'address',
  document: 'document',
  'phone-number': 'phone',
  'sim-card': 'sim',
  handset: 'device',
  'bank-account': 'bank-account',
  'e-mail': 'online-account',
  'online-account': 'online-account',
  'crypto-address': 'online-account',
  vehicle: 'vehicle',
  vessel: 'vessel',
  organisation: 'organisation',
};
/** Shown for the reader although nothing is concluded from them. */
const NOT_COMPARED: readonly Property[] = ['nationality', 'wanted-since', 'note'];
const RECORDS_MIN = 100;

export interface Compared extends Pick<ReviewPairView, 'rows' | 'prior' | 'weight' | 'evidence' | 'band'> {}

/** Two people or two organisations, attribute by attribute, each side as written, with what that says of their being one. */
export function compareRecords(
  [left, right]: readonly [ResolvableRecord, ResolvableRecord],
  o: {
    readonly records: number;
    readonly country: string;
    readonly setAside: readonly { readonly key: string }[];
  },
): Compared {
  const generic = new Set(o.setAside.map(({ key }) => key));
  const comparison = compare(left.subject, right.subject, {
    sizeClass: Math.max(RECORDS_MIN, o.records),
    defaultCountry: o.country,
    measure: { isGeneric: (attribute, value) => generic.has(`value ${attribute} ${value}`) },
  });
  const { prior, weight, evidence, band } = comparison;
  return {
    rows: [...rowsOf(comparison, left, right), ...beside(left, right)],
    prior,
    weight,
    evidence,
    band,
  };
}

function rowsOf({ levels }: Comparison, left: ResolvableRecord, right: ResolvableRecord): ReviewRow[] {
  return levels.map(({ attribute: words, level, because, weight }) => {
    const attribute = words.replaceAll(' ', '-').toLowerCase();
    return {
      attribute,
      left: valuesOf(left, attribute),
      right: valuesOf(right, attribute),
      level,
      because: asSentence(because),
      weight,
    };
  });
}

function beside(left: ResolvableRecord, right: ResolvableRecord): ReviewRow[] {
  return NOT_COMPARED.flatMap((attribute) => {
    const [mine, theirs] = [statedOf(left, [attribute]), statedOf(right, [attribute])];
    if (mine.length + theirs.length === 0) return [];
    return [{ attribute, left: mine, right: theirs, level: 'not-compared', because: '', weight: 0 }];
  });
}

function valuesOf(record: ResolvableRecord, attribute: string): readonly ReviewValue[] {
  const properties = SAID_BY[attribute];
  if (properties !== undefined) return statedOf(record, properties);
  const labels = record.things
    .filter(({ entity }) => entity.kind === HELD_AS[attribute])
    .map(({ entity }) => labelOf(entity));
  return [...new Set(labels)].map((written) => ({ written }));
}

function statedOf({ entity }: ResolvableRecord, properties: readonly Property[]): readonly ReviewValue[] {
  const values = entity.statements
    .filter(({ property }) => properties.includes(property))
    .map((statement) => ({ written: statement.written, ...readAs(statement) }));
  return [...new Map(values.map((value) => [value.written, value])).values()];
}

type Held = ResolvableRecord['entity'];

/** Heads of records by their ids, each with how many records are the same as it. */
export async function readHeads(
  tx: Queryable,
  entities: readonly Held[],
): Promise<ReadonlyMap<string, ReviewHead>> {
  const clusters = await readClusters(
    tx,
    entities.map(({ id }) => id),
  );
  return new Map(
    entities.map((entity) => [
      entity.id,
      {
        entityId: entity.id,
        kind: entity.kind,
        label: labelOf(entity),
        ...(entity.category === undefined ? {} : { category: entity.category }),
        records: clusters.get(entity.id)?.members.length ?? 1,
      },
    ]),
  );
}

export function reviewSide(head: ReviewHead, entity: Held): ReviewSide {
  const recorded = entity.statements.map(({ recordedOn }) => recordedOn).toSorted();
  return {
    ...head,
    sources: [...new Set(entity.statements.map(({ source }) => source))],
    recordedOn: recorded.at(-1) ?? '',
  };
}

/** Judgements with the names of who made them and of the records they name; a record that is gone keeps no name. */
export async function judgementViews(
  tx: Queryable,
  judgements: readonly OwnJudgement[],
  labels: ReadonlyMap<string, string>,
): Promise<readonly JudgementView[]> {
  const officers = new Map<string, string>();
  for (const id of new Set(
    judgements.flatMap(({ officerId, revokedBy }) => [officerId, revokedBy ?? officerId]),
  ))
    officers.set(id, (await readOfficer(tx, id))?.name ?? '');
  const named = (entityId: string) => ({ entityId, label: labels.get(entityId) ?? '' });
  return judgements.map(
    ({ id, left, right, verdict, officerId, judgedAt, reason, revokedAt, revokedBy }) => ({
      id,
      left: named(left),
      right: named(right),
      verdict,
      by: officers.get(officerId) ?? '',
      at: judgedAt.toISOString(),
      ...(reason === null || reason === '' ? {} : { reason }),
      ...(revokedAt === null
        ? {}
        : { takenBack: { by: officers.get(revokedBy ?? '') ?? '', at: revokedAt.toISOString() } }),
    }),
  );
}
