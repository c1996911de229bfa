import { CodedError } from '../base/index.ts';

export type RecordsErrorCode = 'load-unknown' | 'load-not-staging';

/** The error of room records. */
export class RecordsError extends CodedError<RecordsErrorCode> {}
