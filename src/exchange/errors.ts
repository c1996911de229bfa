import { CodedError } from '../base/index.ts';

/** Why a question, request or answer was not taken; partners receive the code, people read its sentence. */
export type ExchangeErrorCode =
  | 'message-malformed'
  | 'epoch-unknown'
  | 'purpose-not-agreed'
  | 'elements-invalid'
  | 'budget-used-up'
  | 'budget-epoch-used-up'
  | 'budget-all-used-up'
  | 'budget-all-epoch-used-up'
  | 'officer-share-used-up'
  | 'officer-epoch-share-used-up'
  | 'purpose-share-used-up'
  | 'purpose-epoch-share-used-up'
  | 'question-unknown'
  | 'question-closed'
  | 'opening-invalid'
  | 'element-opened-before'
  | 'receipt-invalid'
  | 'request-unknown'
  | 'answer-repeated'
  | 'proof-invalid'
  | 'index-incomplete'
  | 'version-differs'
  | 'rules-not-published'
  | 'nothing-to-ask'
  | 'too-much-to-ask'
  | 'hit-unknown'
  | 'hit-not-open'
  | 'field-not-disclosable'
  | 'manifest-invalid'
  | 'manifest-rolled-back'
  | 'no-disk-space'
  | 'key-conflict'
  | 'settlement-unknown'
  | 'settlement-same-person'
  | 'not-answered-in-time'
  | 'standing-end-invalid'
  | 'standing-unknown'
  | 'standing-over'
  | 'too-much-standing'
  | 'alert-unknown'
  | 'alarm-unknown'
  | 'restored-from-backup'
  | 'sealer-away'
  | 'sealer-broken'
  | 'grant-refused'
  | 'statement-invalid'
  | 'statement-repeated'
  | 'difference-unknown'
  | 'seed-key-failed'
  | 'audit-file-invalid'
  | 'audit-nothing-committed'
  | 'seed-key-invalid'
  | 'plan-lost'
  | 'seed-locked'
  | 'setting-rule-broken'
  | 'webhook-key-invalid'
  | 'webhook-refused'
  | 'webhook-unreachable';

/** The error of room exchange. */
export class ExchangeError extends CodedError<ExchangeErrorCode> {}

/** Which budget had no room for a question: of the partner, of all together, of the officer, of the purpose; for today or the epoch. */
export const BUDGET_CODES = [
  'budget-used-up',
  'budget-epoch-used-up',
  'budget-all-used-up',
  'budget-all-epoch-used-up',
  'officer-share-used-up',
  'officer-epoch-share-used-up',
  'purpose-share-used-up',
  'purpose-epoch-share-used-up',
] as const satisfies readonly ExchangeErrorCode[];
export type BudgetCode = (typeof BUDGET_CODES)[number];

export const isBudgetCode = (code: string): code is BudgetCode =>
  (BUDGET_CODES as readonly string[]).includes(code);
