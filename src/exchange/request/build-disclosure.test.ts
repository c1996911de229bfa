import { describe, expect, it } from 'vitest';
import { freshDatabase } from '../../../test/harness/database.ts';
import { link, person, row, thing } from '../../../test/town/rows.ts';
import { beginLoad, entityId, publishLoad, stageRows } from '../../records/index.ts';
import type { Database } from '../../store/index.ts';
import { buildDisclosure, type ChosenFields } from './build-disclosure.ts';
import { readRecordFields } from './record-fields.ts';

const NOW = new Date('2026-11-03T12:00:00Z');
const ids = ['tomas', 'odile'].map((key) => entityId('crp', 'register', key));
const request = { id: '0'.repeat(32), entity_ids: ids };

/** Tomas and Odile use one phone; Odile's address may not be passed on. */
async function loadTwo(database: Database): Promise<void> {
  const phone = thing('phone', 'phone', [['number', '+33639984711']]);
  const flat = thing('flat', 'address', [['address', 'Quay Lane 14']], { handling: ['H0', 'H2'] });
  const users = [
    row(
      '1',
      [person('tomas', 'contact', [['name', 'Tomas Averinck']]), phone],
      [link('tomas', 'uses', 'phone')],
    ),
    row(
      '2',
      [person('odile', 'contact', [['name', 'Odile Averinck']]), phone, flat],
      [link('odile', 'uses', 'phone'), link('odile', 'rents', 'flat', ['H0', 'H2'])],
    ),
  ];
  await database.transaction(async (tx) => {
    const origin = { origin: 'o', originHash: 'h', mappingHash: 'm' };
    const id = await beginLoad(tx, { agencyId: 'crp', source: 'register', mode: 'full', ...origin });
    await stageRows(tx, { id, agencyId: 'crp', source: 'register' }, users);
    await publishLoad(tx, id);
  });
}

async function everythingOf(database: Database, id: string): Promise<ChosenFields> {
  const [record] = await readRecordFields(database, [id], '2026-11-03');
  return {
    entityId: id,
    fields: (record?.fields ?? []).map(({ statement }) => ({ statementId: statement.id, handling: [] })),
  };
}

describe('a disclosure of several records behind one key', () => {
  it('tells of everybody who uses the phone, and of the phone once', async () => {
    await using database = await freshDatabase();
    await loadTwo(database);
    const [tomas, odile] = await Promise.all(ids.map((id) => everythingOf(database, id)));
    if (tomas === undefined || odile === undefined) throw new Error('two records were loaded');
    const body = await buildDisclosure(
      database,
      request,
      { ...tomas, also: [odile] },
      { now: NOW, leaf: '' },
    );
    expect(body.entities.map((entity) => entity.kind).toSorted()).toEqual([
      'address',
      'person',
      'person',
      'phone',
    ]);
    expect(body.entities.find((entity) => entity.ref === body.subjectRef)?.statements[0]?.value).toBe(
      'Tomas Averinck',
    );
    // Each of the two rows states the number; both statements were chosen through both people, and go once each.
    expect(body.entities.find((entity) => entity.kind === 'phone')?.statements).toHaveLength(2);
    expect(body.relations.map((relation) => relation.link).toSorted()).toEqual(['rents', 'uses', 'uses']);
    // The union of what its pieces carry.
    expect(body.handling).toEqual(['H0', 'H2']);
  });

  it('refuses one more record that the opened keys do not point to', async () => {
    await using database = await freshDatabase();
    await loadTwo(database);
    const [tomas, odile] = await Promise.all(ids.map((id) => everythingOf(database, id)));
    if (tomas === undefined || odile === undefined) throw new Error('two records were loaded');
    const onlyTomas = { ...request, entity_ids: ids.slice(0, 1) };
    const attempt = buildDisclosure(database, onlyTomas, { ...tomas, also: [odile] }, { now: NOW, leaf: '' });
    await expect(attempt).rejects.toMatchObject({ code: 'field-not-disclosable' });
  });
});
