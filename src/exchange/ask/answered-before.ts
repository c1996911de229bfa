import type { Queryable } from '../../store/index.ts';

/**
 * Hits of a case that say nothing new: every key that agreed had agreed at the same partner before, in a hit that its owner
 * has answered. By the id of the later hit: the request whose answer it is. Keys are compared as they were asked, not by
 * what they are called: a name with another birth date is another key.
 */
export async function readAnsweredBefore(
  from: Queryable,
  caseId: string,
): Promise<ReadonlyMap<string, string>> {
  const { rows } = await from.query<{ id: string; request_id: string }>(
    `WITH agreed AS (
       SELECT hit.id, hit.partner, hit.state, hit.request_id, hit.found_at, key->>'rule' AS rule, asked.value
         FROM exchange.hit JOIN exchange.question ON question.id = hit.question_id AND question.case_id = $1
        CROSS JOIN LATERAL jsonb_array_elements(hit.keys) AS key
        CROSS JOIN LATERAL jsonb_array_elements_text(key->'values') AS asked (value)),
     later AS (SELECT DISTINCT id, partner FROM agreed WHERE state IN ('sealed', 'requested')),
     answered AS (SELECT DISTINCT id, partner, request_id, found_at FROM agreed WHERE state = 'answered')
     SELECT DISTINCT ON (later.id) later.id, answered.request_id
       FROM later JOIN answered ON answered.partner = later.partner
      WHERE NOT EXISTS (SELECT 1 FROM agreed AS one WHERE one.id = later.id AND NOT EXISTS (
              SELECT 1 FROM agreed AS other
               WHERE other.id = answered.id AND other.rule = one.rule AND other.value = one.value))
      ORDER BY later.id, answered.found_at DESC`,
    [caseId],
  );
  return new Map(rows.map(({ id, request_id }) => [id, request_id]));
}
