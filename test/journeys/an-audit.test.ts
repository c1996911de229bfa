import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type AuditAnswer,
  auditAnswer,
  auditRequest,
  parseAuditFile,
  publishedBalance,
  readPartnerIndex,
  verifyAudit,
} from '../../src/exchange/index.ts';
import { readEntity } from '../../src/records/index.ts';
import { type Audit, audit, commitmentsOf } from '../town/audits.ts';
import { link, person, row, thing } from '../town/rows.ts';
import { agenciesOf, STORY_PHONE } from '../town/story.ts';
import { buildTown, type Town, type TownMember } from '../town/town.ts';
import { ledgerOf } from '../town/work.ts';

const DAY = 86_400_000;
const NUMBERS = Array.from({ length: 12 }, (_, at) => `+33639981${220 + at}`);
const suspectWith = (number: string) =>
  row(
    `row ${number}`,
    [
      person(`person ${number}`, 'suspect', [
        ['name', `Bearer Velhane ${number.slice(-2)}`],
        ['birth-date', `19${number.slice(-2)}-03-04`],
      ]),
      thing(`phone ${number}`, 'phone', [['number', number]]),
    ],
    [link(`person ${number}`, 'uses', `phone ${number}`)],
  );

/** One whose name and firm are half keys. */
const memberOf = (key: string, firm: string) =>
  row(
    `firm ${key}`,
    [
      person(`m${key}`, 'suspect', [
        ['name', 'Ali Hassan'],
        ['birth-date', '1990'],
      ]),
      thing(`f${key}`, 'organisation', [
        ['name', firm],
        ['country', 'BE'],
      ]),
    ],
    [link(`m${key}`, 'member-of', `f${key}`)],
  );
const FIRMS = [memberOf('1', 'Falohan'), memberOf('2', 'Quist Bakery')];

type Shown = AuditAnswer['answers'][number];

/** The same audit with one thing shown otherwise. */
function judged({ found, request, requestHash, answer }: Audit, change: (shown: Shown) => Shown | null) {
  const answers = answer.answers.flatMap((shown) => change(shown) ?? []);
  return verifyAudit(found, request, requestHash, { ...answer, answers }).counts;
}

describe('an audit of what was published', () => {
  let town: Town;
  let crp: TownMember;
  beforeAll(async () => {
    town = await buildTown(agenciesOf('jpn', 'crp'));
    crp = town.member('crp');
    for (const count of [3, 6, 12]) {
      await crp.load([...NUMBERS.slice(0, count).map(suspectWith), ...FIRMS]);
      await town.publish();
    }
    // Some go, and what is left is merged: the leaves stay what they were.
    await crp.load([...NUMBERS.slice(1).map(suspectWith), ...FIRMS.slice(1)]);
    await town.publish();
    town.clock.advance(5 * DAY);
    expect(await crp.agency.exchange.merge()).toBeGreaterThan(0);
    await town.settle();
  }, 240_000);
  afterAll(() => town[Symbol.asyncDispose]());

  it('shows every key with a record that bears it, or where the ledger took it back', async () => {
    const { result, found } = await audit(town, crp, 'published');
    expect(result.ok).toBe(true);
    expect(result.samples).toBe(result.leaves);
    expect(result.counts['taken-back']).toBeGreaterThan(0);
    expect(result.counts.held + result.counts['taken-back']).toBe(result.leaves);
    for (const { record } of result.records) expect(await readEntity(crp.database, record)).not.toBeNull();
    const values = result.records.map(({ value }) => value);
    expect(values).toEqual(expect.arrayContaining(NUMBERS.slice(1)));
    expect(values).not.toContain(NUMBERS[0]);
    // Nothing that could be read is kept of what went.
    const { rows } = await crp.database.query<{ text: string }>(
      'SELECT g::text || c::text AS text FROM exchange.gone_leaf g CROSS JOIN exchange.commitment c',
    );
    expect(rows.map(({ text }) => text).join('')).not.toContain((NUMBERS[0] ?? '').slice(1));

    // What the ledger says is out is what a partner was offered, merged or not; the rest of the grid of 64 is padding.
    const index = await readPartnerIndex(town.member('jpn').database, 'crp');
    const offered: Record<string, number> = {};
    for (const { keyClass, kind, count } of index?.segments.segments ?? [])
      offered[keyClass] = (offered[keyClass] ?? 0) + (kind === 'tombstone' ? -count : count);
    const { 'half-keys': halves = 0, ...full } = publishedBalance(found);
    expect(full).toMatchObject({ communication: 11 });
    expect(offered).toEqual(Object.fromEntries(Object.keys(full).map((keyClass) => [keyClass, 64])));
    expect(halves).toBeGreaterThan(0);
    expect(found.filter(({ kind, of }) => kind === 'taken-back' && of === 'half-keys')).toHaveLength(1);
    const [last] = (await ledgerOf(crp, 'publish-index')).filter(({ kind }) => kind === 'outcome').slice(-1);
    expect(last?.['manifests']).toEqual({ jpn: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect(await ledgerOf(crp, 'answer-audit')).toHaveLength(2);
  }, 240_000);

  it('finds what leads to no root, is left out, or is said to have gone', async () => {
    const whole = await audit(town, crp, 'published', { of: 'communication' });
    const { result } = whole;
    const { held } = result.counts;
    const change = (one: (shown: Shown) => Shown | null) => judged(whole, one);
    expect(
      change((shown) => (shown.state === 'held' ? { ...shown, value: '+33639980000' } : shown)).wrong,
    ).toBe(held);
    expect(
      change((shown) => (shown.state === 'held' ? { ...shown, record: 'a'.repeat(32) } : shown)).wrong,
    ).toBe(held);
    expect(change((shown) => (shown.state === 'held' ? { ...shown, path: [] } : shown)).wrong).toBe(held);
    expect(change((shown) => (shown.state === 'held' ? null : shown))['not-shown']).toBe(held);
    const gone = whole.answer.answers.find(({ state }) => state === 'taken-back');
    if (gone?.state !== 'taken-back') throw new Error('one went');
    // Another's going does not cover a key that is out.
    expect(
      change((shown) => (shown.state === 'held' ? { ...gone, root: shown.root, place: shown.place } : shown))
        .wrong,
    ).toBe(held);
    expect(change((shown) => (shown === gone ? { ...gone, goneIn: gone.root } : shown)).wrong).toBe(1);
    // What goes after the samples were drawn has not gone in time.
    const early = { ...whole, found: whole.found.filter(({ kind }) => kind !== 'taken-back') };
    expect(judged(early, (shown) => shown).wrong).toBe(result.counts['taken-back']);
  }, 240_000);

  it('takes no answer to another request, none twice, and no request that was not drawn', async () => {
    const one = await audit(town, crp, 'published', { samples: 5 });
    const { found, request, requestHash, answer } = one;
    expect(one.result.samples).toBe(5);
    const [first] = answer.answers;
    if (first === undefined) throw new Error('five were drawn');
    const refused = { code: 'audit-file-invalid' };
    const check = (other: Partial<AuditAnswer>, asked = request) =>
      expect(() => verifyAudit(found, asked, requestHash, { ...answer, ...other })).toThrow(
        expect.objectContaining(refused),
      );
    check({ request: '0'.repeat(64) });
    check({ answers: [...answer.answers, first] });
    check({}, { ...request, samples: request.samples.toReversed() });
    check({}, { ...request, nonce: '0'.repeat(64) });
    const texts = [
      '',
      '{',
      '[]',
      '{"audit":"entente-audit-answer","v":2}',
      JSON.stringify({ ...answer, more: 1 }),
    ];
    for (const text of texts)
      expect(() => parseAuditFile(auditAnswer, text)).toThrow(expect.objectContaining(refused));
    for (const samples of [[], [{ root: 'x', place: 0 }], [{ root: '0'.repeat(64), place: -1 }]])
      expect(() => parseAuditFile(auditRequest, JSON.stringify({ ...request, samples }))).toThrow(
        expect.objectContaining(refused),
      );
  }, 240_000);

  it('leads to a record that nobody holds where a key is bait', async () => {
    // A dishonest owner puts a key into its index and names a record that it does not have.
    const bait = '+33639989999';
    await crp.database.query(
      `INSERT INTO exchange.match_key (entity_id, key_class, rule, value) VALUES ('ghost', 'communication', 'phone', $1)`,
      [bait],
    );
    await town.publish();
    const { result } = await audit(town, crp, 'published');
    expect(result.ok).toBe(true);
    const lines = await Promise.all(
      result.records.map(async ({ record, value }) => [
        value,
        (await readEntity(crp.database, record)) === null,
      ]),
    );
    expect(lines.filter(([, isMissing]) => isMissing)).toEqual([[bait, true]]);
    // It may also say nothing: then the sample was not shown.
    await crp.database.query(`DELETE FROM exchange.match_key WHERE entity_id = 'ghost'`);
    const after = await audit(town, crp, 'published');
    expect([after.result.ok, after.result.counts['not-shown']]).toEqual([false, 1]);
  }, 240_000);

  it('has nothing to draw from where nothing of that kind is committed to', async () => {
    await expect(audit(town, crp, 'questions')).rejects.toMatchObject({ code: 'audit-nothing-committed' });
    await expect(audit(town, crp, 'published', { of: 'nothing' })).rejects.toMatchObject({
      code: 'audit-nothing-committed',
    });
  });
});

describe('an audit of what was asked', () => {
  it('opens every element with its key and case, says padding and what was forgotten, and nothing else', async () => {
    await using town = await buildTown(agenciesOf('jpn', 'crp', 'ard'));
    const jpn = town.member('jpn');
    const misses = ['+33639982000', '+33639982010'];
    await jpn.ask([STORY_PHONE, ...misses].join('; '));
    await town.settle();
    const whole = await audit(town, jpn, 'questions');
    const { counts, asked, ok } = whole.result;
    expect(ok).toBe(true);
    expect([counts.opened, counts.padding]).toEqual([6, 26]);
    expect([...new Set(asked.map(({ value }) => value))].toSorted()).toEqual(
      [STORY_PHONE, ...misses].toSorted(),
    );
    expect(asked.every((one) => one.case === jpn.caseId && one.reference === 'C-1')).toBe(true);
    expect([...new Set(asked.map(({ partner }) => partner))].toSorted()).toEqual(['ard', 'crp']);
    // The partner's ledger names the same roots: the asker cannot leave a question out of its own.
    const { found } = await commitmentsOf(town.member('crp'));
    const answered = found.filter(({ kind }) => kind === 'answered-elements').map(({ root }) => root);
    expect(answered).toEqual(
      whole.found.filter(({ of, kind }) => kind === 'elements' && of === 'crp').map(({ root }) => root),
    );

    const change = (one: (shown: Shown) => Shown | null) => judged(whole, one);
    expect(
      change((shown) => (shown.state === 'opened' ? { ...shown, value: misses[0] ?? '' } : shown)).wrong,
    ).toBe(4);
    expect(
      change((shown) => (shown.state === 'opened' ? { ...shown, case: '0'.repeat(32) } : shown)).wrong,
    ).toBe(6);
    // What was asked cannot be called padding, nor forgotten before its time.
    expect(
      change((shown) =>
        shown.state === 'opened'
          ? { root: shown.root, place: shown.place, state: 'padding', scalar: shown.scalar, path: shown.path }
          : shown,
      ).wrong,
    ).toBe(6);
    const forgotten = (shown: Shown): Shown => ({
      root: shown.root,
      place: shown.place,
      state: 'forgotten',
      because: 'list-miss',
    });
    expect(change(forgotten)['not-shown']).toBe(32);
  }, 240_000);

  it('finds of a list its hits alone, and after seven days nothing', async () => {
    await using town = await buildTown(agenciesOf('jpn', 'crp'));
    const jpn = town.member('jpn');
    await jpn.ask([STORY_PHONE, '+33639982000', '+33639982010'].join('; '), { forgetsMisses: true });
    await town.settle();
    const list = await audit(town, jpn, 'questions');
    expect(list.result).toMatchObject({ ok: true, counts: { opened: 1, padding: 13, forgotten: 2 } });
    await jpn.ask('+33639982020');
    await town.settle();
    // Before: shown within seven days. After: the blinds are destroyed, and that is as it should be.
    town.clock.advance(6 * DAY);
    await jpn.agency.exchange.tidy();
    expect((await audit(town, jpn, 'questions')).result).toMatchObject({ ok: true, counts: { opened: 2 } });
    town.clock.advance(9 * DAY);
    await jpn.agency.exchange.tidy();
    const later = await audit(town, jpn, 'questions');
    expect(later.result).toMatchObject({ ok: true, counts: { opened: 0, padding: 0, forgotten: 32 } });
    // Nor does what was asked rest here any more, sealed or not: an empty list has two bytes, its seal 28.
    const { rows } = await jpn.database.query(
      'SELECT length(sealed_keys) AS bytes FROM exchange.question_partner',
    );
    expect(rows).toEqual([{ bytes: 30 }, { bytes: 30 }]);
  }, 240_000);
});
