/**
 * From the columns of an old log book to hits at a partner: a ship, an account that is no IBAN, a name at a service, an address of coins, and
 * a number that does not go out bare, by the week in which it was seen.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listHits, readQuestion } from '../../src/exchange/index.ts';
import { fileSource, loadMapping, runIntake } from '../../src/intake/index.ts';
import { buildTown, type Town, type TownMember } from '../town/town.ts';
import { askForHits, copiesAt, discloseAll, request, valuesOf } from '../town/work.ts';

const MAPPING = `
mapping: 1
source: log-book
title: Log book of the coast
load: full
format: { type: csv, encoding: utf-8, delimiter: ';' }
row-key: [NO]
quarantine-limit: { percent: 15 }
handling:
  legal-basis: police-act
  category: { fixed: contact }
  certainty: { fixed: fact }
  evaluation: { scheme: eu-4x4, code: B2 }
  codes: [H0]
  classification: none
  review: { years: 3, after: load-date }
entities:
  - { name: person, kind: person, key: [NO], properties: { name: NAME } }
  - name: phone
    kind: phone
    key: [{ property: number }]
    properties: { number: TEL }
  - name: ship
    kind: vessel
    key: [{ property: imo }]
    properties: { name: SHIP, imo: IMO, mmsi: MMSI }
  - name: account
    kind: bank-account
    key: [{ property: bank }, { property: number }]
    properties: { number: ACCOUNT, bank: BIC }
  - name: handle
    kind: online-account
    key: [{ property: service }, { property: handle }]
    properties: { handle: HANDLE, service: SERVICE }
  - name: wallet
    kind: online-account
    key: [{ property: handle }]
    properties: { handle: WALLET }
relations:
  - { link: uses, from: person, to: phone, valid-from: { column: SEEN, transforms: [date: dmy] } }
  - { link: uses, from: person, to: ship }
  - { link: holds, from: person, to: account }
  - { link: uses, from: person, to: handle }
  - { link: uses, from: person, to: wallet }
`;
const COLUMNS = 'NO;NAME;TEL;SEEN;SHIP;IMO;MMSI;ACCOUNT;BIC;HANDLE;SERVICE;WALLET';
const COIN = 'bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4';
/** Andorra's mobile numbers: ten of a block go out bare, the lowest first, and Odile's is the last of fourteen. */
const numberAt = (place: number): string => `+37631${String(2_300 + place)}`;
const CREW = Array.from({ length: 13 }, (_, at) => `${at + 2};Zeevogel Brannoc;${numberAt(at)};;;;;;;;;`);
const ODILE = numberAt(90);
const WITH_EVERYTHING = `1;Odile Averinck;${ODILE};14/03/2016;Kestrel;IMO 9074729;205 344 990;004-4712009-61;QUAYUS33XXX;@Lantern_Quay;Telegram;${COIN}`;

describe('a ship, an account and a number by its week', { timeout: 240_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'entente-log-book-'));
  let town: Town;
  let jpn: TownMember;
  let crp: TownMember;

  beforeAll(async () => {
    // Up to ten thousand elements an epoch, one in a thousand values of a block goes out bare.
    town = await buildTown(
      [
        { id: 'jpn', country: 'BE', rows: [] },
        { id: 'crp', country: 'FR', rows: [] },
      ],
      { perDay: 2_000, perEpoch: 10_000 },
    );
    [jpn, crp] = [town.member('jpn'), town.member('crp')];
    writeFileSync(join(folder, 'log.yaml'), MAPPING);
    writeFileSync(join(folder, 'log.csv'), [COLUMNS, WITH_EVERYTHING, ...CREW, ''].join('\n'));
    const { state, reason } = await runIntake({
      database: crp.database,
      oversight: crp.agency.oversight,
      clock: town.clock,
      agencyId: 'crp',
      actor: { type: 'system' },
      mapping: await loadMapping(join(folder, 'log.yaml')),
      source: fileSource(join(folder, 'log.csv')),
    });
    expect({ state, reason }).toMatchObject({ state: 'published' });
    await town.publish();
  }, 240_000);
  afterAll(async () => {
    await town[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true, force: true });
  });

  it.each([
    ['IMO 9074729', 'imo'],
    ['mmsi: 205344990', 'mmsi'],
    ['account 4471200961 at QUAYUS33', 'account'],
    // Who knows the country alone finds it too.
    ['account 4471200961 (US)', 'account'],
    ['telegram lantern_quay', 'account'],
    [COIN.toUpperCase(), 'crypto-address'],
  ])('is found: %s', async (text, rule) => {
    const hits = await askForHits(town, jpn, text);
    expect(hits.flatMap(({ partner, keys }) => keys.map((key) => `${partner} ${key.rule}`))).toEqual([
      `crp ${rule}`,
    ]);
  });

  it.each([
    ['IMO 9811000'],
    ['account 4471200961 at QUAYCA33'],
    ['telegram lantern_key'],
    ['account 4471200961 (CA)'],
  ])('is not found where one sign, bank or country is another: %s', async (text) => {
    expect(await askForHits(town, jpn, text)).toEqual([]);
  });

  it('asks nothing of an account number whose bank and country nobody says', async () => {
    await expect(jpn.ask('account 4471200961')).rejects.toMatchObject({ code: 'nothing-to-ask' });
  });

  it('finds a number that is over its block’s quota by the week it was seen in, and not by itself', async () => {
    expect(await askForHits(town, jpn, numberAt(0))).toHaveLength(1);
    expect(await askForHits(town, jpn, ODILE)).toEqual([]);
    expect(await askForHits(town, jpn, `${ODILE} between 1 and 30 April 2016`)).toEqual([]);
    const [hit] = await askForHits(town, jpn, `${ODILE} between 3 and 20 March 2016`);
    expect(hit?.keys).toMatchObject([
      { rule: 'phone+week', sentence: 'The phone number agrees exactly and was seen in the same week.' },
    ]);
    if (hit === undefined) throw new Error('there is no hit');
    await discloseAll(town, crp, await request(town, jpn, hit));
    const copies = await copiesAt(town, jpn);
    expect(copies.flatMap((copy) => valuesOf(copy, 'name'))).toContain('Odile Averinck');
  });

  it('prices the weeks of a window, twelve at most', async () => {
    const id = await jpn.ask(`${ODILE} between 1 January 2015 and 20 March 2016`);
    await town.settle();
    // The number itself and its twelve newest weeks.
    expect((await readQuestion(jpn.database, id))?.answers).toMatchObject([{ partner: 'crp', keys: 13 }]);
    expect(await listHits(jpn.database, { questionId: id })).toHaveLength(1);
  });
});
