import { describe, expect, it } from 'vitest';
import { freshDatabase } from '../../test/harness/database.ts';
import {
  describeRef,
  eraseExpiredCopies,
  judge,
  readCopies,
  readEntities,
  readJudgements,
  type ReceivedCopy,
  revokeJudgement,
  searchCopies,
  searchRecords,
  storeCopy,
} from './index.ts';

const NOW = new Date('2026-11-03T12:00:00Z');
const AFTER = new Date('2026-12-01T00:00:00Z');
const marked = {
  recordedOn: '2026-01-01',
  evaluation: { scheme: 'eu-4x4', code: 'B2' },
  certainty: 'fact',
  handling: ['H0', 'H2'],
} as const;
const COPY: Omit<ReceivedCopy, 'id'> = {
  owner: 'crp',
  messageId: 'm1',
  requestId: 'r1',
  caseId: 'c1',
  receivedAt: NOW.toISOString(),
  expiresAt: '2026-11-30T00:00:00.000Z',
  handling: ['H0', 'H2'],
  entities: [
    {
      ref: 'e1',
      kind: 'person',
      category: 'contact',
      statements: [{ property: 'name', written: 'Tomas "T" Averinck', value: 'Tomas Averinck', ...marked }],
    },
    {
      ref: 'e2',
      kind: 'phone',
      statements: [{ property: 'number', written: '0470', value: '+32470123456', ...marked }],
    },
  ],
  relations: [{ from: 'e1', to: 'e2', link: 'uses', ...marked }],
};
const NAME = { kind: 'name', text: 'Tomas Averinck', country: 'BE' } as const;

describe('a received copy', () => {
  it('is read as it was disclosed, with every code, and stands apart from own records', async () => {
    await using database = await freshDatabase();
    const id = await storeCopy(database, COPY);
    expect(await readCopies(database, { now: NOW, caseId: 'c1' })).toEqual([{ ...COPY, id }]);
    expect(await readCopies(database, { now: NOW, caseId: 'c2' })).toEqual([]);
    expect(await searchCopies(database, NAME, NOW)).toMatchObject([
      { copyId: id, ref: 'e1', owner: 'crp', handling: ['H0', 'H2'] },
    ]);
    expect(await searchRecords(database, NAME)).toEqual([]);
    expect(await readEntities(database, [id, 'e1'])).toEqual([]);
  });

  it('is not shown from its expiry on, and erased by the next tidying', async () => {
    await using database = await freshDatabase();
    const id = await storeCopy(database, COPY);
    expect(await readCopies(database, { now: AFTER })).toEqual([]);
    expect(await searchCopies(database, NAME, AFTER)).toEqual([]);
    expect(await eraseExpiredCopies(database, NOW)).toEqual([]);
    expect(await eraseExpiredCopies(database, AFTER)).toEqual(['crp']);
    expect(await describeRef(database, `copy:${id}/e1`)).toBeNull();
    for (const table of ['copy', 'copy_entity', 'copy_statement', 'copy_relation']) {
      expect((await database.query(`SELECT 1 FROM records.${table}`)).rows).toEqual([]);
    }
  });

  it('is kept once: the same message cannot be stored again', async () => {
    await using database = await freshDatabase();
    await storeCopy(database, COPY);
    await expect(storeCopy(database, COPY)).rejects.toThrow();
    expect(await readCopies(database, { now: NOW })).toHaveLength(1);
  });

  it('is joined to own records by a judgement, which can be taken back and stays on file', async () => {
    await using database = await freshDatabase();
    const id = await storeCopy(database, COPY);
    const judgement = { left: 'own:a', right: `copy:${id}/e1`, verdict: 'same', officerId: 'o' } as const;
    const judgementId = await judge(database, judgement);
    for (const ref of [judgement.left, judgement.right]) {
      expect(await readJudgements(database, [ref])).toEqual([{ id: judgementId, ...judgement }]);
    }
    await revokeJudgement(database, judgementId);
    expect(await readJudgements(database, [judgement.left])).toEqual([]);
    const { rows } = await database.query<{ revoked_at: Date }>('SELECT revoked_at FROM records.judgement');
    expect(rows[0]?.revoked_at).toBeInstanceOf(Date);
  });
});
