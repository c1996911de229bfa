import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readEntries } from '../../src/ledger/index.ts';
import type { Role } from '../../src/model/index.ts';
import { type ListDesk, openListDesk } from '../town/desk-of.ts';
import { agenciesOf, WANTED_MAN } from '../town/story.ts';
import { buildTown, type Town, type TownMember } from '../town/town.ts';

/** Three questions of 64 keys for people a day and partner. */
const BUDGETS = { perDay: 192, perEpoch: 10_000 };
const SYLLABLES = ['bra', 'kes', 'tor', 'vel', 'mun', 'dri', 'oph', 'lan', 'gus', 'wen'];
const syllable = (at: number): string => SYLLABLES[at % 10] ?? '';
/** Forty invented people whom nobody holds. */
const STRANGERS = Array.from(
  { length: 40 },
  (_, at) =>
    `${syllable(at)}${syllable(at * 3 + 1)}n ${syllable(at * 7 + 2)}${syllable(at + 4)}${syllable(at * 3)}ck; 1${at % 10}/0${1 + (at % 9)}/19${50 + at}`,
);
const LIST = [`${WANTED_MAN}; 29/02/1988`, ...STRANGERS].join('\n');

describe('a list that is larger than the budget of the day', () => {
  let town: Town;
  let jpn: TownMember;
  let desk: ListDesk;
  beforeAll(async () => {
    town = await buildTown(agenciesOf('jpn', 'crp', 'ard'), BUDGETS);
    jpn = town.member('jpn');
    desk = openListDesk(town, 'jpn');
  }, 240_000);
  afterAll(() => town[Symbol.asyncDispose]());

  const screen = async (): Promise<void> => {
    await desk.start(LIST);
    expect((await desk.atRest()).state).toBe('looked');
  };
  const intents = async (): Promise<number> =>
    (await readEntries(jpn.database, { limit: 1_000 })).filter(
      ({ entry }) => entry.kind === 'intent' && entry.act === 'ask-partners',
    ).length;

  it('says before what fits, and stops before the next question when the officer says so: what was asked stays charged', async () => {
    await screen();
    const price = await desk.services.previewScreening(desk.officer, {});
    expect(price.rows).toBe(41);
    expect(price.questions).toBeGreaterThan(3);
    const [ard] = price.partners;
    expect(ard).toMatchObject({
      ready: true,
      classes: [{ keyClass: 'person', budgetUsed: 0, budgetLimit: 192 }],
    });
    expect(ard?.rowsInBudget).toBeLessThan(41);
    expect(await intents()).toBe(0);

    // The first question is out, and one partner cannot answer it before the officer has stopped.
    const owner = town.member('ard');
    await owner.stop();
    await desk.services.askScreening(desk.officer, { partners: ['ard', 'crp'] });
    await desk.services.stopScreening(desk.officer, {});
    await owner.start();
    town.clock.advance(60_000);
    const { state, sealed, hits } = await desk.atRest();
    expect(state).toBe('stopped');
    expect(sealed).toMatchObject({ questionsAsked: 1, hits: 1 });
    expect(hits.map(({ label, sealed: found }) => [label, found.map(({ owner }) => owner)])).toEqual([
      [WANTED_MAN, ['ard']],
    ]);
    const asked = sealed?.asked ?? 0;
    for (const partner of sealed?.partners ?? [])
      expect(partner).toMatchObject({ answered: asked, notAnswered: 0, notAsked: 41 - asked });
    expect(await intents()).toBe(1);
  }, 120_000);

  it('asks as far as the day’s budget reaches, and says of the rest that it was not asked', async () => {
    await screen();
    const price = await desk.services.previewScreening(desk.officer, {});
    // 64 of 192 are used; two more questions fit.
    expect(price.partners.map(({ classes }) => classes[0]?.budgetUsed)).toEqual([64, 64]);
    await desk.services.askScreening(desk.officer, { partners: ['ard', 'crp'] });
    const { state, sealed } = await desk.atRest();
    expect(state).toBe('done');
    expect(sealed?.questionsAsked).toBe(2);
    expect(sealed?.asked).toBe(price.partners[0]?.rowsInBudget);
    for (const { answered, notAnswered, notAsked, why } of sealed?.partners ?? []) {
      expect([answered + notAsked, notAnswered]).toEqual([41, 0]);
      expect(notAsked).toBeGreaterThan(0);
      expect(why).toContain('budget');
    }
    expect(await intents()).toBe(3);
  }, 120_000);

  it('counts what a partner has granted beyond its budget: before, while it is cut, and while it is asked', async () => {
    await screen();
    const before = await desk.services.previewScreening(desk.officer, {});
    expect(before.partners.map(({ rowsInBudget }) => rowsInBudget)).toEqual([0, 0]);
    const { exchange } = town.member('crp').agency;
    const until = new Date(town.clock.now().getTime() + 3_600_000);
    const draft = { partner: 'jpn', keyClass: 'person', elements: 64, until, reason: 'tonight' } as const;
    const officerOf = <R extends Role>(role: R, letter: string) =>
      ({ type: 'officer', role, officerId: letter.repeat(32) }) as const;
    const id = await exchange.proposeGrant(officerOf('liaison', 'a'), draft);
    await exchange.grantBudget(officerOf('data-protection-officer', 'b'), id);
    await town.settle();

    await screen();
    const price = await desk.services.previewScreening(desk.officer, {});
    const at = (id: string, of = price) => of.partners.find(({ agencyId }) => agencyId === id);
    expect([at('ard')?.classes[0]?.granted, at('crp')?.classes[0]?.granted]).toEqual([undefined, 64]);
    expect(at('ard')?.rowsInBudget).toBe(0);
    const rows = at('crp')?.rowsInBudget ?? 0;
    expect(rows).toBeGreaterThan(0);
    await desk.services.askScreening(desk.officer, { partners: ['ard', 'crp'] });
    const { sealed } = await desk.atRest();
    expect(sealed?.questionsAsked).toBe(1);
    const answered = new Map(sealed?.partners.map((one) => [one.agencyId, one.answered]));
    expect([answered.get('ard'), answered.get('crp')]).toEqual([0, rows]);
    // All of it is spent, and known to be spent.
    await screen();
    const after = await desk.services.previewScreening(desk.officer, {});
    expect(at('crp', after)).toMatchObject({ rowsInBudget: 0, classes: [{ largest: 0 }] });
  }, 120_000);
});
