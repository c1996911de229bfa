import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { declareFaultPoint, reach } from '../base/index.ts';
import { brokenFolder, failure, withLog } from './embedded-failure.ts';
import type { Launcher } from './embedded-launch.ts';
import type { PostgresPrograms } from './embedded-package.ts';

export const SUPERUSER = 'entente';

const SECRET_WRITTEN = declareFaultPoint('store/secret-before-rename');
const SECRET_RENAMED = declareFaultPoint('store/secret-after-rename');
const CLUSTER_MADE = declareFaultPoint('store/cluster-before-rename');
const CLUSTER_RENAMED = declareFaultPoint('store/cluster-after-rename');

/** True where this version of PostgreSQL has made its files; throws `data-folder-broken` for another version's, or a stranger's. */
export async function hasCluster(folder: string, cluster: string, version: number): Promise<boolean> {
  const written = await readFile(join(cluster, 'PG_VERSION'), 'utf8').catch(() => null);
  if (written !== null) {
    if (Number(written) === version) return true;
    throw brokenFolder(
      folder,
      `it was written by PostgreSQL ${written.trim().slice(0, 8)} and this program carries ${version}`,
    );
  }
  if ((await readdir(cluster).catch(() => [])).length > 0)
    throw brokenFolder(folder, 'its folder cluster holds something that is not a database');
  return false;
}

/**
 * 256 random bits that only this folder's owner can read; the superuser's password, and the seed of every role's. They are made
 * for a new cluster only: no other secret opens the one that is there.
 */
export async function readSecret(folder: string, isNew: boolean): Promise<string> {
  const path = join(folder, 'superuser.secret');
  if ((await stat(path).catch(() => null)) === null) {
    if (!isNew) throw brokenFolder(folder, 'its superuser.secret is missing');
    // Beside its place first: a start that is cut short must not leave half a secret. The folder's lock is ours.
    await writeFile(`${path}.new`, randomBytes(32).toString('hex'), { mode: 0o600, flush: true });
    reach(SECRET_WRITTEN);
    await rename(`${path}.new`, path);
    reach(SECRET_RENAMED);
  }
  const secret = await readFile(path, 'utf8');
  if (!/^[0-9a-f]{64}$/.test(secret)) throw brokenFolder(folder, 'its superuser.secret is not one');
  return secret;
}

export interface ClusterWork {
  readonly folder: string;
  readonly cluster: string;
  readonly programs: PostgresPrograms;
  readonly launcher: Launcher;
  readonly secret: string;
  readonly durable: boolean;
}

/** Made beside its place and moved there when whole: a start that was cut short leaves nothing half. */
export async function createCluster(work: ClusterWork): Promise<void> {
  const draft = join(work.folder, 'cluster.new');
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { mode: 0o700 });
  work.launcher.own(draft);
  await runInitdb(work, draft);
  reach(CLUSTER_MADE);
  await rename(draft, work.cluster);
  reach(CLUSTER_RENAMED);
}

async function runInitdb(work: ClusterWork, draft: string): Promise<void> {
  const passwordFile = join(work.folder, 'superuser.secret');
  const args = [
    `--pgdata=${draft}`,
    `--username=${SUPERUSER}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--set=scram_iterations=1',
    '--encoding=UTF8',
    // Text is compared by its bytes, the same on every machine.
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--locale=C',
    '--no-instructions',
    ...(work.durable ? [] : ['--no-sync']),
  ];
  work.launcher.own(passwordFile);
  const status = await withLog(work.folder, async (output) => {
    const child = work.launcher.start(work.programs.initdb, args, output);
    return await new Promise<number | null>((resolve) => {
      child.once('error', () => resolve(null));
      child.once('exit', resolve);
    });
  });
  if (status !== 0) throw await failure(work.folder, 'the database could not be created');
}
