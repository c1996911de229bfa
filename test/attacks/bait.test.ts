import { describe, expect, it } from 'vitest';
import { detectionChance, isTooOften } from '../../src/exchange/index.ts';
import { buildTown } from '../town/town.ts';
import { askForHits, ledgerOf, refuse, request, waitingAt } from '../town/work.ts';
import { figure } from './attacker.ts';

/**
 * A partner that publishes keys of people it holds nothing about, and says "not held" when one of them is opened. How soon does
 * the count of that cry, and how often does it cry at somebody honest? Worked out exactly, answer after answer.
 */
describe('a partner that baits and answers honestly', () => {
  /** The chance that the alarm was raised after at most 1, 2, … answers, when each is "not held" with this chance. */
  function alarmedAfter(share: number, answers: number): readonly number[] {
    let quiet = [1];
    let raised = 0;
    return Array.from({ length: answers }, (_, at) => {
      const next = Array.from({ length: quiet.length + 1 }, (__, notHeld) => {
        const before = (quiet[notHeld] ?? 0) * (1 - share) + (quiet[notHeld - 1] ?? 0) * share;
        if (!isTooOften({ answered: at + 1, notHeld })) return before;
        raised += before;
        return 0;
      });
      quiet = next.slice(0, next.findLastIndex((chance) => chance > 0) + 1);
      return raised;
    });
  }

  const percent = (chance: number): string => `${Number((100 * chance).toPrecision(2))} %`;

  it('is found the sooner, the more of its hits are bait', () => {
    const found = [0.02, 0.05, 0.1, 0.3, 1].map((share) => {
      const after = alarmedAfter(share, 3_000);
      const least = (chance: number): number => after.findIndex((raised) => raised >= chance) + 1;
      return { share, half: least(0.5), surely: least(0.95) };
    });
    for (const { share, half, surely } of found)
      figure(
        `of opened hits ${percent(share)} are bait and answered "not held": the alarm comes within ${half} answers half of the time, within ${surely} in 95 of 100`,
      );
    expect(found.map(({ surely }) => surely).toSorted((left, right) => right - left)).toEqual(
      found.map(({ surely }) => surely),
    );
    // All bait: the second answer. One in ten: before a partner has learned of a handful of cases.
    expect(found.at(-1)).toEqual({ share: 1, half: 2, surely: 2 });
    const tenth = found.find(({ share }) => share === 0.1);
    expect(tenth?.surely).toBeLessThan(100);
  });

  it('is told from an honest one whose records go now and then', () => {
    const often = [0.001, 0.002, 0.01].map((share) => ({
      share,
      raised: alarmedAfter(share, 500).at(-1) ?? 1,
    }));
    for (const { share, raised } of often)
      figure(
        `an honest partner that has to say "not held" to ${percent(share)} of 500 opened hits is alarmed about with a chance of ${percent(raised)}`,
      );
    expect(often[0]?.raised).toBeLessThan(0.001);
    expect(often[1]?.raised).toBeLessThan(0.01);
    // At the very share that may be: the test is repeated after each answer, so above its 1 %.
    expect(often[2]?.raised).toBeGreaterThan(0.01);
    expect(often[2]?.raised).toBeLessThan(0.15);
  });
});

/** And one that does not say "not held", or whose bait is not opened: an authority draws from what its ledger commits to. */
describe('a partner that baits and lies about it', () => {
  it('is found by samples: so many visits for so much bait', () => {
    const published = 100_000;
    const found = [10, 100, 1_000].map((bait) => {
      const visit = detectionChance(published, 300, bait / published);
      return { bait, visit, visits: Math.ceil(Math.log(0.05) / Math.log(1 - visit)) };
    });
    for (const { bait, visit, visits } of found)
      figure(
        `${bait} of ${published} published keys are bait: one visit of 300 samples draws one with ${Number((100 * visit).toPrecision(2))} %, ${visits} visits with 95 %`,
      );
    // Of 1,000 in 100,000: 1 − (0.99)^300, a little more without putting back.
    expect(found.at(-1)?.visit).toBeCloseTo(1 - 0.99 ** 300, 3);
    expect(found.map(({ visits }) => visits)).toEqual([100, 10, 1]);
    expect(detectionChance(300, 300, 0.001)).toBe(1);
  });
});

describe('a partner that plants names', () => {
  it('learns who is curious by what is opened, and of what is asked nothing', async () => {
    const planted = Array.from({ length: 6 }, (_, at) => `+3363998400${at}`);
    await using town = await buildTown([
      { id: 'jpn', country: 'BE', rows: [] },
      { id: 'crp', country: 'FR', rows: [] },
    ]);
    const [jpn, crp] = [town.member('jpn'), town.member('crp')];
    // Keys of numbers that it holds nothing about, with a record that does not exist.
    await crp.database.query(
      `INSERT INTO exchange.match_key (entity_id, key_class, rule, value) SELECT 'ghost ' || v, 'communication', 'phone', v FROM unnest($1::text[]) v`,
      [planted],
    );
    // Nobody noted them as changed: it has everything planned anew.
    await crp.database.query('UPDATE exchange.followed SET planned_as = NULL');
    await town.publish();
    const hits = [];
    for (const phone of planted) hits.push(...(await askForHits(town, jpn, phone)));
    expect(hits).toHaveLength(planted.length);
    const known = async (): Promise<number> =>
      (await crp.database.query('SELECT 1 FROM exchange.opened')).rowCount;
    const before = await known();
    let opened = 0;
    for (const hit of hits) {
      if ((await ledgerOf(jpn, 'raise-not-held-alarm')).length > 0) break;
      await request(town, jpn, hit);
      opened += 1;
      await refuse(town, crp, await waitingAt(crp), 'not-held');
    }
    figure(
      `${planted.length} numbers planted and asked about: the owner knows of ${before} before any is opened, of ${await known()} when the alarm comes`,
    );
    expect([before, opened, await known()]).toEqual([0, 2, 2]);
  }, 240_000);
});
