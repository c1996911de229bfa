import { randomId } from '../../base/index.ts';
import type { Actor } from '../../oversight/index.ts';
import { type Queryable, type Transaction, write } from '../../store/index.ts';
import type { ExchangeContext } from '../context.ts';
import { ExchangeError } from '../errors.ts';
import type { ChainPart } from './chain-links.ts';

/** A proposal that nobody confirms within so long lapses: what was said on the telephone is forgotten. */
const PROPOSAL_MS = 24 * 3_600_000;

type Officer = Extract<Actor, { type: 'officer' }>;

/** Which of two chains people believe: the one that the partner had shown us first, or the one that it shows now. */
export type Believed = 'first' | 'second';

export interface SettlementDraft {
  readonly partner: string;
  readonly believed: Believed;
  /** With whom it was agreed, and how; names nobody whom the ledger must not name. */
  readonly reason: string;
}

/** The first person's word, after talking to the partner; nothing changes yet. Gives back the proposal's id. */
export async function proposeSettlement(
  context: ExchangeContext,
  actor: Officer,
  { partner, believed, reason }: SettlementDraft,
): Promise<string> {
  const id = randomId();
  return context.oversight.permit(
    { act: 'propose-settlement', actor, partners: [partner], justification: reason },
    async (tx) => {
      await requireOpen(tx, partner);
      await write(
        tx,
        `INSERT INTO exchange.settlement (id, partner, believed, reason, proposed_at, proposed_by) VALUES ($1,$2,$3,$4,$5,$6)`,
        [id, partner, believed, reason, context.clock.now(), actor.officerId],
      );
      return { value: id, outcome: { result: 'done', rule: `believe-${believed}` } };
    },
  );
}

/**
 * The second person's word: the conflict is closed with both manifests kept, and the partner is asked again. Where the second chain is
 * believed, ours is begun anew at it, and what stood under the first is asked anew. Throws `settlement-unknown` for what is not
 * proposed (any more), `settlement-same-person` for whoever proposed it.
 */
export async function settleConflict(context: ExchangeContext, actor: Officer, id: string): Promise<void> {
  const found = await readProposal(context.database, id);
  await context.oversight.permit(
    { act: 'settle-conflict', actor, ...(found === null ? {} : { partners: [found.partner] }) },
    async (tx) => {
      const { partner, believed } = await confirmProposal(context, tx, id, actor.officerId);
      const parts = await closeConflicts(tx, partner, id);
      if (believed === 'second') {
        for (const part of parts) await beginChainAnew(tx, partner, part);
        await write(tx, 'DELETE FROM exchange.partner_state WHERE partner = $1', [partner]);
        await askStandingAnew(context, tx, partner);
      }
      tx.afterCommit(() => context.partnerAnnounced(partner));
      return {
        value: undefined,
        outcome: { result: 'done', count: parts.length, rule: `believe-${believed}` },
      };
    },
  );
  context.log('key-conflict-settled', { partner: found?.partner ?? '', believed: found?.believed ?? '' });
}

/** Somebody has looked into keys that a member showed others and not us; what was found is kept as a reason. */
export async function reviewOtherKeys(
  context: ExchangeContext,
  actor: Officer,
  { party, number, reason }: { readonly party: string; readonly number: number; readonly reason: string },
): Promise<void> {
  await context.oversight.permit(
    { act: 'review-other-keys', actor, partners: [party], justification: reason },
    async (tx) => {
      const { rowCount } = await tx.query(
        `UPDATE exchange.keys_told SET reviewed_at = $3, reviewed_by = $4 WHERE party = $1 AND number = $2 AND reviewed_at IS NULL`,
        [party, number, context.clock.now(), actor.officerId],
      );
      if (rowCount === 0)
        throw new ExchangeError('alarm-unknown', 'there is no such alarm that nobody has looked into');
      return { value: undefined, outcome: { result: 'done', count: 1 } };
    },
  );
}

/** A settlement as it stands: proposed, lapsed, or confirmed. */
export interface Settlement extends SettlementDraft {
  readonly id: string;
  readonly proposedAt: Date;
  readonly proposedBy: string;
  readonly confirmedAt: Date | null;
}

/** Proposals and settlements, the newest first. */
export async function readSettlements(from: Queryable, limit: number): Promise<readonly Settlement[]> {
  const { rows } = await from.query<Settlement>(`${SELECT_SETTLEMENT} ORDER BY proposed_at DESC LIMIT $1`, [
    limit,
  ]);
  return rows;
}

/** Whether a proposal can be confirmed still. */
export function isProposed({ confirmedAt, proposedAt }: Settlement, now: Date): boolean {
  return confirmedAt === null && now.getTime() - proposedAt.getTime() <= PROPOSAL_MS;
}

const SELECT_SETTLEMENT = `SELECT id, partner, believed, reason, proposed_at AS "proposedAt", proposed_by AS "proposedBy",
    confirmed_at AS "confirmedAt" FROM exchange.settlement`;

async function readProposal(from: Queryable, id: string): Promise<Settlement | null> {
  const { rows } = await from.query<Settlement>(`${SELECT_SETTLEMENT} WHERE id = $1`, [id]);
  return rows[0] ?? null;
}

async function confirmProposal(
  context: ExchangeContext,
  tx: Transaction,
  id: string,
  officerId: string,
): Promise<Settlement> {
  const { rows } = await tx.query<Settlement>(`${SELECT_SETTLEMENT} WHERE id = $1 FOR UPDATE`, [id]);
  const [proposal] = rows;
  const now = context.clock.now();
  if (proposal === undefined || !isProposed(proposal, now))
    throw new ExchangeError('settlement-unknown', 'there is no open proposal with this id');
  if (proposal.proposedBy === officerId)
    throw new ExchangeError('settlement-same-person', 'a second person confirms what the first has proposed');
  await requireOpen(tx, proposal.partner, proposal.proposedAt);
  await write(tx, 'UPDATE exchange.settlement SET confirmed_at = $2, confirmed_by = $3 WHERE id = $1', [
    id,
    now,
    officerId,
  ]);
  return proposal;
}

/** There is a conflict to settle, and none that came after the proposal was made: it was about what was known then. */
async function requireOpen(tx: Transaction, partner: string, proposedAt?: Date): Promise<void> {
  const { rows } = await tx.query<{ open: number; newest: Date | null }>(
    'SELECT count(*)::int AS open, max(found_at) AS newest FROM exchange.key_conflict WHERE partner = $1 AND settlement IS NULL',
    [partner],
  );
  const { open, newest } = rows[0] ?? { open: 0, newest: null };
  if (open === 0)
    throw new ExchangeError(
      'settlement-unknown',
      'this partner has signed no two indexes for one place that are open',
    );
  if (proposedAt !== undefined && newest !== null && newest > proposedAt)
    throw new ExchangeError(
      'settlement-unknown',
      'the partner has shown something else since: it is to be proposed anew',
    );
}

async function closeConflicts(
  tx: Transaction,
  partner: string,
  settlement: string,
): Promise<readonly ChainPart[]> {
  const { rows } = await tx.query<{ part: ChainPart }>(
    'UPDATE exchange.key_conflict SET settlement = $2 WHERE partner = $1 AND settlement IS NULL RETURNING part',
    [partner, settlement],
  );
  return [...new Set(rows.map(({ part }) => part))];
}

/** What we hold of the chain that nobody believes goes; the evidence of where the two part stays in `exchange.key_conflict`. */
async function beginChainAnew(tx: Transaction, partner: string, part: ChainPart): Promise<void> {
  await write(tx, 'DELETE FROM exchange.partner_manifest WHERE partner = $1 AND part = $2', [partner, part]);
}

/** Tags that were made under the other chain's keys are looked up in nothing any more; the questions are asked anew, counted. */
async function askStandingAnew(context: ExchangeContext, tx: Transaction, partner: string): Promise<void> {
  await write(
    tx,
    `UPDATE exchange.standing_partner SET since = coalesce(looked_up_at, since), state = 'not-watched', code = 'key-conflict',
        next_try_at = $2, sealed_tags = NULL, sealed_pairs = NULL, pairs = 0 WHERE partner = $1 AND state = 'watching'`,
    [partner, context.clock.now()],
  );
}
