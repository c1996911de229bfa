import type { RememberedRecord, Verdict } from '../match/index.ts';
import { noteChanges, type Queryable } from '../store/index.ts';
import type { ClusterNote, Move } from './cluster-moves.ts';

/** What waits to be compared: the rows' numbers, and the entities they name, each once. */
export interface Noted {
  readonly numbers: readonly number[];
  readonly entityIds: readonly string[];
}

/** Notes, in the caller's transaction, that these entities are to be compared anew: people, or things that people hold. */
export async function noteToResolve(tx: Queryable, entityIds: readonly string[]): Promise<void> {
  await tx.query('INSERT INTO records.to_resolve (entity_id) SELECT unnest($1::text[])', [entityIds]);
}

export async function readNoted(from: Queryable): Promise<Noted> {
  const { rows } = await from.query<{ number: number; entity_id: string }>(
    'SELECT number, entity_id FROM records.to_resolve ORDER BY number',
  );
  return {
    numbers: rows.map((row) => row.number),
    entityIds: [...new Set(rows.map((row) => row.entity_id))],
  };
}

export async function clearNoted(tx: Queryable, { numbers }: Noted): Promise<void> {
  await tx.query('DELETE FROM records.to_resolve WHERE number = ANY($1::bigint[])', [numbers]);
}

/** An id names its founder: the entity, and `~2` where an older cluster of that founder lives on (room match). */
const founderOf = (cluster: string): string => cluster.split('~')[0] ?? cluster;

/** Every record's cluster as it was last written, in the order in which the records came. */
export async function readRemembered(
  from: Queryable,
): Promise<{ readonly records: readonly RememberedRecord[]; readonly arrivals: number }> {
  const { rows } = await from.query<{ entity_id: string; cluster_id: string; arrival: number }>(
    'SELECT entity_id, cluster_id, arrival FROM records.resolved ORDER BY arrival',
  );
  const records = rows.map(({ entity_id, cluster_id }) => ({
    record: entity_id,
    cluster: cluster_id,
    founder: founderOf(cluster_id),
  }));
  return { records, arrivals: rows.at(-1)?.arrival ?? 0 };
}

export interface OwnVerdict {
  readonly left: string;
  readonly right: string;
  readonly verdict: Verdict;
}

/** The judgements in force between two records of our own, in the order in which they were made. */
export async function readOwnVerdicts(from: Queryable): Promise<readonly OwnVerdict[]> {
  const { rows } = await from.query<OwnVerdict>(
    `SELECT substr(left_ref, 5) AS left, substr(right_ref, 5) AS right, verdict FROM records.judgement
      WHERE revoked_at IS NULL AND left_ref LIKE 'own:%' AND right_ref LIKE 'own:%' ORDER BY judged_at, id`,
  );
  return rows;
}

/** Writes where records are now, and tells what became of clusters. `arrivals` are of records that came, or came anew. */
export async function writeMoves(
  tx: Queryable,
  moves: readonly Move[],
  arrivals: ReadonlyMap<string, { readonly cluster: string; readonly arrival: number }>,
  notes: readonly ClusterNote[],
): Promise<void> {
  const gone = moves.filter(({ to }) => to === null).map(({ entity }) => entity);
  const moved = moves.filter(({ entity, to }) => to !== null && !arrivals.has(entity));
  const came = [...arrivals];
  await tx.query('DELETE FROM records.resolved WHERE entity_id = ANY($1)', [gone]);
  await tx.query(
    `UPDATE records.resolved r SET cluster_id = n.cluster_id FROM unnest($1::text[], $2::text[]) AS n (entity_id, cluster_id)
      WHERE r.entity_id = n.entity_id`,
    [moved.map(({ entity }) => entity), moved.map(({ to }) => to)],
  );
  await tx.query(
    `INSERT INTO records.resolved (entity_id, cluster_id, arrival)
     SELECT * FROM unnest($1::text[], $2::text[], $3::bigint[])
     ON CONFLICT (entity_id) DO UPDATE SET cluster_id = excluded.cluster_id, arrival = excluded.arrival`,
    [came.map(([id]) => id), came.map(([, { cluster }]) => cluster), came.map(([, { arrival }]) => arrival)],
  );
  await tx.query(
    `INSERT INTO records.cluster_change (kind, cluster_id, others, entities)
     SELECT kind, cluster, ARRAY(SELECT json_array_elements_text(others)), ARRAY(SELECT json_array_elements_text(entities))
       FROM json_to_recordset($1) AS n (kind text, cluster text, others json, entities json)`,
    [JSON.stringify(notes)],
  );
  // How many people bear a name key depends on who is one person.
  await noteChanges(tx, [...new Set(notes.flatMap(({ entities }) => entities))]);
}

/** A pair of two clusters that could be one; `further` other pairs of the same two ask the same. */
export interface OpenQuestion {
  readonly left: string;
  readonly right: string;
  /** In powers of two. */
  readonly weight: number;
  readonly further: number;
}

/** The queue keeps so many, those with the most evidence; their number is kept of all. */
export const OPEN_KEPT_MAX = 10_000;

/** Replaces the queue by all questions that are open, the most evidence first. */
export async function writeQueue(
  tx: Queryable,
  all: readonly OpenQuestion[],
  setAside: readonly { readonly key: string; readonly size: number }[],
): Promise<void> {
  const open = all.slice(0, OPEN_KEPT_MAX);
  await tx.query('DELETE FROM records.open_pair');
  await tx.query(
    `INSERT INTO records.open_pair (left_id, right_id, weight, further)
     SELECT * FROM unnest($1::text[], $2::text[], $3::real[], $4::int[])`,
    [
      open.map(({ left }) => left),
      open.map(({ right }) => right),
      open.map(({ weight }) => weight),
      open.map(({ further }) => further),
    ],
  );
  await tx.query(
    `INSERT INTO records.resolution (open_pairs, set_aside) VALUES ($1, $2)
     ON CONFLICT (one) DO UPDATE SET open_pairs = excluded.open_pairs, set_aside = excluded.set_aside, finished_at = now()`,
    [all.length, JSON.stringify(setAside)],
  );
}
