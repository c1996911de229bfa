import { describe, expect, it } from 'vitest';
import { freshDatabase } from '../../../test/harness/database.ts';
import { readEntries } from '../../ledger/index.ts';
import { createOversight } from '../../oversight/index.ts';
import { Consultations } from './consultations.ts';
import { openDesk } from './test-desk.ts';

/** A page whose content arrives when the test says so; how often its permit was written. */
async function waitingPage(database: Parameters<typeof openDesk>[0]) {
  const { clock, officer } = openDesk(database);
  const oversight = createOversight({ database, clock, agencyId: 'jpn' });
  const consultations = new Consultations({ database, clock, oversight });
  const session = await officer('investigator');
  let onItsWay = true;
  const look = (page = 'question 1', who = session) =>
    consultations.read(
      who,
      { act: 'read-questions' },
      async () => ({ value: 'seen', count: 1, onItsWay }),
      page,
    );
  const written = async () =>
    (await readEntries(database, { limit: 100, filter: { kind: 'intent' } })).length;
  return { clock, session, look, written, arrive: () => (onItsWay = false) };
}

describe('a page that looks again while something is on its way', () => {
  it('is one consultation a minute', async () => {
    await using database = await freshDatabase();
    const { clock, look, written } = await waitingPage(database);
    // Two minutes of a look every second: at 0, at 60 and at 120 seconds a permit is written.
    for (let second = 0; second <= 120; second += 1) {
      expect(await look()).toBe('seen');
      clock.advance(1_000);
    }
    expect(await written()).toBe(3);
  });

  it('is another consultation on another page, and in another session', async () => {
    await using database = await freshDatabase();
    const { session, look, written } = await waitingPage(database);
    await look();
    await look('question 2');
    await look('question 1', { ...session, token: 'another session' });
    await look('question 1', { ...session, role: 'liaison' });
    expect(await written()).toBe(4);
  });

  it('is over when what it waited for has arrived: the next look is written', async () => {
    await using database = await freshDatabase();
    const { look, written, arrive } = await waitingPage(database);
    await look();
    arrive();
    await look(); // the look that finds it
    expect(await written()).toBe(1);
    await look();
    await look();
    expect(await written()).toBe(3);
  });

  it('is never excepted before it was permitted once', async () => {
    await using database = await freshDatabase();
    const { session, look } = await waitingPage(database);
    const operator = { ...session, role: 'operator' as const };
    await expect(look('question 1', operator)).rejects.toMatchObject({ code: 'not-permitted' });
    await expect(look('question 1', operator)).rejects.toMatchObject({ code: 'not-permitted' });
  });
});
