import { CodedError } from '../../base/index.ts';

/** Every refusal the desk's server gives on its own account; services add the codes of their own rooms. */
export const DESK_ERROR_STATUS = {
  'body-malformed': 400,
  'input-invalid': 400,
  'not-signed-in': 401,
  'session-locked': 401,
  'sign-in-refused': 401,
  'not-permitted': 403,
  'origin-refused': 403,
  'not-found': 404,
  'method-unknown': 405,
  'state-conflict': 409,
  'body-too-large': 413,
  'host-refused': 421,
  'budget-used-up': 429,
  'too-many-requests': 429,
  'internal-failure': 500,
  'plain-http-refused': 500,
  'not-ready': 503,
} as const;
export type DeskErrorCode = keyof typeof DESK_ERROR_STATUS;

/** The error of room desk. */
export class DeskError extends CodedError<DeskErrorCode> {}
