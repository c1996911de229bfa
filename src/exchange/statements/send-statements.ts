import { randomId } from '../../base/index.ts';
import { type Queryable, write } from '../../store/index.ts';
import { type ExchangeContext, partnersOf } from '../context.ts';
import { type PairStatement, toBody } from '../messages.ts';
import { buildMessage } from '../outgoing.ts';
import { compareStatements, countsOfStatement, type Difference, ownStatement } from './pair-statement.ts';
import { firstTrafficDay, forgetTraffic } from './traffic.ts';

/** A day is stated when its last questions can no longer be on their way: they live for fifteen minutes. */
const SETTLED_AFTER_MS = 20 * 60_000;
/** A server that was away states at most so many days; differences are looked at again for as long. */
const DAYS_MAX = 31;
const DAY_MS = 86_400_000;

/**
 * Once a UTC day has closed, tells each partner what we sent it and took from it on that day, from the day of the first message on. Then looks
 * again at statements that differed: an answer that came late may have settled it.
 */
export async function tendStatements(context: ExchangeContext): Promise<void> {
  const lastDay = dayBefore(new Date(context.clock.now().getTime() - SETTLED_AFTER_MS));
  for (const { id } of partnersOf(context)) {
    for (const day of await unstatedDays(context.database, id, lastDay))
      await sendStatement(context, id, day);
  }
  await compareAgain(context);
  await forgetTraffic(context.database, context.clock.now());
}

async function unstatedDays(from: Queryable, partner: string, lastDay: string): Promise<readonly string[]> {
  const { rows } = await from.query<{ day: string | null }>(
    'SELECT max(day)::text AS day FROM exchange.pair_statement WHERE partner = $1 AND ours IS NOT NULL',
    [partner],
  );
  const stated = rows[0]?.day ?? null;
  const first = stated === null ? await firstTrafficDay(from, partner) : addDays(stated, 1);
  if (first === null) return [];
  const earliest = addDays(lastDay, 1 - DAYS_MAX);
  const days: string[] = [];
  for (let day = first < earliest ? earliest : first; day <= lastDay; day = addDays(day, 1)) days.push(day);
  return days;
}

async function sendStatement(context: ExchangeContext, partner: string, day: string): Promise<void> {
  const statement = await ownStatement(context.database, partner, day);
  const messageId = randomId();
  await context.oversight.permit(
    {
      act: 'send-statement',
      actor: { type: 'system' },
      partners: [partner],
      categories: countsOfStatement(statement),
      messageId,
    },
    async (tx, permit) => {
      const body: PairStatement = { ...statement, leaf: permit.leafHash };
      const { rows } = await tx.query<{ theirs: PairStatement | null }>(
        `INSERT INTO exchange.pair_statement (partner, day, ours, ours_leaf) VALUES ($1, $2, $3, $4)
         ON CONFLICT (partner, day) DO UPDATE SET ours = excluded.ours, ours_leaf = excluded.ours_leaf RETURNING theirs`,
        [partner, day, JSON.stringify(statement), permit.leafHash],
      );
      const theirs = rows[0]?.theirs ?? null;
      if (theirs !== null) await keepDifferences(tx, partner, day, compareStatements(statement, theirs));
      await context.post(
        tx,
        buildMessage(context, { id: messageId, to: partner, kind: 'pair-statement', body: toBody(body) }),
      );
      return {
        value: undefined,
        outcome: { result: 'done', fields: [`day/${day}`], recipients: [partner], messageId },
      };
    },
  );
}

/** Statements that differed, held against what is known now; where something has changed the ledger says so. */
async function compareAgain(context: ExchangeContext): Promise<void> {
  const { rows } = await context.database.query<{
    partner: string;
    day: string;
    theirs: PairStatement;
    differences: readonly Difference[];
  }>(
    `SELECT partner, day::text, theirs, differences FROM exchange.pair_statement
      WHERE differences <> '[]' AND settled_at IS NULL AND theirs IS NOT NULL AND day > $1::date ORDER BY day, partner`,
    [new Date(context.clock.now().getTime() - DAYS_MAX * DAY_MS)],
  );
  for (const { partner, day, theirs, differences } of rows) {
    const now = compareStatements(await ownStatement(context.database, partner, day), theirs);
    if (JSON.stringify(now) === JSON.stringify(differences)) continue;
    await context.oversight.permit(
      { act: 'compare-statement', actor: { type: 'system' }, partners: [partner] },
      async (tx) => {
        await keepDifferences(tx, partner, day, now);
        return { value: undefined, outcome: outcomeOf(now) };
      },
    );
  }
}

/** What a comparison came to, for the ledger. */
export function outcomeOf(differences: readonly Difference[]) {
  return {
    result: 'done' as const,
    count: differences.length,
    ...(differences.length === 0 ? {} : { rule: 'statement-differs' }),
  };
}

export async function keepDifferences(
  tx: Queryable,
  partner: string,
  day: string,
  differences: readonly Difference[],
): Promise<void> {
  await write(tx, 'UPDATE exchange.pair_statement SET differences = $3 WHERE partner = $1 AND day = $2', [
    partner,
    day,
    JSON.stringify(differences),
  ]);
}

const dayOf = (at: Date): string => at.toISOString().slice(0, 10);
const dayBefore = (at: Date): string => dayOf(new Date(at.getTime() - DAY_MS));
const addDays = (day: string, days: number): string =>
  dayOf(new Date(Date.parse(`${day}T00:00:00.000Z`) + days * DAY_MS));
