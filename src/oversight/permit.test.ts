import { describe, expect, it } from 'vitest';
import { freshDatabase } from '../../test/harness/database.ts';
import { ManualClock, randomId, readHex } from '../base/index.ts';
import { hashLeaf, readEntries } from '../ledger/index.ts';
import type { Database } from '../store/index.ts';
import {
  type ActRequest,
  closeCase,
  createCase,
  createOfficer,
  createOversight,
  eraseAccessText,
  eraseExpiredAccessTexts,
  officerHandle,
  opensCommitment,
  readAccessText,
  refusalRule,
  signIn,
} from './index.ts';

const clock = new ManualClock(new Date('2026-11-23T08:00:00Z'));
const officerId = randomId();
const actor = { type: 'officer', officerId, role: 'investigator' } as const;
const oversightOf = (database: Database) => createOversight({ database, clock, agencyId: 'jpn' });
const done = async () => ({ value: 'value', outcome: { result: 'done', count: 3 } as const });

async function askRequest(db: Database): Promise<ActRequest> {
  const caseId = await createCase(db, { reference: 'JPN-2026-17', title: 'a flat on the quay', officerId });
  return {
    act: 'ask-partners',
    actor,
    caseId,
    purpose: 'investigate-offence',
    legalBasis: 'criminal-procedure',
    offence: 'terrorism',
    justification: 'the number stood on the exhibit',
    partners: ['crp', 'fio'],
    categories: { communication: 16 },
  };
}
async function story(db: Database) {
  const rows = await readEntries(db, { limit: 1000 });
  return rows.map(({ entry }) =>
    entry.kind === 'intent' ? `${entry.act}: ${entry.policy.decision}` : `${entry.act}: ${entry.result}`,
  );
}

describe('permit', () => {
  it('writes intent, work and outcome together', async () => {
    await using db = await freshDatabase();
    const request = await askRequest(db);
    expect(await oversightOf(db).permit(request, done)).toBe('value');
    const [intent, outcome] = await readEntries(db, { limit: 10 });
    expect(intent?.entry).toMatchObject({
      kind: 'intent',
      operation: 'consultation',
      time: '2026-11-23T08:00:00.000Z',
      agency: 'jpn',
      actor: officerId,
      role: 'investigator',
      purpose: 'investigate-offence',
      caseId: request.caseId,
      partners: ['crp', 'fio'],
      categories: { communication: 16 },
      policy: { decision: 'allow', rule: 'investigator/ask-partners' },
    });
    expect(outcome?.entry).toMatchObject({
      kind: 'outcome',
      intent: intent?.entry.id,
      result: 'done',
      count: 3,
    });
  });

  it('leaves of a refused act the intent and the outcome with its rule, and does none of the work', async () => {
    await using db = await freshDatabase();
    const request = { ...(await askRequest(db)), actor: { ...actor, role: 'operator' } } as const;
    const error: unknown = await oversightOf(db)
      .permit(request, () => expect.fail('worked all the same'))
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'not-permitted', evidence: { rule: 'role-not-allowed' } });
    expect(refusalRule(error)).toBe('role-not-allowed');
    const [intent, outcome] = await readEntries(db, { limit: 10 });
    expect(intent?.entry).toMatchObject({ policy: { decision: 'deny', rule: 'role-not-allowed' } });
    expect(outcome?.entry).toMatchObject({
      result: 'refused',
      rule: 'role-not-allowed',
      intent: intent?.entry.id,
    });
  });

  it('writes a refusal of an act, a role or a purpose from nowhere without repeating it', async () => {
    await using db = await freshDatabase();
    const oversight = oversightOf(db);
    const strange = [
      { act: 'Idris Velhane', actor },
      { act: 'search-own', actor: { ...actor, role: 'Idris Velhane' } },
      { act: 'search-own', actor, purpose: 'Idris Velhane' },
      { act: 'search-own', actor, purpose: 'locate-wanted-person', legalBasis: 'Idris Velhane' },
      { act: 'search-own', actor, offence: 'Idris Velhane' },
      {
        act: 'search-own',
        actor,
        purpose: 'locate-wanted-person',
        legalBasis: 'court-order',
        caseId: 'Idris Velhane',
      },
    ] as unknown as ActRequest[];
    for (const request of strange)
      await expect(oversight.permit(request, done)).rejects.toMatchObject({ code: 'not-permitted' });
    expect(await story(db)).toHaveLength(12);
    expect(JSON.stringify(await readEntries(db, { limit: 100 }))).not.toContain('Velhane');
  });

  it('rolls failed work back and leaves intent and outcome failed', async () => {
    await using db = await freshDatabase();
    const request = await askRequest(db);
    const failing = oversightOf(db).permit(request, async (tx) => {
      await createCase(tx, { reference: 'never', title: 'to be seen', officerId });
      throw new Error('the roof fell in');
    });
    await expect(failing).rejects.toThrow('the roof fell in');
    expect(await story(db)).toEqual(['ask-partners: allow', 'ask-partners: failed']);
    const { rows } = await db.query("SELECT 1 FROM oversight.case_file WHERE reference = 'never'");
    expect(rows).toEqual([]);
  });

  it('does not call an act failed whose commit arrived before the line broke', async () => {
    await using db = await freshDatabase();
    let cut = false;
    const flaky: Database = {
      ...db,
      async transaction(work, options) {
        const value = await db.transaction(work, options);
        if (cut) {
          cut = false;
          throw new Error('connection lost');
        }
        return value;
      },
    };
    const oversight = oversightOf(flaky);
    const request = await askRequest(db);
    cut = true;
    await expect(oversight.permit(request, done)).rejects.toThrow('connection lost');
    expect(await story(db)).toEqual(['ask-partners: allow', 'ask-partners: done']);
  });

  it('refuses a case that is closed', async () => {
    await using db = await freshDatabase();
    const request = await askRequest(db);
    await closeCase(db, request.caseId ?? '');
    await expect(oversightOf(db).permit(request, done)).rejects.toMatchObject({
      evidence: { rule: 'case-unknown' },
    });
  });
});

describe('begin and finish', () => {
  it('commits the intent before anything is sent, and closes it once', async () => {
    await using db = await freshDatabase();
    const oversight = oversightOf(db);
    const permit = await oversight.begin(await askRequest(db));
    expect(await story(db)).toEqual(['ask-partners: allow']);
    const rows = await readEntries(db, { limit: 1 });
    expect(rows[0]).toMatchObject({ leafHash: permit.leafHash, entry: { id: permit.intentId } });
    const { leafHash } = await oversight.finish(db, permit, { result: 'done', peerLeaf: 'a'.repeat(64) });
    expect((await readEntries(db, { limit: 9 })).at(-1)).toMatchObject({ leafHash });
    await expect(oversight.finish(db, permit, { result: 'done' })).rejects.toMatchObject({
      code: 'intent-not-open',
    });
  });

  it("takes effect with the caller's transaction, but a refusal is committed apart", async () => {
    await using db = await freshDatabase();
    const oversight = oversightOf(db);
    const request = await askRequest(db);
    const rolledBack = db.transaction(async (tx) => {
      await oversight.beginIn(tx, request);
      throw new Error('not after all');
    });
    await expect(rolledBack).rejects.toThrow('not after all');
    expect(await story(db)).toEqual([]);
    const refused = db.transaction((tx) =>
      oversight.beginIn(tx, { act: 'ask-partners', actor: { type: 'system' } }),
    );
    await expect(refused).rejects.toMatchObject({ evidence: { rule: 'system-not-allowed' } });
    expect(await story(db)).toEqual(['ask-partners: deny', 'ask-partners: refused']);
  });

  it('closes after a crash what was left open as unknown, once, but for what the outbox still carries', async () => {
    await using db = await freshDatabase();
    const before = oversightOf(db);
    const request = await askRequest(db);
    const left = await before.begin(request);
    const carried = await before.begin(request);
    await before.finish(db, await before.begin(request), { result: 'done' });
    const after = oversightOf(db); // a new process
    expect(await after.closeUnknown({ waiting: [carried.intentId] })).toBe(1);
    expect(await after.closeUnknown({ waiting: [carried.intentId] })).toBe(0);
    const outcomes = async (intent: string) =>
      (await readEntries(db, { limit: 9, filter: { intent } })).map(
        ({ entry }) => entry.kind === 'outcome' && entry.result,
      );
    expect(await outcomes(left.intentId)).toEqual(['unknown']);
    await after.finish(db, { intentId: carried.intentId }, { result: 'done' });
    expect(await outcomes(carried.intentId)).toEqual(['done']);
    // The truth about the other arrives after all: it is added, never put in place of what was said.
    await after.finish(db, { intentId: left.intentId }, { result: 'done' });
    expect(await outcomes(left.intentId)).toEqual(['unknown', 'done']);
  });
});

describe('what an officer wrote', () => {
  it('opens the commitment until it is erased; the leaf stays what it was', async () => {
    await using db = await freshDatabase();
    await oversightOf(db).permit(await askRequest(db), done);
    const [row] = await readEntries(db, { limit: 1 });
    const entry = row?.entry;
    if (entry?.kind !== 'intent' || entry.commitment === undefined) return expect.fail('no commitment');
    const salted = await readAccessText(db, entry.id);
    expect(salted?.text).toBe('the number stood on the exhibit');
    expect(salted !== null && opensCommitment(salted, entry.commitment)).toBe(true);
    expect(salted !== null && opensCommitment({ ...salted, text: 'another' }, entry.commitment)).toBe(false);
    expect(await eraseAccessText(db, entry.id)).toBe(true);
    expect(await eraseAccessText(db, entry.id)).toBe(false);
    expect(await readAccessText(db, entry.id)).toBeNull();
    const { rows } = await db.query<{ bytes: Uint8Array }>('SELECT bytes FROM ledger.entry WHERE id = $1', [
      entry.id,
    ]);
    expect(hashLeaf(new Uint8Array(rows[0]?.bytes ?? []))).toEqual(readHex(row?.leafHash ?? ''));
  });

  it('is erased when its retention ends', async () => {
    await using db = await freshDatabase();
    await oversightOf(db).permit(await askRequest(db), done);
    // 1,095 days after 23 November 2026 is 22 November 2029 (2028 has a 29 February).
    expect(await eraseExpiredAccessTexts(db, new Date('2029-11-22T07:59:59Z'))).toBe(0);
    expect(await eraseExpiredAccessTexts(db, new Date('2029-11-22T08:00:00Z'))).toBe(1);
  });

  it('leaves no readable personal data in the ledger', async () => {
    await using db = await freshDatabase();
    const oversight = oversightOf(db);
    const marked = ['Zorvane', 'Qwistel', 'Ulmbrecht', 'Pyrrhaven', '+33639984711'];
    const [title, officer, reference, person, number] = marked;
    const name = `${officer} Tremaine`;
    const id = await createOfficer(db, { name, role: 'investigator', password: 'long enough to hold' });
    await signIn(db, { name, password: 'long enough to hold', clock, oversight });
    await signIn(db, { name, password: `wrong ${person}`, clock, oversight }).catch(() => {});
    await signIn(db, { name: `${person} nobody`, password: 'wrong too', clock, oversight }).catch(() => {});
    const caseId = await createCase(db, {
      reference: `${reference}/1`,
      title: `The ${title} matter`,
      officerId: id,
    });
    const request = {
      ...(await askRequest(db)),
      caseId,
      justification: `${person} was called from ${number}`,
    };
    await oversight.permit(request, done);
    await oversight
      .permit(request, async () => {
        throw new Error(`failed over ${person}`);
      })
      .catch(() => {});
    await oversight.permit({ ...request, actor: { ...actor, role: 'operator' } }, done).catch(() => {});
    await oversight.begin(request);
    await oversight.closeUnknown();
    const { rows } = await db.query<{ bytes: Uint8Array }>('SELECT bytes FROM ledger.entry');
    const ledger = rows.map((row) => Buffer.from(row.bytes).toString('utf8')).join('\n');
    // 3 sign-ins, done, failed, refused and unknown: seven acts of two entries
    expect(rows).toHaveLength(14);
    for (const mark of marked) {
      expect(ledger.toLowerCase()).not.toContain(mark.toLowerCase());
      expect(ledger).not.toContain(Buffer.from(mark).toString('base64').slice(0, 8));
      expect(ledger).not.toContain(Buffer.from(mark).toString('hex'));
    }
  });

  it('names an officer to each partner by another random handle', async () => {
    await using db = await freshDatabase();
    const id = await createOfficer(db, {
      name: 'Mira Solven',
      role: 'liaison',
      password: 'long enough to hold',
    });
    const [crp, again, ard] = await Promise.all(
      ['crp', 'crp', 'ard'].map((partner) => officerHandle(db, id, partner)),
    );
    expect(again).toBe(crp);
    expect(new Set([id, crp, ard]).size).toBe(3);
  });
});
