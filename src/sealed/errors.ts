import { CodedError } from '../base/index.ts';

export type SealedErrorCode =
  | 'batch-size'
  | 'builder-closed'
  | 'element-invalid'
  | 'input-invalid'
  | 'key-invalid'
  | 'manifest-chain'
  | 'manifest-invalid'
  | 'opening-invalid'
  | 'proof-invalid'
  | 'scalar-invalid'
  | 'second-key'
  | 'segment-invalid'
  | 'segment-too-large'
  | 'segment-unbuildable'
  | 'tags-invalid'
  | 'worker-failed';

/** The error of room sealed. */
export class SealedError extends CodedError<SealedErrorCode> {}
