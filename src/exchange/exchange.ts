import { randomId } from '../base/index.ts';
import type { Actor } from '../oversight/index.ts';
import type { Queryable, Transaction } from '../store/index.ts';
import { type Member, type Offered, type OpenedMessage, type Outgoing, type Refusal } from '../wire/index.ts';
import { acknowledgeAlert } from './standing/alerts.ts';
import { askPartners, type Question } from './ask/ask.ts';
import { beginAgain, readRestore, type RestoreView } from './restore/begin-again.ts';
import type { ExchangeContext } from './context.ts';
import { decideRequest, type Decision } from './request/decide.ts';
import { noteAnswer, noteExpired, noteRefused } from './deliveries.ts';
import { isEpochOver } from './seal/epochs.ts';
import { hearPartners } from './restore/hear-partners.ts';
import { type FetchProgress, FetchesUnderWay } from './follow/fetches.ts';
import { completePartner, refreshPartner } from './follow/follow-partner.ts';
import { Lanes } from './lanes.ts';
import { offer } from './offer.ts';
import { type InTurn, mergeSegments } from './publish/merge.ts';
import { forgetOldManifests } from './old-manifests.ts';
import { readPartnerIndex } from './follow/partner-index.ts';
import { planQuestion, type QuestionPlan, type Wanted } from './ask/plan.ts';
import { publishIndex, type PublishProgress } from './publish/publish.ts';
import { readAnswer } from './ask/read-answer.ts';
import { receiveMessage } from './receive.ts';
import { type GrantDraft, grantBudget, proposeGrant, reviewGrant } from './grants.ts';
import { settleDifference } from './statements/receive-statement.ts';
import { tendStatements } from './statements/send-statements.ts';
import {
  proposeSettlement,
  reviewOtherKeys,
  settleConflict,
  type SettlementDraft,
} from './follow/settle-conflict.ts';
import { type RequestDraft, sendRequest } from './request/request.ts';
import { RestoreGuard } from './restore/restore-guard.ts';
import { isStopped } from './restore/restore-notice.ts';
import { SegmentGuard } from './publish/segment-guard.ts';
import { openSegmentFiles } from './publish/segment-files.ts';
import { closeOverdueHits, forgetBlinds, setHitAside } from './ask/set-aside.ts';
import { closeNotHeldAlarm } from './request/not-held.ts';
import { endStanding, renewStanding } from './standing/standing-end.ts';
import { StandingInMemory } from './standing/standing-tags.ts';
import { forgetOldWithdrawals } from './publish/withdrawals.ts';
import { askUnwatchedAnew, tendStanding } from './standing/standing-tend.ts';

type Officer = Extract<Actor, { type: 'officer' }>;

/** The work between agencies, one call an act. */
export interface Exchange {
  /** What would be asked of whom; own records and copies are searched, nothing leaves. */
  plan(from: Queryable, wanted: Wanted): Promise<QuestionPlan>;
  ask(question: Question): Promise<string>;
  sendRequest(actor: Officer, hitId: string, draft: RequestDraft): Promise<string>;
  setHitAside(actor: Officer, hitId: string, reason: string): Promise<void>;
  decide(actor: Officer, requestId: string, decision: Decision): Promise<void>;

  /** A question stands until another date, or not any more; the reason is kept. */
  renewStanding(actor: Officer, id: string, wanted: { until: Date; reason: string }): Promise<void>;
  stopStanding(actor: Officer, id: string, reason: string): Promise<void>;
  acknowledgeAlert(actor: Officer, id: string): Promise<void>;
  /** An alarm about a partner was looked into; what was found is kept. */
  closeNotHeldAlarm(actor: Officer, id: string, reason: string): Promise<void>;
  /** Break glass: one person proposes elements beyond a partner's budget, another grants them, both sides review them afterwards. */
  proposeGrant(actor: Officer, draft: GrantDraft): Promise<string>;
  grantBudget(actor: Officer, id: string): Promise<void>;
  reviewGrant(actor: Officer, about: { readonly id: string; readonly reason: string }): Promise<void>;
  /** A partner signed two indexes for one place: one person proposes which is believed, another confirms, and it is asked again. */
  proposeSettlement(actor: Officer, draft: SettlementDraft): Promise<string>;
  settleConflict(actor: Officer, id: string): Promise<void>;
  /** Keys that a member showed others, and not us, were looked into. */
  reviewOtherKeys(
    actor: Officer,
    about: { readonly party: string; readonly number: number; readonly reason: string },
  ): Promise<void>;
  /** A difference between what two agencies say of a day was looked into. */
  settleDifference(
    actor: Officer,
    about: { readonly partner: string; readonly day: string; readonly reason: string },
  ): Promise<void>;

  /** Brings the sealed index up to the records. */
  publish(progress?: PublishProgress): Promise<boolean>;
  /** Whether an index must be published though no record changed: the epoch is over, a restore was noticed, or a file is to be made anew. */
  isPublicationDue(): Promise<boolean>;
  /** Before anything is answered, at a start: asks partners what they hold of us, and stops where our own state is older. */
  hearPartners(): Promise<void>;
  /** Why nothing is asked and answered; null while it is. */
  readRestore(): Promise<RestoreView | null>;
  /** Replaces many small segments by one, from kept tags, beside whatever is published meanwhile; gives back how many merges there were. */
  merge(): Promise<number>;
  /** Fetches what is new at every partner; gives back how many copies are complete now. */
  refreshPartners(): Promise<Followed>;
  /** Called when a partner was followed to its newest manifest, or could not be: by `refreshPartners` or at its own notice. */
  onFollowed(listener: (followed: Followed) => void): void;
  /** What is being fetched from partners at this moment. */
  fetching(): readonly FetchProgress[];
  /** After a start: answers that were stored but not read, overdue hits, partners' news. */
  catchUp(): Promise<void>;
  /** What time brings about: overdue hits are closed, blinds that nobody will open any more and old manifests go, own files are looked at. */
  tidy(): Promise<void>;
  /** Waits until no stored answer and no announced manifest is left to work on. */
  drain(): Promise<void>;

  /** What `wire` calls. */
  readonly onMessage: (from: Member, bytes: Uint8Array, opened: OpenedMessage) => Promise<Uint8Array>;
  readonly onFetch: (from: Member, path: string) => Promise<Offered | null>;
  readonly onAnswer: (tx: Transaction, message: Outgoing, answer: Uint8Array) => Promise<void>;
  readonly onRefused: (tx: Transaction, message: Outgoing, refusal: Refusal) => Promise<void>;
  readonly onExpired: (tx: Transaction, message: Outgoing) => Promise<void>;
}

/** How many of the partners were followed to their newest manifest when they were last asked. */
export interface Followed {
  readonly complete: number;
  readonly total: number;
}

export type ExchangeParts = Omit<
  ExchangeContext,
  'partnerAnnounced' | 'answerArrived' | 'standing' | 'fetches' | 'restore' | 'runId'
>;

/** Joins the room's parts; opens nothing and starts nothing by itself. */
export function createExchange(parts: ExchangeParts): Exchange {
  const files = openSegmentFiles(parts.segmentFolder);
  const lanes = new Lanes((name, error) => parts.log('task-failed', { task: name, code: codeOf(error) }));
  const context: ExchangeContext = {
    ...parts,
    runId: randomId(),
    standing: new StandingInMemory(),
    fetches: new FetchesUnderWay(({ partner, done, total }) =>
      parts.log('index-arriving', { partner, done, total }),
    ),
    restore: new RestoreGuard(),
    partnerAnnounced: (partner) =>
      lanes.add(partner, 'refresh', async () => {
        await follow(partner);
        await tend(askUnwatchedAnew);
      }),
    answerArrived: (questionId, partner) =>
      lanes.add(partner, `answer ${questionId}`, () => readAnswer(context, files, questionId, partner)),
  };
  const guard = new SegmentGuard(context, files, lanes);
  const complete = new Set<string>();
  const listeners: ((followed: Followed) => void)[] = [];
  const followed = (): Followed => ({ complete: complete.size, total: partners().length });
  const follow = async (partner: string): Promise<void> => {
    try {
      await refreshPartner(context, files, partner);
      complete.add(partner);
    } catch (error) {
      complete.delete(partner);
      throw error;
    } finally {
      for (const listener of listeners) listener(followed());
    }
    // What could not be read before, for want of a segment, may be readable now.
    await rereadAnswers(context, partner);
  };
  const partners = (): readonly string[] =>
    context
      .agreement()
      .members.map((member) => member.id)
      .filter((id) => id !== context.agencyId);
  let publishing: Promise<unknown> = Promise.resolve();
  let merging: Promise<unknown> = Promise.resolve();
  const inPublishTurn: InTurn = (work) => {
    const turn = publishing.then(work);
    publishing = turn.catch(() => undefined);
    return turn;
  };
  let tending: Promise<unknown> = Promise.resolve();
  const tend = (work = tendStanding): Promise<void> => {
    const turn = tending.then(() => work(context));
    tending = turn.catch(() => undefined);
    return turn;
  };

  return {
    plan: (from, wanted) => planQuestion(context, from, wanted),
    ask: (question) => askPartners(context, question),
    sendRequest: (actor, hitId, draft) => sendRequest(context, actor, hitId, draft),
    setHitAside: (actor, hitId, reason) => setHitAside(context, actor, hitId, reason),
    decide: (actor, requestId, decision) => decideRequest(context, actor, requestId, decision),
    renewStanding: (actor, id, wanted) => renewStanding(context, actor, id, wanted),
    stopStanding: (actor, id, reason) => endStanding(context, actor, id, { code: 'stopped', reason }),
    acknowledgeAlert: (actor, id) => acknowledgeAlert(context, actor, id),
    closeNotHeldAlarm: (actor, id, reason) => closeNotHeldAlarm(context, actor, id, reason),
    proposeGrant: (actor, draft) => proposeGrant(context, actor, draft),
    grantBudget: (actor, id) => grantBudget(context, actor, id),
    reviewGrant: (actor, about) => reviewGrant(context, actor, about),
    proposeSettlement: (actor, draft) => proposeSettlement(context, actor, draft),
    settleConflict: (actor, id) => settleConflict(context, actor, id),
    reviewOtherKeys: (actor, about) => reviewOtherKeys(context, actor, about),
    settleDifference: (actor, about) => settleDifference(context, actor, about),
    publish: (progress) =>
      inPublishTurn(async () => {
        if (!(await beginAgain(context))) return false;
        guard.publicationBegins();
        return publishIndex(context, files, progress);
      }),
    async isPublicationDue() {
      return context.restore.stopped || guard.isPublicationDue || (await isEpochOver(context));
    },
    readRestore: () => readRestore(context),
    async hearPartners() {
      context.restore.stopped = await isStopped(context.database);
      await hearPartners(context);
    },
    merge() {
      const turn = merging.then(async () =>
        context.restore.stopped ? 0 : mergeSegments(context, files, 'soon', inPublishTurn),
      );
      merging = turn.catch(() => undefined);
      return turn;
    },
    async refreshPartners() {
      await hearPartners(context);
      await Promise.all(
        partners().map(async (partner) => {
          try {
            await lanes.run(partner, () => follow(partner));
          } catch (error) {
            context.log('partner-not-refreshed', { partner, code: codeOf(error) });
          }
        }),
      );
      await tend();
      return followed();
    },
    onFollowed: (listener) => void listeners.push(listener),
    fetching: () => context.fetches.list(),
    async tidy() {
      await tend();
      await forgetOldWithdrawals(context.database, context.clock.now());
      await forgetOldManifests(context);
      await closeOverdueHits(context);
      await forgetBlinds(context);
      await tendStatements(context);
      await guard.scrub();
    },
    async catchUp() {
      await closeOverdueHits(context);
      await forgetBlinds(context);
      for (const partner of partners()) {
        if ((await readPartnerIndex(context.database, partner)) === null) continue;
        // Segments are caches: what is missing on disk is fetched again before anything is answered by it.
        lanes.add(partner, 'complete', () => completePartner(context, files, partner));
      }
      for (const partner of partners()) await rereadAnswers(context, partner);
      await tend();
    },
    drain: () => lanes.drain(),
    onMessage: (_from, _bytes, opened) => receiveMessage(context, opened),
    onFetch: (from, path) => offer(context, { files, guard }, from, path),
    onAnswer: (tx, message, answer) => noteAnswer(context, tx, message, answer),
    onRefused: (tx, message, refusal) => noteRefused(context, tx, message, refusal),
    onExpired: (tx, message) => noteExpired(context, tx, message),
  };
}

/** Queues the answers of this partner that are stored and not read. */
async function rereadAnswers(context: ExchangeContext, partner: string): Promise<void> {
  const { rows } = await context.database.query<{ question_id: string }>(
    `SELECT question_id FROM exchange.question_partner WHERE partner = $1 AND state = 'waiting' AND answer IS NOT NULL`,
    [partner],
  );
  for (const row of rows) context.answerArrived(row.question_id, partner);
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'failed';
}
