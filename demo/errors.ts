import { CodedError } from '../src/base/index.ts';

export type DemoErrorCode = 'size-out-of-range' | 'text-not-in-code-page' | 'field-too-wide';

/** The error of the demo town. */
export class DemoError extends CodedError<DemoErrorCode> {}
