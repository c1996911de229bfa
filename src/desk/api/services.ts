import type { Role } from '../../model/index.ts';
import type * as view from './contract.ts';
import type * as input from './inputs.ts';

/** The officer behind a request, as the session row says; `background` marks a page's own refresh, not an act of the hand. */
export interface DeskSession {
  readonly token: string;
  readonly officerId: string;
  readonly name: string;
  readonly role: Role;
  readonly background: boolean;
}

export type SessionState =
  | { readonly state: 'open'; readonly officerId: string; readonly name: string; readonly role: Role }
  | { readonly state: 'locked' }
  | { readonly state: 'none' };

/**
 * What the desk's routes call, one method a route. The server has checked shape, origin and session; the service
 * decides whether the act is permitted, writes it to the ledger and does it. A `CodedError` thrown here becomes an
 * answer with its code; `evidence.safe` (a sentence, "nothing was sent") rides along to the page.
 */
export interface DeskServices {
  readonly agencyId: string;
  /** With `touch` false the idle clock goes on running: a page that refreshes itself never keeps a desk unlocked. */
  readSession(token: string, o: { readonly touch: boolean }): Promise<SessionState>;

  session(session: DeskSession | null, locked: boolean): Promise<view.SessionView>;
  /** `address` is the caller's, as the server sees it. */
  signIn(session: null, o: input.SignIn & { readonly address?: string }): Promise<{ readonly token: string }>;
  signOut(session: DeskSession, o: Record<never, never>): Promise<void>;
  status(session: DeskSession | null, o: Record<never, never>): Promise<view.StatusView>;

  cases(session: DeskSession, o: Record<never, never>): Promise<readonly view.CaseView[]>;
  openCase(session: DeskSession, o: input.OpenCase): Promise<view.CaseView>;

  understand(session: DeskSession | null, o: input.Understand): Promise<view.UnderstoodView>;
  preview(session: DeskSession, o: view.QuestionDraft): Promise<view.PreviewView>;
  ask(session: DeskSession, o: view.QuestionDraft): Promise<{ readonly questionId: string }>;
  questions(session: DeskSession, o: Record<never, never>): Promise<readonly view.QuestionListItem[]>;
  question(session: DeskSession, o: input.ById): Promise<view.QuestionView>;

  standing(session: DeskSession, o: Record<never, never>): Promise<view.StandingView>;
  renewStanding(session: DeskSession, o: input.ById & view.StandingRenewal): Promise<void>;
  stopStanding(session: DeskSession, o: input.ById & { readonly reason: string }): Promise<void>;
  seeAlert(session: DeskSession, o: input.ById): Promise<void>;

  startScreening(session: DeskSession, o: view.ScreeningDraft): Promise<view.CurrentScreening>;
  screening(session: DeskSession, o: input.ScreeningPage): Promise<view.CurrentScreening>;
  previewScreening(session: DeskSession, o: Record<never, never>): Promise<view.ScreeningPreview>;
  askScreening(session: DeskSession, o: view.ScreeningAsk): Promise<view.CurrentScreening>;
  stopScreening(session: DeskSession, o: Record<never, never>): Promise<void>;
  forgetScreening(session: DeskSession, o: Record<never, never>): Promise<void>;

  sendRequest(
    session: DeskSession,
    o: input.ById & view.RequestDraft,
  ): Promise<{ readonly requestId: string }>;
  setHitAside(session: DeskSession, o: input.ById & { readonly reason: string }): Promise<void>;
  requests(session: DeskSession, o: Record<never, never>): Promise<readonly view.RequestListItem[]>;
  request(session: DeskSession, o: input.ById): Promise<view.RequestView>;
  previewDecision(
    session: DeskSession,
    o: input.ById & { readonly draft: view.DisclosureDraft },
  ): Promise<view.DisclosurePreview>;
  decide(session: DeskSession, o: input.ById & { readonly draft: view.DecisionDraft }): Promise<void>;

  network(session: DeskSession, o: input.NetworkQuery): Promise<view.NetworkView>;
  record(session: DeskSession, o: input.RecordQuery): Promise<view.RecordView>;

  review(session: DeskSession, o: Record<never, never>): Promise<view.ReviewView>;
  reviewPair(session: DeskSession, o: input.ReviewPair): Promise<view.ReviewPairView>;
  judge(session: DeskSession, o: view.JudgementDraft): Promise<{ readonly judgementId: string }>;
  revokeJudgement(session: DeskSession, o: input.ById): Promise<void>;

  intakeRuns(session: DeskSession, o: Record<never, never>): Promise<readonly view.IntakeRunView[]>;
  withdrawals(session: DeskSession, o: Record<never, never>): Promise<readonly view.WithdrawalView[]>;
  intakeRun(session: DeskSession, o: input.ById): Promise<view.IntakeRunDetail>;
  quarantine(session: DeskSession, o: input.ById): Promise<readonly view.QuarantinedRow[]>;

  ledger(session: DeskSession, o: input.LedgerQuery): Promise<view.LedgerView>;
  partners(session: DeskSession, o: object): Promise<view.PartnersView>;
  proposeGrant(session: DeskSession, o: input.GrantDraft): Promise<{ readonly id: string }>;
  grantBudget(session: DeskSession, o: input.ById): Promise<void>;
  reviewGrant(session: DeskSession, o: input.ById & { readonly reason: string }): Promise<void>;
  proposeSettlement(session: DeskSession, o: input.SettlementDraft): Promise<{ readonly id: string }>;
  settleConflict(session: DeskSession, o: input.ById): Promise<void>;
  reviewOtherKeys(session: DeskSession, o: input.OtherKeys & { readonly reason: string }): Promise<void>;
  settleDay(session: DeskSession, o: input.StatedDay & { readonly reason: string }): Promise<void>;
  closeAlarm(session: DeskSession, o: input.ById & { readonly reason: string }): Promise<void>;
  /** NDJSON, line by line; the intent is written before the first line is yielded. */
  exportLedger(session: DeskSession, o: Record<never, never>): Promise<AsyncIterable<string | Uint8Array>>;
}
