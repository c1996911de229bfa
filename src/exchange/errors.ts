import { CodedError } from '../base/index.ts';

/** Why a question, request or answer was not taken; partners receive the code, people read its sentence. */
export type ExchangeErrorCode =
  | 'message-malformed'
  | 'epoch-unknown'
  | 'purpose-not-agreed'
  | 'elements-invalid'
  | 'budget-used-up'
  | 'question-unknown'
  | 'question-closed'
  | 'opening-invalid'
  | 'element-opened-before'
  | 'request-unknown'
  | 'answer-repeated'
  | 'proof-invalid'
  | 'index-incomplete'
  | 'version-differs'
  | 'nothing-to-ask'
  | 'too-much-to-ask'
  | 'hit-unknown'
  | 'hit-not-open'
  | 'field-not-disclosable'
  | 'manifest-invalid'
  | 'manifest-rolled-back'
  | 'no-disk-space'
  | 'key-conflict'
  | 'not-answered-in-time'
  | 'standing-end-invalid'
  | 'standing-unknown'
  | 'standing-over'
  | 'too-much-standing'
  | 'alert-unknown'
  | 'alarm-unknown'
  | 'restored-from-backup'
  | 'seed-key-invalid'
  | 'seed-locked'
  | 'setting-rule-broken'
  | 'webhook-key-invalid'
  | 'webhook-refused'
  | 'webhook-unreachable';

/** The error of room exchange. */
export class ExchangeError extends CodedError<ExchangeErrorCode> {}
