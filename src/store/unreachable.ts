import { StoreError } from './errors.ts';

/** What a server that answers, and lets nobody in, means: SQLSTATE (PostgreSQL, appendix A) → the rest of a sentence. */
const REFUSALS: Readonly<Record<string, string>> = {
  '28000': 'does not let this role in from here',
  '28P01': 'does not take this role’s password',
  '3D000': 'has no database of the name in its address',
  '42501': 'does not let this role into this database',
  '53300': 'has no connection left',
  '57P03': 'is starting or stopping; try again in a moment',
};

/** The error of a connection that was not made; says what can be mended, and neither address nor role. */
export function unreachable(cause: unknown): StoreError {
  const refused = REFUSALS[codeOf(cause)] ?? 'does not answer';
  return new StoreError('database-unreachable', `the database server ${refused}`, { cause });
}

/** True when the server was there and did not take the password. */
export function isWrongPassword(error: unknown): boolean {
  return error instanceof StoreError && codeOf(error.cause) === '28P01';
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
