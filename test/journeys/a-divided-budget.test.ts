import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DeskServices } from '../../src/desk/index.ts';
import type { Purpose } from '../../src/model/index.ts';
import { createOfficer } from '../../src/oversight/index.ts';
import { deskOf, sessionOf } from '../town/desk-of.ts';
import { QUICK_PASSWORDS } from '../town/quick-passwords.ts';
import { agenciesOf, STORY_PHONE } from '../town/story.ts';
import { buildTown, type Town } from '../town/town.ts';

/** Four questions a day; two of them for one officer, three for one purpose. */
const BUDGETS = { perDay: 64, perEpoch: 10_000, officerPercent: 50, purposePercent: 75 };

describe('a budget that an officer and a purpose divide', () => {
  let town: Town;
  let colleague: string;
  let services: DeskServices;
  beforeAll(async () => {
    town = await buildTown(agenciesOf('jpn', 'crp'), BUDGETS);
    services = deskOf(town, 'jpn');
    colleague = await createOfficer(town.member('jpn').database, {
      name: 'Officer colleague',
      role: 'investigator',
      password: 'eleven blue herons',
      passwordCost: QUICK_PASSWORDS,
    });
  }, 240_000);
  afterAll(() => town[Symbol.asyncDispose]());

  const first = () => town.member('jpn').officer('investigator').officerId;
  const ask = async (officerId: string, purpose: Purpose = 'investigate-offence') => {
    const jpn = town.member('jpn');
    const actor = { type: 'officer', role: 'investigator', officerId } as const;
    const id = await jpn.ask(STORY_PHONE, { actor, purpose });
    await town.settle();
    const [answer] = (await jpn.question(id)).answers;
    return answer?.code ?? answer?.state;
  };
  const price = async () => {
    const { partners } = await services.preview(sessionOf(town, 'jpn', 'investigator'), {
      text: STORY_PHONE,
      without: [],
      caseId: town.member('jpn').caseId,
      purpose: 'investigate-offence',
      offence: 'terrorism',
      legalBasis: 'police-act',
      urgency: 'normal',
      justification: 'the number was in an exhibit',
    });
    return partners[0]?.classes[0];
  };

  it('refuses the third question of one officer, says so before, and answers a colleague', async () => {
    expect(await price()).toMatchObject({
      budget: 'budget-officer',
      budgetUsed: 0,
      budgetLimit: 32,
      largest: 32,
    });
    expect([await ask(first()), await ask(first())]).toEqual(['hit', 'hit']);
    expect(await price()).toMatchObject({
      budgetUsed: 32,
      largest: 0,
      whenFull: expect.stringMatching(/one officer, may still take .* after midnight UTC, or by a colleague/),
    });
    expect(await ask(first())).toBe('officer-share-used-up');
    expect(await ask(colleague)).toBe('hit');
  });

  it('refuses one purpose before another has nothing left, and then everybody for the day', async () => {
    expect(await ask(colleague)).toBe('purpose-share-used-up');
    expect(await ask(colleague, 'prevent-offence')).toBe('hit');
    expect(await ask(colleague, 'prevent-offence')).toBe('budget-used-up');
    expect(await price()).toMatchObject({
      largest: 0,
      whenFull: expect.stringContaining('what is left of our budget'),
    });
  });

  it('is passed by a grant, also where the share is used up and the day is not', async () => {
    town.clock.advance(86_400_000);
    await town.publish();
    expect([await ask(first()), await ask(first()), await ask(first())]).toEqual([
      'hit',
      'hit',
      'officer-share-used-up',
    ]);
    const { exchange } = town.member('crp').agency;
    const until = new Date(town.clock.now().getTime() + 3_600_000);
    const draft = {
      partner: 'jpn',
      keyClass: 'communication',
      elements: 16,
      until,
      reason: 'tonight',
    } as const;
    const id = await exchange.proposeGrant(
      { type: 'officer', role: 'liaison', officerId: 'a'.repeat(32) },
      draft,
    );
    await exchange.grantBudget(
      { type: 'officer', role: 'data-protection-officer', officerId: 'b'.repeat(32) },
      id,
    );
    await town.settle();
    expect(await price()).toMatchObject({ budget: 'budget-officer', granted: 16, largest: 16 });
    expect([await ask(first()), await ask(first())]).toEqual(['hit', 'officer-share-used-up']);
    expect((await price())?.granted).toBe(undefined);
  });
});
