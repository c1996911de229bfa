/**
 * What crosses between the browser and the desk's server: types only, shared by both, a file for each page. Times are
 * ISO 8601 in UTC; codes travel as codes and are read in the reader's language. The browser never gets a key or a partner's
 * raw message.
 */
export type {
  BudgetView,
  HeldAnswer,
  HitView,
  PartnerAnswerState,
  PreviewView,
  QuestionDraft,
  QuestionListItem,
  QuestionView,
  RecordHit,
  UnderstoodView,
} from './contract-ask.ts';
export type { CopyField, DisclosableField, ThingHead } from './contract-fields.ts';
export type { IntakeRunDetail, IntakeRunView, QuarantinedRow, WithdrawalView } from './contract-intake.ts';
export type { LedgerLine, LedgerView } from './contract-ledger.ts';
export type { NetworkEdge, NetworkNode, NetworkView } from './contract-network.ts';
export type {
  ConflictSideView,
  ConflictView,
  GrantView,
  OtherKeysView,
  PartnersView,
  StatedDayView,
} from './contract-partners.ts';
export type { RecordView } from './contract-records.ts';
export type {
  ChosenRecord,
  DecisionDraft,
  DisclosureDraft,
  DisclosurePreview,
  MeantPerson,
  RequestDraft,
  RequestListItem,
  RequestView,
} from './contract-requests.ts';
export type {
  JudgementDraft,
  JudgementView,
  PersonView,
  ReviewHead,
  ReviewPairItem,
  ReviewPairView,
  ReviewRow,
  ReviewSide,
  ReviewValue,
  ReviewVerdict,
  ReviewView,
} from './contract-review.ts';
export type {
  AgencyBadge,
  ApiError,
  CaseView,
  OfficerView,
  SessionView,
  StatusView,
} from './contract-session.ts';
export type {
  AlertView,
  StandingItem,
  StandingPartner,
  StandingRenewal,
  StandingView,
} from './contract-standing.ts';
export type {
  CurrentScreening,
  ScreenedMatch,
  ScreenedRow,
  ScreenedSealed,
  ScreeningAsk,
  ScreeningDraft,
  ScreeningPreview,
  ScreeningState,
  ScreeningView,
  SealedProgress,
  UnreadReason,
} from './contract-screening.ts';
