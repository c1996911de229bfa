import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { lockFolder } from './index.ts';

let parent: string;
beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'entente-lock-'));
});
afterEach(() => rm(parent, { recursive: true, force: true }));

it('creates the folder for its owner alone', async () => {
  await using _lock = await lockFolder(join(parent, 'data', 'here'));
  expect((await stat(join(parent, 'data', 'here'))).mode & 0o777).toBe(0o700);
});

it('says at once that a folder cannot be created where the system refuses it', async (context) => {
  if (process.platform !== 'linux') context.skip('only Linux has a /proc that refuses new folders');
  await expect(lockFolder('/proc/entente/data')).rejects.toMatchObject({ code: 'data-folder-broken' });
}, 10_000);

it('refuses a second owner while the first lives, and names it', async () => {
  await using _lock = await lockFolder(parent);
  await expect(lockFolder(parent)).rejects.toMatchObject({
    code: 'data-folder-locked',
    message: expect.stringContaining(`process ${process.pid}`),
  });
});

it('lets the next owner in after a release', async () => {
  await (await lockFolder(parent)).release();
  await (await lockFolder(parent)).release();
  expect(await readdir(parent)).toEqual([]);
});

it('takes the folder over from an owner that was killed', async () => {
  const { pid } = spawnSync(process.execPath, ['-e', '']);
  await writeFile(join(parent, 'owner.lock'), `${pid} 12345`);
  await using _lock = await lockFolder(parent);
});

it('takes the folder over when the number of the dead owner was given to another process', async () => {
  await writeFile(join(parent, 'owner.lock'), `${process.pid} started at another time`);
  await using _lock = await lockFolder(parent);
});

it('has one winner when many try at once', async () => {
  await writeFile(join(parent, 'owner.lock'), '999999999 0');
  const tries = await Promise.allSettled(Array.from({ length: 8 }, () => lockFolder(parent)));
  const winners = tries.filter((attempt) => attempt.status === 'fulfilled');
  expect(winners).toHaveLength(1);
  await winners[0]?.value.release();
});
