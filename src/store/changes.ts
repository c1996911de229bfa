import type { Queryable } from './database.ts';

/** Notes in the caller's transaction that these entities changed: noted exactly when the change itself is committed. */
export async function noteChanges(tx: Queryable, entityIds: readonly string[]): Promise<void> {
  if (entityIds.length === 0) return;
  await tx.query('INSERT INTO store.change (entity_id) SELECT unnest($1::text[])', [entityIds]);
}

export interface TakenChanges {
  /** Each changed entity once, the longest waiting first. */
  readonly entityIds: readonly string[];
  /** Whether more are waiting than were asked for. */
  readonly more: boolean;
}

/**
 * Takes the longest waiting changes out of the feed, at most `limit`: gone when the caller's transaction commits, back when
 * it does not. There is no cursor that could run ahead, so a change that a slow transaction commits late is still met.
 * The feed has one follower; read the entity anew, for it may have changed again since.
 */
export async function takeChanges(tx: Queryable, limit: number): Promise<TakenChanges> {
  const { rows } = await tx.query<{ entity_id: string; number: number }>(
    `DELETE FROM store.change USING (
       SELECT entity_id, number FROM store.change ORDER BY number LIMIT $1 FOR UPDATE SKIP LOCKED) AS oldest
      WHERE store.change.entity_id = oldest.entity_id AND store.change.number = oldest.number
      RETURNING store.change.entity_id, store.change.number`,
    [limit],
  );
  const inOrder = rows.toSorted((left, right) => left.number - right.number);
  return { entityIds: [...new Set(inOrder.map((row) => row.entity_id))], more: rows.length === limit };
}

/** How many changes wait: for showing progress. */
export async function countChanges(from: Queryable): Promise<number> {
  const { rows } = await from.query<{ count: number }>('SELECT count(*) AS count FROM store.change');
  return rows[0]?.count ?? 0;
}
