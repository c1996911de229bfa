import { randomId } from '../base/index.ts';
import type {
  Category,
  Certainty,
  EntityKind,
  Evaluation,
  EvaluationScheme,
  HandlingCode,
  LinkKind,
  Property,
} from '../model/index.ts';
import { type Queryable, write } from '../store/index.ts';
import { statementTokens } from './tokens.ts';

/** What an owner disclosed, kept apart from own records: shown as foreign everywhere, never in the own index, gone at expiry. */
export interface ReceivedCopy {
  readonly id: string;
  readonly owner: string;
  readonly messageId: string;
  readonly requestId: string;
  readonly caseId: string;
  readonly receivedAt: string;
  readonly expiresAt: string;
  readonly handling: readonly HandlingCode[];
  readonly entities: readonly CopyEntity[];
  readonly relations: readonly CopyRelation[];
}

/** `ref` is meaningful inside its disclosure only. */
export interface CopyEntity {
  readonly ref: string;
  readonly kind: EntityKind;
  readonly category?: Category;
  readonly statements: readonly CopyStatement[];
}

export interface CopyStatement {
  readonly property: Property;
  readonly written: string;
  readonly value: string;
  readonly recordedOn: string;
  readonly evaluation: Evaluation;
  readonly certainty: Certainty;
  readonly handling: readonly HandlingCode[];
}

export interface CopyRelation {
  readonly from: string;
  readonly to: string;
  readonly link: LinkKind;
  readonly recordedOn: string;
  readonly evaluation: Evaluation;
  readonly certainty: Certainty;
  readonly handling: readonly HandlingCode[];
}

/** Keeps a disclosure in the caller's transaction and gives back the copy's id. */
export async function storeCopy(tx: Queryable, copy: Omit<ReceivedCopy, 'id'>): Promise<string> {
  const id = randomId();
  await write(
    tx,
    `INSERT INTO records.copy (id, owner, message_id, request_id, case_id, received_at, expires_at, handling)
     VALUES ($1,$2,$3,$4,$5,$6,$7,$8)`,
    [
      id,
      copy.owner,
      copy.messageId,
      copy.requestId,
      copy.caseId,
      copy.receivedAt,
      copy.expiresAt,
      copy.handling,
    ],
  );
  const entities = copy.entities.map(({ ref, kind, category }) => ({ ref, kind, category }));
  await insertParts(tx, id, 'records.copy_entity', 'ref text, kind text, category text', entities);
  await insertParts(tx, id, 'records.copy_statement', STATEMENT_PART, statementParts(copy.entities));
  await insertParts(tx, id, 'records.copy_relation', RELATION_PART, relationParts(copy.relations));
  return id;
}

const MARKED =
  'recorded_on text, evaluation_scheme text, evaluation_code text, certainty text, handling text[]';
const STATEMENT_PART = `number int, ref text, property text, written text, value text, tokens text[], ${MARKED}`;
const RELATION_PART = `number int, from_ref text, to_ref text, link text, ${MARKED}`;

function statementParts(entities: readonly CopyEntity[]): readonly object[] {
  return entities
    .flatMap((entity) => entity.statements.map((statement) => ({ entity, statement })))
    .map(({ entity, statement }, at) => ({
      number: at + 1,
      ref: entity.ref,
      property: statement.property,
      written: statement.written,
      value: statement.value,
      tokens: statementTokens(entity.kind, statement.property, statement.value),
      ...marked(statement),
    }));
}

function relationParts(relations: readonly CopyRelation[]): readonly object[] {
  return relations.map((relation, at) => ({
    number: at + 1,
    from_ref: relation.from,
    to_ref: relation.to,
    link: relation.link,
    ...marked(relation),
  }));
}

function marked({ recordedOn, evaluation, certainty, handling }: CopyRelation | CopyStatement) {
  return {
    recorded_on: recordedOn,
    evaluation_scheme: evaluation.scheme,
    evaluation_code: evaluation.code,
    certainty,
    handling,
  };
}

/** One INSERT for all parts of one kind, sent as one JSON text. `record` names and types their columns. */
async function insertParts(
  tx: Queryable,
  copyId: string,
  table: string,
  record: string,
  parts: readonly object[],
): Promise<void> {
  if (parts.length === 0) return;
  const columns = record.split(', ').map((column) => column.split(' ')[0] ?? '');
  await write(
    tx,
    `INSERT INTO ${table} (copy_id, ${columns.join(', ')})
     SELECT $2, ${columns.map((column) => `n.${column}`).join(', ')} FROM json_to_recordset($1::json) AS n (${record})`,
    [JSON.stringify(parts), copyId],
  );
}

interface EvaluationRow {
  evaluation_scheme: EvaluationScheme;
  evaluation_code: string;
  certainty: Certainty;
  handling: HandlingCode[];
  recorded_on: string;
}

/** The copies of one case (or of all) that have not expired at `now`, oldest first. */
export async function readCopies(
  from: Queryable,
  wanted: { readonly caseId?: string; readonly requestId?: string; readonly now: Date },
): Promise<readonly ReceivedCopy[]> {
  const { rows: copies } = await from.query<{
    id: string;
    owner: string;
    message_id: string;
    request_id: string;
    case_id: string;
    received_at: Date;
    expires_at: Date;
    handling: HandlingCode[];
  }>(
    `SELECT id, owner, message_id, request_id, case_id, received_at, expires_at, handling FROM records.copy
      WHERE expires_at > $1 AND ($2::text IS NULL OR case_id = $2) AND ($3::text IS NULL OR request_id = $3) ORDER BY received_at, id`,
    [wanted.now, wanted.caseId ?? null, wanted.requestId ?? null],
  );
  const ids = copies.map((copy) => copy.id);
  const entities = await from.query<{
    copy_id: string;
    ref: string;
    kind: EntityKind;
    category: Category | null;
  }>(
    'SELECT copy_id, ref, kind, category FROM records.copy_entity WHERE copy_id = ANY($1) ORDER BY copy_id, ref',
    [ids],
  );
  const statements = await from.query<
    { copy_id: string; ref: string; property: Property; written: string; value: string } & EvaluationRow
  >(
    `SELECT copy_id, ref, property, written, value, recorded_on, evaluation_scheme, evaluation_code, certainty, handling
       FROM records.copy_statement WHERE copy_id = ANY($1) ORDER BY copy_id, number`,
    [ids],
  );
  const relations = await from.query<
    { copy_id: string; from_ref: string; to_ref: string; link: LinkKind } & EvaluationRow
  >(
    `SELECT copy_id, from_ref, to_ref, link, recorded_on, evaluation_scheme, evaluation_code, certainty, handling
       FROM records.copy_relation WHERE copy_id = ANY($1) ORDER BY copy_id, number`,
    [ids],
  );
  return copies.map((copy) => ({
    id: copy.id,
    owner: copy.owner,
    messageId: copy.message_id,
    requestId: copy.request_id,
    caseId: copy.case_id,
    receivedAt: copy.received_at.toISOString(),
    expiresAt: copy.expires_at.toISOString(),
    handling: copy.handling,
    entities: entities.rows
      .filter((entity) => entity.copy_id === copy.id)
      .map((entity) => ({
        ref: entity.ref,
        kind: entity.kind,
        ...(entity.category === null ? {} : { category: entity.category }),
        statements: statements.rows
          .filter((statement) => statement.copy_id === copy.id && statement.ref === entity.ref)
          .map((statement) => ({
            property: statement.property,
            written: statement.written,
            value: statement.value,
            ...evaluated(statement),
          })),
      })),
    relations: relations.rows
      .filter((relation) => relation.copy_id === copy.id)
      .map((relation) => ({
        from: relation.from_ref,
        to: relation.to_ref,
        link: relation.link,
        ...evaluated(relation),
      })),
  }));
}

/** What received things say of one property, with whose word it is and what may be done with it. */
export async function readCopyValues(
  from: Queryable,
  things: readonly { readonly copyId: string; readonly ref: string }[],
  property: Property,
): Promise<readonly { readonly owner: string; readonly value: string; readonly handling: HandlingCode[] }[]> {
  const { rows } = await from.query<{ owner: string; value: string; handling: HandlingCode[] }>(
    `SELECT c.owner, s.value, s.handling FROM records.copy_statement s JOIN records.copy c ON c.id = s.copy_id
      WHERE s.property = $1 AND (s.copy_id, s.ref) IN (SELECT * FROM unnest($2::text[], $3::text[]))
      ORDER BY s.copy_id, s.number`,
    [property, things.map((thing) => thing.copyId), things.map((thing) => thing.ref)],
  );
  return rows;
}

/** How many copies wait to be erased because their time is over. */
export async function countExpiredCopies(from: Queryable, now: Date): Promise<number> {
  const { rows } = await from.query<{ count: number }>(
    'SELECT count(*) AS count FROM records.copy WHERE expires_at <= $1',
    [now],
  );
  return rows[0]?.count ?? 0;
}

/** Erases the copies whose time is over and gives back their owners, one entry a copy. */
export async function eraseExpiredCopies(tx: Queryable, now: Date): Promise<readonly string[]> {
  const { rows } = await tx.query<{ owner: string }>(
    'DELETE FROM records.copy WHERE expires_at <= $1 RETURNING owner',
    [now],
  );
  return rows.map((row) => row.owner);
}

function evaluated(row: EvaluationRow) {
  return {
    recordedOn: row.recorded_on,
    evaluation: { scheme: row.evaluation_scheme, code: row.evaluation_code },
    certainty: row.certainty,
    handling: row.handling,
  };
}
