/** Databases of the journey: empty ones, and copies of one in a state that was reached before. */
import { randomBytes } from 'node:crypto';
import { inject } from 'vitest';
import { cloneDatabase, dropDatabase } from '../../../src/store/index.ts';
import { externalServer, withDatabase, withUser } from '../../harness/test-server.ts';

export interface JourneyDatabase {
  readonly name: string;
  readonly url: string;
}

/** PostgreSQL's own untouched template. */
export const EMPTY = 'template0';

/** A copy of the database of this name, which nobody may be connected to. */
export async function copyDatabase(template: string): Promise<JourneyDatabase> {
  const { superuserUrl, role } = inject('testServer');
  const name = `entente_kill_${randomBytes(8).toString('hex')}`;
  const owner = role === null ? {} : { owner: role.name };
  await cloneDatabase(externalServer(superuserUrl), { template, name, ...owner });
  const plain = withDatabase(superuserUrl, name);
  return { name, url: role === null ? plain : withUser(plain, role.name, role.password) };
}

export function removeDatabase(name: string): Promise<void> {
  return dropDatabase(externalServer(inject('testServer').superuserUrl), name);
}
