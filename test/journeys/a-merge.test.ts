import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readPartnerIndex } from '../../src/exchange/index.ts';
import { paddedKeys } from '../../src/sealed/index.ts';
import { link, person, row, thing } from '../town/rows.ts';
import { agenciesOf, STORY_PHONE } from '../town/story.ts';
import { buildTown, type Town, type TownMember } from '../town/town.ts';
import { askForHits } from '../town/work.ts';

const DAY = 86_400_000;
const NUMBERS = Array.from({ length: 10 }, (_, at) => `+3363998122${at}`);

describe('a merge', () => {
  it('makes one segment of many without evaluating a key again, and partners find what they found before', async () => {
    await using town = await buildTown(agenciesOf('jpn', 'crp'));
    const [jpn, crp] = [town.member('jpn'), town.member('crp')];
    await grow(town, crp, NUMBERS.slice(0, 9));
    expect(await kindsAt(jpn)).toEqual(['base', ...Array.from({ length: 9 }, () => 'delta')]);

    // Whatever is made from outputs now would carry another salt, and be missed by every look-up.
    const { rows } = await crp.database.query<{ salt: Uint8Array }>('SELECT salt FROM exchange.partner_salt');
    await crp.database.query(`UPDATE exchange.partner_salt SET salt = sha256('other')`);
    expect(await crp.agency.exchange.merge()).toBeGreaterThan(0);
    await crp.database.query('UPDATE exchange.partner_salt SET salt = $1', [rows[0]?.salt]);

    await town.settle();
    expect((await kindsAt(jpn)).filter((kind) => kind === 'delta')).toEqual([]);
    expect(await hitsOf(town, jpn, [STORY_PHONE, ...NUMBERS.slice(0, 9)])).toBe(10);
    expect(await hitsOf(town, jpn, [NUMBERS[9] ?? ''])).toBe(0);
    expect(await crp.agency.exchange.merge()).toBe(0);
    expect(filesOf(crp)).toEqual(await expectedFiles(crp));

    const merges = await crp.database.query(
      `SELECT 1 FROM ledger.entry WHERE convert_from(bytes, 'UTF8') LIKE '%merged-segments%'`,
    );
    expect(merges.rowCount).toBeGreaterThan(0);
  }, 240_000);

  it('goes on beside a publication, and what came meanwhile stays the newest', async () => {
    await using town = await buildTown(agenciesOf('jpn', 'crp'));
    const [jpn, crp] = [town.member('jpn'), town.member('crp')];
    await grow(town, crp, NUMBERS.slice(0, 9));
    // One number goes while those that held it are being merged.
    const [gone = '', ...left] = NUMBERS;
    await crp.load([STORY_PHONE, ...left].map(suspectWith));
    const merging = crp.agency.exchange.merge();
    await crp.agency.exchange.publish();
    expect(await merging).toBeGreaterThan(0);
    await town.settle();
    expect(await hitsOf(town, jpn, [gone])).toBe(0);
    expect(await hitsOf(town, jpn, [STORY_PHONE, ...left])).toBe(NUMBERS.length);
  }, 240_000);

  it('drops what was taken back: after five days no live segment holds it any more', async () => {
    await using town = await buildTown(agenciesOf('jpn', 'crp'));
    const [jpn, crp] = [town.member('jpn'), town.member('crp')];
    await grow(town, crp, NUMBERS.slice(0, 2));
    await crp.load([STORY_PHONE, NUMBERS[0] ?? ''].map(suspectWith));
    await town.publish();
    expect(await kindsAt(jpn)).toEqual(['base', 'delta', 'delta', 'tombstone']);
    town.clock.advance(5 * DAY);
    expect(await crp.agency.exchange.merge()).toBeGreaterThan(0);
    await town.settle();
    expect(await kindsAt(jpn)).toEqual(['base']);
    const { rows } = await crp.database.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM exchange.published_key WHERE key_class = 'communication'`,
    );
    // What stays is padded anew, as a base.
    expect((await segmentsAt(jpn)).map(({ count }) => count)).toEqual([
      paddedKeys('base', rows[0]?.count ?? 0, 16),
    ]);
    expect(await hitsOf(town, jpn, NUMBERS.slice(0, 2))).toBe(1);
  }, 240_000);

  it('that finds no kept tags leaves everything as it is; in time the class is evaluated again', async () => {
    await using town = await buildTown(agenciesOf('jpn', 'crp'));
    const [jpn, crp] = [town.member('jpn'), town.member('crp')];
    await grow(town, crp, NUMBERS.slice(0, 2));
    await crp.load([STORY_PHONE, NUMBERS[0] ?? ''].map(suspectWith));
    await town.publish();
    for (const name of filesOf(crp)) if (name.endsWith('.tags')) rmSync(join(folderOf(crp), name));
    town.clock.advance(5 * DAY);
    expect(await crp.agency.exchange.merge()).toBe(0);
    expect(crp.logs.join('')).toContain('merge-not-possible');
    expect(await kindsAt(jpn)).toEqual(['base', 'delta', 'delta', 'tombstone']);

    town.clock.advance(DAY);
    await town.publish();
    expect(await kindsAt(jpn)).toEqual(['base']);
    expect(await hitsOf(town, jpn, NUMBERS.slice(0, 2))).toBe(1);
    expect(filesOf(crp)).toEqual(await expectedFiles(crp));
  }, 240_000);
});

/** One record after the other, each published by itself. */
async function grow(town: Town, crp: TownMember, numbers: readonly string[]): Promise<void> {
  for (const [at] of numbers.entries()) {
    await crp.load([STORY_PHONE, ...numbers.slice(0, at + 1)].map(suspectWith));
    await town.publish();
  }
}

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

async function segmentsAt(jpn: TownMember) {
  const index = await readPartnerIndex(jpn.database, 'crp');
  expect(index?.complete).toBe(true);
  return (index?.segments.segments ?? []).filter((entry) => entry.keyClass === 'communication');
}

async function kindsAt(jpn: TownMember): Promise<readonly string[]> {
  return (await segmentsAt(jpn)).map((entry) => entry.kind);
}

async function hitsOf(town: Town, jpn: TownMember, numbers: readonly string[]): Promise<number> {
  return (await askForHits(town, jpn, numbers.join('\n'))).length;
}

function folderOf(crp: TownMember): string {
  return join(crp.config.data, 'segments', 'own', 'jpn');
}

/** But for the tags of replaced segments, which stay a day for audits. */
function filesOf(crp: TownMember): readonly string[] {
  return readdirSync(folderOf(crp))
    .filter((name) => !name.endsWith('.replaced'))
    .toSorted();
}

/** Of each live segment the file and its tags, and nothing else. */
async function expectedFiles(crp: TownMember): Promise<readonly string[]> {
  const { rows } = await crp.database.query<{ hash: string }>(
    `SELECT hash FROM exchange.own_segment WHERE partner = 'jpn'
      UNION ALL SELECT hash FROM exchange.own_values WHERE partner = 'jpn'`,
  );
  return rows.flatMap(({ hash }) => [`${hash}.seg`, `${hash}.tags`]).toSorted();
}
