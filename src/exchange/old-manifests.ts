import type { ExchangeContext } from './context.ts';

const HOUR_MS = 3_600_000;
/** What a manifest says is kept a day, as long as the tags of its segments are (segment-files.ts): an audit is answered within it. */
const WHOLE_MS = 26 * HOUR_MS;
/** Its place, number and hash, is kept so long: in that time a partner that was away is told that our chain went through what it holds. */
export const PLACES_MS = 14 * 24 * HOUR_MS;
/** The owner keeps them a day longer than a partner asks for them, whose clock may stand otherwise. */
const OWN_PLACES_MS = PLACES_MS + 24 * HOUR_MS;
/** So many rows in one transaction: others wait for none of them. */
const BATCH = 1_000;

/** Rows that are to be changed, at most so many of a batch; `$1` is a moment, `$2` an earlier one. */
interface Sweep {
  readonly sql: string;
  readonly moments: (now: number) => readonly Date[];
}

/** Of our own, the newest of each chain stays whole. Keys manifests are the proof of what every answer is held against: all stay. */
const OWN_NOT_NEWEST = `m.number < (SELECT max(n.number) FROM exchange.own_manifest n WHERE n.partner = m.partner AND n.part = 'segments')`;

const SWEEPS: readonly Sweep[] = [
  {
    sql: `WITH old AS (SELECT partner, number FROM exchange.own_manifest m WHERE part = 'segments' AND bytes IS NOT NULL
              AND issued_at < $1 AND ${OWN_NOT_NEWEST} ORDER BY issued_at LIMIT ${BATCH})
          UPDATE exchange.own_manifest m SET bytes = NULL FROM old
           WHERE m.partner = old.partner AND m.part = 'segments' AND m.number = old.number`,
    moments: (now) => [new Date(now - WHOLE_MS)],
  },
  {
    sql: `WITH old AS (SELECT partner, number FROM exchange.own_manifest m WHERE part = 'segments' AND bytes IS NULL
              AND issued_at < $1 AND ${OWN_NOT_NEWEST} ORDER BY issued_at LIMIT ${BATCH})
          DELETE FROM exchange.own_manifest m USING old WHERE m.partner = old.partner AND m.part = 'segments' AND m.number = old.number`,
    moments: (now) => [new Date(now - OWN_PLACES_MS)],
  },
  {
    // What a receipt or a standing question goes on from stays, and the last of each day, to be held against its owner's ledger.
    sql: `WITH old AS (SELECT m.partner, m.number FROM exchange.partner_manifest m JOIN exchange.partner_state s USING (partner),
              LATERAL (SELECT n.received_at FROM exchange.partner_manifest n WHERE n.partner = m.partner AND n.part = 'segments'
                AND n.number > m.number ORDER BY n.number LIMIT 1) next
            WHERE m.part = 'segments' AND m.bytes IS NOT NULL AND m.received_at < $1
              AND m.number < least(s.number, coalesce(s.confirmed_number, s.number))
              AND (m.received_at < $2 OR (next.received_at AT TIME ZONE 'UTC')::date = (m.received_at AT TIME ZONE 'UTC')::date)
              AND NOT EXISTS (SELECT 1 FROM exchange.standing_partner w
                WHERE w.partner = m.partner AND w.manifest_number = m.number AND w.state = 'watching')
            ORDER BY m.received_at LIMIT ${BATCH})
          UPDATE exchange.partner_manifest m SET bytes = NULL FROM old
           WHERE m.partner = old.partner AND m.part = 'segments' AND m.number = old.number`,
    moments: (now) => [new Date(now - WHOLE_MS), new Date(now - PLACES_MS)],
  },
  {
    sql: `WITH old AS (SELECT m.partner, m.number FROM exchange.partner_manifest m JOIN exchange.partner_state s USING (partner)
            WHERE m.part = 'segments' AND m.bytes IS NULL AND m.received_at < $1 AND m.number < s.number
            ORDER BY m.received_at LIMIT ${BATCH})
          DELETE FROM exchange.partner_manifest m USING old WHERE m.partner = old.partner AND m.part = 'segments' AND m.number = old.number`,
    moments: (now) => [new Date(now - PLACES_MS)],
  },
];

/** Forgets what old manifests said, our own and those of partners, and after two weeks that they were; in small steps, beside all other work. */
export async function forgetOldManifests({
  database,
  clock,
}: Pick<ExchangeContext, 'database' | 'clock'>): Promise<void> {
  const now = clock.now().getTime();
  for (const { sql, moments } of SWEEPS) {
    for (let changed = BATCH; changed === BATCH; )
      changed = (await database.query(sql, [...moments(now)])).rowCount;
  }
}
