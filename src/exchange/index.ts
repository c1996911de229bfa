/**
 * Room exchange: the work between agencies. Publish, ask, request, decide, disclose. Nothing leaves without purpose,
 * handling codes and a ledger entry, in that order.
 * Read: messages.ts (what crosses), exchange.ts (the whole), then along a question: plan.ts (search-here.ts), ask.ts,
 * answer-question.ts (the asked side), read-answer.ts (find-hits.ts, settle-answer.ts), request.ts, receive-request.ts,
 * record-fields.ts, identity-check.ts, decide.ts (build-disclosure.ts), receive-decision.ts; and along the index: epochs.ts (sealer.ts, seed-files.ts; in a process
 * of its own: sealer-host.ts, sealer-door.ts, sealer-client.ts), own-keys.ts,
 * publish.ts, announce.ts, follow-partner.ts (partner-chain.ts), partner-index.ts; and after a restore: witness-statement.ts (what
 * partners show us), hear-partners.ts, restore-notice.ts, begin-again.ts.
 * An authority's samples: audit-sample.ts (what it draws from the ledger), audit-answer.ts (what the agency shows), audit-verify.ts.
 * Standards: RFC 9497 (through room sealed); Directive (EU) 2023/977 for the shape of a request.
 */
export { ALERT_JOB, alertJob, type AlertWebhook, enqueueAlert, readWebhookKey } from './alert-webhook.ts';
export { type Alert, countAlerts, listAlerts } from './alerts.ts';
export type { Question } from './ask.ts';
export { answerAudit } from './audit-answer.ts';
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
} from './audit-files.ts';
export { CommitmentReader, type LedgerCommitment, publishedBalance } from './audit-ledger.ts';
export { drawSamples } from './audit-sample.ts';
export { type AuditResult, detectionChance, verifyAudit } from './audit-verify.ts';
export { previewDisclosure } from './build-disclosure.ts';
export { readAnsweredBefore } from './answered-before.ts';
export { readAskedRefs, readSentToday, type SentToday } from './asked-by-us.ts';
export type { RestoreView } from './begin-again.ts';
export type { Decision } from './decide.ts';
export { newestEpoch } from './epochs.ts';
export { ExchangeError, type ExchangeErrorCode } from './errors.ts';
export { createExchange, type Exchange, type ExchangeParts } from './exchange.ts';
export { checkIdentities, type IdentityCheck } from './identity-check.ts';
export { type FollowUpRequest, type Meant, MESSAGE_BODIES, parseBody, toBody } from './messages.ts';
export { exchangeMigrations } from './migrations.ts';
export { countNotHeldAlarms, type PartnerNotHeld, readNotHeldOf } from './not-held.ts';
export { isTooOften } from './not-held-rate.ts';
export { type EpochOrder, orderNewEpoch } from './order-epoch.ts';
export { listWithdrawals, type Withdrawal } from './withdrawals.ts';
export { restKey } from './at-rest.ts';
export { buildMessage, type OutgoingMessage } from './outgoing.ts';
export {
  COMPARED_ACTS,
  compareLedgers,
  type LedgerComparison,
  type LedgerDifference,
} from './compare-ledgers.ts';
export { type LedgerSide, readLedgerSide } from './ledger-side.ts';
export { keyReport } from './own-key-report.ts';
export type { Difference } from './pair-statement.ts';
export { countDifferingDays, listStatedDays, type StatedDay } from './receive-statement.ts';
export { readDensities } from './wanted-keys.ts';
export {
  type AgreedBudgets,
  agreedSettings,
  bareOneIn,
  BLOCKLESS_CLASSES,
  requireSetting,
} from './setting.ts';
export { type PartnerIndex, readPartnerIndex, whyNotReady } from './partner-index.ts';
export type { KnownSubject, PartnerPlan, QuestionPlan, Wanted } from './plan.ts';
export type { PublishProgress } from './publish.ts';
export {
  type Hit,
  listHits,
  listQuestions,
  type PartnerAnswer,
  type QuestionDetail,
  type QuestionSummary,
  readQuestion,
  waitingIntents,
} from './question-views.ts';
export { type RecordField, readRecordFields, type RecordWithFields } from './record-fields.ts';
export type { RequestDraft } from './request.ts';
export { openSealer, type Sealer } from './sealer.ts';
export { childSealer, listenAt, SOCKET_PATH_BYTES_MAX, socketSealer } from './sealer-channels.ts';
export { sealerOver } from './sealer-client.ts';
export type { ClassCeiling } from './sealer-counters.ts';
export { openSealerHost, type SealerHost } from './sealer-host.ts';
export type { Stopped } from './search-here.ts';
export { openSeedFiles, rewrapSeeds } from './seed-files.ts';
export { openWrapper, type SeedKey } from './seed-wrapper.ts';
export { readStandingHere, type StandingHere } from './standing-here.ts';
export { listStanding, type StandingAt, type StandingSummary } from './standing-views.ts';
export {
  listRequests,
  listWaitingRequests,
  readRequest,
  type RequestDetail,
  type RequestSummary,
} from './request-views.ts';
