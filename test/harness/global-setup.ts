import { randomBytes, randomInt } from 'node:crypto';
import { mkdtemp, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import {
  createOwnDatabase,
  discardEmbeddedData,
  dropDatabase,
  migrate,
  openDatabase,
  type PostgresServer,
  startEmbeddedPostgres,
} from '../../src/store/index.ts';
import { migrationPlan } from './migration-plan.ts';
import { QUICK_FOLDERS, quickFolder } from './quick-folder.ts';
import { externalServer, type TestServer, withDatabase } from './test-server.ts';

const FOLDER = 'entente-test-';
const ROLE = 'entente_test';

/** One server for the whole run and one migrated database to copy; vitest calls what is returned at the end. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  provideSeed(project);
  const url = process.env['DATABASE_URL'];
  return url === undefined ? await useEmbedded(project) : await useExternal(project, url);
}

async function useEmbedded(project: TestProject): Promise<() => Promise<void>> {
  await sweepAbandoned();
  const dataDirectory = await mkdtemp(join(quickFolder(), FOLDER));
  const settings = { max_wal_size: '128MB' };
  const server = await startEmbeddedPostgres({ dataDirectory, durable: false, settings });
  const end = async (): Promise<void> => {
    await server.stop();
    await discardEmbeddedData(dataDirectory);
  };
  try {
    const template = newTemplateName();
    const { url } = await createOwnDatabase(server, { name: template, role: ROLE });
    await fillTemplate(url);
    provide(project, {
      superuserUrl: server.superuserUrl(),
      template,
      role: { name: ROLE, password: server.rolePassword(ROLE) },
    });
    return end;
  } catch (error) {
    await end();
    throw error;
  }
}

async function useExternal(project: TestProject, url: string): Promise<() => Promise<void>> {
  const server: PostgresServer = externalServer(url);
  const template = newTemplateName();
  const admin = openDatabase({ url, connectionsMax: 1 });
  await admin.query(`CREATE DATABASE ${template}`);
  await admin.close();
  await fillTemplate(withDatabase(url, template));
  provide(project, { superuserUrl: url, template, role: null });
  return () => dropDatabase(server, template);
}

/** One seed for everything that the run generates; printed, so that a night's failure can be had again in the morning. */
function provideSeed(project: TestProject): void {
  const wished = Number(process.env['ENTENTE_TEST_SEED'] ?? '');
  const seed = Number.isSafeInteger(wished) && wished > 0 ? wished : randomInt(1, 2 ** 31);
  console.log(`seed of generated inputs: ${seed} (the same again: ENTENTE_TEST_SEED=${seed} npm test)`);
  project.provide('seed', seed);
}

function newTemplateName(): string {
  return `entente_template_${randomBytes(6).toString('hex')}`;
}

async function fillTemplate(url: string): Promise<void> {
  const database = openDatabase({ url, connectionsMax: 1 });
  try {
    await migrate(database, migrationPlan);
  } finally {
    await database.close();
  }
}

function provide(project: TestProject, server: TestServer): void {
  project.provide('testServer', server);
}

/** A run that was killed leaves its server behind; the next run ends it. */
async function sweepAbandoned(): Promise<void> {
  for (const parent of QUICK_FOLDERS) {
    for (const name of await readdir(parent).catch(() => [])) {
      const folder = join(parent, name);
      // Without a lock it is one that another run is about to fill.
      const locked =
        name.startsWith(FOLDER) && (await stat(join(folder, 'owner.lock')).catch(() => null)) !== null;
      if (locked) await discardEmbeddedData(folder).catch(() => {});
    }
  }
}
