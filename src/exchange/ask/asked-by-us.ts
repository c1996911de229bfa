import type { KeyClass } from '../../model/index.ts';
import type { Queryable } from '../../store/index.ts';

/** How many elements went to one partner in one class, padding included: what its budget counts. */
export interface SentToday {
  readonly partner: string;
  readonly keyClass: KeyClass;
  readonly elements: number;
}

/** What we sent to each partner since midnight UTC of the day of `now`, by class. */
export async function readSentToday(from: Queryable, now: Date): Promise<readonly SentToday[]> {
  const { rows } = await from.query<SentToday>(
    `SELECT partner, sent->>0 AS "keyClass", sum((sent->>1)::int)::int AS elements
       FROM exchange.question_partner CROSS JOIN LATERAL jsonb_array_elements(counts) AS sent
      WHERE sent_at >= $1 GROUP BY 1, 2 ORDER BY 1, 2`,
    [`${now.toISOString().slice(0, 10)}T00:00:00Z`],
  );
  return rows;
}

/** The refs (own records, received copies) that the questions of one case were about, each once. */
export async function readAskedRefs(from: Queryable, caseId: string): Promise<readonly string[]> {
  const { rows } = await from.query<{ refs: Readonly<Record<string, readonly string[]>> }>(
    'SELECT refs FROM exchange.question WHERE case_id = $1',
    [caseId],
  );
  return [...new Set(rows.flatMap(({ refs }) => Object.values(refs).flat()))];
}
