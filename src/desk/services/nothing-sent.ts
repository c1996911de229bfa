import { CodedError } from '../../base/index.ts';

/** Does what sends something; when it fails, the error carries the sentence that says what did not happen. */
export async function orSay<T>(safe: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    throw new CodedError(error.code, error.message, { cause: error, evidence: { ...error.evidence, safe } });
  }
}
