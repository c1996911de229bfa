import { derivedId } from '../base/index.ts';
import type { Marking } from '../model/index.ts';
import type { Queryable } from '../store/index.ts';
import { type EntityDraft, entityId, type RowDraft } from './drafts.ts';
import { RecordsError } from './errors.ts';
import { CLAIM_COLUMNS, RELATION_COLUMNS, STATEMENT_COLUMNS } from './load-columns.ts';
import { statementTokens } from './tokens.ts';

export interface StagedCount {
  readonly accepted: number;
  readonly unchanged: number;
  /** Row keys that this load had already brought: the later row is not taken. */
  readonly duplicates: readonly string[];
}

/** Adds rows to a load that is still being staged; rows whose hash is the one already held are only counted. */
export async function stageRows(
  tx: Queryable,
  load: LoadRef,
  rows: readonly RowDraft[],
): Promise<StagedCount> {
  await requireStaging(tx, load.id);
  const first = [...new Map(rows.toReversed().map((row) => [row.rowKey, row])).values()].toReversed();
  const { rows: placed } = await tx.query<{ row_key: string; unchanged: boolean }>(
    `INSERT INTO records.staged_row (load_id, row_key, row_hash, unchanged)
     SELECT $1, n.row_key, n.row_hash, coalesce(h.row_hash = n.row_hash, false)
       FROM unnest($2::text[], $3::text[]) AS n (row_key, row_hash)
       LEFT JOIN records.source_row h ON h.source = $4 AND h.row_key = n.row_key
     ON CONFLICT DO NOTHING RETURNING row_key, unchanged`,
    [load.id, first.map((row) => row.rowKey), first.map((row) => row.rowHash), load.source],
  );
  const changed = new Set(placed.filter((row) => !row.unchanged).map((row) => row.row_key));
  const kept = new Set(placed.map((row) => row.row_key));
  const fresh = first.filter((row) => changed.has(row.rowKey));
  await stageClaims(tx, load, fresh);
  await stageStatements(tx, load, fresh);
  await stageRelations(tx, load, fresh);
  const taken = new Set(first.filter((row) => kept.has(row.rowKey)));
  const duplicates = rows.filter((row) => !taken.has(row)).map((row) => row.rowKey);
  return { accepted: fresh.length, unchanged: placed.length - fresh.length, duplicates };
}

/** Held against its being published or discarded meanwhile. */
async function requireStaging(tx: Queryable, loadId: string): Promise<void> {
  const { rows } = await tx.query<{ state: string }>(
    'SELECT state FROM records.load WHERE id = $1 FOR SHARE',
    [loadId],
  );
  const state = rows[0]?.state;
  if (state === undefined) throw new RecordsError('load-unknown', 'there is no load with this id');
  if (state !== 'staging')
    throw new RecordsError(
      'load-not-staging',
      `the load is already ${state}, expected one that is being staged`,
    );
}

/** The load that rows are added to. `country` reads phone numbers written without one. */
export interface LoadRef {
  readonly id: string;
  readonly agencyId: string;
  readonly source: string;
  readonly country?: string;
}

async function stageClaims(tx: Queryable, load: LoadRef, rows: readonly RowDraft[]): Promise<void> {
  const claims = rows.flatMap((row) =>
    row.entities.map((entity) => ({
      entity_id: entityId(load.agencyId, load.source, entity.key),
      kind: entity.kind,
      category: entity.category,
      row_key: row.rowKey,
    })),
  );
  await insertRecords(tx, load, 'records.staged_claim', CLAIM_COLUMNS, claims);
}

async function stageStatements(tx: Queryable, load: LoadRef, rows: readonly RowDraft[]): Promise<void> {
  const statements = rows.flatMap((row) =>
    row.entities.flatMap((entity) => {
      const id = entityId(load.agencyId, load.source, entity.key);
      return entity.statements.map((statement, at) => ({
        entity_id: id,
        id: statementId(load, row, entity, statement.property, statement.written, at),
        property: statement.property,
        written: statement.written,
        value: statement.value,
        tokens: statementTokens(entity.kind, statement.property, statement.value, load.country),
        row_key: row.rowKey,
        locator: statement.locator,
        valid_from: statement.validFrom,
        valid_until: statement.validUntil,
        ...markingColumns({ ...entity.marking, ...statement.marking }),
      }));
    }),
  );
  await insertRecords(tx, load, 'records.staged_statement', STATEMENT_COLUMNS, statements);
}

async function stageRelations(tx: Queryable, load: LoadRef, rows: readonly RowDraft[]): Promise<void> {
  const relations = rows.flatMap((row) =>
    row.relations.map((relation) => ({
      from_id: entityId(load.agencyId, load.source, relation.fromKey),
      id: derivedId(
        'relation',
        load.agencyId,
        load.source,
        row.rowKey,
        relation.link,
        relation.fromKey,
        relation.toKey,
      ),
      to_id: entityId(load.agencyId, load.source, relation.toKey),
      link: relation.link,
      written: relation.written,
      row_key: row.rowKey,
      locator: relation.locator,
      valid_from: relation.validFrom,
      valid_until: relation.validUntil,
      ...markingColumns(relation.marking),
    })),
  );
  await insertRecords(tx, load, 'records.staged_relation', RELATION_COLUMNS, relations);
}

function statementId(
  load: LoadRef,
  row: RowDraft,
  entity: EntityDraft,
  property: string,
  written: string,
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

/** The type of each column that is not text. */
const COLUMN_TYPES: Readonly<Record<string, string>> = {
  tokens: 'text[]',
  handling: 'text[]',
  locator: 'jsonb',
  review_on: 'date',
};

function markingColumns(marking: Marking) {
  return {
    evaluation_scheme: marking.evaluation.scheme,
    evaluation_code: marking.evaluation.code,
    certainty: marking.certainty,
    handling: marking.handling,
    legal_basis: marking.legalBasis,
    classification: marking.classification,
    review_on: marking.reviewOn,
  };
}

/** One INSERT for many rows, sent as one JSON text; source and load are the same for all of them. */
async function insertRecords(
  tx: Queryable,
  load: LoadRef,
  table: string,
  columns: string,
  records: readonly object[],
): Promise<void> {
  if (records.length === 0) return;
  const names = columns.split(', ');
  const sent = names.filter((name) => name !== 'source' && name !== 'load_id');
  const selected = names.map((name) => ({ source: '$2', load_id: '$3' })[name] ?? `n.${name}`);
  const typed = sent.map((name) => `${name} ${COLUMN_TYPES[name] ?? 'text'}`);
  await tx.query(
    `INSERT INTO ${table} (${columns}) SELECT ${selected.join(', ')} FROM json_to_recordset($1::json) AS n (${typed.join(', ')})`,
    [JSON.stringify(records), load.source, load.id],
  );
}
