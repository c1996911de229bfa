import { describe, expect, it } from 'vitest';
import { freshDatabase } from '../../../test/harness/database.ts';
import { person, row } from '../../../test/town/rows.ts';
import { ManualClock } from '../../base/index.ts';
import type { HandlingCode } from '../../model/index.ts';
import { beginLoad, publishLoad, stageRows, storeCopy } from '../../records/index.ts';
import type { Queryable } from '../../store/index.ts';
import type { ExchangeContext } from '../context.ts';
import { planQuestion } from './plan.ts';

const NOW = '2026-11-03T12:00:00Z';
const CONTEXT = {
  agencyId: 'jpn',
  country: 'BE',
  clock: new ManualClock(new Date(NOW)),
  agreement: () => ({
    members: ['jpn', 'crp', 'pcs'].map((id) => ({ id, sizeClass: 10_000 })),
  }),
} as unknown as ExchangeContext;

/** What crp told of Tomas, each value under its own codes. */
function copyOf(
  codes: { readonly name: readonly HandlingCode[]; readonly date: readonly HandlingCode[] },
  owner = 'crp',
) {
  const marked = (handling: readonly HandlingCode[]) => ({
    recordedOn: '2026-01-01',
    evaluation: { scheme: 'eu-4x4', code: 'B2' } as const,
    certainty: 'fact' as const,
    handling,
  });
  return {
    owner,
    messageId: `m ${owner}`,
    requestId: 'r',
    caseId: 'c',
    receivedAt: NOW,
    expiresAt: '2027-01-01T00:00:00Z',
    handling: ['H0'] as const,
    entities: [
      {
        ref: 'e1',
        kind: 'person' as const,
        category: 'contact' as const,
        statements: [
          {
            property: 'name' as const,
            written: 'Tomas Averinck',
            value: 'Tomas Averinck',
            ...marked(codes.name),
          },
          {
            property: 'birth-date' as const,
            written: '17/05/1990',
            value: '1990-05-17',
            ...marked(codes.date),
          },
        ],
      },
    ],
    relations: [],
  };
}

const plan = (from: Queryable, text: string) => planQuestion(CONTEXT, from, { text, without: [] });
const OPEN = ['H0', 'H1'] as const;
const CLOSED = ['H0', 'H2'] as const;

describe('what is planned to be asked', () => {
  it('asks onward what a partner told under H0 and H1, as one person', async () => {
    await using database = await freshDatabase();
    await storeCopy(database, copyOf({ name: OPEN, date: OPEN }));
    const { stopped, partners } = await plan(database, 'Tomas Averinck 1990-05-17');
    expect(stopped).toEqual([]);
    expect(partners.map((partner) => partner.partner)).toEqual(['crp', 'pcs']);
    for (const { keys } of partners) {
      expect(keys.length).toBeGreaterThan(1);
      // However many words of the name are asked, they are one thing to hit.
      expect(new Set(keys.map((key) => key.subjectPart)).size).toBe(1);
    }
  });

  it.each([
    ['Tomas Averinck 1990-05-17'],
    // The keys of a date hold for either order of day and month.
    ['Tomas Averinck, born 17/05/1990'],
  ])('stops a birth date that was told under H2, although the name may be asked: %s', async (text) => {
    await using database = await freshDatabase();
    await storeCopy(database, copyOf({ name: OPEN, date: CLOSED }));
    const { stopped, partners } = await plan(database, text);
    expect(stopped).toEqual([{ about: '1990-05-17', owner: 'crp', handling: ['H0', 'H2'] }]);
    for (const { keys } of partners) expect(keys.filter((key) => key.value.includes('1990'))).toEqual([]);
  });

  it('stops a name told under H2, and with it the person', async () => {
    await using database = await freshDatabase();
    await storeCopy(database, copyOf({ name: CLOSED, date: OPEN }));
    const { stopped, partners } = await plan(database, 'Tomas Averinck 1990-05-17');
    expect(stopped).toMatchObject([{ owner: 'crp' }]);
    expect(partners.flatMap((partner) => partner.keys)).toEqual([]);
  });

  it('does not stop what another partner told openly, or what our own records say', async () => {
    await using database = await freshDatabase();
    await storeCopy(database, copyOf({ name: CLOSED, date: CLOSED }));
    await storeCopy(database, copyOf({ name: OPEN, date: OPEN }, 'fio'));
    expect((await plan(database, 'Tomas Averinck 1990-05-17')).stopped).toEqual([]);

    await using other = await freshDatabase();
    await storeCopy(other, copyOf({ name: CLOSED, date: CLOSED }));
    await other.transaction(async (tx) => {
      const input = {
        agencyId: 'jpn',
        source: 's',
        mode: 'full',
        origin: 'o',
        originHash: 'h',
        mappingHash: 'm',
      } as const;
      const id = await beginLoad(tx, input);
      const tomas = person('t', 'suspect', [
        ['name', 'Tomas Averinck'],
        ['birth-date', '1990-05-17'],
      ]);
      await stageRows(tx, { id, agencyId: 'jpn', source: 's' }, [row('1', [tomas])]);
      await publishLoad(tx, id);
    });
    expect((await plan(other, 'Tomas Averinck 1990-05-17')).stopped).toEqual([]);
  });

  it('leaves out what the officer took out', async () => {
    await using database = await freshDatabase();
    const text = '+33639984711; +33639980000';
    const { partners } = await planQuestion(CONTEXT, database, { text, without: ['phone:+33639984711'] });
    expect(partners[0]?.keys.map((key) => key.value)).toEqual(['+33639980000']);
    expect(partners[0]?.padded).toEqual({ communication: 16 });
  });
});
