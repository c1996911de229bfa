import type { Verdict } from '../match/index.ts';
import type { Queryable } from '../store/index.ts';
import { OPEN_KEPT_MAX, type OpenQuestion } from './resolution-tables.ts';

/** How far resolution is, and what it set aside. */
export interface ResolutionState {
  /** Whether a load or a judgement still waits for the next run. */
  readonly isWaiting: boolean;
  /** Null before the first run. */
  readonly finishedAt: Date | null;
  /** People and organisations. */
  readonly records: number;
  /** Records that are one with another record. */
  readonly joined: number;
  /** `value <attribute> <canonical value>` and how many share it. */
  readonly setAside: readonly { readonly key: string; readonly size: number }[];
}

export async function readResolutionState(from: Queryable): Promise<ResolutionState> {
  const { rows } = await from.query<{
    waiting: boolean;
    finished_at: Date | null;
    records: number;
    joined: number;
    set_aside: ResolutionState['setAside'] | null;
  }>(
    `SELECT EXISTS (SELECT 1 FROM records.to_resolve) AS waiting, finished_at, set_aside,
        (SELECT count(*) FROM records.resolved) AS records,
        (SELECT coalesce(sum(size), 0)::bigint FROM (SELECT count(*) AS size FROM records.resolved GROUP BY cluster_id) c
          WHERE size > 1) AS joined
       FROM (SELECT 1) AS always LEFT JOIN records.resolution ON true`,
  );
  const [row] = rows;
  return {
    isWaiting: row?.waiting ?? false,
    finishedAt: row?.finished_at ?? null,
    records: row?.records ?? 0,
    joined: row?.joined ?? 0,
    setAside: row?.set_aside ?? [],
  };
}

/** Open questions that nobody has judged yet, the most evidence first, and how many of them there are in all, not only in the queue. */
export async function readQueue(
  from: Queryable,
  limit: number,
): Promise<{ readonly questions: readonly OpenQuestion[]; readonly count: number }> {
  const unjudged = `NOT EXISTS (SELECT 1 FROM records.judgement j WHERE j.revoked_at IS NULL AND (
      (j.left_ref = 'own:' || left_id AND j.right_ref = 'own:' || right_id)
      OR (j.left_ref = 'own:' || right_id AND j.right_ref = 'own:' || left_id)))`;
  const { rows } = await from.query<OpenQuestion>(
    `SELECT left_id AS left, right_id AS right, weight, further FROM records.open_pair WHERE ${unjudged}
      ORDER BY weight DESC, left_id || right_id LIMIT $1`,
    [limit],
  );
  const { rows: counted } = await from.query<{ count: number }>(
    `SELECT count(*) + coalesce((SELECT greatest(0, open_pairs - $1::int) FROM records.resolution), 0) AS count
       FROM records.open_pair WHERE ${unjudged}`,
    [OPEN_KEPT_MAX],
  );
  return { questions: rows, count: counted[0]?.count ?? 0 };
}

/** What spoke for a question that is open between these two, in powers of two; null where none is. */
export async function readOpenWeight(from: Queryable, left: string, right: string): Promise<number | null> {
  const { rows } = await from.query<{ weight: number }>(
    'SELECT weight FROM records.open_pair WHERE left_id = least($1, $2) AND right_id = greatest($1, $2)',
    [left, right],
  );
  return rows[0]?.weight ?? null;
}

/** The cluster of each of these records, with all its members in the order in which they came. */
export async function readClusters(
  from: Queryable,
  entityIds: readonly string[],
): Promise<ReadonlyMap<string, { readonly id: string; readonly members: readonly string[] }>> {
  const { rows } = await from.query<{ entity_id: string; cluster_id: string; members: string[] }>(
    `SELECT r.entity_id, r.cluster_id,
        (SELECT array_agg(m.entity_id ORDER BY m.arrival) FROM records.resolved m WHERE m.cluster_id = r.cluster_id) AS members
       FROM records.resolved r WHERE r.entity_id = ANY($1)`,
    [entityIds],
  );
  return new Map(rows.map((row) => [row.entity_id, { id: row.cluster_id, members: row.members }]));
}

/** A judgement between two of our records, as it stands on file. */
export interface OwnJudgement {
  readonly id: string;
  readonly left: string;
  readonly right: string;
  readonly verdict: Verdict;
  readonly officerId: string;
  readonly judgedAt: Date;
  readonly reason: string | null;
  readonly weight: number | null;
  readonly revokedAt: Date | null;
  readonly revokedBy: string | null;
}

const JUDGEMENT = `id, substr(left_ref, 5) AS left, substr(right_ref, 5) AS right, verdict, officer_id AS "officerId",
  judged_at AS "judgedAt", reason, weight, revoked_at AS "revokedAt", revoked_by AS "revokedBy"`;
const OWN = `left_ref LIKE 'own:%' AND right_ref LIKE 'own:%'`;

/** The newest judgements between own records, those taken back among them. */
export async function listOwnJudgements(from: Queryable, limit: number): Promise<readonly OwnJudgement[]> {
  const { rows } = await from.query<OwnJudgement>(
    `SELECT ${JUDGEMENT} FROM records.judgement WHERE ${OWN} ORDER BY judged_at DESC, id LIMIT $1`,
    [limit],
  );
  return rows;
}

/** The judgements in force that name any of these records, and another of ours. */
export async function readOwnJudgements(
  from: Queryable,
  entityIds: readonly string[],
): Promise<readonly OwnJudgement[]> {
  const { rows } = await from.query<OwnJudgement>(
    `SELECT ${JUDGEMENT} FROM records.judgement
      WHERE revoked_at IS NULL AND ${OWN} AND (left_ref = ANY($1) OR right_ref = ANY($1)) ORDER BY judged_at, id`,
    [entityIds.map((id) => `own:${id}`)],
  );
  return rows;
}
