import { describe, expect, it } from 'vitest';
import { SEGMENTS_PER_CLASS_MAX } from '../../src/sealed/index.ts';
import { readPartnerIndex } from '../../src/exchange/index.ts';
import { link, person, row, thing } from '../town/rows.ts';
import { agenciesOf, STORY_PHONE } from '../town/story.ts';
import { buildTown, type Town, type TownMember } from '../town/town.ts';
import { askForHits } from '../town/work.ts';

const DAY = 86_400_000;
const NUMBERS = Array.from({ length: 20 }, (_, at) => `+336399811${String(at).padStart(2, '0')}`);

describe('a new record', () => {
  it('is hit by the next question, and a removed one is missed again', async () => {
    await using town = await buildTown(agenciesOf('jpn', 'crp'));
    const jpn = town.member('jpn');
    const crp = town.member('crp');
    const [number = ''] = NUMBERS;
    expect(await askForHits(town, jpn, number)).toEqual([]);

    await crp.load([suspectWith(number), suspectWith(STORY_PHONE)]);
    await town.publish();
    expect(await kindsAt(jpn, 'communication')).toEqual(['base', 'delta']);
    expect(await askForHits(town, jpn, number)).toMatchObject([{ partner: 'crp' }]);

    await crp.load([suspectWith(STORY_PHONE)]);
    await town.publish();
    expect(await kindsAt(jpn, 'communication')).toEqual(['base', 'delta', 'tombstone']);
    expect(await askForHits(town, jpn, number)).toEqual([]);
    expect(await askForHits(town, jpn, STORY_PHONE)).toHaveLength(1);

    // It came back: the newest segment decides.
    await crp.load([suspectWith(number), suspectWith(STORY_PHONE)]);
    await town.publish();
    expect(await askForHits(town, jpn, number)).toHaveLength(1);

    // Within a week a tombstone and what it covers are merged away, without anybody loading anything.
    town.clock.advance(7 * DAY);
    await town.publish();
    expect(await kindsAt(jpn, 'communication')).toEqual(['base']);
    expect(await askForHits(town, jpn, number)).toHaveLength(1);
  }, 240_000);

  it('never makes more than 16 live segments of one class, however often something comes', async () => {
    await using town = await buildTown(agenciesOf('jpn', 'crp'));
    const jpn = town.member('jpn');
    const crp = town.member('crp');
    let most = 0;
    for (let count = 1; count <= NUMBERS.length; count += 1) {
      await crp.load([STORY_PHONE, ...NUMBERS.slice(0, count)].map(suspectWith));
      await town.publish();
      most = Math.max(most, (await kindsAt(jpn, 'communication')).length);
    }
    expect(most).toBeGreaterThan(10);
    expect(most).toBeLessThanOrEqual(SEGMENTS_PER_CLASS_MAX);
    expect(await hitsOf(town, jpn, [STORY_PHONE, ...NUMBERS])).toBe(NUMBERS.length + 1);
  }, 300_000);

  it('goes out of the index by itself on the day of its review', async () => {
    await using town = await buildTown(agenciesOf('jpn', 'crp'));
    const jpn = town.member('jpn');
    const crp = town.member('crp');
    const [number = ''] = NUMBERS;
    const reviewed = suspectWith(number);
    const due = { reviewOn: '2026-11-20' };
    const entities = reviewed.entities.map((entity) => ({
      ...entity,
      marking: { ...entity.marking, ...due },
    }));
    await crp.load([{ ...reviewed, entities }, suspectWith(STORY_PHONE)]);
    await town.publish();
    expect(await askForHits(town, jpn, number)).toHaveLength(1);
    town.clock.advance(16 * DAY);
    await town.publish();
    expect(await askForHits(town, jpn, number)).toHaveLength(1);
    // 3 November + 17 days.
    town.clock.advance(DAY);
    await town.publish();
    expect(await askForHits(town, jpn, number)).toEqual([]);
  }, 240_000);
});

function suspectWith(number: string) {
  return row(
    `row ${number}`,
    [
      person(`person ${number}`, 'suspect', [['name', `Bearer ${number.slice(-2)}`]]),
      thing(`phone ${number}`, 'phone', [['number', number]]),
    ],
    [link(`person ${number}`, 'uses', `phone ${number}`)],
  );
}

/** The kinds of the segments of one class that the asker holds of crp, oldest first. */
async function kindsAt(jpn: TownMember, keyClass: string): Promise<readonly string[]> {
  const index = await readPartnerIndex(jpn.database, 'crp');
  expect(index?.complete).toBe(true);
  return (index?.segments.segments ?? [])
    .filter((entry) => entry.keyClass === keyClass)
    .map((entry) => entry.kind);
}

async function hitsOf(town: Town, jpn: TownMember, numbers: readonly string[]): Promise<number> {
  return (await askForHits(town, jpn, numbers.join('\n'))).length;
}
