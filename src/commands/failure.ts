import { CodedError } from '../base/index.ts';
import type { CommandErrorCode } from './errors.ts';

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
  process.exit(code === 'usage' ? EXIT.usage : EXIT.failed);
}

function describe(error: unknown): { readonly code: string; readonly message: string } {
  if (error instanceof CodedError) return { code: error.code, message: error.message };
  if (!(error instanceof Error)) return ours('unexpected', String(error));
  const { code, path, port, address } = error as ListenError;
  const cannot = CANNOT[code ?? ''];
  if (cannot !== undefined) return ours('file-unreadable', `${path ?? 'the file'} ${cannot}`);
  if (code === 'EADDRINUSE')
    return ours(
      'port-in-use',
      `port ${port} of ${address} is in use: stop what listens there, or choose another port`,
    );
  return ours('unexpected', error.message);
}

/** What Node adds to the error of a server that could not listen. */
interface ListenError extends NodeJS.ErrnoException {
  readonly port?: number;
  readonly address?: string;
}

const CANNOT: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist',
  ENOTDIR: 'lies in something that is not a folder',
  EACCES: 'may not be read or written',
  EISDIR: 'is a folder',
  EROFS: 'lies on a disk that may only be read',
  ENOSPC: 'lies on a disk that is full',
};

function ours(code: CommandErrorCode, message: string) {
  return { code, message };
}
