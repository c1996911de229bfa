import { describe, expect, it } from 'vitest';
import { freshDatabase } from '../../../test/harness/database.ts';
import { openDesk, PASSWORD } from './test-desk.ts';

const minutes = (count: number): number => count * 60_000;
const HAND = { touch: true };
const PAGE = { touch: false };

describe('signing in at the desk', () => {
  it('opens a session for name and password, and says of a wrong one nothing more than no', async () => {
    await using database = await freshDatabase();
    const { services, officer, acts } = openDesk(database);
    await officer('investigator');
    const { token } = await services.signIn(null, { name: 'officer INVESTIGATOR', password: PASSWORD });
    expect(await services.readSession(token, HAND)).toMatchObject({ state: 'open', role: 'investigator' });
    await expect(
      services.signIn(null, { name: 'Officer investigator', password: 'wrong' }),
    ).rejects.toMatchObject({ code: 'sign-in-refused' });
    expect(await services.readSession('no such token', HAND)).toEqual({ state: 'none' });
    expect(await acts()).toEqual(['sign-in allow', 'sign-in done', 'sign-in allow', 'sign-in refused']);
  });

  it('pauses after five wrong passwords, in the code that the page knows', async () => {
    await using database = await freshDatabase();
    const { services } = openDesk(database);
    const attempt = () => services.signIn(null, { name: 'Nobody Known', password: 'wrong' });
    for (let count = 0; count < 5; count += 1)
      await expect(attempt()).rejects.toMatchObject({ code: 'sign-in-refused' });
    await expect(attempt()).rejects.toMatchObject({ code: 'too-many-requests' });
  });
});

describe('a desk nobody touches', () => {
  it('locks after thirty minutes, however often its page refreshes itself, and says that it locked', async () => {
    await using database = await freshDatabase();
    const { services, officer, clock } = openDesk(database);
    await officer('liaison');
    const { token } = await services.signIn(null, { name: 'Officer liaison', password: PASSWORD });
    for (let passed = 0; passed < 29; passed += 1) {
      clock.advance(minutes(1));
      expect(await services.readSession(token, PAGE)).toMatchObject({ state: 'open' });
    }
    clock.advance(minutes(1));
    expect(await services.readSession(token, PAGE)).toEqual({ state: 'locked' });
    // A hand that comes back now signs in again; the old session does not open any more.
    expect(await services.readSession(token, HAND)).toEqual({ state: 'locked' });
  });

  it('stays open while a hand uses it', async () => {
    await using database = await freshDatabase();
    const { services, officer, clock } = openDesk(database);
    await officer('liaison');
    const { token } = await services.signIn(null, { name: 'Officer liaison', password: PASSWORD });
    for (let passed = 0; passed < 100; passed += 25) {
      clock.advance(minutes(25));
      expect(await services.readSession(token, HAND)).toMatchObject({ state: 'open' });
    }
  });

  it('locks without any page open, too; a desk that was signed out is not locked but closed', async () => {
    await using database = await freshDatabase();
    const { services, officer, clock } = openDesk(database);
    const liaison = await officer('liaison');
    const signIn = () => services.signIn(null, { name: 'Officer liaison', password: PASSWORD });
    const idle = await signIn();
    clock.advance(minutes(31));
    expect(await services.readSession(idle.token, HAND)).toEqual({ state: 'locked' });
    const left = await signIn();
    await services.signOut({ ...liaison, token: left.token }, {});
    expect(await services.readSession(left.token, HAND)).toEqual({ state: 'none' });
  });
});

describe('the session view', () => {
  it('names the own agency first and gives each partner the hue of its place in the agreement', async () => {
    await using database = await freshDatabase();
    const { services, officer } = openDesk(database);
    const view = await services.session(await officer('operator'), false);
    expect(view.agency).toMatchObject({ id: 'jpn', letters: 'JPN', hue: 0 });
    // The agreement reads crp, jpn, fio: places 1, 2 and 3.
    expect(view.partners.map(({ id, hue }) => [id, hue])).toEqual([
      ['crp', 1],
      ['fio', 3],
    ]);
    expect(view.officer).toEqual({
      name: 'Officer operator',
      role: 'operator',
      may: ['sign-in', 'sign-out', 'view-partners', 'publish-index', 'propose-settlement', 'configure'],
    });
    expect(view).not.toHaveProperty('locked');
    expect(await services.session(null, true)).toMatchObject({ officer: null, locked: true });
  });
});
