import { CodedError } from '../base/index.ts';

export type WireErrorCode =
  // keys and certificates
  | 'keys-broken'
  | 'keys-unsafe'
  | 'certificate-refused'
  // the agreement
  | 'agreement-invalid'
  | 'agreement-expired'
  | 'agreement-not-yet-valid'
  | 'agreement-not-ours'
  | 'agreement-other'
  // one message
  | 'unknown-partner'
  | 'partner-revoked'
  | 'signature-invalid'
  | 'sender-mismatch'
  | 'not-for-us'
  | 'answer-other'
  | 'expired'
  | 'from-the-future'
  | 'kind-unknown'
  | 'malformed'
  | 'too-large'
  | 'seal-broken'
  | 'id-reused'
  // the connection
  | 'partner-down'
  | 'partner-busy'
  | 'not-found'
  | 'too-slow'
  | 'busy'
  | 'internal'
  | 'refused';

/** The error of room wire. */
export class WireError extends CodedError<WireErrorCode> {}

/** Why a partner would not take something, in the partner's words; `signed` says whether its signature vouches for them. */
export interface Refusal {
  readonly code: string;
  readonly message: string;
  readonly signed: boolean;
}

/** What a message handler throws to have the sender told "no", with a code of the handler's own closed list. */
export function refuse(code: string, message: string): WireError {
  return new WireError('refused', message, { evidence: { refusal: { code, message, signed: true } } });
}

/** The refusal inside a `refused` error; null for every other error. */
export function readRefusal(error: unknown): Refusal | null {
  if (!(error instanceof WireError) || error.code !== 'refused') return null;
  return (error.evidence?.['refusal'] as Refusal | undefined) ?? null;
}
