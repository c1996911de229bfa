import { describe, expect, it } from 'vitest';
import { readPartnerIndex } from '../../src/exchange/index.ts';
import { link, person, row, thing } from '../town/rows.ts';
import { agenciesOf, STORY_PHONE } from '../town/story.ts';
import { buildTown, type TownMember } from '../town/town.ts';
import { askForHits } from '../town/work.ts';

const NUMBERS = Array.from({ length: 40 }, (_, at) => `+336399813${String(at).padStart(2, '0')}`);

function exhibitWith(number: string) {
  return row(
    `row ${number}`,
    [
      thing(`exhibit ${number}`, 'exhibit', [['name', `Exhibit ${number.slice(-2)}`]]),
      thing(`phone ${number}`, 'phone', [['number', number]]),
    ],
    [link(`exhibit ${number}`, 'holds', `phone ${number}`)],
  );
}

async function segmentsAt(member: TownMember, partner: string) {
  const index = await readPartnerIndex(member.database, partner);
  return (index?.segments.segments ?? []).filter((entry) => entry.keyClass === 'communication');
}

describe('a delta', () => {
  it('looks the same after one record and after twelve; its padding hits nobody and is gone with the merge', async () => {
    await using town = await buildTown(agenciesOf('jpn', 'crp'));
    const [jpn, crp] = [town.member('jpn'), town.member('crp')];
    const loaded = [STORY_PHONE];
    const add = async (more: readonly string[]): Promise<void> => {
      loaded.push(...more);
      await crp.load(loaded.map(exhibitWith));
      await town.publish();
    };
    await add([]);
    const before = (await segmentsAt(jpn, 'crp')).length;
    await add(NUMBERS.slice(0, 1));
    await add(NUMBERS.slice(1, 13));
    const deltas = (await segmentsAt(jpn, 'crp')).slice(before);
    expect(deltas.map(({ kind, count, bytes }) => [kind, count, bytes])).toEqual([
      // 36 bytes and 8 a key: format version 2.
      ['delta', 16, 164],
      ['delta', 16, 164],
    ]);
    await add(NUMBERS.slice(13, 40));
    expect((await segmentsAt(jpn, 'crp')).at(-1)).toMatchObject({ kind: 'delta', count: 64, bytes: 548 });
    expect(await askForHits(town, jpn, [STORY_PHONE, ...NUMBERS].join('\n'))).toHaveLength(41);
    expect(await askForHits(town, jpn, '+33639981399\n+33639981398')).toEqual([]);

    // What is kept beside the segments is the real tags alone.
    for (let at = 50; at < 60; at += 1) {
      await add([`+336399813${at}`]);
      expect((await segmentsAt(jpn, 'crp')).length).toBeLessThanOrEqual(16);
      await crp.agency.exchange.merge();
      await town.settle();
    }
    const { rows } = await crp.database.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM exchange.published_key WHERE key_class = 'communication'`,
    );
    const shown = (await segmentsAt(jpn, 'crp')).reduce((sum, { count }) => sum + count, 0);
    // One base on its grid of 64, and at most nine deltas of 16 that came since: not thirteen padded ones.
    expect(rows[0]?.count).toBe(51);
    expect(shown).toBeLessThanOrEqual(64 + 9 * 16);
    expect(await askForHits(town, jpn, [STORY_PHONE, ...NUMBERS].join('\n'))).toHaveLength(41);
  }, 240_000);

  it('of half keys that count in pairs looks the same after one record and after three', async () => {
    const member = (name: string) =>
      row(
        name,
        [
          person(name, 'suspect', [
            ['name', 'Ali Hassan'],
            ['birth-date', '1990'],
          ]),
          thing(`firm of ${name}`, 'organisation', [
            ['name', name],
            ['country', 'BE'],
          ]),
        ],
        [link(name, 'member-of', `firm of ${name}`)],
      );
    const names = ['Falohan', 'Quist Bakery', 'Orlenne Transport', 'Madrova Print', 'Tesselin Glass'];
    await using town = await buildTown([
      { id: 'jpn', country: 'BE', rows: [] },
      { id: 'crp', country: 'FR', rows: [member('Falohan')] },
    ]);
    const crp = town.member('crp');
    for (const count of [2, 5]) {
      await crp.load(names.slice(0, count).map(member));
      await town.publish();
    }
    const { rows } = await crp.database.query<{ kind: string; count: number }>(
      `SELECT kind, count FROM exchange.own_values WHERE partner = 'jpn' ORDER BY sequence`,
    );
    expect(rows).toEqual([
      { kind: 'base', count: 64 },
      { kind: 'delta', count: 16 },
      { kind: 'delta', count: 16 },
    ]);
    const { rows: real } = await crp.database.query('SELECT 1 FROM exchange.published_half');
    expect(real.length).toBeGreaterThan(0);
  }, 240_000);
});
