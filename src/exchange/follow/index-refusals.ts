import type { ExchangeContext } from '../context.ts';
import { ExchangeError } from '../errors.ts';

/**
 * Writes down that a partner's index was not taken, and why: into the ledger when it begins or its ground changes, not at each
 * try. What is our own fault (`no-disk-space`) or nobody's (it cannot be reached) is not written. A partner that has gone back
 * to an older manifest is not asked until it has gone on: our copy does not count as complete.
 */
export async function noteIndexRefused(
  context: ExchangeContext,
  partner: string,
  error: unknown,
): Promise<void> {
  const rule = ruleOf(error);
  if (rule === null) return;
  const { database, clock, log } = context;
  const { rows } = await database.query<{ known: boolean; rule: string | null }>(
    `SELECT EXISTS (SELECT 1 FROM exchange.partner_state WHERE partner = $1) AS known,
       (SELECT rule FROM exchange.index_refusal WHERE partner = $1) AS rule`,
    [partner],
  );
  // A partner that has not published yet withholds nothing.
  if (rule === 'manifest-withheld' && rows[0]?.known !== true) return;
  if (rows[0]?.rule === rule) return;
  await context.oversight.permit(
    { act: 'receive-index', actor: { type: 'partner', agencyId: partner } },
    async (tx) => {
      await tx.query(
        `INSERT INTO exchange.index_refusal (partner, rule, since) VALUES ($1, $2, $3)
         ON CONFLICT (partner) DO UPDATE SET rule = excluded.rule, since = excluded.since`,
        [partner, rule, clock.now()],
      );
      if (rule === 'manifest-rolled-back')
        await tx.query('UPDATE exchange.partner_state SET complete = false WHERE partner = $1', [partner]);
      return { value: undefined, outcome: { result: 'refused', rule } };
    },
  );
  log('index-refused', { partner, code: rule });
}

/** The partner's index is here in full: if it was refused before, the ledger says that this is over. */
export async function noteIndexTaken(
  context: ExchangeContext,
  partner: string,
  segments: number,
): Promise<void> {
  const { rowCount } = await context.database.query(
    'SELECT 1 FROM exchange.index_refusal WHERE partner = $1',
    [partner],
  );
  if (rowCount === 0) return;
  await context.oversight.permit(
    { act: 'receive-index', actor: { type: 'partner', agencyId: partner } },
    async (tx) => {
      await tx.query('DELETE FROM exchange.index_refusal WHERE partner = $1', [partner]);
      return { value: undefined, outcome: { result: 'done', count: segments } };
    },
  );
}

function ruleOf(error: unknown): string | null {
  if (!(error instanceof ExchangeError) || error.code === 'no-disk-space') return null;
  const rule = error.evidence?.['rule'];
  return typeof rule === 'string' ? rule : error.code;
}
