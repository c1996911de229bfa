import { readFileSync, statSync } from 'node:fs';
import { CommandError } from './errors.ts';

const BYTES_MAX = 4_096;

/** The one line of the file; a line end after it belongs to the file, not to the password. */
export function readPassword(file: string): string {
  const password = statSync(file).size > BYTES_MAX ? '' : readFileSync(file, 'utf8').trim();
  if (password === '' || password.includes('\n'))
    throw new CommandError('usage', 'the password file holds the password in one line, and nothing else');
  return password;
}
