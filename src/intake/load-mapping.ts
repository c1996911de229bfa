import { readFile } from 'node:fs/promises';
import { readFileSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { IntakeError } from './errors.ts';
import { type Mapping, parseMapping } from './mapping-file.ts';

const FILE_LENGTH_MAX = 1_048_576;

/** The mapping in a file, with the copybook beside it where it names one. */
export async function loadMapping(path: string): Promise<Mapping> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new IntakeError('file-unreadable', 'the mapping file cannot be opened', { cause });
  });
  return parseMapping(text, {
    readBeside(name) {
      const beside = join(dirname(path), basename(name));
      if (statSync(beside).size > FILE_LENGTH_MAX)
        throw new IntakeError('file-too-large', 'the copybook is too large');
      return readFileSync(beside, 'utf8');
    },
  });
}

/** The address in a connection file: one line, kept by the operator outside of every mapping. */
export async function readConnectionFile(path: string): Promise<{ readonly databaseUrl: string }> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new IntakeError('connection-unknown', 'there is no connection file of that name', { cause });
  });
  const url = text.trim();
  if (!/^postgres(ql)?:\/\/\S+$/.test(url))
    throw new IntakeError('connection-unknown', 'the connection file does not hold a postgres:// address');
  return { databaseUrl: url };
}
