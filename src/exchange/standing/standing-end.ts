import type { LegalBasis, Offence, Purpose } from '../../model/index.ts';
import { type Actor, decide, isCaseOpen, readOfficer } from '../../oversight/index.ts';
import { type Queryable, type Transaction, write } from '../../store/index.ts';
import type { ExchangeContext } from '../context.ts';
import { ExchangeError } from '../errors.ts';
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

/**
 * Checks the basis of standing questions again: date, case, officer, what the policy lets that officer ask, what the agreement allows.
 * Cases and officers are read once a turn, however many questions stand for them.
 */
export class BasisCheck {
  readonly #context: ExchangeContext;
  readonly #openCases = new Map<string, boolean>();
  readonly #officers = new Map<string, Officer | null>();

  constructor(context: ExchangeContext) {
    this.#context = context;
  }

  /** Why it ends; null: it stands on. */
  async whyItEnds(row: StandingRow): Promise<StandingEnd | null> {
    if (row.stands_until <= this.#context.clock.now()) return 'expired';
    if (!(await this.#isCaseOpen(row.case_id))) return 'case-closed';
    const actor = await this.officerOf(row);
    if (actor === null) return 'officer-left';
    if (!this.#context.agreement().purposes.includes(row.purpose)) return 'purpose-not-agreed';
    const { purpose, offence, legal_basis: legalBasis, case_id: caseId } = row;
    const request = { act: 'ask-partners', actor, purpose, offence, legalBasis, caseId } as const;
    return decide(request, { caseOpen: true }).decision === 'deny' ? 'basis-gone' : null;
  }

  /** The officer in whose name it stands, as the policy knows them now; null when they have left. */
  async officerOf({ officer_id: id }: StandingRow): Promise<Officer | null> {
    const known = this.#officers.get(id);
    if (known !== undefined) return known;
    const officer = await readOfficer(this.#context.database, id);
    const actor =
      officer === null || officer.disabledAt !== null
        ? null
        : ({ type: 'officer', officerId: officer.id, role: officer.role } as const);
    this.#officers.set(id, actor);
    return actor;
  }

  async #isCaseOpen(id: string): Promise<boolean> {
    const known = this.#openCases.get(id) ?? (await isCaseOpen(this.#context.database, id));
    this.#openCases.set(id, known);
    return known;
  }
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
        `UPDATE exchange.standing_partner SET state = 'ended', code = $3, since = $2, sealed_tags = NULL, sealed_pairs = NULL, pairs = 0, next_try_at = NULL
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
    `UPDATE exchange.standing_partner SET state = 'ended', code = 'partner-left', since = $2, sealed_tags = NULL, sealed_pairs = NULL, pairs = 0, next_try_at = NULL
      WHERE partner = $1 AND state <> 'ended'`,
    [partner, now],
  );
  return rowCount;
}
