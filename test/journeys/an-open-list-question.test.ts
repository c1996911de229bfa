import { describe, expect, it } from 'vitest';
import { openListDesk } from '../town/desk-of.ts';
import { dumpMember, findPlanted } from '../town/dump.ts';
import { agenciesOf } from '../town/story.ts';
import { buildTown } from '../town/town.ts';

/** Nobody holds them; what of them might stay, in whatever form. */
const LIST = 'Quirin Zaltbrommer; 13/04/1974; 0479 98 01 23\nYolanthe Zeevogel; 25/09/1969';
const PLANTED = [
  'Quirin',
  'Zaltbrommer',
  '479980123',
  '1974-04-13',
  '13/04/1974',
  'Yolanthe',
  'Zeevogel',
  '1969-09-25',
];

describe('the question of a list, while a partner has not answered', () => {
  it('names nobody in the asker’s own database, files and log: what is needed to read the answer rests sealed', async () => {
    await using town = await buildTown(agenciesOf('jpn', 'crp'));
    const jpn = town.member('jpn');
    const desk = openListDesk(town, 'jpn');
    await town.member('crp').stop();
    await desk.start(LIST);
    await desk.atRest();
    await desk.services.previewScreening(desk.officer, {});
    await desk.services.askScreening(desk.officer, { partners: ['crp'] });
    const open = () =>
      jpn.database.query<{ closed: Date | null }>('SELECT closed_at AS closed FROM exchange.question');
    while ((await open()).rows.length === 0) await new Promise((resolve) => setTimeout(resolve, 20));

    expect((await open()).rows).toEqual([{ closed: null }]);
    const dump = await dumpMember(jpn);
    expect(findPlanted(dump, PLANTED)).toEqual([]);
    // The same search finds what does stand there: the question itself.
    expect(findPlanted(dump, ['exchange.question_partner'])).toEqual(['exchange.question_partner']);
    await desk.services.forgetScreening(desk.officer, {});
  }, 120_000);
});
