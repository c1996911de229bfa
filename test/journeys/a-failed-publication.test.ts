import { describe, expect, it } from 'vitest';
import { link, person, row, thing } from '../town/rows.ts';
import { agenciesOf, STORY_PHONE } from '../town/story.ts';
import { buildTown, type TownMember } from '../town/town.ts';
import { askForHits } from '../town/work.ts';

const NUMBER = '+33639981377';

function user(key: string, number: string) {
  return row(
    key,
    [
      person(`person ${key}`, 'suspect', [['name', 'Zeevogel Brannoc']]),
      thing(`phone ${key}`, 'phone', [['number', number]]),
    ],
    [link(`person ${key}`, 'uses', `phone ${key}`)],
  );
}

async function count(member: TownMember, rows: string): Promise<number> {
  const result = await member.database.query<{ count: number }>(`SELECT count(*)::int AS count FROM ${rows}`);
  return result.rows[0]?.count ?? 0;
}

/** The lines of the log that say this, each as it was written. */
function logged(member: TownMember, what: string): readonly string[] {
  return member.logs.filter((line) => line.includes(`"${what}"`));
}

describe('a publication that fails', () => {
  it('is tried again at the next beat though no record changes any more, and loses nothing', async () => {
    await using town = await buildTown(agenciesOf('jpn', 'crp'));
    const [jpn, crp] = [town.member('jpn'), town.member('crp')];
    await crp.load([user('story', STORY_PHONE)]);
    await crp.stop();
    await crp.start(undefined, 'by itself');
    await crp.agency.background.load();
    expect(logged(crp, 'index-planned').at(-1)).toContain('"how":"whole"');

    // As a full disk or a broken table would: no manifest can be stored.
    await crp.database.query(
      'ALTER TABLE exchange.own_manifest ADD CONSTRAINT nothing_more CHECK (false) NOT VALID',
    );
    await crp.load([user('story', STORY_PHONE), user('new', NUMBER)]);
    const failures = () => logged(crp, 'background-failed').filter((line) => line.includes('"publish"'));
    await expect.poll(failures, { timeout: 30_000 }).not.toEqual([]);
    expect(await count(crp, 'store.change')).toBe(0);
    expect(await count(crp, `exchange.published_key WHERE value = '${NUMBER}'`)).toBe(0);
    // And at the one after that, as long as it fails.
    await expect.poll(() => failures().length, { timeout: 30_000 }).toBeGreaterThan(1);

    await crp.database.query('ALTER TABLE exchange.own_manifest DROP CONSTRAINT nothing_more');
    const published = () => count(crp, `exchange.published_key WHERE value = '${NUMBER}'`);
    await expect.poll(published, { timeout: 30_000 }).toBe(1);
    expect(logged(crp, 'index-planned').at(-1)).toContain('"how":"news"');
    expect(await count(crp, 'exchange.touched_key')).toBe(0);
    await town.settle();
    await jpn.agency.exchange.refreshPartners();
    expect(await askForHits(town, jpn, NUMBER)).toHaveLength(1);
  }, 120_000);
});
