import { derivedId } from '../base/index.ts';
import type { Marking } from '../model/index.ts';
import { type EntityDraft, entityId, type RowDraft } from './drafts.ts';
import { statementTokens } from './tokens.ts';

/** The load that rows are added to. `country` reads phone numbers written without one. */
export interface LoadRef {
  readonly id: string;
  readonly agencyId: string;
  readonly source: string;
  readonly country?: string;
}

/** Some rows of a load as they wait for its end: JSON texts, with each marking once. */
export interface StagedBatch {
  readonly claims: string;
  readonly statements: string;
  readonly relations: string;
  readonly markings: string;
}

/** What the rows say, in the columns of the tables; source and load, the same for all, are left out. */
export function stagedBatch(load: LoadRef, rows: readonly RowDraft[]): StagedBatch {
  const markings = new Markings();
  const claims: object[] = [];
  const statements: object[] = [];
  const relations: object[] = [];
  for (const row of rows) {
    const ids = new Map<string, string>();
    const idOf = (key: string): string => {
      const id = ids.get(key) ?? entityId(load.agencyId, load.source, key);
      ids.set(key, id);
      return id;
    };
    for (const entity of row.entities) {
      const entity_id = idOf(entity.key);
      claims.push({ entity_id, kind: entity.kind, category: entity.category, row_key: row.rowKey });
      for (const one of statementsOf(load, row, entity, entity_id, markings)) statements.push(one);
    }
    for (const one of relationsOf(load, row, idOf, markings)) relations.push(one);
  }
  return {
    claims: JSON.stringify(claims),
    statements: JSON.stringify(statements),
    relations: JSON.stringify(relations),
    markings: JSON.stringify(markings.rows()),
  };
}

function statementsOf(
  load: LoadRef,
  row: RowDraft,
  entity: EntityDraft,
  entity_id: string,
  markings: Markings,
): object[] {
  const whole = markings.numberOf(entity.marking);
  return entity.statements.map((statement, at) => ({
    entity_id,
    id: statementId(load, row, entity, statement, at),
    property: statement.property,
    written: statement.written,
    value: statement.value,
    tokens: statementTokens(entity.kind, statement.property, statement.value, load.country),
    row_key: row.rowKey,
    locator: statement.locator,
    valid_from: statement.validFrom,
    valid_until: statement.validUntil,
    marking:
      statement.marking === undefined
        ? whole
        : markings.numberOf({ ...entity.marking, ...statement.marking }),
  }));
}

function relationsOf(
  load: LoadRef,
  row: RowDraft,
  idOf: (key: string) => string,
  markings: Markings,
): object[] {
  return row.relations.map((relation) => ({
    from_id: idOf(relation.fromKey),
    id: derivedId(
      'relation',
      load.agencyId,
      load.source,
      row.rowKey,
      relation.link,
      relation.fromKey,
      relation.toKey,
    ),
    to_id: idOf(relation.toKey),
    link: relation.link,
    written: relation.written,
    row_key: row.rowKey,
    locator: relation.locator,
    valid_from: relation.validFrom,
    valid_until: relation.validUntil,
    marking: markings.numberOf(relation.marking),
  }));
}

function statementId(
  load: LoadRef,
  row: RowDraft,
  entity: EntityDraft,
  { property, written }: { readonly property: string; readonly written: string },
  at: number,
): string {
  return derivedId(
    'statement',
    load.agencyId,
    load.source,
    row.rowKey,
    entity.key,
    property,
    written,
    String(at),
  );
}

/** The different markings of a batch, numbered: a source has few, and each of its statements would repeat one. */
class Markings {
  readonly #numbers = new Map<string, number>();
  readonly #rows: object[] = [];
  readonly #known = new WeakMap<Marking, number>();

  numberOf(marking: Marking): number {
    const known = this.#known.get(marking);
    if (known !== undefined) return known;
    const { evaluation, certainty, handling, legalBasis, classification, reviewOn } = marking;
    const text = JSON.stringify([evaluation, certainty, handling, legalBasis, classification, reviewOn]);
    const number = this.#numbers.get(text) ?? this.#rows.length;
    if (number === this.#rows.length) {
      this.#numbers.set(text, number);
      this.#rows.push({
        marking: number,
        evaluation_scheme: evaluation.scheme,
        evaluation_code: evaluation.code,
        certainty,
        handling,
        legal_basis: legalBasis,
        classification,
        review_on: reviewOn,
      });
    }
    this.#known.set(marking, number);
    return number;
  }

  rows(): readonly object[] {
    return this.#rows;
  }
}
