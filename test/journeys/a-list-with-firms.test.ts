import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ListDesk, openListDesk } from '../town/desk-of.ts';
import { dumpMember, findPlanted } from '../town/dump.ts';
import { link, person, row, thing } from '../town/rows.ts';
import { buildTown, type Town, type TownMember } from '../town/town.ts';

const inFirm = (key: string, name: string, firm: string) =>
  row(
    key,
    [
      person(`person ${key}`, 'suspect', [
        ['name', name],
        ['birth-date', '1990'],
      ]),
      thing(`firm ${key}`, 'organisation', [
        ['name', firm],
        ['country', 'BE'],
      ]),
    ],
    [link(`person ${key}`, 'member-of', `firm ${key}`)],
  );
/** Held by crp. Everybody is invented. */
const HELD = [inFirm('a', 'Ali Hassan', 'Falohan'), inFirm('b', 'Mohamed Ali', 'Garage Petit')];
/** Line 2 is held; line 3 says one man's name and another's firm; nobody holds lines 4 and 5, and the last names no firm. */
const LIST = [
  'name;born;company;country',
  'Ali Hassan;1990;Falohan;BE',
  'Ali Hassan;1990;Garage Petit;BE',
  'Quirin Zaltbrommer;1974;Zilverhoek Binnenvaart;BE',
  'Yolanthe Zeevogel;1969;;BE',
].join('\n');
const MISSED = ['Quirin', 'Zaltbrommer', 'Zilverhoek', 'ZLVRHK', 'Yolanthe', 'Zeevogel'];

describe('a list that names a firm beside a person', { timeout: 240_000 }, () => {
  let town: Town;
  let jpn: TownMember;
  let desk: ListDesk;
  beforeAll(async () => {
    town = await buildTown([
      { id: 'jpn', country: 'BE', rows: [] },
      { id: 'crp', country: 'FR', rows: HELD },
      { id: 'fio', country: 'DE', rows: [] },
    ]);
    jpn = town.member('jpn');
    desk = openListDesk(town, 'jpn');
    await desk.start(LIST);
    expect((await desk.atRest()).state).toBe('looked');
  }, 240_000);
  afterAll(() => town[Symbol.asyncDispose]());

  it('says before how many half keys go, and how many strangers all of them would fit', async () => {
    const { rows, halves } = await desk.services.previewScreening(desk.officer, {});
    expect(rows).toBe(4);
    expect(halves?.rows).toBe(3);
    expect(halves?.keys).toBeGreaterThan(2 * 3);
    expect(halves?.strangers).toBeGreaterThan(0);
    expect(halves?.strangers).toBeLessThanOrEqual(1);
  });

  it('costs what was said, finds the row whose name and firm stand in one record, and keeps nothing of the others', async () => {
    const { partners } = await desk.services.previewScreening(desk.officer, {});
    await desk.services.askScreening(desk.officer, { partners: ['crp', 'fio'] });
    const { state, hits, sealed } = await desk.atRest();
    expect(state).toBe('done');
    expect(sealed?.partners.map(({ answered }) => answered)).toEqual([4, 4]);
    // Two people of the list have one name, so that the list is two questions.
    const { rows: asked } = await jpn.database.query<{ partner: string; keys: number }>(
      'SELECT partner, sum(keys)::int AS keys FROM exchange.question_partner GROUP BY partner ORDER BY partner',
    );
    const said = partners.find(({ agencyId }) => agencyId === 'crp')?.classes ?? [];
    expect(asked[0]).toEqual({ partner: 'crp', keys: said.reduce((sum, { keys }) => sum + keys, 0) });
    // Who publishes no pairs is asked no half keys.
    expect(asked[1]?.keys).toBeLessThan(asked[0]?.keys ?? 0);

    const found = hits.flatMap(({ lines, sealed: list }) =>
      list.map(({ halves, owner, chance }) => ({ lines, halves, owner, chance })),
    );
    expect(found.filter(({ halves }) => halves !== undefined)).toMatchObject([
      { lines: [2], owner: 'crp', halves: { keys: 2, records: 1 } },
    ]);
    for (const { chance } of found) expect(chance).toBeLessThanOrEqual(0.02);
    for (const member of ['jpn', 'crp', 'fio'])
      expect(findPlanted(await dumpMember(town.member(member)), MISSED)).toEqual([]);
  });
});
