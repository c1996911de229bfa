import { randomId } from '../base/index.ts';
import { KEY_CLASSES, type KeyClass } from '../model/index.ts';
import {
  type Actor,
  budgetLimits,
  confirmGrant,
  countReceivedUnreviewed,
  EXPECTED_RECORDS_MAX,
  grantedSince,
  keepGrant,
  noteGrantReview,
  requireGrantEnd,
} from '../oversight/index.ts';
import type { Queryable, Transaction } from '../store/index.ts';
import type { OpenedMessage } from '../wire/index.ts';
import { type ExchangeContext, partnersOf } from './context.ts';
import { ExchangeError } from './errors.ts';
import { type BudgetGrantBody, budgetGrant, parseBody, type Receipt, toBody } from './messages.ts';
import { buildMessage } from './outgoing.ts';
import { grantRefusal, GRANTS_DAYS } from './seal/sealer-counters.ts';
import { signSealerGrant } from './seal/sealer-grants.ts';
import { bareOneIn, BLOCKLESS_CLASSES } from './publish/setting.ts';

/** A partner that tells of more at once would fill the page on which our own proposals wait. */
const RECEIVED_UNREVIEWED_MAX = 32;
const DAY_MS = 86_400_000;

type Officer = Extract<Actor, { type: 'officer' }>;

/** What one person proposes to another: so many elements beyond the budget, until then, because of this. */
export interface GrantDraft {
  readonly partner: string;
  readonly keyClass: KeyClass;
  readonly elements: number;
  readonly until: Date;
  /** Goes to the partner too: it names nobody. */
  readonly reason: string;
}

/** The first person's word; nothing changes yet. Gives back the proposal's id. */
export async function proposeGrant(
  context: ExchangeContext,
  actor: Officer,
  draft: GrantDraft,
): Promise<string> {
  const { partner, keyClass, elements, until, reason } = draft;
  const now = context.clock.now();
  if (!partnersOf(context).some(({ id }) => id === partner))
    throw new ExchangeError('grant-refused', 'a grant names a partner of the agreement');
  requireGrantEnd(until, now);
  await requireWithin(context, context.database, draft);
  const id = randomId();
  return context.oversight.permit(
    {
      act: 'propose-grant',
      actor,
      partners: [partner],
      categories: { [keyClass]: elements },
      justification: reason,
    },
    async (tx) => {
      const expected = await expectedWith(context, tx, draft);
      await keepGrant(tx, {
        id,
        direction: 'given',
        ...draft,
        expected,
        proposedAt: now,
        proposedBy: actor.officerId,
        grantedAt: null,
      });
      return { value: id, outcome: outcomeOf(elements, expected) };
    },
  );
}

/** The second person's word: the grant is in force, and its partner is told of it and why. */
export async function grantBudget(context: ExchangeContext, actor: Officer, id: string): Promise<void> {
  await context.oversight.permit({ act: 'grant-budget', actor }, async (tx, permit) => {
    const grant = await confirmGrant(tx, id, actor.officerId, context.clock.now());
    // Before the commit: a grant that the sealer does not take is none. Told again, it is the same one.
    await context.sealer.grant(
      signSealerGrant(context.keys, {
        agency: context.agencyId,
        id,
        partner: grant.partner,
        keyClass: grant.keyClass,
        elements: grant.elements,
        from: grant.proposedAt.toISOString(),
        until: grant.until.toISOString(),
      }),
    );
    const messageId = randomId();
    const body: BudgetGrantBody = {
      grant: id,
      keyClass: grant.keyClass,
      elements: grant.elements,
      until: grant.until.toISOString(),
      ...(grant.expected === null ? {} : { expectedRecords: grant.expected }),
      reason: grant.reason,
      leaf: permit.leafHash,
    };
    await context.post(
      tx,
      buildMessage(context, { id: messageId, to: grant.partner, kind: 'budget-grant', body: toBody(body) }),
    );
    const outcome = { ...outcomeOf(grant.elements, grant.expected), recipients: [grant.partner], messageId };
    return { value: undefined, outcome };
  });
}

/** A partner has granted us elements beyond our budget: kept, listed, and to be reviewed here too. */
export async function receiveGrant(
  context: ExchangeContext,
  tx: Transaction,
  message: OpenedMessage,
): Promise<Uint8Array> {
  const body = parseBody(budgetGrant, message.body);
  const partner = message.header.from;
  const until = new Date(body.until);
  requireReceivable(until, message);
  if ((await countReceivedUnreviewed(tx, partner)) >= RECEIVED_UNREVIEWED_MAX)
    throw new ExchangeError('grant-refused', 'too many grants of this partner wait to be reviewed here');
  const permit = await context.oversight.beginIn(tx, {
    act: 'receive-grant',
    actor: { type: 'partner', agencyId: partner },
    categories: { [body.keyClass]: body.elements },
    messageId: message.header.id,
    peerLeaf: body.leaf,
  });
  await keepGrant(tx, {
    id: `${partner}-${body.grant}`,
    direction: 'received',
    partner,
    keyClass: body.keyClass,
    elements: body.elements,
    until,
    expected: body.expectedRecords ?? null,
    reason: body.reason,
    proposedAt: message.header.createdAt,
    proposedBy: null,
    grantedAt: message.header.createdAt,
  }).catch((cause: unknown) => {
    throw new ExchangeError('grant-refused', 'this grant was told already', { cause });
  });
  const { leafHash } = await context.oversight.finish(tx, permit, {
    ...outcomeOf(body.elements, body.expectedRecords ?? null),
    messageId: message.header.id,
    peerLeaf: body.leaf,
  });
  const receipt: Receipt = { messageId: message.header.id, leaf: leafHash };
  return toBody(receipt);
}

/** By the moment of the message: one that comes late is taken, and is over. */
function requireReceivable(until: Date, { header }: OpenedMessage): void {
  try {
    requireGrantEnd(until, header.createdAt);
  } catch (cause) {
    throw new ExchangeError('grant-refused', 'a grant ends within days of its making', { cause });
  }
}

/** After its end somebody looks into a grant, on either side; what was found is kept as a reason. */
export async function reviewGrant(
  context: ExchangeContext,
  actor: Officer,
  { id, reason }: { readonly id: string; readonly reason: string },
): Promise<void> {
  await context.oversight.permit({ act: 'review-grant', actor, justification: reason }, async (tx) => {
    const grant = await noteGrantReview(tx, id, actor.officerId, context.clock.now());
    return { value: undefined, outcome: { result: 'done', count: grant.used } };
  });
}

/** Throws `grant-refused` where it would be more, with all that was granted in the last 90 days, than the agreement gives for an epoch. */
async function requireWithin(
  context: ExchangeContext,
  from: Queryable,
  { partner, keyClass, elements }: GrantDraft,
): Promise<void> {
  const { budgets, purposes } = context.agreement();
  const since = new Date(context.clock.now().getTime() - GRANTS_DAYS * DAY_MS);
  const refused = grantRefusal(budgetLimits(budgets[keyClass], purposes), elements, {
    partner: await grantedSince(from, keyClass, since, partner),
    all: await grantedSince(from, keyClass, since),
  });
  if (refused !== null) throw refused;
}

/** Records that guessing could find with it in the running epoch; null where no block is guessed through. */
async function expectedWith(
  context: ExchangeContext,
  from: Queryable,
  { partner, keyClass, elements }: GrantDraft,
): Promise<number | null> {
  if (!KEY_CLASSES.includes(keyClass) || BLOCKLESS_CLASSES.includes(keyClass)) return null;
  const { budgets } = context.agreement();
  const { rows } = await from.query<{ begun_at: Date }>(
    'SELECT begun_at FROM exchange.epoch ORDER BY number DESC LIMIT 1',
  );
  const granted = await grantedSince(from, keyClass, rows[0]?.begun_at ?? new Date(0), partner);
  const all = (budgets[keyClass]?.perEpoch ?? 0) + granted + elements;
  return Number((all / bareOneIn(budgets, keyClass)).toPrecision(4));
}

/** Beyond the setting rule the entry says so too. */
function outcomeOf(elements: number, expected: number | null) {
  const isBeyond = (expected ?? 0) > EXPECTED_RECORDS_MAX;
  return { result: 'done' as const, count: elements, ...(isBeyond ? { rule: 'setting-rule-passed' } : {}) };
}
