import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  assembleAgreement,
  createAgencyKeys,
  describeMember,
  draftAgreement,
  signAgreement,
} from '../wire/index.ts';
import { checkAgreement } from './agreement.ts';

const FACTS = { country: 'BE', language: 'fr', sizeClass: 10_000 };
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'entente-agreement-'));
});
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => vi.restoreAllMocks());

async function agree(perEpoch: number, isSigned: boolean): Promise<string> {
  const keys = await Promise.all(
    ['alder', 'birch'].map((id) =>
      createAgencyKeys(join(folder, `${id}-${perEpoch}-${isSigned}`), {
        agencyId: id,
        name: `Agency ${id}`,
        now: new Date('2026-03-02T12:00:00.000Z'),
      }),
    ),
  );
  const bytes = draftAgreement({
    id: '0'.repeat(32),
    name: 'A treaty',
    validFrom: '2026-03-01T00:00:00.000Z',
    expiresAt: '2027-03-01T00:00:00.000Z',
    members: keys.map((one, at) =>
      describeMember(one, {
        ...FACTS,
        letters: at === 0 ? 'ALD' : 'BIR',
        endpoint: `https://127.0.0.1:${9_000 + at}`,
      }),
    ),
    purposes: ['investigate-offence'],
    budgets: { communication: { perDay: 1_000, perEpoch }, person: { perDay: 1_000, perEpoch: 400_000 } },
  });
  const file = join(folder, `${perEpoch}-${isSigned}.json`);
  const signatures = keys.map((one) => signAgreement(one, bytes));
  writeFileSync(file, isSigned ? assembleAgreement(bytes, signatures) : bytes);
  return file;
}

function check(file: string, json = false): { code: number; out: string } {
  let out = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((part) => {
    out += String(part);
    return true;
  });
  return { code: checkAgreement(file, { json }), out };
}

describe('entente agreement check', () => {
  it('takes a draft that would let guessing find ten records, and says the number', async () => {
    const { code, out } = check(await agree(10_000, false));
    expect(code).toBe(0);
    expect(out).toContain(
      'communication: 10000 elements an epoch, of each block one value in 1000 goes out bare: guessing would find about 10 records, 10 allowed: kept',
    );
    expect(out).toContain('person, place: no quota by block');
    // Two members: the one partner is all of them. One purpose is not divided, a day of 1,000 is not either; 10,000 an epoch are.
    expect(out).toContain(
      'communication: all partners together: 1000 elements a day (about 1 records), 10000 an epoch (about 10 records)\n' +
        '  of one partner’s 1000 a day and 10000 an epoch one officer may take 1000 and 5000, one purpose 1000 and 10000\n',
    );
    expect(out).toContain('person: all partners together: 1000 elements a day, 400000 an epoch\n');
    expect(out).not.toContain('vehicle: all partners');
  });

  it('takes a larger budget, under which fewer go out bare', async () => {
    const { code, out } = check(await agree(400_000, false));
    expect(code).toBe(0);
    expect(out).toContain('one value in 40000 goes out bare: guessing would find about 10 records');
  });

  it('finds a signed agreement broken by one element more, and says the largest budget', async () => {
    const { code, out } = check(await agree(1_000_001, true), true);
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      kept: false,
      classes: [
        { keyClass: 'communication', epochBudgetMax: 1_000_000, answer: { ok: false } },
        { keyClass: 'document' },
        { keyClass: 'vehicle' },
      ],
    });
  });

  it.each(['', '[]', '{"payload":1}', '{"v":1}'])('refuses %j with a code', (text) => {
    const file = join(folder, 'odd.json');
    writeFileSync(file, text);
    expect(() => check(file)).toThrow(
      expect.objectContaining({ code: expect.stringMatching(/malformed|agreement-invalid/) }),
    );
  });
});
