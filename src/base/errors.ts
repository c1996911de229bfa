/**
 * A failure with a code from its room's closed list. The message says what was wrong and what was expected, in lower
 * case, and never holds a person's name, number or birth date; `evidence` rides along for those who must look closer.
 */
export class CodedError<Code extends string = string> extends Error {
  readonly code: Code;
  readonly evidence: Readonly<Record<string, unknown>> | undefined;

  constructor(
    code: Code,
    message: string,
    options?: { cause?: unknown; evidence?: Record<string, unknown> },
  ) {
    super(message, options?.cause === undefined ? undefined : { cause: options.cause });
    this.name = new.target.name;
    this.code = code;
    this.evidence = options?.evidence;
  }
}

export type BaseErrorCode = 'limit-exceeded';

/** The error of room base. */
export class BaseError extends CodedError<BaseErrorCode> {}

/** A bug in this program: something that no input from outside may bring about. */
export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(`assertion failed: ${message}`);
}
