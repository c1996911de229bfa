import { groupBy } from '../../base/index.ts';
import type { Urgency } from '../../model/index.ts';
import { OversightError } from '../../oversight/index.ts';
import { write } from '../../store/index.ts';
import { askPartners, type Question } from '../ask/ask.ts';
import type { ExchangeContext } from '../context.ts';
import { ExchangeError } from '../errors.ts';
import { readPartnerIndex, whyNotReady } from '../follow/partner-index.ts';
import { turnOlderPairs } from './older-pairs.ts';
import { openWanted } from './standing-declare.ts';
import {
  BasisCheck,
  endStanding,
  endTowardsThoseWhoLeft,
  readOpenStanding,
  type StandingRow,
} from './standing-end.ts';
import { noteNotWatched } from './standing-settle.ts';

/** So many are asked anew at a turn; the next turn goes on. */
const RENEWALS_AT_ONCE = 50;

const SYSTEM = { type: 'system' } as const;

/**
 * What time and partners bring about: a standing question ends with its date, its case, its officer or its basis; towards a partner
 * that began a new epoch, or that could not be asked, it is asked anew, counted like any question. One caller at a time.
 */
export async function tendStanding(context: ExchangeContext): Promise<void> {
  await endTowardsThoseWhoLeft(context);
  await turnOlderPairs(context);
  const basis = new BasisCheck(context);
  const alone = await standingAlone(context);
  for (const row of await readOpenStanding(context.database)) {
    const code = (await basis.whyItEnds(row)) ?? (alone.has(row.id) ? 'no-partner-left' : null);
    if (code !== null) await endStanding(context, SYSTEM, row.id, { code });
  }
  await askUnwatchedAnew(context);
}

/** The part that a partner's news may bring about: its new epoch, or that it can be asked again. One caller at a time. */
export async function askUnwatchedAnew(context: ExchangeContext): Promise<void> {
  await noteUnwatched(context);
  await renewDue(context);
}

/** Questions that stand at no partner any more. */
async function standingAlone(context: ExchangeContext): Promise<ReadonlySet<string>> {
  const { rows } = await context.database.query<{ id: string }>(
    `SELECT id FROM exchange.standing s WHERE ended_at IS NULL
        AND NOT EXISTS (SELECT 1 FROM exchange.standing_partner p WHERE p.standing_id = s.id AND p.state <> 'ended')`,
  );
  return new Set(rows.map((row) => row.id));
}

/** Whose question went unanswered, and whose tags are of an epoch that is over: they are looked up in nothing, and say so. */
async function noteUnwatched(context: ExchangeContext): Promise<void> {
  const now = context.clock.now();
  const { rows } = await context.database.query<{ standing_id: string; partner: string; code: string }>(
    `SELECT s.standing_id, s.partner, coalesce(p.code, 'question-closed') AS code
       FROM exchange.standing_partner s JOIN exchange.question_partner p ON p.question_id = s.question_id AND p.partner = s.partner
      WHERE s.state = 'asking' AND p.state IN ('not-answered', 'refused')`,
  );
  for (const { standing_id, partner, code } of rows)
    await noteNotWatched(context.database, standing_id, partner, code, now);
  // A new epoch is no reason to wait.
  await write(
    context.database,
    `UPDATE exchange.standing_partner s SET since = coalesce(looked_up_at, since), state = 'not-watched', code = 'epoch-unknown',
        next_try_at = $1, sealed_tags = NULL, sealed_pairs = NULL, pairs = 0
       FROM exchange.partner_state i WHERE i.partner = s.partner AND s.state = 'watching' AND i.epoch <> s.epoch`,
    [now],
  );
}

interface Due {
  readonly standing_id: string;
  readonly partner: string;
  readonly sealed_wanted: Uint8Array;
  readonly urgency: Urgency;
}

/** Asks anew, of the partners that can be asked now, what does not watch at them and whose time has come. */
async function renewDue(context: ExchangeContext): Promise<void> {
  const { rows } = await context.database.query<Due>(
    `SELECT p.standing_id, p.partner, s.sealed_wanted, s.urgency FROM exchange.standing_partner p JOIN exchange.standing s ON s.id = p.standing_id
      WHERE p.state = 'not-watched' AND p.next_try_at <= $1 AND s.ended_at IS NULL AND s.sealed_wanted IS NOT NULL
      ORDER BY p.next_try_at, p.standing_id LIMIT ${RENEWALS_AT_ONCE}`,
    [context.clock.now()],
  );
  if (rows.length === 0) return;
  const ready = await readyPartners(context, new Set(rows.map((due) => due.partner)));
  const open = new Map((await readOpenStanding(context.database)).map((row) => [row.id, row]));
  const basis = new BasisCheck(context);
  for (const [id, due] of groupBy(rows, (one) => one.standing_id)) {
    const row = open.get(id);
    const askable = due.filter(({ partner }) => ready.has(partner));
    // Asked anew only after its basis was looked at in this very turn; what is over is ended by the next one.
    if (row !== undefined && askable[0] !== undefined && (await basis.whyItEnds(row)) === null)
      await renew(
        context,
        row,
        await basis.officerOf(row),
        askable[0],
        askable.map(({ partner }) => partner),
      );
  }
}

async function readyPartners(
  context: ExchangeContext,
  partners: ReadonlySet<string>,
): Promise<ReadonlySet<string>> {
  const ready = new Set<string>();
  for (const partner of partners) {
    const index = await readPartnerIndex(context.database, partner);
    if (whyNotReady(index, context.clock.now()) === null) ready.add(partner);
  }
  return ready;
}

/** One question of several partners, in the name of the officer whose question stands. */
async function renew(
  context: ExchangeContext,
  row: StandingRow,
  actor: Awaited<ReturnType<BasisCheck['officerOf']>>,
  due: Due,
  partners: readonly string[],
): Promise<void> {
  if (actor === null) return;
  const question: Question = {
    ...openWanted(context, row.id, due.sealed_wanted),
    actor,
    caseId: row.case_id,
    purpose: row.purpose,
    offence: row.offence,
    legalBasis: row.legal_basis,
    urgency: due.urgency,
    justification: '',
    partners,
  };
  try {
    await askPartners(context, question, row.id);
  } catch (error) {
    if (!(error instanceof ExchangeError) && !(error instanceof OversightError)) throw error;
    for (const partner of partners) {
      context.log('standing-not-renewed', { partner, code: error.code });
      await noteNotWatched(context.database, row.id, partner, error.code, context.clock.now());
    }
  }
}
