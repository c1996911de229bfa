import type { Queryable } from '../store/index.ts';

/** The names under which files with these hashes were last loaded; a hash that no load knows is absent. */
export async function readOrigins(
  from: Queryable,
  fileHashes: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const { rows } = await from.query<{ origin_hash: string; origin: string }>(
    'SELECT DISTINCT ON (origin_hash) origin_hash, origin FROM records.load WHERE origin_hash = ANY($1) ORDER BY origin_hash, begun_at DESC',
    [fileHashes],
  );
  return new Map(rows.map((row) => [row.origin_hash, row.origin]));
}
