import { describe, expect, it } from 'vitest';
import { randomId } from '../../src/base/index.ts';
import type { DeskSession } from '../../src/desk/index.ts';
import { listHits } from '../../src/exchange/index.ts';
import type { RefusalGround } from '../../src/model/index.ts';
import { deskOf } from '../town/desk-of.ts';
import { link, person, row, thing } from '../town/rows.ts';
import { buildTown, type Town } from '../town/town.ts';
import { ledgerOf, refuse, request, waitingAt } from '../town/work.ts';

/** Numbers that the partner publishes; of a block that no network hands out. */
const PHONES = Array.from({ length: 5 }, (_, at) => `+3363998471${at}`);
const rows = PHONES.map((phone, at) =>
  row(
    `${at}`,
    [
      person(`t${at}`, 'contact', [['name', `Tomas Averinck ${at}`]]),
      thing(`p${at}`, 'phone', [['number', phone]]),
    ],
    [link(`t${at}`, 'uses', `p${at}`)],
  ),
);

/** A hit that is opened and answered with this ground. */
async function openAndRefuse(town: Town, phone: string, ground: RefusalGround): Promise<void> {
  const jpn = town.member('jpn');
  const questionId = await jpn.ask(phone);
  await town.settle();
  const [hit] = await listHits(jpn.database, { questionId });
  if (hit === undefined) throw new Error('no hit');
  await request(town, jpn, hit);
  const crp = town.member('crp');
  await refuse(town, crp, await waitingAt(crp), ground);
}

describe('a partner that answers "not held" to opened hits', () => {
  it('is an alarm on the data protection officer’s desk and in the ledger, once it is too often for chance', async () => {
    await using town = await buildTown([
      { id: 'jpn', country: 'BE', rows: [] },
      { id: 'crp', country: 'FR', rows },
    ]);
    const jpn = town.member('jpn');
    const services = deskOf(town, 'jpn');
    const officer: DeskSession = {
      token: 'd',
      officerId: randomId(),
      name: 'A. Brennholt',
      role: 'data-protection-officer',
      background: false,
    };
    const seen = async () => (await services.ledger(officer, {})).notHeld;

    // One case alone may be a record that went meanwhile; a key that fits somebody else was held.
    await openAndRefuse(town, PHONES[0] ?? '', 'other-person');
    await openAndRefuse(town, PHONES[1] ?? '', 'not-held');
    expect(await seen()).toMatchObject([{ agencyId: 'crp', answered: 1, notHeld: 1 }]);
    expect((await seen())[0]).not.toHaveProperty('alarm');
    expect(await services.status(officer, {})).toMatchObject({ alarms: 0 });
    expect(await ledgerOf(jpn, 'raise-not-held-alarm')).toEqual([]);

    await openAndRefuse(town, PHONES[2] ?? '', 'not-held');
    const [line] = await seen();
    expect(line).toMatchObject({ notHeld: 2, alarm: { answered: 2, notHeld: 2 } });
    expect(await services.status(officer, {})).toMatchObject({ alarms: 1 });
    const raised = await ledgerOf(jpn, 'raise-not-held-alarm');
    expect(raised).toMatchObject([
      { kind: 'intent', actor: 'system', partners: ['crp'], categories: { answered: 2, 'not-held': 2 } },
      { kind: 'outcome', result: 'done', count: 2 },
    ]);
    // It stands once, however many more come, and it is the asker's: the partner is told nothing.
    await openAndRefuse(town, PHONES[3] ?? '', 'not-held');
    expect(await ledgerOf(jpn, 'raise-not-held-alarm')).toHaveLength(2);
    expect(await ledgerOf(town.member('crp'), 'raise-not-held-alarm')).toEqual([]);

    const investigator = { ...officer, officerId: jpn.officer('investigator').officerId } as const;
    const closing = { id: line?.alarm?.id ?? '', reason: 'a load of theirs was taken back that week' };
    await expect(
      services.closeAlarm({ ...investigator, role: 'investigator' }, closing),
    ).rejects.toMatchObject({ code: 'not-permitted' });
    town.clock.advance(60_000);
    await services.closeAlarm(officer, closing);
    await expect(services.closeAlarm(officer, closing)).rejects.toMatchObject({ code: 'alarm-unknown' });
    expect(await seen()).toEqual([]);

    // The count began anew: the next case is one case.
    town.clock.advance(60_000);
    await openAndRefuse(town, PHONES[4] ?? '', 'not-held');
    expect(await seen()).toMatchObject([{ answered: 1, notHeld: 1 }]);
    expect((await seen())[0]).not.toHaveProperty('alarm');
  }, 240_000);
});
