import { describe, expect, it } from 'vitest';
import { freshDatabase } from '../../test/harness/database.ts';
import { QUICK_PASSWORDS } from '../../test/town/quick-passwords.ts';
import { ManualClock } from '../base/index.ts';
import { createOfficer, createOversight, PASSWORD_COST, setPassword } from './index.ts';
import { hashPassword, matchesPassword } from './passwords.ts';

const PASSWORD = 'eleven blue herons';

describe('what a password costs', () => {
  it('is 32 MiB and three passes where nobody says otherwise', async () => {
    // RFC 7914 §2: 128 × N × r bytes, p times.
    expect(PASSWORD_COST).toEqual({ N: 32_768, r: 8, p: 3 });
    expect(128 * PASSWORD_COST.N * PASSWORD_COST.r).toBe(32 * 1_048_576);
    expect(await hashPassword(PASSWORD)).toMatch(/^scrypt\$32768\$8\$3\$/);
    await using db = await freshDatabase();
    const clock = new ManualClock(new Date('2026-11-23T08:00:00Z'));
    expect(createOversight({ database: db, clock, agencyId: 'jpn' }).passwordCost).toBe(PASSWORD_COST);
    const id = await createOfficer(db, { name: 'Mira Solven', role: 'operator', password: PASSWORD });
    const stored = async () =>
      (await db.query<{ hash: string }>('SELECT password_hash AS hash FROM oversight.officer')).rows[0]?.hash;
    expect(await stored()).toMatch(/^scrypt\$32768\$8\$3\$/);
    await setPassword(db, id, 'twelve grey herons');
    expect(await stored()).toMatch(/^scrypt\$32768\$8\$3\$/);
  });

  it('stands beside the hash, so that each is verified at its own', async () => {
    const [quick, full] = [await hashPassword(PASSWORD, QUICK_PASSWORDS), await hashPassword(PASSWORD)];
    expect(quick).toMatch(/^scrypt\$16\$1\$1\$/);
    for (const hash of [quick, full]) {
      expect(await matchesPassword(PASSWORD, hash)).toBe(true);
      expect(await matchesPassword('eleven grey herons', hash)).toBe(false);
    }
    expect(await matchesPassword(PASSWORD, quick.replace('$16$', '$32$'))).toBe(false);
  });

  it('never lets nobody in', async () => {
    expect(await matchesPassword(PASSWORD, null, QUICK_PASSWORDS)).toBe(false);
    expect(await matchesPassword('', null)).toBe(false);
  });
});
