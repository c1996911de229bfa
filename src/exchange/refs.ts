import type { Queryable } from '../store/index.ts';
import type { QuestionPlan } from './ask/plan.ts';
import type { FoundRef } from './ask/search-here.ts';

/** What of ours (own records, received copies) a question was about, by each way of writing that part of it. */
export function refsToKeep(plan: QuestionPlan): Readonly<Record<string, readonly FoundRef[]>> {
  const byPart: Record<string, readonly FoundRef[]> = Object.fromEntries(plan.refs);
  for (const chip of plan.understood.chips) {
    const refs = plan.refs.get(chip.canonical);
    if (refs !== undefined) byPart[chip.text] = refs;
  }
  return byPart;
}

/** The refs that were kept for each part of a question. */
export async function readRefs(
  from: Queryable,
  questionId: string,
): Promise<Readonly<Record<string, readonly FoundRef[]>>> {
  const { rows } = await from.query<{ refs: Record<string, readonly FoundRef[]> }>(
    'SELECT refs FROM exchange.question WHERE id = $1',
    [questionId],
  );
  return rows[0]?.refs ?? {};
}
