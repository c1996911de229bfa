import { CodedError } from '../base/index.ts';

/** Exit codes: what a script may build on. */
export const EXIT = { done: 0, negative: 1, usage: 2, failed: 3 } as const;

/** Ends the command: one sentence on stderr (or one JSON object), an exit code that means something. */
export function fail(error: unknown, json: boolean): never {
  const { code, message } = describe(error);
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

function describe(error: unknown): { readonly code: string; readonly message: string } {
  if (error instanceof CodedError) return { code: error.code, message: error.message };
  if (!(error instanceof Error)) return { code: 'unexpected', message: String(error) };
  const { code, path } = error as NodeJS.ErrnoException;
  const cannot = { ENOENT: 'does not exist', EACCES: 'may not be read', EISDIR: 'is a folder' }[code ?? ''];
  if (cannot !== undefined) return { code: 'file-unreadable', message: `${path ?? 'the file'} ${cannot}` };
  if (code === 'EADDRINUSE')
    return {
      code: 'port-in-use',
      message: `${error.message}: stop what listens there, or choose another port`,
    };
  return { code: 'unexpected', message: error.message };
}
