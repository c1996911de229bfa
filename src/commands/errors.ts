import { CodedError } from '../base/index.ts';

export type CommandErrorCode =
  | 'desk-unreachable'
  | 'file-unreadable'
  | 'port-in-use'
  | 'town-ended'
  | 'unexpected'
  | 'usage';

/** The error of the command line itself; those of the rooms pass through it with their own codes. */
export class CommandError extends CodedError<CommandErrorCode> {}
