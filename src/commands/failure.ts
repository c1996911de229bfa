import { CodedError } from '../base/index.ts';

/** Exit codes: what a script may build on. */
export const EXIT = { done: 0, negative: 1, usage: 2, failed: 3 } as const;

/** Ends the command: one sentence on stderr (or one JSON object), an exit code that means something. */
export function fail(error: unknown, json: boolean): never {
  const code = error instanceof CodedError ? error.code : 'unexpected';
  const message = error instanceof Error ? error.message : String(error);
  if (json) process.stdout.write(`${JSON.stringify({ error: { code, message } })}\n`);
  process.stderr.write(`entente: ${message} [${code}]\n`);
  if (
    !(error instanceof CodedError) &&
    error instanceof Error &&
    process.env['ENTENTE_DEBUG'] !== undefined
  ) {
    process.stderr.write(`${error.stack ?? ''}\n`);
  }
  process.exit(EXIT.failed);
}
