/** A backup of an agency as an operator makes one: its database and its key folder, copied while it stands still, and put back later. */
import { cpSync, rmSync } from 'node:fs';
import pg from 'pg';
import { inject } from 'vitest';
import { cloneDatabase, dropDatabase } from '../../src/store/index.ts';
import { externalServer } from '../harness/test-server.ts';
import type { TownMember } from './town.ts';

export interface Backup extends AsyncDisposable {
  /** The agency, stopped, put back to what it was; start it again afterwards. `keys: false`: the key folder stays as it is now. */
  restore(what?: { readonly keys: boolean }): Promise<void>;
}

/** Stops the agency, copies it and starts it again. */
export async function backUp(member: TownMember): Promise<Backup> {
  const { superuserUrl, role } = inject('testServer');
  const server = externalServer(superuserUrl);
  const named = await member.database.query<{ name: string }>('SELECT current_database() AS name');
  const name = named.rows[0]?.name ?? '';
  const kept = { database: `${name}_kept`, keys: `${member.config.keys}-kept` };
  const owner = role === null ? {} : { owner: role.name };
  await member.stop();
  await disconnectAll(superuserUrl, name);
  await cloneDatabase(server, { template: name, name: kept.database, ...owner });
  cpSync(member.config.keys, kept.keys, { recursive: true });
  await member.start();
  return {
    async restore({ keys } = { keys: true }) {
      await dropDatabase(server, name);
      await cloneDatabase(server, { template: kept.database, name, ...owner });
      if (!keys) return;
      rmSync(member.config.keys, { recursive: true });
      cpSync(kept.keys, member.config.keys, { recursive: true });
    },
    async [Symbol.asyncDispose]() {
      await dropDatabase(server, kept.database);
    },
  };
}

/** A database is copied only while nobody is connected; the pools connect again by themselves. */
async function disconnectAll(superuserUrl: string, name: string): Promise<void> {
  const client = new pg.Client({ connectionString: superuserUrl });
  await client.connect();
  try {
    await client.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [name]);
  } finally {
    await client.end();
  }
}
