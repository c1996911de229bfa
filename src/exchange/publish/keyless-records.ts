import type { Queryable, Transaction } from '../../store/index.ts';

/** Records that may be shared and yet have no key at all: too little is known of them, or all of it is too common. */
const KEYLESS = `SELECT DISTINCT entity_id FROM exchange.withheld_key w
  WHERE rule <> 'all' AND entity_id = ANY($1) AND NOT EXISTS (SELECT 1 FROM exchange.match_key k WHERE k.entity_id = w.entity_id)`;

/** In the transaction that derives keys of these records anew, afterwards. Kept, because each manifest tells how many there are. */
export async function noteKeyless(tx: Transaction, entityIds: readonly string[]): Promise<void> {
  await tx.query('DELETE FROM exchange.keyless_record WHERE entity_id = ANY($1)', [entityIds]);
  await tx.query(`INSERT INTO exchange.keyless_record (entity_id) ${KEYLESS}`, [entityIds]);
}

export async function countKeyless(from: Queryable): Promise<number> {
  const { rows } = await from.query<{ count: number }>(
    'SELECT count(*) AS count FROM exchange.keyless_record',
  );
  return rows[0]?.count ?? 0;
}
