import { CodedError } from '../../base/index.ts';

/** Every refusal the desk's server gives on its own account; services add the codes of their own rooms. */
export type DeskErrorCode =
  | 'body-malformed'
  | 'body-too-large'
  | 'budget-used-up'
  | 'host-refused'
  | 'input-invalid'
  | 'internal-failure'
  | 'list-refused'
  | 'method-unknown'
  | 'not-found'
  | 'not-permitted'
  | 'not-ready'
  | 'not-signed-in'
  | 'origin-refused'
  | 'plain-http-refused'
  | 'session-locked'
  | 'sign-in-refused'
  | 'state-conflict'
  | 'too-many-requests';

/** The HTTP status that each code is answered with. */
export const DESK_ERROR_STATUS: Readonly<Record<DeskErrorCode, number>> = {
  'body-malformed': 400,
  'input-invalid': 400,
  'list-refused': 400,
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
};

/** The error of room desk. */
export class DeskError extends CodedError<DeskErrorCode> {}
