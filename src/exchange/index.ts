/**
 * Room exchange: the work between agencies. Publish, ask, request, decide, disclose. Nothing leaves without purpose,
 * handling codes and a ledger entry, in that order.
 * Read: messages.ts (what crosses), exchange.ts (the whole), receive.ts (what comes), offer.ts (what is fetched), then a folder at a time:
 *   publish/     own-keys.ts, wanted-keys.ts, publish.ts (plan-classes.ts, build-class.ts), announce.ts, merge.ts, withdrawals.ts
 *   seal/        epochs.ts, sealer.ts, counted-sealer.ts, seed-files.ts; in a process of its own: sealer-host.ts, sealer-door.ts, sealer-client.ts
 *   follow/      follow-partner.ts (partner-chain.ts), fetch-segment.ts, partner-index.ts, confirm-deletions.ts, key-conflicts.ts, settle-conflict.ts
 *   old-manifests.ts, what is kept of both sides' chains
 *   ask/         plan.ts (search-here.ts), ask.ts, read-answer.ts (find-hits.ts, half-hits.ts, settle-answer.ts)
 *   answer-question.ts, the asked side; grants.ts, when its owner lets a partner have more
 *   request/     request.ts, receive-request.ts, identity-check.ts, decide.ts (build-disclosure.ts), receive-decision.ts, not-held.ts
 *   standing/    standing-declare.ts, standing-watch.ts, standing-tend.ts, alerts.ts
 *   statements/  traffic.ts, send-statements.ts, receive-statement.ts, compare-ledgers.ts
 *   restore/     witness-statement.ts (what partners show us), hear-partners.ts, restore-notice.ts, begin-again.ts
 *   audit/       audit-sample.ts (what an authority draws), audit-answer.ts (what the agency shows; show-segments.ts, show-values.ts),
 *                audit-verify.ts (judge-segments.ts, judge-values.ts), compare-manifests.ts (a partner's half)
 * Standards: RFC 9497 (through room sealed); Directive (EU) 2023/977 for the shape of a request.
 */
export {
  ALERT_JOB,
  alertJob,
  type AlertWebhook,
  enqueueAlert,
  readWebhookKey,
} from './standing/alert-webhook.ts';
export { type Alert, countAlerts, listAlerts } from './standing/alerts.ts';
export type { Question } from './ask/ask.ts';
export { answerAudit } from './audit/audit-answer.ts';
export {
  AUDIT_FILE_BYTES_MAX,
  AUDIT_SAMPLES_MAX,
  type AuditAnswer,
  auditAnswer,
  AUDITED,
  type Audited,
  type AuditRequest,
  auditRequest,
  parseAuditFile,
} from './audit/audit-files.ts';
export {
  CommitmentReader,
  type LedgerCommitment,
  type LedgerManifest,
  pairsBalance,
  publishedBalance,
} from './audit/audit-ledger.ts';
export { compareManifests, type ManifestComparison } from './audit/compare-manifests.ts';
export type { SegmentsFault, SegmentsFinding } from './audit/judge-list.ts';
export type { SegmentShower } from './audit/show-list.ts';
export { readOwnPlaces } from './publish/own-manifests.ts';
export { readDamaged } from './publish/segment-guard.ts';
export { openSegmentFiles } from './publish/segment-files.ts';
export { drawSamples } from './audit/audit-sample.ts';
export { type AuditResult, detectionChance, verifyAudit } from './audit/audit-verify.ts';
export { blindBatches, paddingInput, paddingScalar } from './ask/blind-batches.ts';
export { previewDisclosure } from './request/build-disclosure.ts';
export { readAnsweredBefore } from './ask/answered-before.ts';
export { readAskedRefs } from './ask/asked-by-us.ts';
export { type BudgetLeft, type BudgetsLeft, readBudgetsLeft } from './ask/budgets-left.ts';
export { budgetCode } from './budget-refusals.ts';
export type { RestoreView } from './restore/begin-again.ts';
export type { Decision } from './request/decide.ts';
export { newestEpoch } from './seal/epochs.ts';
export {
  BUDGET_CODES,
  type BudgetCode,
  ExchangeError,
  type ExchangeErrorCode,
  isBudgetCode,
} from './errors.ts';
export { createExchange, type Exchange, type ExchangeParts, type Followed } from './exchange.ts';
export { checkIdentities, type IdentityCheck } from './request/identity-check.ts';
export { type FollowUpRequest, type Meant, MESSAGE_BODIES, parseBody, toBody } from './messages.ts';
export { exchangeMigrations } from './migrations.ts';
export { countNotHeldAlarms, type PartnerNotHeld, readNotHeldOf } from './request/not-held.ts';
export { isTooOften } from './request/not-held-rate.ts';
export { type EpochOrder, orderNewEpoch } from './seal/order-epoch.ts';
export { listWithdrawals, type Withdrawal } from './publish/withdrawals.ts';
export { restKey } from './seal/at-rest.ts';
export { buildMessage, type OutgoingMessage } from './outgoing.ts';
export {
  COMPARED_ACTS,
  compareLedgers,
  type LedgerComparison,
  type LedgerDifference,
} from './statements/compare-ledgers.ts';
export { type LedgerSide, readLedgerSide } from './statements/ledger-side.ts';
export {
  type ConflictSide,
  countOpenConflicts,
  type KeyConflict,
  readKeyConflicts,
} from './follow/key-conflicts.ts';
export { type Believed, isProposed, readSettlements, type Settlement } from './follow/settle-conflict.ts';
export { type OtherKeys, readOtherKeys } from './restore/keys-told.ts';
export { keyReport } from './publish/own-key-report.ts';
export type { Difference } from './statements/pair-statement.ts';
export { countDifferingDays, listStatedDays, type StatedDay } from './statements/receive-statement.ts';
export { readDensities } from './publish/wanted-keys.ts';
export {
  type AgreedBudgets,
  type AgreedTerms,
  agreedSettings,
  agreedTogether,
  bareOneIn,
  BLOCKLESS_CLASSES,
  type ClassTogether,
  requireSetting,
} from './publish/setting.ts';
export { type PartnerIndex, readPartnerIndex, whyNotReady } from './follow/partner-index.ts';
export { type AskedAs, askedAs, hasHalves, listedKeys, pairChanceOfList } from './ask/list-keys.ts';
export type { KnownSubject, PartnerPlan, QuestionPlan, Wanted } from './ask/plan.ts';
export type { PublishProgress } from './publish/publish.ts';
export {
  type Hit,
  listHits,
  listQuestions,
  type PartnerAnswer,
  type QuestionDetail,
  type QuestionSummary,
  readQuestion,
  waitingIntents,
} from './ask/question-views.ts';
export { type RecordField, readRecordFields, type RecordWithFields } from './request/record-fields.ts';
export type { RequestDraft } from './request/request.ts';
export { openKeyHolder, type Sealer } from './seal/sealer.ts';
export { childSealer, listenAt, SOCKET_PATH_BYTES_MAX, socketSealer } from './seal/sealer-channels.ts';
export { sealerOver } from './seal/sealer-client.ts';
export type { Ceilings } from './seal/sealer-counters.ts';
export { countedSealer } from './seal/counted-sealer.ts';
export { openSealerHost, type SealerHost } from './seal/sealer-host.ts';
export type { Stopped } from './ask/search-here.ts';
export { openSeedFiles, rewrapSeeds } from './seal/seed-files.ts';
export { openWrapper, type SeedKey } from './seal/seed-wrapper.ts';
export { readStandingHere, type StandingHere } from './standing/standing-here.ts';
export { listStanding, type StandingAt, type StandingSummary } from './standing/standing-views.ts';
export {
  listRequests,
  listWaitingRequests,
  readRequest,
  type RequestDetail,
  type RequestSummary,
} from './request/request-views.ts';
