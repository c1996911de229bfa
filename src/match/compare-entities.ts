import type { Band } from './band.ts';
import { compare, probabilityOf } from './compare.ts';
import type { ComparisonLevel } from './comparison-level.ts';
import type { FtmEntity } from './ftm.ts';
import { ftmSubject } from './ftm-subject.ts';
import { SHIPPED_MEASURE, subjectWeight } from './pair-weight.ts';
import type { PreparedSubject } from './prepared-subject.ts';
import type { Subject } from './subject.ts';

/** Two entities compared in the clear, as it is written out. */
export interface EntityComparison {
  /** Of being the same, 0 to 1: it ranks. */
  readonly probability: number;
  /** log2 of the odds, the prior among them. */
  readonly weight: number;
  /** How much there was to compare, in powers of two, whichever way it spoke. */
  readonly evidence: number;
  /** What it amounts to: 'same-name-only' is never more than that, however well the names agree. */
  readonly band: Band;
  readonly reasons: readonly ComparisonLevel[];
}

/** What comparing one entity with many needs once. */
export interface ReadEntity {
  readonly id: string;
  readonly schema: string;
  readonly subject: Subject;
}

export function readEntity(entity: FtmEntity): ReadEntity {
  return { id: entity.id, schema: entity.schema, subject: ftmSubject(entity) };
}

/**
 * The same weight that `compareEntities` gives two persons, without sentences, for those who look through thousands; null for
 * anything else.
 */
export function personWeight(
  left: PreparedSubject,
  right: PreparedSubject,
  sizeClass: number,
): number | null {
  if (left.kind !== 'person' || right.kind !== 'person') return null;
  return subjectWeight(left, right, { ...SHIPPED_MEASURE, sizeClass }) - Math.log2(sizeClass);
}

/** A person and a ship are never one; a LegalEntity may turn out to be either. */
const NOT_ONE = -30;

/**
 * Compares two entities of FollowTheMoney attribute by attribute. `sizeClass`: in how many the one is looked for.
 */
export function compareEntities(
  left: ReadEntity,
  right: ReadEntity,
  o: { readonly sizeClass: number; readonly defaultCountry: string },
): EntityComparison {
  const [mine, theirs] = alike(left, right);
  if (mine.kind !== theirs.kind) return notOne(o.sizeClass);
  const { probability, weight, evidence, band, levels } = compare(mine, theirs, o);
  return { probability, weight, evidence, band, reasons: levels };
}

function alike(left: ReadEntity, right: ReadEntity): readonly [Subject, Subject] {
  const [one, other] = [left.subject, right.subject];
  if (one.kind === 'organisation' && left.schema === 'LegalEntity' && other.kind === 'person')
    return [{ ...one, kind: 'person' }, other];
  if (other.kind === 'organisation' && right.schema === 'LegalEntity' && one.kind === 'person')
    return [one, { ...other, kind: 'person' }];
  return [one, other];
}

function notOne(sizeClass: number): EntityComparison {
  const because = 'the two are of different kinds';
  const weight = NOT_ONE - Math.log2(sizeClass);
  return {
    probability: probabilityOf(weight),
    weight,
    evidence: -NOT_ONE,
    band: 'different',
    reasons: [{ attribute: 'kind', level: 'differs', because, weight: NOT_ONE }],
  };
}
