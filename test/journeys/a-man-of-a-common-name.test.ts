/**
 * The demo town's removal man, from the old systems' files to the answer: neither his name nor his firm can be asked about, and
 * both together lead to one record.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type AgencyId,
  DEFAULT_SEED,
  DEMO_AGENCIES,
  generateTown,
  STORY,
  truthOf,
  writeTown,
} from '../../demo/index.ts';
import { listAlerts, listHits, listStanding } from '../../src/exchange/index.ts';
import { fileSource, loadMapping, runIntake } from '../../src/intake/index.ts';
import { entityId } from '../../src/records/index.ts';
import { buildTown, type Town, type TownMember } from '../town/town.ts';
import { askForHits, copiesAt, discloseAll, request, requestOf, valuesOf } from '../town/work.ts';

const DAY = 86_400_000;
const { given, family, firm } = STORY.mover;
const NAME = `${given} ${family}`;
const FIRM = `${firm.name} ${firm.form}`;
const BOTH = `${NAME}, ${FIRM}`;

describe('a man of a common name in the demo town', { timeout: 240_000 }, () => {
  const truth = truthOf(generateTown({ seed: DEFAULT_SEED, peoplePerAgency: 60 }));
  const { records } = truth.story;
  const files = mkdtempSync(join(tmpdir(), 'entente-common-name-'));
  const atCrp = (key: string): string => entityId('crp', 'main-courante', `person:${key}`);
  let town: Town;
  let ard: TownMember;
  let crp: TownMember;

  /** Reads what the agency's old system has written, through the mapping of the demo. */
  const read = async (id: AgencyId): Promise<void> => {
    const { agency, database } = town.member(id);
    const source = DEMO_AGENCIES.find((one) => one.id === id)?.sources[0];
    if (source === undefined) throw new Error(`${id} has no source`);
    const { state, reason } = await runIntake({
      database,
      oversight: agency.oversight,
      clock: town.clock,
      agencyId: id,
      actor: { type: 'system' },
      mapping: await loadMapping(
        fileURLToPath(new URL(`../../demo/mappings/${source.mapping}`, import.meta.url)),
      ),
      source: fileSource(join(files, source.file)),
    });
    expect({ id, state, reason }).toMatchObject({ state: 'published' });
    await town.publish();
  };

  beforeAll(async () => {
    writeTown(generateTown({ seed: DEFAULT_SEED, peoplePerAgency: 60 }), {
      agencies: files,
      truth: join(files, 'truth'),
    });
    town = await buildTown([
      { id: 'ard', country: 'BE', rows: [] },
      { id: 'crp', country: 'FR', rows: [] },
      { id: 'pcs', country: 'NL', rows: [] },
    ]);
    [ard, crp] = [town.member('ard'), town.member('crp')];
    await read('ard');
    await read('pcs');
    await ard.ask(BOTH, { standsUntil: new Date(town.clock.now().getTime() + 60 * DAY) });
    await town.settle();
  }, 240_000);
  afterAll(async () => {
    await town[Symbol.asyncDispose]();
    rmSync(files, { recursive: true, force: true });
  });

  it('is watched for by the pair, and an alert says what it is: two keys, one record, and how many would fit by chance', async () => {
    const [standing] = await listStanding(ard.database, { now: town.clock.now(), limit: 1 });
    const watched = standing?.partners.find(({ partner }) => partner === 'crp');
    expect(watched).toMatchObject({ state: 'watched' });
    expect(watched?.pairs).toBeGreaterThan(0);
    expect(await listAlerts(ard.database, 10)).toEqual([]);
    await read('crp');
    const alerts = await listAlerts(ard.database, 10);
    expect(alerts).toMatchObject([{ partner: 'crp', halves: { keys: 2, records: 1 }, hitState: 'sealed' }]);
    expect(alerts[0]?.chance).toBeGreaterThan(0);
    expect(alerts[0]?.chance).toBeLessThan(0.001);
  });

  it('is found by nothing else: of his name alone, his firm alone, or both without half keys there is nothing to ask', async () => {
    const nothing = { code: 'nothing-to-ask' };
    await expect(ard.ask(NAME)).rejects.toMatchObject(nothing);
    await expect(ard.ask(FIRM)).rejects.toMatchObject(nothing);
    await expect(ard.ask(BOTH, { pairChanceMax: 0 })).rejects.toMatchObject(nothing);
    // With another firm beside his name there is something to ask, and nobody is found: not his namesake either.
    expect(await askForHits(town, ard, `${NAME}, Dokmeeuw BV`, { partners: ['crp'] })).toEqual([]);
  });

  it('is the one whom truth names: the request leads to him and not to his namesake, and his number on to the driver', async () => {
    const [hit] = await listHits(ard.database, { caseId: ard.caseId });
    if (hit === undefined) throw new Error('the alert has no hit');
    const id = await request(town, ard, hit);
    expect((await requestOf(crp, id)).entityIds).toEqual([atCrp(records.moverAtCrp)]);
    expect(truth.crossAgencyLinks).toContainEqual(
      expect.objectContaining({
        kind: 'person',
        left: { agency: 'ard', source: 'fichier', recordKey: records.moverAtArd },
        right: { agency: 'crp', source: 'main-courante', recordKey: records.moverAtCrp },
      }),
    );
    await discloseAll(town, crp, id);
    const [copy] = await copiesAt(town, ard);
    if (copy === undefined) throw new Error('the disclosure did not arrive');
    // As the clerk at the coast wrote it.
    expect(valuesOf(copy, 'name').toSorted()).toEqual(['Hendrik PEETERS', 'Kaaimeeuw BV']);
    expect(valuesOf(copy, 'number')).toHaveLength(1);
    const onward = await askForHits(town, ard, STORY.moverPhone);
    expect(onward.map(({ partner }) => partner).toSorted()).toEqual(['crp', 'pcs']);
  });
});
