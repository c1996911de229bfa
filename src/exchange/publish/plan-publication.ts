import type { Transaction } from '../../store/index.ts';
import type { ExchangeContext } from '../context.ts';
import type { Announced } from './announce.ts';
import { settleAllBlocks, settleTouchedBlocks } from './full-blocks.ts';
import { planClasses } from './plan-classes.ts';
import { lookUpOnly, planTouchedKeys } from './plan-news.ts';
import { planPairs } from './plan-pairs.ts';
import { planKeys } from './planned-keys.ts';
import { noteJoinedOfTouched } from './touched-keys.ts';
import { readLimits, readTouchedCrowds } from './wanted-keys.ts';

type Plan = Pick<Announced, 'classes' | 'pairs'>;

/** Decides about every key of the holding. `incomplete`: some partner lacks a segment. */
export async function planWhole(
  context: ExchangeContext,
  tx: Transaction,
  epoch: number,
  incomplete: boolean,
): Promise<Plan> {
  // Whole classes are sorted and hashed here, and a table of hashes that is thought not to fit is gone through for each key.
  await tx.query("SET LOCAL work_mem = '64MB'");
  const limits = await readLimits(tx, context.agreement().budgets);
  await settleAllBlocks(tx, limits);
  return {
    classes: await planClasses(context, tx, epoch, incomplete, (keyClass) =>
      planKeys(tx, keyClass, limits, epoch),
    ),
    pairs: await planPairs(context, tx, epoch, incomplete, 'all'),
  };
}

/** The same where nothing else can have changed than what was touched since: what came and went is found among that alone. */
export async function planNews(context: ExchangeContext, tx: Transaction, epoch: number): Promise<Plan> {
  await lookUpOnly(tx);
  await settleTouchedBlocks(tx, context.agreement().budgets);
  await noteJoinedOfTouched(tx);
  const crowded = await readTouchedCrowds(tx);
  return {
    classes: await planClasses(context, tx, epoch, false, (keyClass) =>
      planTouchedKeys(tx, keyClass, crowded, epoch),
    ),
    pairs: await planPairs(context, tx, epoch, false, 'touched'),
  };
}
