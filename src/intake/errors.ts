import { CodedError } from '../base/index.ts';

export type IntakeErrorCode =
  | 'mapping-invalid'
  | 'mapping-columns'
  | 'copybook-invalid'
  | 'file-unreadable'
  | 'file-too-large'
  | 'file-malformed'
  | 'encoding-unknown'
  | 'connection-unknown'
  | 'connection-failed'
  | 'too-many-rows'
  | 'too-many-columns'
  | 'run-unknown'
  | 'run-busy';

/** The error of room intake: a whole file or mapping that cannot be used. A bad row is never one: it is quarantined. */
export class IntakeError extends CodedError<IntakeErrorCode> {}
