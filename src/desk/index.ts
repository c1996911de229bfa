/**
 * Room desk: what people see. `api/` is the server the browser talks to, `web/` the pages; `api/contract.ts` is all that
 * crosses between them.
 * Read: api/contract.ts (the views), api/routes.ts (every door and its act), api/inputs.ts (limits), api/server.ts (the
 * checks in their order), api/services.ts (what another room must implement), then web/main.tsx.
 * Standards: RFC 6265bis cookies, Content Security Policy level 3, WCAG 2.2 AA.
 */
export type {
  AgencyBadge,
  AlertView,
  ApiError,
  CaseView,
  CopyField,
  CurrentScreening,
  DecisionDraft,
  DisclosableField,
  DisclosureDraft,
  DisclosurePreview,
  HeldAnswer,
  HitView,
  IntakeRunDetail,
  IntakeRunView,
  JudgementDraft,
  JudgementView,
  LedgerLine,
  LedgerView,
  NetworkEdge,
  NetworkNode,
  NetworkView,
  PartnerAnswerState,
  PersonView,
  BudgetView,
  PreviewView,
  QuarantinedRow,
  WithdrawalView,
  QuestionDraft,
  QuestionListItem,
  QuestionView,
  RecordHit,
  RecordView,
  RequestDraft,
  RequestListItem,
  RequestView,
  ReviewPairView,
  ReviewSide,
  ReviewView,
  ScreenedMatch,
  ScreenedRow,
  ScreenedSealed,
  ScreeningAsk,
  ScreeningDraft,
  ScreeningPreview,
  ScreeningState,
  ScreeningView,
  SessionView,
  StandingItem,
  StandingPartner,
  StandingRenewal,
  StandingView,
  StatusView,
  ThingHead,
  UnderstoodView,
} from './api/contract.ts';
export { DESK_ERROR_STATUS, DeskError, type DeskErrorCode } from './api/errors.ts';
export type {
  ById,
  LedgerQuery,
  NetworkQuery,
  OpenCase,
  RecordQuery,
  ScreeningPage,
  SignIn,
  Understand,
} from './api/inputs.ts';
export { type Route, ROUTES } from './api/routes.ts';
export { createDeskServer, type DeskServerOptions } from './api/server.ts';
export type { DeskServices, DeskSession, SessionState } from './api/services.ts';
export { createDeskServices } from './services/desk-services.ts';
export type { AgreementFacts, DeskServicesParts } from './services/parts.ts';
