import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { listAlerts, listStanding, openSegmentFiles, readPartnerIndex } from '../../src/exchange/index.ts';
import { emptySubject, KEY_VERSION } from '../../src/match/index.ts';
import {
  deriveKeyPair,
  evaluate,
  keyInput,
  pairOutput,
  pairTag,
  segmentHash,
} from '../../src/sealed/index.ts';
import { link, person, row, thing } from '../town/rows.ts';
import { buildTown, type Town, type TownMember } from '../town/town.ts';

const DAY = 86_400_000;
const HOUR = 3_600_000;
const inFirm = (key: string, name: string, firm: string) =>
  row(
    `row ${key}`,
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
const HASSAN = inFirm('a', 'Ali Hassan', 'Falohan');
const SOMEBODY = inFirm('z', 'Mohamed Ali', 'Quist Bakery');
const MORE = row('row m', [thing('phone m', 'phone', [['number', '+33639984711']])]);

/** What an agency finds in its database, and at its partners, after an upgrade from a version that kept pairs by their outputs (decision 0061). */
describe('pairs of half keys that stood before an upgrade', { timeout: 240_000 }, () => {
  it('are turned into tags with the first turn, and go on watching', async () => {
    await using town = await standingTown();
    const [jpn, crp] = [town.member('jpn'), town.member('crp')];
    await jpn.stop();
    const put = await restAsBefore(jpn, crp, await tagsAtRest(jpn));
    expect(put.tags.length).toBeGreaterThan(0);
    await jpn.start();
    await jpn.agency.exchange.tidy();
    expect(await tagsAtRest(jpn)).toEqual(put);
    const { rows } = await jpn.database.query(
      'SELECT 1 FROM exchange.standing_partner WHERE pairs_as_outputs',
    );
    expect(rows).toEqual([]);
    await load(town, crp, [SOMEBODY, HASSAN]);
    expect(await at(town, jpn)).toMatchObject({ state: 'watched', renewals: 0 });
    expect(await pairAlerts(jpn)).toBe(1);
  });

  it('are asked anew where they cannot be opened', async () => {
    await using town = await standingTown();
    const [jpn, crp] = [town.member('jpn'), town.member('crp')];
    await jpn.stop();
    await restAsBefore(jpn, crp, await tagsAtRest(jpn));
    await jpn.database.query(
      'UPDATE exchange.standing_partner SET sealed_pairs = ARRAY[set_byte(sealed_pairs[1], 20, 255 - get_byte(sealed_pairs[1], 20))]',
    );
    await jpn.start();
    await jpn.agency.exchange.tidy();
    expect(await at(town, jpn)).toMatchObject({ state: 'not-watched', code: 'tags-unreadable' });
    await load(town, crp, [SOMEBODY, HASSAN]);
    await askAnew(town, jpn);
    expect(await at(town, jpn)).toMatchObject({ state: 'watched', renewals: 1 });
    expect(await pairAlerts(jpn)).toBe(1);
  });

  it('are asked anew when a partner offers a list of the first version, in which a tag finds nothing', async () => {
    await using town = await standingTown();
    const [jpn, crp] = [town.member('jpn'), town.member('crp')];
    await offerFirstVersion(crp);
    await load(town, crp, [SOMEBODY, MORE]);
    expect(await at(town, jpn)).toMatchObject({ state: 'not-watched', code: 'pairs-of-old-version' });
    await askAnew(town, jpn);
    expect(await at(town, jpn)).toMatchObject({ state: 'watched', renewals: 1 });
  });
});

async function standingTown(): Promise<Town> {
  const town = await buildTown([
    { id: 'jpn', country: 'BE', rows: [] },
    { id: 'crp', country: 'FR', rows: [SOMEBODY, HASSAN] },
  ]);
  const jpn = town.member('jpn');
  OUTPUTS.set(town.member('crp').database, await outputsOf(town.member('crp')));
  await load(town, town.member('crp'), [SOMEBODY]);
  const subject = {
    ...emptySubject('person'),
    names: ['Ali Hassan'],
    birthDates: ['1990'],
    employers: [{ name: 'Falohan', country: 'BE' }],
  };
  const standsUntil = new Date(town.clock.now().getTime() + 60 * DAY);
  await jpn.ask('', { subjects: [{ subject, about: 'Ali Hassan', refs: {} }], standsUntil });
  await town.settle();
  expect(await at(town, jpn)).toMatchObject({ state: 'watched' });
  return town;
}

/** Of each town's owner the outputs of all half keys that it held at first. */
const OUTPUTS = new WeakMap<TownMember['database'], readonly Uint8Array[]>();

async function outputsOf(member: TownMember): Promise<readonly Uint8Array[]> {
  const { rows } = await member.database.query<{ key_class: string; rule: string; value: string }>(
    'SELECT DISTINCT key_class, rule, value FROM exchange.half_key',
  );
  const seed = new Uint8Array(readFileSync(join(member.config.keys, 'epoch-1.seed')));
  return rows.map(({ key_class, rule, value }) =>
    evaluate(deriveKeyPair(seed, key_class).secretKey, keyInput(KEY_VERSION, rule, value)),
  );
}

interface AtRest {
  readonly places: readonly Buffer[];
  readonly tags: readonly string[];
}

async function kept(member: TownMember): Promise<{ question_id: string; sealed: readonly Buffer[] }> {
  const { rows } = await member.database.query<{ question_id: string; sealed: readonly Buffer[] }>(
    'SELECT question_id, sealed_pairs AS sealed FROM exchange.standing_partner WHERE sealed_pairs IS NOT NULL',
  );
  const [row_] = rows;
  if (row_ === undefined) throw new Error('no pair stands');
  return row_;
}

/** The pairs as the database has them, opened with the key beside it. */
async function tagsAtRest(member: TownMember): Promise<AtRest> {
  const { question_id, sealed } = await kept(member);
  const piece = sealed[0] ?? Buffer.alloc(0);
  const key = readFileSync(join(member.config.keys, 'at-rest.key'));
  const opening = createDecipheriv('aes-256-gcm', key, piece.subarray(0, 12));
  opening.setAAD(Buffer.from(`standing pair tags of ${question_id} for crp, 1 of 1`));
  opening.setAuthTag(piece.subarray(-16));
  const lines = Buffer.concat([opening.update(piece.subarray(12, -16)), opening.final()]);
  const starts = Array.from({ length: lines.length / 22 }, (_, at) => 22 * at);
  return {
    places: starts.map((start) => lines.subarray(start, start + 6)),
    tags: starts.map((start) => lines.subarray(start + 6, start + 22).toString('hex')),
  };
}

/** Puts the pairs down as the version before kept them: 64 bytes of output each, under its words. */
async function restAsBefore(
  member: TownMember,
  owner: TownMember,
  { places, tags }: AtRest,
): Promise<AtRest> {
  const { question_id } = await kept(member);
  const salt = (await readPartnerIndex(member.database, 'crp'))?.salt ?? new Uint8Array();
  const single = OUTPUTS.get(owner.database) ?? [];
  const pairs = single.flatMap((left) => single.map((right) => pairOutput(left, right)));
  const byTag = new Map(pairs.map((one) => [Buffer.from(pairTag(salt, one)).toString('hex'), one]));
  // Of those that the owner never held no output is known here: they are left out of what is put down, and of what is expected.
  const known = tags.flatMap((tag, at) => {
    const [output, place] = [byTag.get(tag), places[at]];
    return output === undefined || place === undefined ? [] : [{ tag, place, output }];
  });
  const lines = known.flatMap(({ place, output }) => [place, output]);
  const key = readFileSync(join(member.config.keys, 'at-rest.key'));
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  cipher.setAAD(Buffer.from(`standing pairs of ${question_id} for crp, 1 of 1`));
  const content = Buffer.concat([cipher.update(Buffer.concat(lines)), cipher.final()]);
  await member.database.query(
    'UPDATE exchange.standing_partner SET sealed_pairs = $1, pairs_as_outputs = true',
    [[Buffer.concat([nonce, content, cipher.getAuthTag()])]],
  );
  return { places: known.map(({ place }) => place), tags: known.map(({ tag }) => tag) };
}

/** The owner offers, in the place of its newest list of pairs, one of the first version. */
async function offerFirstVersion(owner: TownMember): Promise<void> {
  const vector = JSON.parse(readFileSync('vectors/value-segment-v1.json', 'utf8')) as { segment: string };
  const segment = new Uint8Array(Buffer.from(vector.segment, 'hex'));
  const hash = segmentHash(segment);
  const files = openSegmentFiles(join(owner.config.data, 'segments'));
  await files.keep('jpn', { hash, segment, tags: new Uint8Array(0) });
  await owner.database.query(
    `UPDATE exchange.own_values SET hash = $1, bytes = $2, count = 4, kind = 'delta'
      WHERE (partner, sequence) = (SELECT partner, max(sequence) FROM exchange.own_values WHERE partner = 'jpn' GROUP BY partner)`,
    [hash, segment.length],
  );
}

async function askAnew(town: Town, member: TownMember): Promise<void> {
  town.clock.advance(HOUR + 100_000);
  await member.agency.exchange.refreshPartners();
  await town.settle();
}

async function load(town: Town, member: TownMember, rows: readonly (typeof HASSAN)[]): Promise<void> {
  await member.load([...rows]);
  await town.publish();
}

async function at(town: Town, member: TownMember) {
  const [newest] = await listStanding(member.database, { now: town.clock.now(), limit: 1 });
  return newest?.partners.find(({ partner }) => partner === 'crp');
}

async function pairAlerts(member: TownMember): Promise<number> {
  return (await listAlerts(member.database, 20)).filter(({ halves }) => halves !== null).length;
}
