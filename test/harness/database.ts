/** A fresh, fully migrated database for a test: `await using database = await freshDatabase()`. */
import { randomBytes } from 'node:crypto';
import { inject } from 'vitest';
import { cloneDatabase, type Database, dropDatabase, openDatabase } from '../../src/store/index.ts';
import { externalServer, withDatabase, withUser } from './test-server.ts';

export interface TestDatabase extends Database, AsyncDisposable {
  /** For a second pool, or for a process that the test spawns. */
  readonly url: string;
}

/** Copies the run's template. Closing or disposing it removes the copy, ending every connection to it. */
export async function freshDatabase(options?: { connectionsMax?: number }): Promise<TestDatabase> {
  const { superuserUrl, template, role } = inject('testServer');
  const server = externalServer(superuserUrl);
  const name = `entente_test_${randomBytes(8).toString('hex')}`;
  await cloneDatabase(server, { template, name, ...(role === null ? {} : { owner: role.name }) });
  const plain = withDatabase(superuserUrl, name);
  const url = role === null ? plain : withUser(plain, role.name, role.password);
  const database = openDatabase({ url, ...options });
  let closed: Promise<void> | undefined;
  const close = (): Promise<void> => {
    closed ??= database.close().then(() => dropDatabase(server, name));
    return closed;
  };
  return {
    url,
    query: (text, values) => database.query(text, values),
    transaction: (work, transactionOptions) => database.transaction(work, transactionOptions),
    close,
    [Symbol.asyncDispose]: close,
  };
}
