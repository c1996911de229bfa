import { CodedError } from '../../base/index.ts';

export type LedgerErrorCode =
  | 'entry-invalid'
  | 'note-malformed'
  | 'signature-missing'
  | 'signature-invalid'
  | 'checkpoint-malformed'
  | 'proof-invalid'
  | 'range-invalid'
  | 'key-invalid'
  | 'key-exists'
  | 'export-malformed'
  | 'tree-inconsistent';

/** The error of room ledger. */
export class LedgerError extends CodedError<LedgerErrorCode> {}
