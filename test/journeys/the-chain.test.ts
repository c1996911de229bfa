import { describe, expect, it } from 'vitest';
import { assembleNetwork, type NetworkInput, shortestPath } from '../../src/analysis/index.ts';
import { listHits, readAskedRefs } from '../../src/exchange/index.ts';
import { readEntities, readJudgements, entityId } from '../../src/records/index.ts';
import { FLAT, PLATE, STORY, STORY_PHONE, TOMAS, WANTED_MAN } from '../town/story.ts';
import { buildTown, type Town, type TownMember } from '../town/town.ts';
import { askForHits, copiesAt, discloseAll, request, valuesOf } from '../town/work.ts';

describe('the chain', () => {
  it('leads from a phone used once over four agencies to the wanted man, and stops where a permission is missing', async () => {
    await using town = await buildTown(STORY);
    const jpn = town.member('jpn');

    const [phoneHit] = await askForHits(town, jpn, STORY_PHONE);
    expect(phoneHit).toMatchObject({ partner: 'crp', about: `phone ${STORY_PHONE}`, state: 'sealed' });
    const first = await openAndRead(town, jpn, phoneHit);
    expect(valuesOf(first, 'name')).toEqual([TOMAS.name]);
    expect(first.handling).toEqual(['H0', 'H2']);

    const [nameHit, ...otherNameHits] = await askForHits(town, jpn, `${TOMAS.name} ${TOMAS.born}`);
    expect(otherNameHits.map((hit) => hit.partner)).toEqual(['fio']);
    // CRP holds him too: it hits again, and is not asked again.
    expect(nameHit?.partner).toBe('crp');
    const second = await openAndRead(town, jpn, otherNameHits[0]);
    expect(valuesOf(second, 'name').toSorted()).toEqual(['Odile Averinck', TOMAS.name]);
    expect(valuesOf(second, 'address')).toEqual([FLAT.address]);

    const addressHits = await askForHits(town, jpn, `${FLAT.address}, ${FLAT.city}`);
    expect(addressHits.map((hit) => hit.partner).toSorted()).toEqual(['ard', 'fio']);
    const third = await openAndRead(
      town,
      jpn,
      addressHits.find((hit) => hit.partner === 'ard'),
    );
    expect(valuesOf(third, 'name')).toEqual([WANTED_MAN]);

    await theNetworkIsOneChain(town, jpn);
    await theBranchStops(town, jpn);
  }, 300_000);
});

async function openAndRead(
  town: Town,
  jpn: TownMember,
  hit: Awaited<ReturnType<typeof askForHits>>[number] | undefined,
) {
  if (hit === undefined) throw new Error('there is no hit to open');
  const id = await request(town, jpn, hit);
  await discloseAll(town, town.member(hit.partner), id);
  const copy = (await copiesAt(town, jpn)).find((candidate) => candidate.requestId === id);
  if (copy === undefined) throw new Error('the disclosure did not arrive');
  return copy;
}

/** Own exhibit → phone → Tomas (CRP) → his mother's flat (FIO) → the wanted man (ARD): one path, four owners. */
async function theNetworkIsOneChain(town: Town, jpn: TownMember): Promise<void> {
  const own = await readEntities(
    jpn.database,
    ['x', 'p'].map((key) => entityId('jpn', 'register', key)),
  );
  const copies = await copiesAt(town, jpn);
  const refs = [
    ...own.map((entity) => `own:${entity.id}`),
    ...copies.flatMap((copy) => copy.entities.map((entity) => `copy:${copy.id}/${entity.ref}`)),
  ];
  const input: NetworkInput = {
    agency: 'jpn',
    asOf: town.clock.now().toISOString(),
    own: {
      entities: own,
      relations: [...new Map(own.flatMap((e) => e.relations).map((r) => [r.id, r])).values()],
    },
    copies,
    judgements: await readJudgements(jpn.database, refs),
    sealedHits: [],
    asked: await readAskedRefs(jpn.database, jpn.caseId),
  };
  const network = assembleNetwork(input);
  const nodeOf = (label: string) => {
    const node = network.nodes.find((candidate) => candidate.label.includes(label));
    if (node === undefined) throw new Error(`the network draws no ${label}`);
    return node;
  };
  const path = shortestPath(network, nodeOf('Exhibit 12').id, nodeOf(WANTED_MAN).id);
  expect(path).not.toBeNull();
  const onPath = network.edges.filter((edge) => path?.edgeIds.includes(edge.id));
  expect([...new Set(onPath.flatMap((edge) => edge.owner))].toSorted()).toEqual(['ard', 'crp', 'fio', 'jpn']);
  // The mother is on the way, and a contact.
  const mother = nodeOf('Odile');
  expect(path?.nodeIds).toContain(mother.id);
  expect(mother).toMatchObject({ category: 'contact' });
}

async function theBranchStops(town: Town, jpn: TownMember): Promise<void> {
  const plan = await jpn.agency.exchange.plan(jpn.database, { text: PLATE, without: [] });
  expect(plan.stopped).toEqual([{ about: expect.any(String), owner: 'crp', handling: ['H0', 'H2'] }]);
  expect(plan.partners.flatMap((partner) => partner.keys)).toEqual([]);
  const before = await countSent(jpn);
  await expect(jpn.ask(PLATE)).rejects.toMatchObject({ code: 'nothing-to-ask' });
  // Together with something that may be asked, the plate still stays here.
  await jpn.ask(`${PLATE}; +33639980000`);
  await town.settle();
  const { rows } = await jpn.database.query<{ key_class: string }>(
    `SELECT DISTINCT sent->>0 AS key_class FROM exchange.question_partner CROSS JOIN LATERAL jsonb_array_elements(counts) AS sent
      WHERE question_id = (SELECT id FROM exchange.question ORDER BY asked_at DESC, id LIMIT 1)`,
  );
  expect(rows.map((row) => row.key_class)).not.toContain('vehicle');
  expect((await countSent(jpn)) - before).toBe(4);
  const vehicles = await town
    .member('pcs')
    .database.query(`SELECT 1 FROM exchange.asked WHERE counts::text LIKE '%vehicle%'`);
  expect(vehicles.rowCount).toBe(0);
  expect((await listHits(jpn.database, { caseId: jpn.caseId })).map((hit) => hit.partner)).not.toContain(
    'pcs',
  );
}

async function countSent(member: TownMember): Promise<number> {
  const { rows } = await member.database.query<{ count: number }>(
    `SELECT count(*) AS count FROM wire.outbox WHERE kind = 'match-query'`,
  );
  return rows[0]?.count ?? 0;
}
