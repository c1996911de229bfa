import { describe, expect, it } from 'vitest';
import { listWithdrawals } from '../../src/exchange/index.ts';
import { entityId } from '../../src/records/index.ts';
import { send } from '../town/hostile.ts';
import { link, person, row, thing } from '../town/rows.ts';
import { agenciesOf, STORY_PHONE } from '../town/story.ts';
import { buildTown, type Town, type TownMember } from '../town/town.ts';
import { askForHits } from '../town/work.ts';

const DAY = 86_400_000;
const DONE = ['done', null];
const NUMBER = '+33639981277';

function suspectWith(key: string, number: string) {
  return row(
    key,
    [
      person(`person ${key}`, 'suspect', [
        ['name', `Bearer ${key}`],
        ['birth-date', '1981-07-23'],
      ]),
      thing(`phone ${key}`, 'phone', [['number', number]]),
    ],
    [link(`person ${key}`, 'uses', `phone ${key}`)],
  );
}

/** crp holds a suspect that jpn finds, and takes the record back. */
async function takenBack(town: Town): Promise<{ crp: TownMember; jpn: TownMember; erased: string }> {
  const [jpn, crp] = [town.member('jpn'), town.member('crp')];
  await crp.load([suspectWith('Quay', STORY_PHONE), suspectWith('Loft', NUMBER)]);
  await town.publish();
  expect(await askForHits(town, jpn, NUMBER)).toHaveLength(1);
  await crp.load([suspectWith('Quay', STORY_PHONE)]);
  return { crp, jpn, erased: entityId('crp', 'register', 'person Loft') };
}

async function entriesOf(member: TownMember, act: string): Promise<readonly (readonly unknown[])[]> {
  const { rows } = await member.database.query<{ bytes: Uint8Array }>(
    'SELECT bytes FROM ledger.entry WHERE act = $1 ORDER BY number',
    [act],
  );
  return rows
    .map(({ bytes }) => JSON.parse(Buffer.from(bytes).toString()) as Record<string, unknown>)
    .filter(({ kind }) => kind === 'outcome')
    .map(({ result, rule }) => [result, rule ?? null]);
}

describe('a record that is taken back', () => {
  it('is confirmed by each partner with a signed receipt: no hit any more, then deleted with the merge', async () => {
    await using town = await buildTown(agenciesOf('jpn', 'crp', 'ard'));
    const { crp, jpn, erased } = await takenBack(town);
    const ard = town.member('ard');
    await ard.stop();
    await town.publish();
    const taken = async () =>
      (await listWithdrawals(crp.database, 10))
        .filter(({ entityId: id }) => id === erased)
        .map(({ partner, whole, confirmedAt, deletedAt }) => [
          partner,
          whole,
          confirmedAt?.getTime() ?? null,
          deletedAt?.getTime() ?? null,
        ]);
    const first = town.clock.now().getTime();
    expect(await taken()).toEqual([
      ['ard', true, null, null],
      ['jpn', true, first, null],
    ]);
    expect(await askForHits(town, jpn, NUMBER)).toEqual([]);
    // Once when the register changed, once for the record that went.
    expect(await entriesOf(jpn, 'confirm-deletion')).toEqual([DONE, DONE]);
    const fromJpn = await crp.database.query("SELECT 1 FROM exchange.index_receipt WHERE partner = 'jpn'");
    expect(fromJpn.rowCount).toBe(2);
    expect(await entriesOf(crp, 'receive-index-receipt')).toEqual([DONE, DONE, DONE]);

    town.clock.advance(DAY);
    await ard.start();
    await ard.agency.exchange.refreshPartners();
    await town.settle();
    const second = town.clock.now().getTime();
    expect(await taken()).toEqual([
      ['ard', true, second, null],
      ['jpn', true, first, null],
    ]);

    town.clock.advance(4 * DAY);
    expect(await crp.agency.exchange.merge()).toBeGreaterThan(0);
    await town.settle();
    const third = town.clock.now().getTime();
    expect(await taken()).toEqual([
      ['ard', true, second, third],
      ['jpn', true, first, third],
    ]);
    // What was named as deleted is what crp offered and does not offer any more.
    const { rows } = await crp.database.query<{ live: number; named: number }>(
      `SELECT (SELECT count(*)::int FROM exchange.own_segment WHERE hash = ANY(r.deleted)) AS live, cardinality(r.deleted) AS named
         FROM exchange.index_receipt r WHERE partner = 'jpn' ORDER BY number DESC LIMIT 1`,
    );
    expect(rows[0]?.live).toBe(0);
    expect(rows[0]?.named).toBeGreaterThan(0);
    const { rows: values } = await crp.database.query('SELECT 1 FROM exchange.withdrawn_key');
    expect(values).toEqual([]);
  }, 240_000);

  it('is not noted as taken back while another record bears the same keys', async () => {
    await using town = await buildTown(agenciesOf('jpn', 'crp'));
    const [jpn, crp] = [town.member('jpn'), town.member('crp')];
    const shared = row(
      'x',
      [
        thing('exhibit x', 'exhibit', [['name', 'Exhibit 9']]),
        thing('phone x', 'phone', [['number', NUMBER]]),
      ],
      [link('exhibit x', 'holds', 'phone x')],
    );
    await crp.load([shared, suspectWith('Loft', NUMBER)]);
    await town.publish();
    await crp.load([suspectWith('Loft', NUMBER)]);
    await town.publish();
    const exhibit = entityId('crp', 'register', 'exhibit x');
    expect((await listWithdrawals(crp.database, 10)).filter(({ entityId: id }) => id === exhibit)).toEqual(
      [],
    );
    expect(await askForHits(town, jpn, NUMBER)).toHaveLength(1);
  }, 240_000);

  it('is not confirmed by a receipt that leaves something out, names what is live, or comes twice', async () => {
    await using town = await buildTown(agenciesOf('jpn', 'crp'));
    const { crp, jpn } = await takenBack(town);
    await jpn.stop();
    await town.publish();
    await jpn.start();
    const { rows } = await crp.database.query<{ hash: string; number: number }>(
      `SELECT s.hash, (SELECT max(number) FROM exchange.own_manifest WHERE partner = 'jpn' AND part = 'segments') AS number
         FROM exchange.own_segment s WHERE s.partner = 'jpn' ORDER BY s.kind = 'tombstone'`,
    );
    const number = rows[0]?.number ?? 0;
    const say = (body: object) =>
      send(town, jpn, crp, {
        kind: 'index-receipt',
        body: { number, deleted: [], inForce: [], leaf: '0'.repeat(64), ...body },
      });
    expect(await say({})).toEqual({ refused: 'receipt-invalid' });
    expect(await say({ deleted: [rows[0]?.hash] })).toEqual({ refused: 'receipt-invalid' });
    expect(await say({ number: number + 1 })).toEqual({ refused: 'receipt-invalid' });
    expect(await entriesOf(crp, 'receive-index-receipt')).toEqual([
      DONE,
      ['refused', 'receipt-invalid'],
      ['refused', 'receipt-invalid'],
      ['refused', 'receipt-invalid'],
    ]);
    expect((await listWithdrawals(crp.database, 10)).map(({ confirmedAt }) => confirmedAt)).toContain(null);

    await jpn.agency.exchange.refreshPartners();
    await town.settle();
    expect((await listWithdrawals(crp.database, 10)).map(({ confirmedAt }) => confirmedAt)).not.toContain(
      null,
    );
    expect(await say({})).toEqual({ refused: 'receipt-invalid' });
  }, 240_000);
});
