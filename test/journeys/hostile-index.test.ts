import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { orderNewEpoch } from '../../src/exchange/index.ts';
import { link, person, row, thing } from '../town/rows.ts';
import { agenciesOf, STORY_PHONE } from '../town/story.ts';
import { buildTown, type Town, type TownMember } from '../town/town.ts';
import { askForHits, ledgerOf } from '../town/work.ts';

describe('an index that cannot be relied on', () => {
  let town: Town;
  let jpn: TownMember;
  let crp: TownMember;

  beforeEach(async () => {
    town = await buildTown(agenciesOf('jpn', 'crp', 'ard'));
    jpn = town.member('jpn');
    crp = town.member('crp');
  }, 240_000);
  afterEach(() => town[Symbol.asyncDispose]());

  /** What the page shows of crp's part; ard answers in every case. */
  async function answerOfCrp(): Promise<readonly [string, string | null]> {
    const id = await jpn.ask(STORY_PHONE);
    await town.settle();
    const [ard, answer] = (await jpn.question(id)).answers;
    expect(ard).toMatchObject({ partner: 'ard', state: 'no-hit' });
    return [answer?.state ?? '', answer?.code ?? null];
  }
  /** What jpn's ledger says of indexes that it received: result and rule. */
  async function indexEntries(): Promise<readonly (readonly [string, string | null])[]> {
    const { rows } = await jpn.database.query<{ bytes: Uint8Array }>(
      'SELECT bytes FROM ledger.entry ORDER BY number',
    );
    return rows
      .map(({ bytes }) => JSON.parse(Buffer.from(bytes).toString()) as Record<string, string>)
      .filter((entry) => entry['act'] === 'receive-index' && entry['kind'] === 'outcome')
      .map((entry) => [entry['result'] ?? '', entry['rule'] ?? null] as const);
  }
  const sentToCrp = async () =>
    (await jpn.database.query(`SELECT 1 FROM wire.outbox WHERE recipient = 'crp' AND kind = 'match-query'`))
      .rowCount;

  it('evaluates with another key than it announced: not answered, for the proof does not hold', async () => {
    writeFileSync(join(crp.config.keys, 'epoch-1.seed'), randomBytes(32));
    expect(await answerOfCrp()).toEqual(['not-answered', 'proof-invalid']);
  });

  it('answers by a manifest that it does not hand out', async () => {
    // It says that it answers by number 5; whoever looks finds number 1.
    await crp.database.query(
      `INSERT INTO exchange.own_manifest SELECT partner, part, 5, epoch, bytes, hash, issued_at FROM exchange.own_manifest WHERE part = 'segments' AND partner = 'jpn'`,
    );
    expect(await answerOfCrp()).toEqual(['not-answered', 'index-incomplete']);
  });

  it.each(['keys', 'segments'] as const)(
    'has two %s manifests for one number: both are kept as evidence, and it is not asked any more',
    async (part) => {
      const [was, is] =
        part === 'keys'
          ? ['"epochEndsAt":"2027-02', '"epochEndsAt":"2027-01']
          : ['"issuedAt":"2026-11-03T12', '"issuedAt":"2026-11-03T11'];
      const { rowCount } = await crp.database.query(
        `UPDATE exchange.own_manifest SET bytes = convert_to(replace(convert_from(bytes, 'UTF8'), $2, $3), 'UTF8')
          WHERE part = $1 AND convert_from(bytes, 'UTF8') LIKE '%' || $2 || '%'`,
        [part, was, is],
      );
      expect(rowCount).toBeGreaterThan(0);
      await jpn.agency.exchange.refreshPartners();
      const { rows } = await jpn.database.query(
        `SELECT c.partner, c.part, c.number, m.signature AS ours, c.theirs_signature AS theirs
           FROM exchange.key_conflict c JOIN exchange.partner_manifest m USING (partner, part, number)`,
      );
      // Both under crp's signature: the evidence, for a third too.
      const signed = expect.stringMatching(/^[A-Za-z0-9_-]{86}$/);
      expect(rows).toEqual([{ partner: 'crp', part, number: 1, ours: signed, theirs: signed }]);
      expect(jpn.logs.join('')).toContain('key-conflict');
      const before = await sentToCrp();
      expect(await answerOfCrp()).toEqual(['not-answered', 'key-conflict']);
      expect(await sentToCrp()).toBe(before);
    },
  );

  it('announces a second set of keys for a running epoch', async () => {
    const { rows } = await crp.database.query<{ bytes: Uint8Array; hash: string }>(
      `SELECT bytes, hash FROM exchange.own_manifest WHERE part = 'keys'`,
    );
    const manifest = JSON.parse(Buffer.from(rows[0]?.bytes ?? []).toString()) as {
      publicKeys: Record<string, string>;
    };
    const { person = '', place = '' } = manifest.publicKeys;
    const second = {
      ...manifest,
      number: 2,
      previous: rows[0]?.hash,
      publicKeys: { ...manifest.publicKeys, person: place, place: person },
    };
    await crp.database.query(
      `INSERT INTO exchange.own_manifest (partner, part, number, epoch, bytes, hash, issued_at) VALUES ('*', 'keys', 2, 1, $1, '', now())`,
      [Buffer.from(JSON.stringify(second))],
    );
    await jpn.agency.exchange.refreshPartners();
    const { rows: found } = await jpn.database.query('SELECT part, number FROM exchange.key_conflict');
    expect(found).toEqual([{ part: 'keys', number: 2 }]);
    expect(await answerOfCrp()).toEqual(['not-answered', 'key-conflict']);
  });

  it('shows two partners different keys: each tells the other what it was shown, and both signatures are kept', async () => {
    const order = { clock: town.clock, oversight: crp.agency.oversight };
    await orderNewEpoch(order, { withoutSilent: false });
    await town.member('ard').stop();
    await crp.agency.exchange.publish();
    await jpn.agency.exchange.refreshPartners();
    const show = (was: string, is: string) =>
      crp.database.query(
        `UPDATE exchange.own_manifest SET bytes = convert_to(replace(convert_from(bytes, 'UTF8'), $1, $2), 'UTF8') WHERE part = 'keys' AND number = 2`,
        [was, is],
      );
    const { rows } = await crp.database.query<{ manifest: string }>(
      `SELECT convert_from(bytes, 'UTF8') AS manifest FROM exchange.own_manifest WHERE part = 'keys' AND number = 2`,
    );
    const { person, place } = (JSON.parse(rows[0]?.manifest ?? '') as { publicKeys: Record<string, string> })
      .publicKeys;
    await show(`"person":"${person}"`, `"person":"${place}"`);
    await town.member('ard').start();
    await town.member('ard').agency.exchange.refreshPartners();
    await show(`"person":"${place}"`, `"person":"${person}"`);

    // At each beat again, and once in the ledger.
    for (const _again of [1, 2]) await jpn.agency.exchange.refreshPartners();
    const { rows: told } = await jpn.database.query<{ ours_signature: string; theirs_signature: string }>(
      'SELECT party, number, told_by, ours_signature, theirs_signature FROM exchange.keys_told',
    );
    expect(told).toMatchObject([{ party: 'crp', number: 2, told_by: 'ard' }]);
    expect(told[0]?.theirs_signature).not.toBe(told[0]?.ours_signature);
    const noticed = await ledgerOf(jpn, 'notice-other-keys');
    expect(noticed).toMatchObject([{ kind: 'intent', partners: ['crp', 'ard'] }, { kind: 'outcome' }]);
    expect(jpn.logs.join('')).toContain('other-keys-shown');
    // What a partner says of others without their signature says nothing.
    await town
      .member('ard')
      .database.query(
        `UPDATE exchange.partner_manifest SET hash = $1 WHERE part = 'keys' AND partner = 'crp'`,
        ['0'.repeat(64)],
      );
    await jpn.agency.exchange.refreshPartners();
    expect((await jpn.database.query('SELECT 1 FROM exchange.keys_told')).rowCount).toBe(1);
  });

  it('changes its salt within an epoch: what was fetched stays, and goes on being looked up rightly', async () => {
    await crp.database.query(`UPDATE exchange.partner_salt SET salt = sha256('other') WHERE partner = 'jpn'`);
    expect(await jpn.agency.exchange.refreshPartners()).toEqual({ complete: 1, total: 2 });
    expect(await answerOfCrp()).toEqual(['hit', null]);
  });

  it('hands out a damaged segment: not answered and not asked; whole again after its owner has started anew', async () => {
    await jpn.stop();
    rmSync(join(jpn.config.data, 'segments', 'from'), { recursive: true });
    for (const file of segmentFiles(crp, 'own', 'jpn')) damage(file);
    await jpn.start();
    await town.settle();
    expect(await answerOfCrp()).toEqual(['not-answered', 'index-incomplete']);
    expect(await sentToCrp()).toBe(0);

    await crp.stop();
    await crp.start();
    await town.publish();
    expect(await answerOfCrp()).toEqual(['hit', null]);
  });

  it.each([
    ['damages', damage, 'segment-damaged'],
    [
      'cuts short',
      (file: string) => writeFileSync(file, readFileSync(file).subarray(0, 40)),
      'segment-cut-short',
    ],
    [
      'prolongs',
      (file: string) => writeFileSync(file, Buffer.alloc(9_000), { flag: 'a' }),
      'segment-too-long',
    ],
    ['withholds', (file: string) => rmSync(file), 'segment-withheld'],
  ] as const)(
    '%s a segment: refused once in the ledger, not answered; taken when it is whole',
    async (_what, spoil, rule) => {
      const kept = segmentFiles(crp, 'own', 'jpn').map((file) => [file, readFileSync(file)] as const);
      for (const [file] of kept) spoil(file);
      await jpn.stop();
      rmSync(join(jpn.config.data, 'segments', 'from'), { recursive: true });
      await jpn.start();
      for (const _again of [1, 2]) {
        expect(await jpn.agency.exchange.refreshPartners()).toEqual({ complete: 1, total: 2 });
        expect(await answerOfCrp()).toEqual(['not-answered', 'index-incomplete']);
      }
      expect(await sentToCrp()).toBe(0);
      expect(await indexEntries()).toEqual([['refused', rule]]);

      for (const [file, bytes] of kept) writeFileSync(file, bytes);
      expect(await jpn.agency.exchange.refreshPartners()).toEqual({ complete: 2, total: 2 });
      expect(await answerOfCrp()).toEqual(['hit', null]);
      expect(await indexEntries()).toEqual([
        ['refused', rule],
        ['done', null],
      ]);
      expect(jpn.agency.exchange.fetching()).toEqual([]);
    },
  );

  it('is rolled back to an older manifest: refused, not asked; asked again when it has gone on', async () => {
    await crp.load([suspectWith(STORY_PHONE), suspectWith('+33639981200')]);
    await town.publish();
    const newest = await crp.database.query(
      `DELETE FROM exchange.own_manifest WHERE part = 'segments' AND number = 2 RETURNING *`,
    );
    expect(newest.rowCount).toBe(2);
    for (const _again of [1, 2])
      expect(await jpn.agency.exchange.refreshPartners()).toEqual({ complete: 1, total: 2 });
    expect(await answerOfCrp()).toEqual(['not-answered', 'manifest-rolled-back']);
    expect(await sentToCrp()).toBe(0);
    expect(await indexEntries()).toEqual([['refused', 'manifest-rolled-back']]);

    for (const row of newest.rows)
      await crp.database.query(
        'INSERT INTO exchange.own_manifest SELECT * FROM jsonb_populate_record(NULL::exchange.own_manifest, $1::jsonb)',
        [JSON.stringify({ ...row, bytes: `\\x${Buffer.from(row['bytes'] as Uint8Array).toString('hex')}` })],
      );
    expect(await jpn.agency.exchange.refreshPartners()).toEqual({ complete: 2, total: 2 });
    expect(await answerOfCrp()).toEqual(['hit', null]);
    expect((await indexEntries()).at(-1)).toEqual(['done', null]);
  });

  it('is dated ahead of our clock: refused, so that no page says "no hit" as of a day that has not come', async () => {
    await jpn.stop();
    await crp.load([suspectWith(STORY_PHONE), suspectWith('+33639981200')]);
    await crp.agency.exchange.publish();
    const { rowCount } = await crp.database.query(
      `UPDATE exchange.own_manifest SET bytes = convert_to(replace(convert_from(bytes, 'UTF8'), '"issuedAt":"2026', '"issuedAt":"2099'), 'UTF8')
        WHERE part = 'segments' AND partner = 'jpn' AND number = 2`,
    );
    expect(rowCount).toBe(1);
    await jpn.start();
    expect(await jpn.agency.exchange.refreshPartners()).toEqual({ complete: 1, total: 2 });
    expect(await answerOfCrp()).toEqual(['not-answered', 'manifest-invalid']);
    expect(await indexEntries()).toEqual([['refused', 'manifest-invalid']]);
  });

  it('is rolled back and goes on otherwise: two manifests for one number are a conflict', async () => {
    await crp.load([suspectWith(STORY_PHONE), suspectWith('+33639981200')]);
    await town.publish();
    await crp.database.query(`DELETE FROM exchange.own_manifest WHERE part = 'segments' AND number = 2`);
    await crp.load([suspectWith(STORY_PHONE), suspectWith('+33639981201')]);
    await town.publish();
    await jpn.agency.exchange.refreshPartners();
    expect(await answerOfCrp()).toEqual(['not-answered', 'key-conflict']);
    expect((await indexEntries()).at(-1)).toEqual(['refused', 'key-conflict']);
  });

  // A file that takes nothing: where the system has one, a write to it fails as on a full disk.
  it.runIf(existsSync('/dev/full'))(
    'finds our own disk full: said in words, and everything else goes on',
    async () => {
      await jpn.stop();
      const files = segmentFiles(jpn, 'from', 'crp');
      for (const file of files) {
        rmSync(file);
        symlinkSync('/dev/full', file.replace(/seg$/, 'part'));
      }
      await jpn.start();
      expect(await jpn.agency.exchange.refreshPartners()).toEqual({ complete: 1, total: 2 });
      expect(jpn.logs.join('')).toContain('no-disk-space');
      expect(await answerOfCrp()).toEqual(['not-answered', 'index-incomplete']);
      // It is not the partner's doing.
      expect(await indexEntries()).toEqual([]);
      for (const file of files) rmSync(file.replace(/seg$/, 'part'));
      await jpn.agency.exchange.refreshPartners();
      expect(await answerOfCrp()).toEqual(['hit', null]);
    },
  );

  it.each([
    ['damaged', damage],
    ['cut short', (file: string) => writeFileSync(file, readFileSync(file).subarray(0, 40))],
    ['emptied', (file: string) => writeFileSync(file, '')],
  ])('is %s on our own disk: it is fetched again at the start', async (_name, spoil) => {
    await jpn.stop();
    for (const file of segmentFiles(jpn, 'from', 'crp')) spoil(file);
    await jpn.start();
    await town.settle();
    expect(await answerOfCrp()).toEqual(['hit', null]);
    expect(await askForHits(town, jpn, '+33639980000')).toEqual([]);
  });
});

function suspectWith(number: string) {
  return row(
    `row ${number}`,
    [
      person(`person ${number}`, 'suspect', [['name', `Bearer ${number.slice(-2)}`]]),
      thing(`phone ${number}`, 'phone', [['number', number]]),
    ],
    [link(`person ${number}`, 'uses', `phone ${number}`)],
  );
}

function segmentFiles(member: TownMember, side: 'own' | 'from', partner: string): readonly string[] {
  const folder = join(member.config.data, 'segments', side, partner);
  const files = readdirSync(folder)
    .filter((name) => name.endsWith('.seg'))
    .map((name) => join(folder, name));
  expect(files.length).toBeGreaterThan(0);
  return files;
}

function damage(file: string): void {
  const bytes = readFileSync(file);
  bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
  writeFileSync(file, bytes);
}
