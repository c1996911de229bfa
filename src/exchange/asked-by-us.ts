import type { KeyClass } from '../model/index.ts';
import type { Queryable } from '../store/index.ts';

/** How many elements went to one partner in one class, padding included: what its budget counts. */
export interface SentToday {
  readonly partner: string;
  readonly keyClass: KeyClass;
  readonly elements: number;
}

/** What we sent to each partner since midnight UTC of the day of `now`, by class. */
export async function readSentToday(from: Queryable, now: Date): Promise<readonly SentToday[]> {
  const { rows } = await from.query<SentToday>(
    `SELECT e.partner, e.key_class AS "keyClass", count(*) AS elements
       FROM exchange.question_partner p JOIN exchange.element e ON e.question_id = p.question_id AND e.partner = p.partner
      WHERE p.sent_at >= $1 GROUP BY e.partner, e.key_class ORDER BY e.partner, e.key_class`,
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
