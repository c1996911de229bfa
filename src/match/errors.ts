import { CodedError } from '../base/index.ts';

export type MatchErrorCode =
  | 'text-too-long'
  | 'too-many-lines'
  | 'size-class-invalid'
  | 'window-invalid'
  | 'line-too-long'
  | 'line-too-deep'
  | 'line-malformed'
  | 'line-not-utf8'
  | 'entity-malformed'
  | 'entity-too-large'
  | 'entity-repeated'
  | 'schema-unknown'
  | 'value-set-aside';

/** The error of room match: the caller's limits and settings. A value that means nothing is never an error here. */
export class MatchError extends CodedError<MatchErrorCode> {}
