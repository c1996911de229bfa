import { CodedError } from '../base/index.ts';

export type OversightErrorCode =
  | 'not-permitted'
  | 'intent-not-open'
  | 'text-too-long'
  | 'sign-in-refused'
  | 'sign-in-paused'
  | 'name-taken'
  | 'name-invalid'
  | 'password-too-weak'
  | 'case-invalid'
  | 'case-exists'
  | 'charge-invalid'
  | 'grant-invalid'
  | 'grant-same-person'
  | 'grant-unknown';

/** The error of room oversight. A refusal carries its rule in `evidence.rule`. */
export class OversightError extends CodedError<OversightErrorCode> {}

/** The rule behind a refusal; null for any other error. */
export function refusalRule(error: unknown): string | null {
  if (!(error instanceof OversightError) || error.code !== 'not-permitted') return null;
  return String(error.evidence?.['rule']);
}
