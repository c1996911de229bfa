import type { Queryable } from '../store/index.ts';

/** A row of an old system that states, or stated, something of a record. */
export interface SourceRow {
  readonly source: string;
  readonly rowKey: string;
}

/** The rows behind these records, also of records whose rows have ended; a record that is erased altogether is absent. */
export async function readSourceRows(
  from: Queryable,
  entityIds: readonly string[],
): Promise<ReadonlyMap<string, readonly SourceRow[]>> {
  const { rows } = await from.query<{ entity_id: string; source: string; row_key: string }>(
    'SELECT DISTINCT entity_id, source, row_key FROM records.statement WHERE entity_id = ANY($1) ORDER BY entity_id, source, row_key',
    [entityIds],
  );
  const found = new Map<string, SourceRow[]>();
  for (const { entity_id: id, source, row_key: rowKey } of rows)
    found.set(id, [...(found.get(id) ?? []), { source, rowKey }]);
  return found;
}
