import { RULES } from '../../match/index.ts';
import type { Queryable, Transaction } from '../../store/index.ts';
import type { ExchangeContext } from '../context.ts';
import { bareOneIn } from './setting.ts';
import { forgetTouched, isLittleTouched } from './touched-keys.ts';

/**
 * Whether a publication looks at what was touched since the last one, or at everything. Touched keys are enough while all others are
 * published as they should be: in this epoch, by this program, under these quotas. Whatever else could matter is a reason to look at
 * everything; so is a new day, in case something was overlooked.
 */
export type PlanWay =
  | { readonly how: 'news' }
  /** Because nothing was planned before or too much came (`much`), or what was planned under was otherwise. */
  | { readonly how: 'whole'; readonly because: 'much' | (typeof UNDER)[number] | 'gaps' };

/** What a plan holds under, in the order in which it is written down. */
const UNDER = ['start', 'epoch', 'day', 'quotas'] as const;

/** What a plan made now holds under, as one line of text. A program that starts is another one: it may decide otherwise. */
function planUnder(context: ExchangeContext, epoch: number): string {
  const { budgets } = context.agreement();
  const quotas = [...new Set(RULES.map(({ keyClass }) => `${keyClass}:${bareOneIn(budgets, keyClass)}`))];
  return [context.runId, epoch, context.clock.now().toISOString().slice(0, 10), quotas.join(',')].join(' ');
}

/** `incomplete`: some partner lacks a segment, and everything is built anew. */
export async function choosePlanWay(
  context: ExchangeContext,
  from: Queryable,
  epoch: number,
  incomplete: boolean,
): Promise<PlanWay> {
  if (incomplete) return { how: 'whole', because: 'gaps' };
  const { rows } = await from.query<{ planned_as: string | null }>(
    'SELECT planned_as FROM exchange.followed',
  );
  const before = rows[0]?.planned_as ?? null;
  if (before === null || !(await isLittleTouched(from))) return { how: 'whole', because: 'much' };
  const now = planUnder(context, epoch).split(' ');
  const other = UNDER.find((_, at) => before.split(' ')[at] !== now[at]);
  return other === undefined ? { how: 'news' } : { how: 'whole', because: other };
}

/** In the transaction that announces what was planned, or finds that nothing is to be announced: from here on what is touched is noted anew. */
export async function notePlanned(context: ExchangeContext, tx: Transaction, epoch: number): Promise<void> {
  await forgetTouched(tx);
  await tx.query('UPDATE exchange.followed SET planned_as = $1', [planUnder(context, epoch)]);
}
