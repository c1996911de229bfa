import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { agenciesOf, STORY_PHONE } from '../town/story.ts';
import { buildTown, type Town, type TownMember } from '../town/town.ts';
import { askForHits, ledgerOf } from '../town/work.ts';

/** A disk changes a file of the index that an agency offers, and nobody tells that agency: whoever refuses the file cannot. */
describe('a file of our own index that is damaged while the server runs', () => {
  let town: Town;
  let jpn: TownMember;
  let crp: TownMember;

  beforeEach(async () => {
    town = await buildTown(agenciesOf('jpn', 'crp'));
    [jpn, crp] = [town.member('jpn'), town.member('crp')];
    // What was looked at a moment ago is handed out unseen.
    town.clock.advance(61_000);
  }, 240_000);
  afterEach(() => town[Symbol.asyncDispose]());

  const own = (ending: string): readonly string[] => {
    const folder = join(crp.config.data, 'segments', 'own', 'jpn');
    return readdirSync(folder)
      .filter((name) => name.endsWith(ending))
      .map((name) => join(folder, name));
  };
  const damage = (file: string): void => {
    const bytes = readFileSync(file);
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
    writeFileSync(file, bytes);
  };
  /** jpn has lost its copy and fetches everything again. */
  async function jpnStartsWithout(): Promise<void> {
    await jpn.stop();
    rmSync(join(jpn.config.data, 'segments', 'from'), { recursive: true });
    await jpn.start();
    await jpn.agency.exchange.drain();
  }
  async function stateOfCrp(): Promise<string | undefined> {
    const id = await jpn.ask(STORY_PHONE);
    await town.settle();
    return (await jpn.question(id)).answers[0]?.state;
  }

  it('is not handed out, made anew bit for bit, and fetched then; meanwhile nobody is told “no hit”', async () => {
    const before = own('.seg').map((file) => [file, readFileSync(file)] as const);
    expect(before.length).toBeGreaterThan(2);
    for (const [file] of before) damage(file);
    await jpnStartsWithout();
    // Each try brings one file to light, and that one is whole at the next.
    const states: (string | undefined)[] = [];
    for (const _file of before) {
      states.push(await stateOfCrp());
      await jpn.agency.exchange.refreshPartners().catch(() => undefined);
      await crp.agency.exchange.drain();
    }
    states.push(await stateOfCrp());
    expect(states[0]).toBe('not-answered');
    expect(states.at(-1)).toBe('hit');
    expect(states).not.toContain('no-hit');
    for (const [file, bytes] of before) expect(readFileSync(file).equals(bytes)).toBe(true);
    expect(await ledgerOf(crp, 'repair-index')).toHaveLength(2 * before.length);
    expect((await ledgerOf(crp, 'repair-index'))[1]).toMatchObject({ rule: 'from-kept-tags', count: 1 });
    expect(crp.logs.join('')).toContain('own-segment-damaged');
  });

  it('is built anew from the records where what is kept beside it is damaged too', async () => {
    for (const file of own('.seg')) damage(file);
    for (const file of own('.tags')) damage(file);
    await jpnStartsWithout();
    expect(await stateOfCrp()).toBe('not-answered');
    await crp.agency.exchange.drain();
    expect(await crp.agency.exchange.isPublicationDue()).toBe(true);
    await town.publish();
    expect(await crp.agency.exchange.isPublicationDue()).toBe(false);
    await jpn.agency.exchange.refreshPartners();
    expect(await askForHits(town, jpn, STORY_PHONE)).toHaveLength(1);
    expect((await ledgerOf(crp, 'repair-index'))[1]).toMatchObject({ rule: 'from-records' });
  });

  it('is found by the hourly look, before anybody fetches it', async () => {
    const [file = ''] = own('.seg');
    const bytes = readFileSync(file);
    damage(file);
    await crp.agency.exchange.tidy();
    await crp.agency.exchange.drain();
    expect(readFileSync(file).equals(bytes)).toBe(true);
    rmSync(file);
    await crp.agency.exchange.tidy();
    await crp.agency.exchange.drain();
    expect(readFileSync(file).equals(bytes)).toBe(true);
    expect(await ledgerOf(crp, 'repair-index')).toHaveLength(4);
  });
});
