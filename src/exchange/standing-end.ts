import type { LegalBasis, Offence, Purpose } from '../model/index.ts';
import { type Actor, decide, isCaseOpen, readOfficer } from '../oversight/index.ts';
import { type Queryable, type Transaction, write } from '../store/index.ts';
import type { ExchangeContext } from './context.ts';
import { ExchangeError } from './errors.ts';
import { requireStandingEnd } from './standing-declare.ts';

type Officer = Extract<Actor, { type: 'officer' }>;

/** Why a standing question is over. */
export type StandingEnd =
  | 'stopped'
  | 'expired'
  | 'case-closed'
  | 'officer-left'
  | 'basis-gone'
  | 'purpose-not-agreed'
  | 'no-partner-left';

export interface StandingRow {
  readonly id: string;
  readonly case_id: string;
  readonly officer_id: string;
  readonly purpose: Purpose;
  readonly offence: Offence;
  readonly legal_basis: LegalBasis;
  readonly stands_until: Date;
  readonly ended_at: Date | null;
}

const COLUMNS = 'id, case_id, officer_id, purpose, offence, legal_basis, stands_until, ended_at';

/** Every question that still stands. */
export async function readOpenStanding(from: Queryable): Promise<readonly StandingRow[]> {
  const { rows } = await from.query<StandingRow>(
    `SELECT ${COLUMNS} FROM exchange.standing WHERE ended_at IS NULL ORDER BY declared_at, id`,
  );
  return rows;
}

/** One that still stands; throws `standing-unknown` or `standing-over`. */
async function requireStanding(from: Queryable, id: string): Promise<StandingRow> {
  const { rows } = await from.query<StandingRow>(`SELECT ${COLUMNS} FROM exchange.standing WHERE id = $1`, [
    id,
  ]);
  const [row] = rows;
  if (row === undefined)
    throw new ExchangeError('standing-unknown', 'there is no standing question with this id');
  if (row.ended_at !== null)
    throw new ExchangeError('standing-over', 'this question does not stand any more');
  return row;
}

/** The officer in whose name it stands, as the policy knows them now; null when they have left. */
export async function officerOf(from: Queryable, { officer_id }: StandingRow): Promise<Officer | null> {
  const officer = await readOfficer(from, officer_id);
  if (officer === null || officer.disabledAt !== null) return null;
  return { type: 'officer', officerId: officer.id, role: officer.role };
}

/** Checks its basis again: date, case, officer, what the policy lets that officer ask, what the agreement allows. Null: it stands on. */
export async function whyItEnds(context: ExchangeContext, row: StandingRow): Promise<StandingEnd | null> {
  if (row.stands_until <= context.clock.now()) return 'expired';
  if (!(await isCaseOpen(context.database, row.case_id))) return 'case-closed';
  const actor = await officerOf(context.database, row);
  if (actor === null) return 'officer-left';
  if (!context.agreement().purposes.includes(row.purpose)) return 'purpose-not-agreed';
  const { decision } = decide(
    {
      act: 'ask-partners',
      actor,
      purpose: row.purpose,
      offence: row.offence,
      legalBasis: row.legal_basis,
      caseId: row.case_id,
    },
    { caseOpen: true },
  );
  return decision === 'deny' ? 'basis-gone' : null;
}

/** Ends it: nothing is looked up for it any more, and what was kept to look up or to ask anew is destroyed. */
export async function endStanding(
  context: ExchangeContext,
  actor: Actor,
  id: string,
  end: { readonly code: StandingEnd; readonly reason?: string },
): Promise<void> {
  const row = await requireStanding(context.database, id);
  await context.oversight.permit(
    {
      act: 'end-standing',
      actor,
      purpose: row.purpose,
      offence: row.offence,
      legalBasis: row.legal_basis,
      ...(end.code === 'case-closed' ? {} : { caseId: row.case_id }),
      ...(end.reason === undefined ? {} : { justification: end.reason }),
    },
    async (tx) => {
      const { rowCount } = await tx.query(
        'UPDATE exchange.standing SET ended_at = $2, end_code = $3, sealed_wanted = NULL WHERE id = $1 AND ended_at IS NULL',
        [id, context.clock.now(), end.code],
      );
      if (rowCount === 0) throw new ExchangeError('standing-over', 'this question does not stand any more');
      await write(
        tx,
        `UPDATE exchange.standing_partner SET state = 'ended', code = $3, since = $2, sealed_tags = NULL, next_try_at = NULL
          WHERE standing_id = $1 AND state <> 'ended'`,
        [id, context.clock.now(), end.code],
      );
      return { value: undefined, outcome: { result: 'done', count: 1, rule: end.code } };
    },
  );
}

/** An officer lets it stand until another date, within what the legal basis bears from today on; the reason is kept. */
export async function renewStanding(
  context: ExchangeContext,
  actor: Officer,
  id: string,
  wanted: { readonly until: Date; readonly reason: string },
): Promise<void> {
  const row = await requireStanding(context.database, id);
  requireStandingEnd(context, row.legal_basis, wanted.until);
  await context.oversight.permit(
    {
      act: 'renew-standing',
      actor,
      purpose: row.purpose,
      offence: row.offence,
      legalBasis: row.legal_basis,
      caseId: row.case_id,
      justification: wanted.reason,
    },
    async (tx) => {
      const { rowCount } = await tx.query(
        'UPDATE exchange.standing SET stands_until = $2, confirmed_at = $3, officer_id = $4 WHERE id = $1 AND ended_at IS NULL',
        [id, wanted.until, context.clock.now(), actor.officerId],
      );
      if (rowCount === 0) throw new ExchangeError('standing-over', 'this question does not stand any more');
      return { value: undefined, outcome: { result: 'done', count: 1 } };
    },
  );
}

/** Towards a partner that the agreement does not name any more nothing stands: its tags are destroyed, under one entry a partner. */
export async function endTowardsThoseWhoLeft(context: ExchangeContext): Promise<void> {
  const members = context.agreement().members.map((member) => member.id);
  const { rows } = await context.database.query<{ partner: string }>(
    `SELECT DISTINCT partner FROM exchange.standing_partner WHERE state <> 'ended' AND partner <> ALL($1) ORDER BY partner`,
    [members],
  );
  for (const { partner } of rows) {
    await context.oversight.permit(
      { act: 'end-standing', actor: { type: 'system' }, partners: [partner] },
      async (tx) => {
        const count = await endTowards(tx, partner, context.clock.now());
        return { value: undefined, outcome: { result: 'done', count, rule: 'partner-left' } };
      },
    );
    context.log('standing-partner-left', { partner });
  }
}

async function endTowards(tx: Transaction, partner: string, now: Date): Promise<number> {
  const { rowCount } = await tx.query(
    `UPDATE exchange.standing_partner SET state = 'ended', code = 'partner-left', since = $2, sealed_tags = NULL, next_try_at = NULL
      WHERE partner = $1 AND state <> 'ended'`,
    [partner, now],
  );
  return rowCount;
}
