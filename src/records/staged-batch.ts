import { derivedId } from '../base/index.ts';
import type { Category, Locator } from '../model/index.ts';
import { BatchMarkings } from './batch-markings.ts';
import {
  type EntityDraft,
  entityId,
  type RelationDraft,
  type RowDraft,
  type StatementDraft,
} from './drafts.ts';
import { mostProtected } from './protection.ts';
import { statementTokens } from './tokens.ts';

/** The load that rows are added to. `country` reads phone numbers written without one. */
export interface LoadRef {
  readonly id: string;
  readonly agencyId: string;
  readonly source: string;
  readonly country?: string;
}

/** Some rows of a load as JSON texts, in the columns of the tables: what several statements share stands once, under a number. */
export interface StagedBatch {
  readonly places: string;
  readonly markings: string;
  readonly claims: string;
  readonly statements: string;
  readonly relations: string;
}

/** What the rows say, nothing twice; source and load, the same for all, are left out. */
export function stagedBatch(load: LoadRef, rows: readonly RowDraft[]): StagedBatch {
  const parts: BatchParts = {
    places: [],
    claims: [],
    statements: [],
    relations: [],
    markings: new BatchMarkings(),
  };
  for (const row of rows) new StagedRow(load, row, parts).place();
  return {
    places: JSON.stringify(parts.places),
    markings: JSON.stringify(parts.markings.rows()),
    claims: JSON.stringify(parts.claims),
    statements: JSON.stringify(parts.statements),
    relations: JSON.stringify(parts.relations),
  };
}

interface Identified {
  readonly id: string;
}

interface Claim {
  readonly entity_id: string;
  readonly kind: string;
  category: Category | undefined;
  readonly place: number;
}

interface BatchParts {
  readonly places: object[];
  readonly claims: Claim[];
  readonly statements: Identified[];
  readonly relations: Identified[];
  readonly markings: BatchMarkings;
}

class StagedRow {
  readonly #load: LoadRef;
  readonly #row: RowDraft;
  readonly #batch: BatchParts;
  readonly #firstStatement: number;
  readonly #firstRelation: number;
  readonly #ids = new Map<string, string>();
  readonly #claims = new Map<string, Claim>();
  readonly #places = new Map<Locator | null, number>();

  constructor(load: LoadRef, row: RowDraft, batch: BatchParts) {
    this.#load = load;
    this.#row = row;
    this.#batch = batch;
    this.#firstStatement = batch.statements.length;
    this.#firstRelation = batch.relations.length;
  }

  place(): void {
    for (const entity of this.#row.entities) this.#placeEntity(entity);
    for (const relation of this.#row.relations) this.#placeRelation(relation);
  }

  #placeEntity(entity: EntityDraft): void {
    const { kind, category } = entity;
    const entity_id = this.#idOf(entity.key);
    const { statements } = this.#batch;
    const before = this.#claims.get(entity.key);
    if (before === undefined) {
      // Any place will do for a claim: it is of the row.
      const place = this.#numberOf(entity.statements[0]?.locator ?? null);
      const claim: Claim = { entity_id, kind, category, place };
      this.#claims.set(entity.key, claim);
      this.#batch.claims.push(claim);
    } else if (before.category !== category) {
      // Where one row states one person twice, the category that protects most is kept.
      before.category = mostProtected([before.category ?? null, category ?? null]);
    }
    for (let at = 0; at < entity.statements.length; at += 1) {
      const statement = this.#statement(entity, entity_id, at);
      if (before === undefined || isNew(statements, this.#firstStatement, statement))
        statements.push(statement);
    }
  }

  #statement(entity: EntityDraft, entity_id: string, at: number): Identified {
    const { agencyId, source, country } = this.#load;
    const statement = entity.statements[at] as StatementDraft;
    const { property, written, value } = statement;
    const marking =
      statement.marking === undefined ? entity.marking : { ...entity.marking, ...statement.marking };
    return {
      entity_id,
      id: derivedId(
        'statement',
        agencyId,
        source,
        this.#row.rowKey,
        entity.key,
        property,
        written,
        String(at),
      ),
      property,
      written,
      value,
      tokens: statementTokens(entity.kind, property, value, country),
      valid_from: statement.validFrom,
      valid_until: statement.validUntil,
      place: this.#numberOf(statement.locator),
      marking: this.#batch.markings.numberOf(marking),
    } as Identified;
  }

  #placeRelation(relation: RelationDraft): void {
    const { link, fromKey, toKey } = relation;
    const { agencyId, source } = this.#load;
    const { relations, markings } = this.#batch;
    const placed = {
      from_id: this.#idOf(fromKey),
      id: derivedId('relation', agencyId, source, this.#row.rowKey, link, fromKey, toKey),
      to_id: this.#idOf(toKey),
      link,
      written: relation.written,
      valid_from: relation.validFrom,
      valid_until: relation.validUntil,
      place: this.#numberOf(relation.locator),
      marking: markings.numberOf(relation.marking),
    };
    if (isNew(relations, this.#firstRelation, placed)) relations.push(placed);
  }

  #idOf(key: string): string {
    let id = this.#ids.get(key);
    if (id === undefined) {
      id = entityId(this.#load.agencyId, this.#load.source, key);
      this.#ids.set(key, id);
    }
    return id;
  }

  /** The number of a place in the row; most rows have one locator for all they say. Null: the row as a whole. */
  #numberOf(locator: Locator | null): number {
    let place = this.#places.get(locator);
    if (place === undefined) {
      place = this.#batch.places.length;
      this.#batch.places.push({ place, row_key: this.#row.rowKey, locator });
      this.#places.set(locator, place);
    }
    return place;
  }
}

/** Whether the row has not said it yet: ids are derived from what is said, so the same id is the same thing. */
function isNew(list: readonly Identified[], from: number, { id }: Identified): boolean {
  for (let at = from; at < list.length; at += 1) if (list[at]?.id === id) return false;
  return true;
}
