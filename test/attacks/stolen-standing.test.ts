import { createDecipheriv } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type KnownSubject, readPartnerIndex } from '../../src/exchange/index.ts';
import { emptySubject, KEY_VERSION, type Subject } from '../../src/match/index.ts';
import {
  deriveKeyPair,
  evaluate,
  keyInput,
  lookUpPairTag,
  lookUpValues,
  openValueSegment,
  pairOutput,
  pairTag,
  type TaggedValues,
} from '../../src/sealed/index.ts';
import { link, person, row, thing } from '../town/rows.ts';
import { buildTown, type Town, type TownMember } from '../town/town.ts';
import { figure } from './attacker.ts';

const DAY = 86_400_000;
const LINE_BYTES = 6 + 16;
const PHONE = '+33639984711';
const FIRM = { name: 'Falohan', country: 'BE' };
const NAME = { names: ['Ali Hassan'], birthDates: ['1990'] };
/** Held by crp: a suspect in a firm, who uses a phone. */
const HELD = row(
  '1',
  [
    person('a', 'suspect', [
      ['name', 'Ali Hassan'],
      ['birth-date', '1990'],
    ]),
    thing('f', 'organisation', [
      ['name', FIRM.name],
      ['country', FIRM.country],
    ]),
    thing('p', 'phone', [['number', PHONE]]),
  ],
  [link('a', 'member-of', 'f'), link('a', 'uses', 'p')],
);

/** What somebody makes of a standing question's pairs who has taken the asker's database, and the key beside it. */
describe('a thief of what stands', { timeout: 240_000 }, () => {
  let town: Town;
  let jpn: TownMember;
  let crp: TownMember;
  let outputs: ReadonlyMap<string, Uint8Array>;
  beforeAll(async () => {
    town = await buildTown([
      { id: 'jpn', country: 'BE', rows: [] },
      { id: 'crp', country: 'FR', rows: [HELD] },
      { id: 'ard', country: 'NL', rows: [] },
    ]);
    jpn = town.member('jpn');
    crp = town.member('crp');
    await stand([{ ...NAME, employers: [FIRM] }]);
    outputs = await outputsOf(crp);
  });
  afterAll(() => town[Symbol.asyncDispose]());

  async function stand(subjects: readonly Partial<Subject>[]): Promise<string> {
    const known = subjects.map(
      (part): KnownSubject => ({
        subject: { ...emptySubject('person'), ...part },
        about: part.names?.[0] ?? 'a thing',
        refs: {},
      }),
    );
    const standsUntil = new Date(town.clock.now().getTime() + 170 * DAY);
    const id = await jpn.ask('', { subjects: known, standsUntil });
    await town.settle();
    return id;
  }

  const sealedPairs = async (): Promise<
    readonly { question_id: string; sealed: readonly Buffer[] | null }[]
  > =>
    (
      await jpn.database.query<{ question_id: string; sealed: readonly Buffer[] | null }>(
        `SELECT question_id, sealed_pairs AS sealed FROM exchange.standing_partner WHERE partner = 'crp' ORDER BY question_id`,
      )
    ).rows;

  /** The pairs' tags, with the key beside the database as well: AES-256-GCM, under words that anybody may know. */
  async function stolen(): Promise<readonly Uint8Array[]> {
    const [kept] = (await sealedPairs()).filter(({ sealed }) => sealed !== null);
    const [piece] = kept?.sealed ?? [];
    if (kept === undefined || piece === undefined) throw new Error('no pair stands');
    const key = readFileSync(join(jpn.config.keys, 'at-rest.key'));
    const words = `standing pair tags of ${kept.question_id} for crp, 1 of 1`;
    const opening = createDecipheriv('aes-256-gcm', key, piece.subarray(0, 12)).setAAD(Buffer.from(words));
    opening.setAuthTag(piece.subarray(-16));
    const lines = Buffer.concat([opening.update(piece.subarray(12, -16)), opening.final()]);
    // Two places of 3 bytes, then the tag of both.
    return Array.from(
      { length: lines.length / LINE_BYTES },
      (_, at) => new Uint8Array(lines.subarray(at * LINE_BYTES + 6, (at + 1) * LINE_BYTES)),
    );
  }

  /** A member's copy of crp's sealed values, and the salt that it was given. */
  async function copyAt(member: TownMember): Promise<{ values: readonly TaggedValues[]; salt: Uint8Array }> {
    const index = await readPartnerIndex(member.database, 'crp');
    if (index === null) throw new Error(`${member.id} has no index of crp`);
    const values = (index.segments.values ?? []).map(({ hash }) => {
      const file = join(member.config.data, 'segments', 'from', 'crp', `${hash}.seg`);
      return openValueSegment(new Uint8Array(readFileSync(file))) as TaggedValues;
    });
    return { values, salt: index.salt };
  }

  /** How many of these tags open something in the thief's copy of crp's sealed values. */
  async function opened(tags: readonly Uint8Array[], at = jpn): Promise<number> {
    const { values } = await copyAt(at);
    return tags.filter((one) => lookUpPairTag(values, one).length > 0).length;
  }

  /** What crp's own keys make in pairs, as nobody outside has them. */
  const allPairs = (): readonly Uint8Array[] =>
    [...outputs.values()].flatMap((left) => [...outputs.values()].map((right) => pairOutput(left, right)));

  it('finds no output, no pair of outputs and no tag in the database alone', async () => {
    const all = [...outputs.values()];
    const pairs = allPairs();
    const { salt } = await copyAt(jpn);
    const tags = pairs.map((one) => pairTag(salt, one));
    const bytes = Buffer.concat((await sealedPairs()).flatMap(({ sealed }) => sealed ?? []));
    expect(bytes.length).toBeGreaterThan(LINE_BYTES);
    const found = [...all, ...pairs, ...tags].filter((one) =>
      bytes.includes(Buffer.from(one.subarray(0, 16))),
    );
    figure(
      `a stolen database: ${found.length} of ${all.length} outputs, ${pairs.length} pairs of them and their tags in it`,
    );
    expect(found).toEqual([]);
  });

  it('tests with the key beside it those pairs against that epoch, and learns neither the name nor the firm nor any other pair', async () => {
    const tags = await stolen();
    const itself = await opened(tags);
    expect(itself).toBeGreaterThan(0);
    // Sixteen bytes of a hash under the salt: no piece of an output or of a pair's, so that nothing can be joined to them or taken apart.
    const all = Buffer.concat([...outputs.values(), ...allPairs()]);
    const inside = tags.filter((one) => all.includes(Buffer.from(one)));
    // Nor do they lead from one pair to the next, also for somebody who puts what he has where an output belongs.
    const stretched = tags.map((one) => new Uint8Array(Buffer.concat([one, one, one, one])));
    const { salt } = await copyAt(jpn);
    const made = stretched.flatMap((one) =>
      [...outputs.values(), ...stretched].flatMap((other) => [
        pairOutput(one, other),
        pairOutput(other, one),
      ]),
    );
    const joined = await opened(made.map((one) => pairTag(salt, one)));
    figure(
      `${tags.length} stolen tags of pairs: ${itself} open in the epoch's copy; ${inside.length} are part of an output; ${joined} of ${made.length} pairs made of them open`,
    );
    expect([inside.length, joined]).toEqual([0, 0]);
  });

  it('tests nothing in what another partner was given, with that partner’s copy and salt in hand', async () => {
    const tags = await stolen();
    const [ours, theirs] = [await copyAt(jpn), await copyAt(town.member('ard'))];
    expect(theirs.values.length).toBeGreaterThan(0);
    // What was kept before decision 0061: of the same pairs the outputs, which a salt turns into anybody's tags.
    const names = new Set(tags.map((one) => Buffer.from(one).toString('hex')));
    const before = allPairs().filter((one) =>
      names.has(Buffer.from(pairTag(ours.salt, one)).toString('hex')),
    );
    const byOutput = before.filter((one) => lookUpValues(theirs.values, theirs.salt, one).length > 0).length;
    const byTag = await opened(tags, town.member('ard'));
    figure(
      `the same pairs in another partner's copy, its salt known: ${byTag} open by their tags; by the outputs that were kept before it would be ${byOutput}`,
    );
    expect(byTag).toBe(0);
    expect(byOutput).toBeGreaterThan(0);
  });

  it('finds no pair of two cases: a name that stands in one, a firm and a phone of the same record in another', async () => {
    const before = (await sealedPairs()).length;
    await stand([NAME]);
    await stand([{ organisations: [FIRM], phones: [{ number: PHONE }] }]);
    await stand([NAME, { phones: [{ number: PHONE }] }]);
    const rows = await sealedPairs();
    const withPairs = rows.filter(({ sealed }) => sealed !== null).length;
    figure(
      `three more questions of a name and a firm or phone apart: ${withPairs - before} of ${rows.length - before} keep a pair`,
    );
    expect([rows.length - before, withPairs - before]).toEqual([3, 0]);
  });

  it('opens nothing of the next epoch with what it took in this one', async () => {
    const pairs = await stolen();
    expect(await opened(pairs)).toBeGreaterThan(0);
    town.clock.advance(90 * DAY);
    await town.publish();
    const later = await opened(pairs);
    figure(`the same pairs in the next epoch's copy: ${later}`);
    expect(later).toBe(0);
  });
});

/** The outputs of all of a member's keys in its epoch, as nobody outside has them. */
async function outputsOf(member: TownMember): Promise<ReadonlyMap<string, Uint8Array>> {
  const { rows } = await member.database.query<{ key_class: string; rule: string; value: string }>(
    'SELECT key_class, rule, value FROM exchange.match_key UNION SELECT key_class, rule, value FROM exchange.half_key',
  );
  const seed = new Uint8Array(readFileSync(join(member.config.keys, 'epoch-1.seed')));
  return new Map(
    rows.map(({ key_class, rule, value }) => [
      `${rule} ${value}`,
      evaluate(deriveKeyPair(seed, key_class).secretKey, keyInput(KEY_VERSION, rule, value)),
    ]),
  );
}
