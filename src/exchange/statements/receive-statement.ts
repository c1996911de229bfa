import type { Actor } from '../../oversight/index.ts';
import type { Queryable, Transaction } from '../../store/index.ts';
import type { OpenedMessage } from '../../wire/index.ts';
import type { ExchangeContext } from '../context.ts';
import { ExchangeError } from '../errors.ts';
import { type PairStatement, pairStatement, parseBody, type Receipt, toBody } from '../messages.ts';
import { compareStatements, countsOfStatement, type Difference, ownStatement } from './pair-statement.ts';
import { keepDifferences, outcomeOf } from './send-statements.ts';

/** A statement is about a day that is over, and not about one long ago: what happened then is not kept. */
const DAYS_BACK_MAX = 60;
const DAY_MS = 86_400_000;

/** A partner says what went between us on a closed day: kept beside our own, and every difference is written down and listed. */
export async function receiveStatement(
  context: ExchangeContext,
  tx: Transaction,
  message: OpenedMessage,
): Promise<Uint8Array> {
  const body = parseBody(pairStatement, message.body);
  const partner = message.header.from;
  const now = context.clock.now();
  const begins = Date.parse(`${body.day}T00:00:00.000Z`);
  if (begins + DAY_MS > now.getTime() || begins < now.getTime() - DAYS_BACK_MAX * DAY_MS)
    throw new ExchangeError('statement-invalid', 'a statement is about a closed UTC day of the last sixty');
  const permit = await context.oversight.beginIn(tx, {
    act: 'receive-statement',
    actor: { type: 'partner', agencyId: partner },
    categories: countsOfStatement(body),
    messageId: message.header.id,
    peerLeaf: body.leaf,
  });
  const { leaf, ...theirs } = body;
  const { rowCount } = await tx.query(
    `INSERT INTO exchange.pair_statement (partner, day, theirs, theirs_leaf, theirs_at) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (partner, day) DO UPDATE SET theirs = excluded.theirs, theirs_leaf = excluded.theirs_leaf, theirs_at = excluded.theirs_at
      WHERE pair_statement.theirs IS NULL`,
    [partner, body.day, JSON.stringify(theirs), leaf, now],
  );
  // Whoever says a second thing of one day takes the first back, which nobody may.
  if (rowCount === 0)
    throw new ExchangeError('statement-repeated', 'this partner has stated this day already');
  const differences = compareStatements(await ownStatement(tx, partner, body.day), theirs);
  await keepDifferences(tx, partner, body.day, differences);
  const { leafHash } = await context.oversight.finish(tx, permit, {
    ...outcomeOf(differences),
    fields: [`day/${body.day}`],
    messageId: message.header.id,
    peerLeaf: leaf,
  });
  if (differences.length > 0) context.log('statement-differs', { partner, day: body.day });
  const receipt: Receipt = { messageId: message.header.id, leaf: leafHash };
  return toBody(receipt);
}

/** What two agencies say of one day, and how they differ. */
export interface StatedDay {
  readonly partner: string;
  /** 'YYYY-MM-DD', UTC. */
  readonly day: string;
  readonly ours: Omit<PairStatement, 'leaf'> | null;
  readonly theirs: Omit<PairStatement, 'leaf'> | null;
  /** Null until both have spoken, or one of them whose word was held against what we know. */
  readonly differences: readonly Difference[] | null;
  readonly settledAt: Date | null;
}

/** The newest days of all partners, those that differ and that nobody has settled first. */
export async function listStatedDays(from: Queryable, limit: number): Promise<readonly StatedDay[]> {
  const { rows } = await from.query<StatedDay>(
    `SELECT partner, day::text, ours, theirs, differences, settled_at AS "settledAt" FROM exchange.pair_statement
      ORDER BY (coalesce(differences, '[]') <> '[]' AND settled_at IS NULL) DESC, day DESC, partner LIMIT $1`,
    [limit],
  );
  return rows;
}

/** How many days differ and were not settled. */
export async function countDifferingDays(from: Queryable): Promise<number> {
  const { rows } = await from.query<{ open: number }>(
    `SELECT count(*)::int AS open FROM exchange.pair_statement WHERE differences <> '[]' AND settled_at IS NULL`,
  );
  return rows[0]?.open ?? 0;
}

/** Somebody has looked into a difference; what was found is kept as a reason. */
export async function settleDifference(
  context: ExchangeContext,
  actor: Extract<Actor, { type: 'officer' }>,
  { partner, day, reason }: { readonly partner: string; readonly day: string; readonly reason: string },
): Promise<void> {
  await context.oversight.permit(
    { act: 'settle-difference', actor, partners: [partner], justification: reason },
    async (tx) => {
      const { rowCount } = await tx.query(
        `UPDATE exchange.pair_statement SET settled_at = $3, settled_by = $4
          WHERE partner = $1 AND day = $2 AND settled_at IS NULL AND differences <> '[]'`,
        [partner, day, context.clock.now(), actor.officerId],
      );
      if (rowCount === 0)
        throw new ExchangeError('difference-unknown', 'there is no open difference of this partner and day');
      return { value: undefined, outcome: { result: 'done', count: 1 } };
    },
  );
}
