import { randomId } from '../base/index.ts';
import type { EntityKind } from '../model/index.ts';
import { type Queryable, write } from '../store/index.ts';

/** A person's word that two things are the same, or are not. Reversible; it never moves a statement. */
export interface Judgement {
  readonly id: string;
  /** `own:<entity id>` or `copy:<copy id>/<ref>`. */
  readonly left: string;
  readonly right: string;
  readonly verdict: 'same' | 'different';
  readonly officerId: string;
}

/** Notes a judgement in the caller's transaction. */
export async function judge(tx: Queryable, judgement: Omit<Judgement, 'id'>): Promise<string> {
  const id = randomId();
  await write(
    tx,
    'INSERT INTO records.judgement (id, left_ref, right_ref, verdict, officer_id) VALUES ($1,$2,$3,$4,$5)',
    [id, judgement.left, judgement.right, judgement.verdict, judgement.officerId],
  );
  return id;
}

/** Takes a judgement back; it stays on file as revoked. */
export async function revokeJudgement(tx: Queryable, id: string): Promise<void> {
  await write(tx, 'UPDATE records.judgement SET revoked_at = now() WHERE id = $1 AND revoked_at IS NULL', [
    id,
  ]);
}

/** The judgements in force that name any of these. */
export async function readJudgements(
  from: Queryable,
  refs: readonly string[],
): Promise<readonly Judgement[]> {
  const { rows } = await from.query<{
    id: string;
    left_ref: string;
    right_ref: string;
    verdict: 'same' | 'different';
    officer_id: string;
  }>(
    `SELECT id, left_ref, right_ref, verdict, officer_id FROM records.judgement
      WHERE revoked_at IS NULL AND (left_ref = ANY($1) OR right_ref = ANY($1)) ORDER BY judged_at, id`,
    [refs],
  );
  return rows.map((row) => ({
    id: row.id,
    left: row.left_ref,
    right: row.right_ref,
    verdict: row.verdict,
    officerId: row.officer_id,
  }));
}

/** What a ref names: its kind and the tokens by which it is found. */
export interface DescribedRef {
  readonly kind: EntityKind;
  readonly tokens: readonly string[];
}

/** The own entity or the received one that a ref names; null when it is gone. */
export async function describeRef(from: Queryable, ref: string): Promise<DescribedRef | null> {
  const [side, name = ''] = ref.split(':');
  const [copyId = '', copyRef = ''] = name.split('/');
  const { rows } =
    side === 'own'
      ? await from.query<DescribedRef>(
          `SELECT c.kind, coalesce((SELECT array_agg(DISTINCT token) FROM records.statement s, unnest(s.tokens) AS token
              WHERE s.entity_id = c.entity_id AND s.superseded_at IS NULL), '{}') AS tokens
             FROM records.claim c WHERE c.entity_id = $1 LIMIT 1`,
          [name],
        )
      : await from.query<DescribedRef>(
          `SELECT e.kind, coalesce((SELECT array_agg(DISTINCT token) FROM records.copy_statement s, unnest(s.tokens) AS token
              WHERE s.copy_id = e.copy_id AND s.ref = e.ref), '{}') AS tokens
             FROM records.copy_entity e WHERE e.copy_id = $1 AND e.ref = $2`,
          [copyId, copyRef],
        );
  return rows[0] ?? null;
}
