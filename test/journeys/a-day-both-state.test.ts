import { describe, expect, it } from 'vitest';
import { toHex } from '../../src/base/index.ts';
import { listStatedDays } from '../../src/exchange/index.ts';
import { emptyRoot, readEntries } from '../../src/ledger/index.ts';
import type { Actor } from '../../src/oversight/index.ts';
import { createOfficer } from '../../src/oversight/index.ts';
import { send } from '../town/hostile.ts';
import { SAMPLE_BODIES } from '../town/sample-bodies.ts';
import { link, person, row, thing } from '../town/rows.ts';
import { buildTown, type Town, type TownMember } from '../town/town.ts';
import { QUICK_PASSWORDS } from '../town/quick-passwords.ts';
import { askForHits, discloseAll, ledgerOf, request, waitingAt } from '../town/work.ts';

const PHONE = '+33639984711';
const HALF_AN_HOUR = 30 * 60_000;
const DAY = 86_400_000;

const open = (): Promise<Town> =>
  buildTown([
    { id: 'jpn', country: 'BE', rows: [] },
    {
      id: 'crp',
      country: 'FR',
      rows: [
        row(
          '1',
          [person('t', 'contact', [['name', 'Tomas Averinck']]), thing('p', 'phone', [['number', PHONE]])],
          [link('t', 'uses', 'p')],
        ),
      ],
    },
  ]);

/** Half an hour after midnight UTC, each server does what it does every hour. */
async function closeDay(town: Town): Promise<void> {
  const now = town.clock.now().getTime();
  town.clock.advance(DAY - (now % DAY) + HALF_AN_HOUR);
  await tidy(town);
}

async function tidy(town: Town): Promise<void> {
  for (const id of ['jpn', 'crp']) await town.member(id).agency.exchange.tidy();
  await town.settle();
}

const daysOf = (member: TownMember) => listStatedDays(member.database, 10);

async function dataProtectionOfficer(member: TownMember): Promise<Extract<Actor, { type: 'officer' }>> {
  const role = 'data-protection-officer';
  const officer = { name: `${role} of ${member.id}`, role, password: 'a long enough password' } as const;
  const officerId = await createOfficer(member.database, { ...officer, passwordCost: QUICK_PASSWORDS });
  return { type: 'officer', officerId, role };
}

describe('what two agencies say of a day that is over', () => {
  it('agrees where both did what they say: by kind, by class and by the ids, with an entry on either side', async () => {
    await using town = await open();
    const [jpn, crp] = [town.member('jpn'), town.member('crp')];
    const day = town.clock.now().toISOString().slice(0, 10);
    const [hit] = await askForHits(town, jpn, PHONE);
    if (hit === undefined) throw new Error('no hit');
    await request(town, jpn, hit);
    await discloseAll(town, crp, await waitingAt(crp));
    await tidy(town);
    expect(await daysOf(jpn), 'before the day is over').toEqual([]);

    await closeDay(town);
    const asked = {
      messages: [
        { kind: 'match-query', count: 1 },
        { kind: 'follow-up-request', count: 1 },
      ],
      elements: [{ keyClass: 'communication', count: 16 }],
    };
    const answered = { messages: [{ kind: 'disclosure', count: 1 }], elements: [] };
    const seenFrom = { sent: asked, taken: answered };
    expect(await daysOf(jpn)).toMatchObject([
      { partner: 'crp', day, ours: seenFrom, theirs: { sent: answered, taken: asked }, differences: [] },
    ]);
    expect(await daysOf(crp)).toMatchObject([{ partner: 'jpn', day, theirs: seenFrom, differences: [] }]);

    const [sent] = (await readEntries(jpn.database, { limit: 1_000 })).filter(
      ({ entry }) => entry.kind === 'intent' && entry.act === 'send-statement',
    );
    const [received] = await ledgerOf(crp, 'receive-statement');
    expect(received).toMatchObject({
      actor: 'jpn',
      peerLeaf: sent?.leafHash,
      categories: { 'sent/match-query': 1, 'sent/communication': 16, 'taken/disclosure': 1 },
    });

    // Once a day, also of a day on which nothing was asked; a server that was away states what it owes.
    await tidy(town);
    expect(await daysOf(jpn)).toHaveLength(1);
    town.clock.advance(2 * DAY);
    await tidy(town);
    expect((await daysOf(jpn)).map(({ differences }) => differences)).toEqual([[], [], []]);
  });

  it('differs where one of them hides a question; both officers for data protection see it, and one closes it', async () => {
    await using town = await open();
    const [jpn, crp] = [town.member('jpn'), town.member('crp')];
    await askForHits(town, jpn, PHONE);
    await crp.database.query(`DELETE FROM exchange.traffic WHERE direction = 'taken'`);
    // Its statement begins with the first message it admits to.
    await askForHits(town, jpn, '+33639980000');
    await closeDay(town);

    const [here] = await daysOf(jpn);
    expect(here?.differences).toEqual([
      { direction: 'sent', what: 'match-query', ours: 2, theirs: 1 },
      { direction: 'sent', what: 'communication', ours: 32, theirs: 16 },
    ]);
    const [there] = await daysOf(crp);
    expect(there?.differences).toEqual([
      { direction: 'taken', what: 'match-query', ours: 1, theirs: 2 },
      { direction: 'taken', what: 'communication', ours: 16, theirs: 32 },
    ]);
    for (const member of [jpn, crp])
      expect(await ledgerOf(member, 'receive-statement')).toContainEqual(
        expect.objectContaining({ kind: 'outcome', count: 2, rule: 'statement-differs' }),
      );

    const about = { partner: 'crp', day: here?.day ?? '', reason: 'its server was set back; it was told' };
    const { exchange } = jpn.agency;
    const settle = (...given: Parameters<typeof exchange.settleDifference>) =>
      exchange.settleDifference(...given);
    await expect(settle(jpn.officer('investigator'), about)).rejects.toMatchObject({ code: 'not-permitted' });
    const officer = await dataProtectionOfficer(jpn);
    await settle(officer, about);
    expect((await daysOf(jpn))[0]?.settledAt).toEqual(town.clock.now());
    await expect(settle(officer, about)).rejects.toMatchObject({ code: 'difference-unknown' });
  });

  it('finds other ids where the counts agree, and agrees at last when an answer comes late', async () => {
    await using town = await open();
    const [jpn, crp] = [town.member('jpn'), town.member('crp')];
    await askForHits(town, jpn, PHONE);
    await askForHits(town, jpn, '+33639980000');
    const one = `message_id = (SELECT min(message_id) FROM exchange.traffic WHERE direction = 'sent')`;
    const { rows } = await jpn.database.query<{ message_id: string; taken_at: Date }>(
      `SELECT message_id, taken_at FROM exchange.traffic WHERE ${one}`,
    );
    await jpn.database.query(`UPDATE exchange.traffic SET taken_at = NULL WHERE ${one}`);
    await crp.database.query(
      `UPDATE exchange.traffic SET message_id = '${'f'.repeat(32)}' WHERE direction = 'taken' AND message_id <> $1`,
      [rows[0]?.message_id],
    );
    await closeDay(town);
    expect((await daysOf(jpn))[0]?.differences).toMatchObject([
      { ours: 1, theirs: 2 },
      { ours: 16, theirs: 32 },
    ]);

    await jpn.database.query(`UPDATE exchange.traffic SET taken_at = $1 WHERE taken_at IS NULL`, [
      rows[0]?.taken_at,
    ]);
    await jpn.agency.exchange.tidy();
    expect((await daysOf(jpn))[0]?.differences).toEqual([
      { direction: 'sent', what: 'messages', ours: 2, theirs: 2 },
    ]);
    const compared = (await ledgerOf(jpn, 'compare-statement')).filter(
      (entry) => entry['kind'] === 'outcome',
    );
    expect(compared).toMatchObject([{ count: 1, rule: 'statement-differs' }]);
    await jpn.database.query(
      `UPDATE exchange.traffic SET message_id = '${'f'.repeat(32)}' WHERE direction = 'sent' AND message_id <> $1`,
      [rows[0]?.message_id],
    );
    await jpn.agency.exchange.tidy();
    expect((await daysOf(jpn))[0]?.differences).toEqual([]);
  });

  it('is refused of a day that is not over, of one long ago, and a second time', async () => {
    await using town = await open();
    const [jpn, crp] = [town.member('jpn'), town.member('crp')];
    const nothing = { messages: [], elements: [], root: toHex(emptyRoot()) };
    const body = { ...SAMPLE_BODIES['pair-statement'], taken: nothing };
    const state = (day: string) =>
      send(town, jpn, crp, {
        kind: 'pair-statement',
        body: { ...body, day, leaf: toHex(new Uint8Array(32)) },
      });
    const now = town.clock.now().getTime();
    const dayAt = (days: number) => new Date(now + days * DAY).toISOString().slice(0, 10);
    expect(await state(dayAt(0))).toEqual({ refused: 'statement-invalid' });
    expect(await state(dayAt(-90))).toEqual({ refused: 'statement-invalid' });
    expect(await state(dayAt(-1))).toMatchObject({ answer: { messageId: expect.any(String) } });
    expect(await state(dayAt(-1))).toEqual({ refused: 'statement-repeated' });
    // It says that it asked, and nothing of the kind came.
    expect((await daysOf(crp))[0]?.differences).toMatchObject([
      { direction: 'taken', what: 'match-query', ours: 0, theirs: 1 },
      { direction: 'taken', what: 'communication', ours: 0, theirs: 16 },
    ]);
    const refused = (await ledgerOf(crp, 'receive-statement')).filter(
      (entry) => entry['result'] === 'refused',
    );
    expect(
      refused.map((entry) => String(entry['rule'])).toSorted((one, other) => one.localeCompare(other)),
    ).toEqual(['statement-invalid', 'statement-invalid', 'statement-repeated']);
  });
});
