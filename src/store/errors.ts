import { CodedError } from '../base/index.ts';

export type StoreErrorCode =
  | 'database-unreachable'
  | 'transaction-aborted'
  | 'schema-newer-than-code'
  | 'data-folder-broken'
  | 'data-folder-locked'
  | 'no-disk-space'
  | 'embedded-server-missing'
  | 'embedded-server-failed';

/** The error of room store. */
export class StoreError extends CodedError<StoreErrorCode> {}
