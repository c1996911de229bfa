import type { Queryable } from '../../store/index.ts';

/** The refs (own records, received copies) that the questions of one case were about, each once. */
export async function readAskedRefs(from: Queryable, caseId: string): Promise<readonly string[]> {
  const { rows } = await from.query<{ refs: Readonly<Record<string, readonly string[]>> }>(
    'SELECT refs FROM exchange.question WHERE case_id = $1',
    [caseId],
  );
  return [...new Set(rows.flatMap(({ refs }) => Object.values(refs).flat()))];
}
