import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { rewrap } from '../../src/commands/keys.ts';
import { newestEpoch } from '../../src/exchange/index.ts';
import { makeSoftToken, noSoftToken } from '../harness/soft-token.ts';
import { agenciesOf, STORY_PHONE } from '../town/story.ts';
import { buildTown, type TownMember } from '../town/town.ts';
import { askForHits } from '../town/work.ts';

const missing = noSoftToken();
if (missing !== null) console.warn(`skipped, seeds wrapped by a token: ${missing}`);

describe('seeds that are wrapped', () => {
  it('take the place of bare ones at a start: partners go on asking in the same epoch', async () => {
    await using town = await buildTown(agenciesOf('jpn', 'crp'));
    const [jpn, crp] = [town.member('jpn'), town.member('crp')];
    const bare = seedFile(crp);
    await restart(crp, newKey(crp, 'first.key'));
    expect(bare).toHaveLength(32);
    expect(seedFile(crp).includes(bare)).toBe(false);
    expect(await askForHits(town, jpn, STORY_PHONE)).toMatchObject([{ partner: 'crp' }]);
    expect((await newestEpoch(crp.database))?.number).toBe(1);
  }, 240_000);

  it('are not answered from without their key: the server does not start, and begins no epoch over them', async () => {
    await using town = await buildTown(agenciesOf('jpn', 'crp'));
    const [jpn, crp] = [town.member('jpn'), town.member('crp')];
    const key = newKey(crp, 'first.key');
    await restart(crp, key);
    const wrapped = seedFile(crp);
    for (const wrong of [undefined, newKey(crp, 'second.key')])
      await expect(restart(crp, wrong)).rejects.toMatchObject({ code: 'seed-locked' });
    expect(seedFile(crp)).toEqual(wrapped);

    await restart(crp, key);
    expect(await askForHits(town, jpn, STORY_PHONE)).toHaveLength(1);
    expect((await newestEpoch(crp.database))?.number).toBe(1);
  }, 240_000);

  it('that were removed with their file are lost: a new epoch begins, wrapped too, and everybody asks again', async () => {
    await using town = await buildTown(agenciesOf('jpn', 'crp'));
    const [jpn, crp] = [town.member('jpn'), town.member('crp')];
    await restart(crp, newKey(crp, 'first.key'));
    rmSync(join(crp.config.keys, 'epoch-1.seed'));
    await restart(crp, newKey(crp, 'second.key'));
    await town.publish();
    expect(await askForHits(town, jpn, STORY_PHONE)).toHaveLength(1);
    expect((await newestEpoch(crp.database))?.number).toBe(2);
    expect(seedFile(crp, 2).length).toBeGreaterThan(32);
  }, 240_000);
});

describe.skipIf(missing !== null)('seeds that are wrapped by a key in a token', () => {
  it('are answered from by a sealer of its own, wrapped anew by a command, and locked without the token: the epoch goes on', async () => {
    await using town = await buildTown(agenciesOf('jpn', 'crp'));
    const [jpn, crp] = [town.member('jpn'), town.member('crp')];
    const token = makeSoftToken(join(dirname(crp.config.keys), 'token'));
    token.makeKey('01');
    token.makeKey('02');
    crp.config.sealer = 'process';
    await restart(crp, { command: [...token.command('01')] });
    expect(await askForHits(town, jpn, STORY_PHONE)).toHaveLength(1);
    const was = seedFile(crp);
    const before = configFile(crp, 'before.yaml');

    await crp.stop();
    crp.config['seed-key'] = { command: [...token.command('02')] };
    const now = configFile(crp, 'now.yaml');
    expect(rewrapByCommand(now, before)).toBe(0);
    expect(rewrapByCommand(now, before)).toBe(1);
    expect(seedFile(crp)).not.toEqual(was);
    await crp.start();
    expect(await askForHits(town, jpn, STORY_PHONE)).toHaveLength(1);
    expect((await newestEpoch(crp.database))?.number).toBe(1);

    await expect(restart(crp, { command: [...token.command('01')] })).rejects.toMatchObject({
      code: 'seed-locked',
    });
    token.destroyKey('02');
    await expect(restart(crp, { command: [...token.command('02')] })).rejects.toMatchObject({
      code: 'seed-key-failed',
    });
  }, 240_000);
});

/** The member's configuration as an operator has it: a file. */
function configFile(member: TownMember, name: string): string {
  const { folder, ...config } = member.config;
  const file = join(folder, `${member.id}-${name}`);
  writeFileSync(file, JSON.stringify(config));
  return file;
}

/** What `entente keys rewrap` does; gives back its exit code. */
function rewrapByCommand(config: string, was: string): number {
  const said = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  try {
    return rewrap({ config, was });
  } finally {
    said.mockRestore();
  }
}

function seedFile(member: TownMember, epoch = 1): Buffer {
  return readFileSync(join(member.config.keys, `epoch-${epoch}.seed`));
}

/** A wrapping key in a folder beside the key folder. */
function newKey(member: TownMember, name: string): string {
  const folder = join(dirname(member.config.keys), `${member.id}-wrapping`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, name), randomBytes(32).toString('base64'), { mode: 0o600 });
  return join(folder, name);
}

async function restart(member: TownMember, seedKey: TownMember['config']['seed-key']): Promise<void> {
  await member.stop();
  if (seedKey === undefined) delete member.config['seed-key'];
  else member.config['seed-key'] = seedKey;
  await member.start();
}
