/**
 * Room oversight: may this happen? Default deny; every refusal says its rule; the intent is written before anything happens.
 * Read: acts.ts (the policy table), policy.ts (the decision), permit.ts (how an act and its entries go together), then
 * officers.ts and sessions.ts (who), cases.ts (what for), access-text.ts (why, erasable), budget-limits.ts, budgets.ts, setting-rule.ts and
 * standing-limits.ts (how much, how long). docs/ledger-events.md lists the acts for people.
 * Standards: RFC 7914 (scrypt).
 */
export {
  ACCESS_TEXT_RETENTION_DAYS,
  commitmentOf,
  countExpiredAccessTexts,
  eraseAccessText,
  eraseExpiredAccessTexts,
  opensCommitment,
  readAccessText,
  type SaltedText,
} from './access-text.ts';
export { type Act, ACT_NAMES, type ActRule, ACTS, readActRule } from './acts.ts';
export { type AgreedBudget, type BudgetLimits, budgetLimits } from './budget-limits.ts';
export {
  ALL_PARTNERS,
  type BudgetAnswer,
  type BudgetCharge,
  type BudgetCounter,
  type BudgetRule,
  type BudgetUse,
  chargeBudget,
  chargeBudgets,
  countersOf,
  forgetShares,
  readBudgets,
} from './budgets.ts';
export {
  type BudgetGrant,
  chargeWithGrants,
  confirmGrant,
  countOverdueReviews,
  countReceivedUnreviewed,
  GRANT_HOURS_MAX,
  grantedSince,
  type GrantState,
  grantState,
  keepGrant,
  noteGrantReview,
  readGrants,
  readReceivedGrants,
  requireGrantEnd,
  REVIEW_DAYS,
} from './budget-grants.ts';
export { type CaseFile, closeCase, createCase, isCaseOpen, listCases, readCase } from './cases.ts';
export { OversightError, type OversightErrorCode, refusalRule } from './errors.ts';
export { writeCountedSignIns } from './failed-sign-ins.ts';
export { oversightMigrations } from './migrations.ts';
export {
  createOfficer,
  disableOfficer,
  findOfficer,
  listOfficers,
  type NewOfficer,
  type Officer,
  officerHandle,
  readOfficer,
  setPassword,
} from './officers.ts';
export { PASSWORD_COST, type PasswordCost } from './passwords.ts';
export { createOversight, type Oversight, type OversightOptions, type Permit } from './permit.ts';
export {
  type Actor,
  type ActRequest,
  decide,
  type Decision,
  DENY_SENTENCES,
  type DenyRule,
  type Outcome,
  type PolicyFacts,
} from './policy.ts';
export {
  IDLE_LOCK_MS,
  readSession,
  type Session,
  SESSION_MAX_MS,
  signIn,
  type SignInRequest,
  signOut,
} from './sessions.ts';
export {
  type BudgetSetting,
  checkAgreedBudgets,
  checkBudgetSetting,
  type ClassSetting,
  EXPECTED_RECORDS_MAX,
  type SettingAnswer,
} from './setting-rule.ts';
export { latestStandingEnd, STANDING_DAYS_MAX } from './standing-limits.ts';
