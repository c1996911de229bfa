import { randomId } from '../base/index.ts';
import type { Verdict } from '../match/index.ts';
import type { EntityKind } from '../model/index.ts';
import { type Queryable, write } from '../store/index.ts';
import { noteToResolve } from './resolution-tables.ts';

/** A person's word that two things are the same, or are not. Reversible; it never moves a statement. */
export interface Judgement {
  readonly id: string;
  /** `own:<entity id>` or `copy:<copy id>/<ref>`. */
  readonly left: string;
  readonly right: string;
  readonly verdict: 'same' | 'different';
  readonly officerId: string;
}

/** A judgement as it is made. 'unsure' keeps the pair out of the queue and changes nothing else. */
export interface NewJudgement extends Omit<Judgement, 'id' | 'verdict'> {
  readonly verdict: Verdict;
  readonly reason?: string;
  /** The evidence that spoke for the pair when it was judged, in powers of two. */
  readonly weight?: number;
}

/** Notes a judgement in the caller's transaction; one between own records takes the pair out of the queue and moves clusters soon. */
export async function judge(tx: Queryable, judgement: NewJudgement): Promise<string> {
  const { left, right, verdict, officerId, reason, weight } = judgement;
  const id = randomId();
  await write(
    tx,
    `INSERT INTO records.judgement (id, left_ref, right_ref, verdict, officer_id, reason, weight)
     VALUES ($1,$2,$3,$4,$5,$6,$7)`,
    [id, left, right, verdict, officerId, reason ?? null, weight ?? null],
  );
  if (isOwn(left) && isOwn(right)) await noteToResolve(tx, [left, right].map(entityOf));
  return id;
}

/** Takes a judgement back; it stays on file as revoked. False when it was not in force. */
export async function revokeJudgement(
  tx: Queryable,
  id: string,
  officerId: string | null = null,
): Promise<boolean> {
  const { rows } = await tx.query<{ left_ref: string; right_ref: string; weight: number | null }>(
    `UPDATE records.judgement SET revoked_at = now(), revoked_by = $2 WHERE id = $1 AND revoked_at IS NULL
     RETURNING left_ref, right_ref, weight`,
    [id, officerId],
  );
  const [revoked] = rows;
  if (revoked === undefined) return false;
  const refs = [revoked.left_ref, revoked.right_ref];
  if (!refs.every(isOwn)) return true;
  await noteToResolve(tx, refs.map(entityOf));
  // Until the clusters have moved again the pair is asked anew as it was.
  const [left = '', right = ''] = refs.map(entityOf).sort();
  await tx.query(
    'INSERT INTO records.open_pair (left_id, right_id, weight, further) VALUES ($1, $2, $3, 0) ON CONFLICT DO NOTHING',
    [left, right, revoked.weight ?? 0],
  );
  return true;
}

const isOwn = (ref: string): boolean => ref.startsWith('own:');
const entityOf = (ref: string): string => ref.slice('own:'.length);

/** The judgements in force that say of any of these what it is, or is not. */
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
      WHERE revoked_at IS NULL AND verdict <> 'unsure' AND (left_ref = ANY($1) OR right_ref = ANY($1)) ORDER BY judged_at, id`,
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
