import { describe, expect, it } from 'vitest';
import { freshDatabase } from '../../test/harness/database.ts';
import { QUICK_PASSWORDS } from '../../test/town/quick-passwords.ts';
import { ManualClock, utf8 } from '../base/index.ts';
import { readEntries } from '../ledger/index.ts';
import type { Database } from '../store/index.ts';
import {
  createOfficer,
  createOversight,
  disableOfficer,
  listOfficers,
  readSession,
  setPassword,
  signIn,
  signOut,
  writeCountedSignIns,
} from './index.ts';

const PASSWORD = 'eleven blue herons';
const minutes = (count: number): number => count * 60_000;

async function signedIn(db: Database) {
  const clock = new ManualClock(new Date('2026-11-23T08:00:00Z'));
  const passwordCost = QUICK_PASSWORDS;
  const oversight = createOversight({ database: db, clock, agencyId: 'jpn', passwordCost });
  const officerId = await createOfficer(db, {
    name: 'Mira Solven',
    role: 'investigator',
    password: PASSWORD,
    passwordCost,
  });
  const tryWith = (name: string, password: string) => signIn(db, { name, password, clock, oversight });
  return { clock, oversight, officerId, tryWith, ...(await tryWith('mira SOLVEN ', PASSWORD)) };
}

describe('a session', () => {
  it('belongs to the officer, and its token is not in the database', async () => {
    await using db = await freshDatabase();
    const { session, token, clock, officerId } = await signedIn(db);
    expect(session).toMatchObject({ officerId, name: 'Mira Solven', role: 'investigator' });
    expect(await readSession(db, token, clock)).toEqual(session);
    expect(await readSession(db, `${token}x`, clock)).toBeNull();
    const { rows } = await db.query<{ token_hash: Uint8Array }>('SELECT token_hash FROM oversight.session');
    expect(rows).toHaveLength(1);
    expect(Buffer.from(rows[0]?.token_hash ?? []).includes(Buffer.from(utf8(token)))).toBe(false);
  });

  it('locks after thirty minutes of nothing, and ends after twelve hours of anything', async () => {
    await using db = await freshDatabase();
    const { token, clock, tryWith } = await signedIn(db);
    clock.advance(minutes(29));
    expect(await readSession(db, token, clock)).not.toBeNull();
    clock.advance(minutes(30));
    expect(await readSession(db, token, clock)).toBeNull();
    clock.advance(-minutes(30)); // it stays ended
    expect(await readSession(db, token, clock)).toBeNull();
    const busy = (await tryWith('Mira Solven', PASSWORD)).token;
    for (let passed = 0; passed < 700; passed += 20) {
      clock.advance(minutes(20));
      expect(await readSession(db, busy, clock)).not.toBeNull(); // 700 minutes: 11 h 40 min
    }
    clock.advance(minutes(20));
    expect(await readSession(db, busy, clock)).toBeNull();
  });

  it('ends with signing out, with a new password and with the officer', async () => {
    await using db = await freshDatabase();
    const { token, clock, oversight, officerId, tryWith } = await signedIn(db);
    await signOut(db, { token, clock, oversight });
    expect(await readSession(db, token, clock)).toBeNull();
    const second = (await tryWith('Mira Solven', PASSWORD)).token;
    await setPassword(db, officerId, 'twelve grey herons', QUICK_PASSWORDS);
    expect(await readSession(db, second, clock)).toBeNull();
    const third = (await tryWith('Mira Solven', 'twelve grey herons')).token;
    await disableOfficer(db, officerId);
    expect(await readSession(db, third, clock)).toBeNull();
    await expect(tryWith('Mira Solven', 'twelve grey herons')).rejects.toMatchObject({
      code: 'sign-in-refused',
    });
    const acts = (await readEntries(db, { limit: 99, filter: { kind: 'intent' } })).map(
      ({ entry }) => entry.act,
    );
    expect(acts).toEqual(['sign-in', 'sign-out', 'sign-in', 'sign-in', 'sign-in']);
  });
});

describe('signing in', () => {
  it('answers a wrong name, a wrong password and an endless one alike', async () => {
    await using db = await freshDatabase();
    const { tryWith } = await signedIn(db);
    const seen = await Promise.all(
      [
        ['Mira Solven', 'wrong'],
        ['Nobody Known', PASSWORD],
        ['Mira Solven', 'x'.repeat(100_000)],
      ].map(([name, password]) => tryWith(name ?? '', password ?? '').catch((error: Error) => error.message)),
    );
    expect(new Set(seen)).toEqual(new Set(['name and password do not belong together']));
  });

  it('pauses after five failures, under a name that exists and one that does not alike, and opens again', async () => {
    await using db = await freshDatabase();
    const { tryWith, clock } = await signedIn(db);
    const codeOf = (name: string, password: string) =>
      tryWith(name, password).then(
        () => 'in',
        (error: { code: string }) => error.code,
      );
    const twenty = async (name: string) =>
      Promise.all(Array.from({ length: 20 }, () => codeOf(name, 'wrong')));
    for (const name of ['Mira Solven', 'Nobody Known']) {
      const answers = await twenty(name); // at the same moment: five are looked at, the others wait
      expect(answers.filter((code) => code === 'sign-in-refused')).toHaveLength(5);
      expect(answers.filter((code) => code === 'sign-in-paused')).toHaveLength(15);
    }
    expect(await codeOf('Mira Solven', PASSWORD)).toBe('sign-in-paused');
    clock.advance(30_000);
    expect(await codeOf('Mira Solven', PASSWORD)).toBe('in');
    expect(await codeOf('Mira Solven', 'wrong')).toBe('sign-in-refused'); // the count began anew
  });

  it('writes the first failures of a name one by one, and of the rest of a quarter of an hour one entry that counts them', async () => {
    await using db = await freshDatabase();
    const { tryWith, clock, oversight } = await signedIn(db);
    const failures = async () =>
      (await readEntries(db, { limit: 999, filter: { kind: 'outcome' } })).flatMap(({ entry }) =>
        entry.kind === 'outcome' && entry.result === 'refused' ? [`${entry.rule} ${entry.count ?? 1}`] : [],
      );
    for (let attempt = 0; attempt < 40; attempt += 1) await tryWith('Mira Solven', 'wrong').catch(() => {});
    // Five are looked at and written; the 35 that came inside the pause are only counted.
    expect(await failures()).toEqual(Array.from({ length: 5 }, () => 'sign-in-refused 1'));
    clock.advance(minutes(16));
    await writeCountedSignIns(db, { clock, oversight });
    expect((await failures()).slice(5)).toEqual(['sign-in-refused-often 35']);
    expect(await writeCountedSignIns(db, { clock, oversight })).toBe(0);
    // The next window begins with single entries again.
    await tryWith('Mira Solven', 'wrong').catch(() => {});
    expect(await failures()).toHaveLength(7);
  });

  it('counts an address that tries many names together, and the next sign-in of anybody writes the count', async () => {
    await using db = await freshDatabase();
    const { clock, oversight } = await signedIn(db);
    const tryAs = (name: string, password: string) =>
      signIn(db, { name, password, clock, oversight, address: '10.0.0.7' }).catch(() => {});
    for (let attempt = 0; attempt < 24; attempt += 1) await tryAs(`Nobody ${attempt}`, 'wrong');
    const outcomes = async () =>
      (await readEntries(db, { limit: 999, filter: { kind: 'outcome' } })).flatMap(({ entry }) =>
        entry.kind === 'outcome' && entry.result === 'refused' ? [entry] : [],
      );
    expect(await outcomes()).toHaveLength(20);
    clock.advance(minutes(15));
    await tryAs('Somebody Else', 'wrong');
    const written = await outcomes();
    expect(written.reduce((sum, { count }) => sum + (count ?? 1), 0)).toBe(25);
    // Twenty one by one, one that counts four, and the first of the new window.
    expect(written).toHaveLength(22);
  });

  it('takes each name once and no short password', async () => {
    await using db = await freshDatabase();
    const common = { password: PASSWORD, passwordCost: QUICK_PASSWORDS };
    await createOfficer(db, { ...common, name: 'Mira Solven', role: 'investigator' });
    const again = { ...common, name: ' mira solven', role: 'operator' } as const;
    await expect(createOfficer(db, again)).rejects.toMatchObject({ code: 'name-taken' });
    await expect(createOfficer(db, { ...again, name: 'B', password: 'short' })).rejects.toMatchObject({
      code: 'password-too-weak',
    });
    expect((await listOfficers(db)).map((one) => one.name)).toEqual(['Mira Solven']);
  });
});
