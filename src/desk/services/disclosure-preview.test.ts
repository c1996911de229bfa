import { describe, expect, it } from 'vitest';
import { freshDatabase } from '../../../test/harness/database.ts';
import { link, person, row, thing } from '../../../test/town/rows.ts';
import { readRequest } from '../../exchange/index.ts';
import { entityId } from '../../records/index.ts';
import type { Database } from '../../store/index.ts';
import { MORNING, openDesk } from './test-desk.ts';

const PHONE = '+33639984711';
/** One number that two people use: the opened key points to both of them. */
const SHARED = row(
  '1',
  [
    person('t', 'contact', [
      ['name', 'Tomas Averinck'],
      ['nationality', 'BEL'],
    ]),
    person('o', 'suspect', [['name', 'Odile Averinck']]),
    thing('p', 'phone', [['number', PHONE]]),
  ],
  [link('t', 'uses', 'p'), link('o', 'uses', 'p')],
);
const TOMAS = entityId('jpn', 'persreg', 't');
const ODILE = entityId('jpn', 'persreg', 'o');

async function keepRequest(database: Database): Promise<void> {
  const body = {
    leaf: 'a'.repeat(64),
    purpose: 'investigate-offence',
    offence: 'terrorism',
    urgencyReason: '',
    wanted: ['name'],
    facts: 'f',
    connection: 'c',
    restrictions: '',
    officerHandle: 'handle',
    openings: [{ rule: 'phone', value: PHONE }],
  };
  await database.query(
    `INSERT INTO exchange.request (id, direction, partner, body, summary, urgency, sent_at, due_at, state, entity_ids)
     VALUES ('r', 'incoming', 'crp', $1, 'phone', 'normal', $2, $2, 'waiting', $3)`,
    [JSON.stringify(body), MORNING, [TOMAS, ODILE]],
  );
}

async function opened(database: Database) {
  const desk = openDesk(database);
  const liaison = await desk.officer('liaison');
  await desk.load([SHARED]);
  await keepRequest(database);
  const { records = [] } = await desk.services.request(liaison, { id: 'r' });
  const statement = (entity: string, property: string): string =>
    records
      .flatMap(({ fields }) => fields)
      .find((field) => field.entityId === entity && field.property === property)?.statementId ?? '';
  const both = {
    entityId: TOMAS,
    fields: [{ statementId: statement(TOMAS, 'name'), handling: ['H2'] as const }],
    also: [
      {
        entityId: ODILE,
        fields: [{ statementId: statement(ODILE, 'name'), handling: [] }],
      },
    ],
  };
  return { ...desk, liaison, both };
}

describe('an answer before it is given', () => {
  it('shows of several records behind one key exactly the fields that were ticked, each with its codes, and the links that go along', async () => {
    await using database = await freshDatabase();
    const { services, liaison, both } = await opened(database);
    const view = await services.previewDecision(liaison, { id: 'r', draft: both });
    expect(
      view.fields.map(({ thing: head, property, written, handling }) => [
        head?.label,
        head?.category,
        property,
        written,
        handling,
      ]),
    ).toEqual([
      ['Tomas Averinck', 'contact', 'name', 'Tomas Averinck', ['H0', 'H2']],
      ['Odile Averinck', 'suspect', 'name', 'Odile Averinck', ['H0']],
    ]);
    // The number was not ticked, so neither it nor the links to it go.
    expect(view).toMatchObject({ bare: [], links: [], handling: ['H0', 'H2'] });
    expect((await readRequest(database, 'r'))?.state).toBe('waiting');
  });

  it('is written down as a reading, and is not shown to who may read no values', async () => {
    await using database = await freshDatabase();
    const { services, officer, both, liaison, acts } = await opened(database);
    await services.previewDecision(liaison, { id: 'r', draft: both });
    expect((await acts()).slice(-2)).toEqual(['read-requests allow', 'read-requests done']);
    const protection = await officer('data-protection-officer');
    await expect(services.previewDecision(protection, { id: 'r', draft: both })).rejects.toMatchObject({
      code: 'not-permitted',
    });
  });

  it('refuses a field of a record that the opened key does not point to', async () => {
    await using database = await freshDatabase();
    const { services, liaison } = await opened(database);
    const draft = { entityId: 'elsewhere', fields: [{ statementId: 's', handling: [] }] };
    await expect(services.previewDecision(liaison, { id: 'r', draft })).rejects.toMatchObject({
      code: 'field-not-disclosable',
    });
  });
});
