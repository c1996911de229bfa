import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { agenciesOf, STORY_PHONE } from '../town/story.ts';
import { buildTown, type Town, type TownMember } from '../town/town.ts';
import { askForHits } from '../town/work.ts';

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
      const { rows } = await jpn.database.query('SELECT partner, part, number FROM exchange.key_conflict');
      expect(rows).toEqual([{ partner: 'crp', part, number: 1 }]);
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

  it('withholds a segment, and gives it again', async () => {
    await jpn.stop();
    rmSync(join(jpn.config.data, 'segments', 'from'), { recursive: true });
    const kept = segmentFiles(crp, 'own', 'jpn').map((file) => [file, readFileSync(file)] as const);
    for (const [file] of kept) rmSync(file);
    await jpn.start();
    await town.settle();
    expect(await answerOfCrp()).toEqual(['not-answered', 'index-incomplete']);
    for (const [file, bytes] of kept) writeFileSync(file, bytes);
    await jpn.agency.exchange.refreshPartners();
    expect(await answerOfCrp()).toEqual(['hit', null]);
  });

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

function segmentFiles(member: TownMember, side: 'own' | 'from', partner: string): readonly string[] {
  const folder = join(member.config.data, 'segments', side, partner);
  const files = readdirSync(folder).map((name) => join(folder, name));
  expect(files.length).toBeGreaterThan(0);
  return files;
}

function damage(file: string): void {
  const bytes = readFileSync(file);
  bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
  writeFileSync(file, bytes);
}
