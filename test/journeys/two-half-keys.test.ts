import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type KnownSubject, readPartnerIndex, type Wanted } from '../../src/exchange/index.ts';
import { emptySubject, KEY_VERSION, type Subject } from '../../src/match/index.ts';
import {
  deriveKeyPair,
  evaluate,
  keyInput,
  lookUpValues,
  openValueSegment,
  pairOutput,
} from '../../src/sealed/index.ts';
import { entityId } from '../../src/records/index.ts';
import { link, person, row, thing } from '../town/rows.ts';
import { buildTown, type Town, type TownMember } from '../town/town.ts';
import { askForHits, discloseAll, copiesAt, request, requestOf, waitingAt } from '../town/work.ts';

const PHONE = '+33639984711';
const DAY = 86_400_000;
const firm = (key: string, name: string) =>
  thing(key, 'organisation', [
    ['name', name],
    ['country', 'BE'],
  ]);
const ali = (key: string) =>
  person(key, 'suspect', [
    ['name', 'Ali Hassan'],
    ['birth-date', '1990'],
  ]);

/** Crp: two of one name, each in a firm; one of them uses a phone. */
const HELD = [
  row(
    '1',
    [ali('a'), firm('f', 'Falohan'), thing('p', 'phone', [['number', PHONE]])],
    [link('a', 'member-of', 'f'), link('a', 'uses', 'p')],
  ),
  row('2', [ali('b'), firm('g', 'Quist Bakery')], [link('b', 'member-of', 'g')]),
];
const subjectOf = (part: Partial<Subject>, about: string): KnownSubject => ({
  subject: { ...emptySubject('person'), ...part },
  about,
  refs: {},
});
const NAME = { names: ['Ali Hassan'], birthDates: ['1990'] };
const withFirm = (name: string): KnownSubject =>
  subjectOf({ ...NAME, employers: [{ name, country: 'BE' }] }, 'Ali Hassan');

describe('two half keys', () => {
  let town: Town;
  let jpn: TownMember;
  let crp: TownMember;
  beforeAll(async () => {
    town = await buildTown([
      { id: 'jpn', country: 'BE', rows: [] },
      { id: 'crp', country: 'FR', rows: HELD },
      { id: 'fio', country: 'DE', rows: [] },
    ]);
    jpn = town.member('jpn');
    crp = town.member('crp');
  }, 240_000);
  afterAll(() => town[Symbol.asyncDispose]());

  const ask = (...subjects: readonly KnownSubject[]) =>
    askForHits(town, jpn, '', { subjects, partners: ['crp'] });
  /** How many half keys would go to this partner. */
  const halvesFor = async (
    partner: string,
    subject: KnownSubject,
    more: Partial<Wanted> = {},
  ): Promise<number> => {
    const wanted = { text: '', without: [], subjects: [subject], partners: [partner], ...more };
    const plan = await jpn.agency.exchange.plan(jpn.database, wanted);
    return plan.partners.flatMap(({ keys }) => keys).filter(({ halfOf }) => halfOf !== undefined).length;
  };

  it('of a name and a firm find one record: a hit with its rules, and how many would fit by chance', async () => {
    const hits = await ask(withFirm('Falohan'));
    expect(hits).toMatchObject([
      {
        partner: 'crp',
        about: expect.stringContaining('with organisation falohan') as string,
        keys: [{ half: { records: 1 } }, { half: { records: 1 } }],
      },
    ]);
    expect(hits[0]?.keys.map(({ keyClass }) => keyClass).toSorted()).toEqual(['person', 'place']);
    expect(hits[0]?.chance).toBeGreaterThan(0);
    expect(hits[0]?.chance).toBeLessThanOrEqual(0.02);
  });

  it('show nothing one alone, two of one name, or two that lead to different records', async () => {
    expect(await halvesFor('crp', subjectOf(NAME, 'Ali Hassan'))).toBe(0);
    expect(await ask(subjectOf(NAME, 'Ali Hassan'))).toEqual([]);
    expect(await ask(withFirm('Garage Petit'))).toEqual([]);
    const otherYear = subjectOf(
      { names: ['Ali Hassan'], birthDates: ['1971'], employers: [{ name: 'Falohan', country: 'BE' }] },
      'Ali Hassan',
    );
    expect(await ask(otherYear)).toEqual([]);
  });

  it('of two subjects of one question are never joined: a name of one, the firm of the other', async () => {
    const another = subjectOf(
      { names: ['Mohamed Ali'], birthDates: ['1966'], employers: [{ name: 'Falohan', country: 'BE' }] },
      'Mohamed Ali',
    );
    expect(await ask(withFirm('Garage Petit'), another)).toEqual([]);
  });

  it('are asked of nobody who publishes none, unless the question is to stand; and of as few as a list may', async () => {
    expect(await halvesFor('crp', withFirm('Falohan'))).toBeGreaterThan(1);
    expect(await halvesFor('fio', withFirm('Falohan'))).toBe(0);
    expect(await halvesFor('fio', withFirm('Falohan'), { stands: true })).toBeGreaterThan(1);
    // The most telling pair fits 2·10⁻⁷ strangers among ten thousand, all together 2.6·10⁻⁶.
    const all = await halvesFor('crp', withFirm('Falohan'));
    const some = await halvesFor('crp', withFirm('Falohan'), { pairChanceMax: 1e-6 });
    expect(some).toBeGreaterThan(1);
    expect(some).toBeLessThan(all);
    expect(await halvesFor('crp', withFirm('Falohan'), { pairChanceMax: 1e-9 })).toBe(0);
  });

  it('as an officer types them', async () => {
    const hits = await askForHits(town, jpn, 'Ali Hassan, 12/03/1990, Falohan NV', { partners: ['crp'] });
    expect(hits.flatMap(({ keys }) => keys).filter(({ half }) => half !== undefined)).toHaveLength(2);
  });

  it('are opened together: the owner sees the record behind both, and answers', async () => {
    const [hit] = await ask(withFirm('Falohan'));
    if (hit === undefined) throw new Error('no hit');
    const id = await request(town, jpn, hit);
    expect(await waitingAt(crp)).toBe(id);
    const incoming = await requestOf(crp, id);
    // Two people have the name; one of them has the firm.
    expect(incoming.entityIds).toEqual([entityId('crp', 'register', 'a')]);
    expect(incoming.body.openings).toMatchObject([{ half: true }, { half: true }]);
    await discloseAll(town, crp, id);
    expect(await requestOf(jpn, id)).toMatchObject({ state: 'disclosed' });
    expect(await copiesAt(town, jpn)).toHaveLength(1);
  });

  it('of two cases show no more: a name asked in one and a phone asked in another are joined by nothing', async () => {
    const index = await readPartnerIndex(jpn.database, 'crp');
    if (index === null) throw new Error('jpn has no index of crp');
    const seed = new Uint8Array(readFileSync(join(crp.config.keys, `epoch-${index.keys.epoch}.seed`)));
    // Everything that an asker could have kept of every question it may ask: the outputs of all of crp's keys.
    const { rows } = await crp.database.query<{
      key_class: string;
      rule: string;
      value: string;
      half: boolean;
    }>(
      `SELECT DISTINCT key_class, rule, value, false AS half FROM exchange.match_key
       UNION ALL SELECT DISTINCT key_class, rule, value, true FROM exchange.half_key`,
    );
    const kept = rows.map((key) => ({
      ...key,
      output: evaluate(
        deriveKeyPair(seed, key.key_class).secretKey,
        keyInput(KEY_VERSION, key.rule, key.value),
      ),
    }));
    const values = (index.segments.values ?? []).map(({ hash }) =>
      openValueSegment(
        new Uint8Array(readFileSync(join(jpn.config.data, 'segments', 'from', 'crp', `${hash}.seg`))),
      ),
    );
    const opened = kept.flatMap((left) =>
      kept
        .filter((right) => lookUpValues(values, index.salt, pairOutput(left.output, right.output)).length > 0)
        .map((right) => [left, right]),
    );
    expect(opened.length).toBeGreaterThan(0);
    expect(opened.flat().filter(({ rule }) => rule === 'phone')).toEqual([]);
    expect(opened.flat().every(({ half }) => half)).toBe(true);
    expect(opened.every(([left, right]) => left?.key_class !== right?.key_class)).toBe(true);
  });

  it('are gone with the record: a tombstone takes its pairs back, the other record’s stay', async () => {
    await crp.load(HELD.slice(1));
    await town.publish();
    const index = await readPartnerIndex(jpn.database, 'crp');
    expect(index?.segments.values?.map(({ kind }) => kind)).toEqual(['base', 'tombstone']);
    expect(await ask(withFirm('Falohan'))).toEqual([]);
    expect(await ask(withFirm('Quist Bakery'))).toHaveLength(1);
    await crp.load(HELD);
    await town.publish();
    expect(await ask(withFirm('Falohan'))).toHaveLength(1);
    await crp.load(HELD.slice(1));
    await town.publish();
    // Within six days the pairs are built anew, and what went is in no live segment.
    town.clock.advance(6 * DAY);
    await town.publish();
    const later = await readPartnerIndex(jpn.database, 'crp');
    expect(later?.segments.values?.map(({ kind }) => kind)).toEqual(['base']);
    expect(await ask(withFirm('Falohan'))).toEqual([]);
  });

  it('say not answered, never no hit, when a segment of them is damaged', async () => {
    const index = await readPartnerIndex(jpn.database, 'crp');
    const [{ hash } = { hash: '' }] = index?.segments.values ?? [];
    await Promise.all([jpn.stop(), crp.stop()]);
    writeFileSync(join(jpn.config.data, 'segments', 'from', 'crp', `${hash}.seg`), 'damaged');
    await jpn.start();
    await jpn.agency.exchange.catchUp();
    await jpn.agency.exchange.drain();
    const wanted = { subjects: [withFirm('Quist Bakery')], partners: ['crp'] };
    const id = await jpn.ask('', wanted);
    expect((await jpn.question(id)).answers).toMatchObject([
      { state: 'not-answered', code: 'index-incomplete' },
    ]);
    // Fetched again once the partner is there, the same question hits.
    await crp.start();
    await jpn.agency.exchange.refreshPartners();
    expect(await askForHits(town, jpn, '', wanted)).toHaveLength(1);
  });
});
