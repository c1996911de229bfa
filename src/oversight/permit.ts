import { type Clock, declareFaultPoint, isId, reach, toHex } from '../base/index.ts';
import { appendEntry, appendPrepared, type PreparedEntry, prepareEntry, readEntry } from '../ledger/index.ts';
import { type Database, type Queryable, type Transaction, write } from '../store/index.ts';
import { commitmentOf, keepAccessText, type SaltedText, saltText } from './access-text.ts';
import { isCaseOpen } from './cases.ts';
import { type ActHead, headOf, intentOf, outcomeOf } from './entries.ts';
import { OversightError } from './errors.ts';
import { PASSWORD_COST, type PasswordCost } from './passwords.ts';
import { type ActRequest, decide, type Decision, DENY_SENTENCES, type Outcome } from './policy.ts';

const permitBeforeCommit = declareFaultPoint('oversight/permit-before-commit');
const permitAfterCommit = declareFaultPoint('oversight/permit-after-commit');
const beginAfterCommit = declareFaultPoint('oversight/begin-after-commit');
const refusalAfterCommit = declareFaultPoint('oversight/refusal-after-commit');
const failureAfterCommit = declareFaultPoint('oversight/failure-after-commit');
const unknownAfterCommit = declareFaultPoint('oversight/unknown-after-commit');

/** The right to do one thing once, with the ledger entry that says so. */
export interface Permit {
  readonly intentId: string;
  /** Hash of the intent's leaf, hexadecimal: what partners are told. */
  readonly leafHash: string;
  readonly request: ActRequest;
}

export interface Oversight {
  /** What a sign-in costs under a name that nobody has: as much as under one that somebody has. */
  readonly passwordCost: PasswordCost;
  /**
   * Does `work` in one transaction with its entries: policy, intent, work, outcome. A refusal is written down and thrown as
   * `not-permitted` with its rule. When `work` throws, its effects are rolled back, the intent and an outcome 'failed' are
   * written instead, and the error goes on. `work` must send nothing: for that, `begin`.
   */
  permit<T>(
    request: ActRequest,
    work: (tx: Transaction, permit: Permit) => Promise<{ value: T; outcome: Outcome }>,
  ): Promise<T>;
  /** Commits the intent, so that bytes may be sent; `finish` must follow. */
  begin(request: ActRequest): Promise<Permit>;
  /** As `begin`, in the caller's transaction. A refusal is committed apart, for the caller's transaction will not be. */
  beginIn(tx: Transaction, request: ActRequest): Promise<Permit>;
  /** Closes an intent that `begin` or `beginIn` opened; throws `intent-not-open` when it is not open. */
  finish(
    tx: Queryable,
    permit: Permit | { readonly intentId: string },
    outcome: Outcome,
  ): Promise<{ leafHash: string }>;
  /**
   * After a crash: closes every open intent as 'unknown', but those in `waiting` (messages that the outbox still carries).
   * The truth may still arrive: `finish` then adds it. How many were closed.
   */
  closeUnknown(options?: { readonly waiting?: readonly string[] }): Promise<number>;
}

export interface OversightOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly agencyId: string;
  /** Absent: what a server pays. Less in tests, which sign in by the hundred. */
  readonly passwordCost?: PasswordCost;
}

/** A request with its decision and its entry, fixed before anything is written. */
interface Considered {
  readonly request: ActRequest;
  readonly head: ActHead;
  readonly decision: Decision;
  readonly salted: SaltedText | undefined;
  readonly intent: PreparedEntry;
  readonly permit: Permit;
}

export function createOversight(options: OversightOptions): Oversight {
  const { database, clock } = options;
  const stamp = () => ({ agencyId: options.agencyId, time: clock.now() });
  /** Permits whose intent the same transaction wrote and has not closed: to close them nothing need be read. */
  const openedIn = new WeakMap<Permit, Queryable>();

  const consider = async (db: Queryable, request: ActRequest): Promise<Considered> => {
    const caseOpen = request.caseId !== undefined && (await isCaseOpen(db, request.caseId));
    const decision = decide(request, { caseOpen });
    const salted = request.justification === undefined ? undefined : saltText(request.justification);
    const recorded = decision.decision === 'allow' ? request : withoutUnknownCodes(request, decision);
    const commitment = salted === undefined ? undefined : commitmentOf(salted);
    const intent = prepareEntry(intentOf(recorded, decision, commitment, stamp()));
    const permit = { intentId: intent.entryId, leafHash: toHex(intent.leafHash), request };
    return { request, head: headOf(request), decision, salted, intent, permit };
  };
  const writeIntent = async (tx: Queryable, considered: Considered): Promise<void> => {
    await appendPrepared(tx, considered.intent);
    if (considered.salted !== undefined)
      await keepAccessText(tx, considered.permit.intentId, considered.salted, clock.now());
  };
  const writeOutcome = (
    tx: Queryable,
    intentId: string,
    head: ActHead,
    outcome: Parameters<typeof outcomeOf>[2],
  ) => appendEntry(tx, outcomeOf(intentId, head, outcome, stamp()));
  const writeClosed = async (tx: Queryable, considered: Considered, outcome: Outcome): Promise<void> => {
    await writeIntent(tx, considered);
    await writeOutcome(tx, considered.permit.intentId, considered.head, outcome);
  };
  const refuse = async (considered: Considered): Promise<never> => {
    const { rule } = considered.decision;
    await database.transaction((tx) => writeClosed(tx, considered, { result: 'refused', rule }));
    reach(refusalAfterCommit);
    throw refusal(considered);
  };
  const open = async (tx: Queryable, considered: Considered): Promise<Permit> => {
    await writeIntent(tx, considered);
    await noteOpen(tx, considered);
    return considered.permit;
  };
  const recordFailure = async (considered: Considered): Promise<void> => {
    await database.transaction(async (tx) => {
      // The connection may have broken after the commit arrived: then the act did happen, and says so itself.
      if ((await readEntry(tx, considered.permit.intentId)) === null)
        await writeClosed(tx, considered, { result: 'failed' });
    });
    reach(failureAfterCommit);
  };

  return {
    passwordCost: options.passwordCost ?? PASSWORD_COST,
    async permit(request, work) {
      const considered = await consider(database, request);
      if (considered.decision.decision === 'deny') return refuse(considered);
      try {
        const value = await database.transaction(async (tx) => {
          await writeIntent(tx, considered);
          const done = await work(tx, considered.permit);
          await writeOutcome(tx, considered.permit.intentId, considered.head, done.outcome);
          reach(permitBeforeCommit);
          return done.value;
        });
        reach(permitAfterCommit);
        return value;
      } catch (error) {
        // Without a database nothing took effect either; the first error is the one that matters.
        await recordFailure(considered).catch(() => {});
        throw error;
      }
    },
    async begin(request) {
      const considered = await consider(database, request);
      if (considered.decision.decision === 'deny') return refuse(considered);
      const permit = await database.transaction((tx) => open(tx, considered));
      reach(beginAfterCommit);
      return permit;
    },
    async beginIn(tx, request) {
      const considered = await consider(tx, request);
      if (considered.decision.decision === 'deny') return refuse(considered);
      const permit = await open(tx, considered);
      openedIn.set(permit, tx);
      return permit;
    },
    async finish(tx, permit, outcome) {
      const head = await takeOpen(tx, permit, openedIn);
      const { leafHash } = await writeOutcome(tx, permit.intentId, head, outcome);
      return { leafHash: toHex(leafHash) };
    },
    async closeUnknown(closing) {
      const closed = await database.transaction(async (tx) => {
        const left = await markLeftOpen(tx, closing?.waiting ?? [], clock.now());
        for (const { intentId, head } of left) await writeOutcome(tx, intentId, head, { result: 'unknown' });
        return left.length;
      });
      if (closed > 0) reach(unknownAfterCommit);
      return closed;
    },
  };
}

function refusal({ decision, permit }: Considered): OversightError {
  const sentence = decision.decision === 'deny' ? DENY_SENTENCES[decision.rule] : 'not permitted';
  return new OversightError('not-permitted', sentence, {
    evidence: { rule: decision.rule, intentId: permit.intentId, leafHash: permit.leafHash },
  });
}

/** What is refused because it is on no code list must not reach the ledger as it came. */
function withoutUnknownCodes(request: ActRequest, decision: Decision): ActRequest {
  const { purpose, legalBasis, offence, caseId, ...rest } = request;
  const known = decision.rule !== 'purpose-not-allowed' && decision.rule !== 'act-unknown';
  const actor =
    decision.rule === 'role-unknown' && rest.actor.type === 'officer'
      ? { type: 'system' as const }
      : rest.actor;
  return {
    ...rest,
    actor,
    ...(caseId !== undefined && isId(caseId) ? { caseId } : {}),
    ...(known && purpose !== undefined ? { purpose } : {}),
    ...(known && legalBasis !== undefined && decision.rule !== 'legal-basis-unknown' ? { legalBasis } : {}),
    ...(known && offence !== undefined && decision.rule !== 'offence-unknown' ? { offence } : {}),
  };
}

async function noteOpen(tx: Queryable, { permit, head }: Considered): Promise<void> {
  await write(
    tx,
    'INSERT INTO oversight.open_intent (intent_id, act, operation, actor) VALUES ($1, $2, $3, $4)',
    [permit.intentId, head.act, head.operation, head.actor],
  );
}

/** What the outcome repeats of its intent, which is open no longer. */
async function takeOpen(
  tx: Queryable,
  permit: Permit | { readonly intentId: string },
  openedIn: WeakMap<Permit, Queryable>,
): Promise<ActHead> {
  const { intentId } = permit;
  if ('request' in permit && openedIn.get(permit) === tx) {
    openedIn.delete(permit);
    await write(tx, 'DELETE FROM oversight.open_intent WHERE intent_id = $1', [intentId]);
    return headOf(permit.request);
  }
  const { rows } = await tx.query<ActHead>(
    'DELETE FROM oversight.open_intent WHERE intent_id = $1 RETURNING act, operation, actor',
    [intentId],
  );
  if (rows[0] === undefined)
    throw new OversightError(
      'intent-not-open',
      'the intent is not open: it was finished already, or never begun',
    );
  return rows[0];
}

async function markLeftOpen(
  tx: Queryable,
  waiting: readonly string[],
  now: Date,
): Promise<readonly { intentId: string; head: ActHead }[]> {
  const { rows } = await tx.query<{ intent_id: string } & ActHead>(
    `UPDATE oversight.open_intent SET closed_unknown_at = $1
      WHERE closed_unknown_at IS NULL AND intent_id <> ALL ($2::text[])
      RETURNING intent_id, act, operation, actor`,
    [now, waiting],
  );
  return rows.map(({ intent_id, act, operation, actor }) => ({
    intentId: intent_id,
    head: { act, operation, actor },
  }));
}
