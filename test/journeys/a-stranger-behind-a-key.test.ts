import { describe, expect, it } from 'vitest';
import { checkIdentities } from '../../src/exchange/index.ts';
import { dumpMember, findPlanted } from '../town/dump.ts';
import { person, row } from '../town/rows.ts';
import { agenciesOf, TOMAS } from '../town/story.ts';
import { buildTown } from '../town/town.ts';
import { askForHits, copiesAt, refuse, REQUEST, requestOf, waitingAt } from '../town/work.ts';

/** Of one surname and one birthday with the man of the story, and somebody else: a key of a name and the date fits both. */
const TWIN = { name: 'Odile Averinck', born: TOMAS.born };

describe('a key that fits a stranger', () => {
  it('is seen by its owner, who is told who is meant; nothing of the stranger is disclosed', async () => {
    const own = row('9', [
      person('n', 'suspect', [
        ['name', TWIN.name],
        ['birth-date', TWIN.born],
      ]),
    ]);
    const agencies = agenciesOf('jpn', 'crp').map((agency) =>
      agency.id === 'jpn' ? { ...agency, rows: [...agency.rows, own] } : agency,
    );
    await using town = await buildTown(agencies);
    const jpn = town.member('jpn');
    const crp = town.member('crp');
    const [hit] = await askForHits(town, jpn, `${TWIN.name}, 17 May 1990`);
    if (hit === undefined) throw new Error('a name and the birth date of both are the same');
    expect(hit.keys.map((key) => key.rule)).toContain('name+birthdate');

    const meant = { names: [TWIN.name], birthDates: [TWIN.born] };
    const id = await jpn.agency.exchange.sendRequest(jpn.officer('investigator'), hit.id, {
      ...REQUEST,
      meant,
    });
    await town.settle();
    const request = await requestOf(crp, await waitingAt(crp));
    expect(request.body.meant).toEqual(meant);
    const checks = await checkIdentities(crp.database, request.entityIds, {
      meant,
      country: 'BE',
      sizeClass: 10_000,
      today: town.clock.now().toISOString().slice(0, 10),
    });
    expect([...checks.values()].map(({ verdict }) => verdict)).toEqual(['differs']);

    await refuse(town, crp, id, 'other-person');
    expect(await requestOf(jpn, id)).toMatchObject({ state: 'refused', answer: { ground: 'other-person' } });
    expect(await copiesAt(town, jpn)).toEqual([]);
    expect(findPlanted(await dumpMember(jpn), ['Tomas'])).toEqual([]);
    // The sender's ledger names the fields it told, and never their values.
    const { rows } = await jpn.database.query<{ bytes: Uint8Array }>(
      `SELECT bytes FROM ledger.entry WHERE act = 'send-request' AND kind = 'outcome'`,
    );
    const entry = Buffer.from(rows[0]?.bytes ?? []).toString();
    expect(entry).toContain('person.birth-date');
    expect(entry).not.toContain(TWIN.born);
  }, 240_000);
});
