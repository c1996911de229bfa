/** kill -9 while segments are merged: after a restart the index is whole, says the same, and no file of the broken merge is left. */
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseSegmentsManifest } from '../../src/sealed/index.ts';
import { quickFolder } from '../harness/quick-folder.ts';
import { AgencyProcesses, dieAt } from './kill/agency-processes.ts';
import { findSegmentFaults } from './kill/files.ts';
import { quietPorts } from '../town/quiet-ports.ts';
import { load, STEPS } from './kill/steps.ts';
import { type Side, SIDES, TwoAgencies } from './kill/two-agencies.ts';

const MINUTES = 60_000;
const WEEK_MS = 7 * 86_400_000;

describe('an agency that dies in a merge', () => {
  const folder = mkdtempSync(join(quickFolder(), 'entente-merge-'));
  let processes: AgencyProcesses;

  beforeAll(() => {
    processes = new AgencyProcesses();
  });
  afterAll(() => {
    processes.endAll();
    rmSync(folder, { recursive: true, force: true });
  }, MINUTES);

  // The tags are written and renamed first, then the segment; then the manifest is committed.
  it.for([
    'exchange/segment-written',
    'exchange/segment-renamed',
    'exchange/segment-written@2',
    'exchange/segment-renamed@2',
    'exchange/manifest-committed',
  ])('at %s begins the merge anew', { timeout: MINUTES }, async (point) => {
    const ports = await quietPorts(SIDES.length);
    const two = await TwoAgencies.open(null, {
      folder: join(folder, point.replace('/', '-')),
      ports,
      processes,
    });
    try {
      for (const [at, step] of STEPS.slice(0, 4).entries()) {
        await two.setMoment(at);
        await step.take(two);
      }
      const before = await entriesOf(two.owner);
      expect(before.filter(({ kind }) => kind === 'tombstone').length).toBeGreaterThan(0);
      await two.setMoment(WEEK_MS / 500);
      await dieAt(two.owner.process, point, () => load(two.owner));

      await two.replace('owner');
      await two.owner.call('start', null);
      await load(two.owner);
      for (const name of SIDES) await two.side(name).call('followPartners', null);
      await two.settle();
      const after = await entriesOf(two.owner);
      expect(after.filter(({ kind }) => kind === 'tombstone')).toEqual([]);
      for (const name of SIDES) {
        const { place, database } = two.side(name);
        expect(await findSegmentFaults(place.folder, database)).toEqual([]);
      }
      expect(await manifestAt(two.asker)).toEqual(after.map(({ hash }) => hash).toSorted());
      await two.asker.call('openCase', null);
      await two.asker.call('ask', { text: '+33639984711', purpose: 'investigate-offence' });
      await two.settle();
      const { rows } = await two.asker.database.query('SELECT state FROM exchange.question_partner');
      expect(rows).toEqual([{ state: 'hit' }]);
    } finally {
      await two.close();
    }
  });
});

async function entriesOf({ database }: Side) {
  const { rows } = await database.query<{ hash: string; kind: string }>(
    'SELECT hash, kind FROM exchange.own_segment',
  );
  return rows;
}

/** The segments that the asker's complete copy consists of. */
async function manifestAt({ database }: Side): Promise<readonly string[]> {
  const { rows } = await database.query<{ bytes: Uint8Array }>(
    `SELECT m.bytes FROM exchange.partner_manifest m JOIN exchange.partner_state s
        ON s.partner = m.partner AND s.number = m.number AND s.complete WHERE m.part = 'segments'`,
  );
  return rows
    .flatMap(({ bytes }) => parseSegmentsManifest(new Uint8Array(bytes)).segments)
    .map(({ hash }) => hash)
    .toSorted();
}
