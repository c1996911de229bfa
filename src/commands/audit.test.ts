import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { agenciesOf, STORY_PHONE } from '../../test/town/story.ts';
import { buildTown, type Town, type TownMember } from '../../test/town/town.ts';
import { exportLedger, formatVerifierKey } from '../ledger/index.ts';
import { compareManifest } from './audit-manifest.ts';
import { drawAudit, verifyAnswer, writeAnswer } from './audit.ts';

describe('entente audit', () => {
  let town: Town;
  let folder: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'entente-audit-'));
    town = await buildTown(agenciesOf('jpn', 'crp'));
    await town.member('jpn').ask(STORY_PHONE);
    await town.settle();
    writeFileSync(at('agreement.json'), town.agreeAmong('jpn', 'crp'));
    for (const id of ['jpn', 'crp']) await writeFiles(town.member(id));
  }, 240_000);
  afterAll(async () => {
    await town[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true });
  });
  afterEach(() => vi.restoreAllMocks());

  const at = (name: string): string => join(folder, name);

  /** The export, the key, and an agency.yaml over the member's own database and keys. */
  async function writeFiles({ id, agency, database, config }: TownMember): Promise<void> {
    await agency.sequencer.flush();
    const chunks: string[] = [];
    await exportLedger(database, (chunk) => void chunks.push(String(chunk)));
    writeFileSync(at(`${id}.ndjson`), chunks.join(''));
    writeFileSync(
      at(`${id}.key`),
      formatVerifierKey({ name: `entente/${id}`, publicKey: agency.keys.ledgerPublicKey }),
    );
    writeFileSync(at(`${id}.url`), database.url);
    const { name, letters, country, language } = config.agency;
    const lines = [
      `agency: { id: ${id}, name: ${name}, letters: ${letters}, country: ${country}, language: ${language} }`,
      'desk: { port: 7401 }',
      'peer: { port: 7411 }',
      'agreement: agreement.json',
      `keys: ${config.keys}`,
      `data: ${config.data}`,
      `database: ${id}.url`,
    ];
    writeFileSync(at(`${id}.yaml`), lines.join('\n'));
  }

  /** What a command said, and its exit code. */
  async function said(command: () => Promise<number>): Promise<{ code: number; out: string }> {
    let out = '';
    vi.spyOn(process.stdout, 'write').mockImplementation((part) => {
      out += String(part);
      return true;
    });
    const code = await command();
    vi.restoreAllMocks();
    return { code, out };
  }

  const draw = (id: string, what: 'published' | 'segments' | 'questions', json = false) =>
    said(() =>
      drawAudit(at(`${id}.ndjson`), {
        key: at(`${id}.key`),
        what,
        samples: 300,
        out: at(`${id}.request`),
        json,
      }),
    );
  const answer = (id: string) =>
    said(() =>
      writeAnswer(at(`${id}.request`), { config: at(`${id}.yaml`), out: at(`${id}.answer`), json: false }),
    );
  const verify = (id: string, json = false, ledger = `${id}.ndjson`) =>
    said(() =>
      verifyAnswer(at(`${id}.answer`), {
        request: at(`${id}.request`),
        ledger: at(ledger),
        key: at(`${id}.key`),
        json,
      }),
    );

  it('has what a partner published drawn, shown and held against its ledger, over files alone', async () => {
    const drawn = await draw('crp', 'published');
    expect(drawn.out).toMatch(/^Drawn: (\d+) of \1 published keys in \d+ publications\.\n/);
    expect([drawn.code, (await answer('crp')).code]).toEqual([0, 0]);
    const { code, out } = await verify('crp');
    expect(out).toMatch(/^Everything was shown: .* 0 not shown, 0 wrong\.\n/);
    expect(code).toBe(0);
    const result = JSON.parse((await verify('crp', true)).out) as { records: { value: string }[] };
    expect(result.records.map(({ value }) => value)).toContain(STORY_PHONE);
  });

  it('has the segments that partners are offered accounted for, and a partner compare what it was offered', async () => {
    const drawn = await draw('crp', 'segments');
    expect(drawn.out).toMatch(/^Drawn: 6 of 6 lists of segments in 1 manifests\.\n/);
    expect([drawn.code, (await answer('crp')).code]).toEqual([0, 0]);
    const { code, out } = await verify('crp');
    expect(out).toMatch(/^Everything is accounted for: 6 of 6 lists .* 0 not shown, 0 wrong\.\n/);
    expect(out).toMatch(/communication for jpn: \d+ segments are \d+ keys in force, as many as/);
    expect(code).toBe(0);
    const compare = (ledger: string, json = false) =>
      said(() =>
        compareManifest(at(`${ledger}.ndjson`), { key: at(`${ledger}.key`), config: at('jpn.yaml'), json }),
      );
    const fits = await compare('crp');
    expect([fits.code, fits.out]).toEqual([
      0,
      expect.stringMatching(/^What crp offers us fits its ledger, up to manifest \d+\.\n/),
    ]);
    await expect(compare('jpn')).rejects.toMatchObject({ code: 'usage' });
    // Offered where nothing is published, and given what the ledger does not name.
    const { database } = town.member('jpn');
    const { rows } = await database.query<{ number: number; bytes: Uint8Array }>(
      `SELECT number, bytes FROM exchange.partner_manifest WHERE part = 'segments' ORDER BY number DESC LIMIT 1`,
    );
    const [{ number, bytes } = { number: 0, bytes: new Uint8Array() }] = rows;
    const less = new TextDecoder()
      .decode(bytes)
      .replaceAll('"keyClass":"communication"', '"keyClass":"vehicle"');
    const put = (content: Uint8Array) =>
      database.query(
        `UPDATE exchange.partner_manifest SET bytes = $1 WHERE part = 'segments' AND number = $2`,
        [content, number],
      );
    await put(new TextEncoder().encode(less));
    const differs = await compare('crp');
    expect([
      differs.code,
      differs.out.includes('does NOT fit'),
      differs.out.includes('that cannot be'),
    ]).toEqual([1, true, true]);
    await put(bytes);
    await database.query(
      `INSERT INTO exchange.partner_manifest SELECT partner, part, 0, bytes, repeat('0', 64), received_at FROM exchange.partner_manifest WHERE part = 'segments' AND number = $1`,
      [number],
    );
    expect(JSON.parse((await compare('crp', true)).out)).toMatchObject({
      same: false,
      owner: 'crp',
      unnamed: [0],
    });
    await database.query(`DELETE FROM exchange.partner_manifest WHERE hash = repeat('0', 64)`);
  }, 60_000);

  it('has what was asked opened, with its case', async () => {
    expect((await draw('jpn', 'questions')).out).toMatch(
      /^Drawn: 16 of 16 elements asked in 1 questions\.\n/,
    );
    expect((await answer('jpn')).code).toBe(0);
    expect((await verify('jpn')).out).toContain(
      '1 opened with key and case, 15 padding, 0 forgotten by design',
    );
    const { asked } = JSON.parse((await verify('jpn', true)).out) as { asked: unknown[] };
    expect(asked).toMatchObject([{ value: STORY_PHONE, partner: 'crp', reference: 'C-1' }]);
  });

  it('ends with 1 where something was not shown, or the ledger does not hold', async () => {
    await draw('crp', 'published');
    await answer('crp');
    const whole = JSON.parse(readFileSync(at('crp.answer'), 'utf8')) as { answers: unknown[] };
    writeFileSync(at('crp.answer'), JSON.stringify({ ...whole, answers: whole.answers.slice(1) }));
    const { code, out } = await verify('crp');
    expect([code, out.includes('NOT everything was shown'), out.includes('1 not shown')]).toEqual([
      1,
      true,
      true,
    ]);
    const lines = readFileSync(at('crp.ndjson'), 'utf8').split('\n');
    writeFileSync(at('cut.ndjson'), lines.toSpliced(2, 1).join('\n'));
    const cut = await verify('crp', false, 'cut.ndjson');
    expect([cut.code, cut.out.startsWith('The ledger does not hold')]).toEqual([1, true]);
  });

  it('refuses what is of another ledger, another step or no file of an audit', async () => {
    await draw('crp', 'published');
    await expect(
      writeAnswer(at('crp.request'), { config: at('jpn.yaml'), out: at('x'), json: false }),
    ).rejects.toMatchObject({ code: 'audit-file-invalid' });
    await expect(
      writeAnswer(at('jpn.answer'), { config: at('jpn.yaml'), out: at('x'), json: false }),
    ).rejects.toMatchObject({ code: 'audit-file-invalid' });
    await expect(
      verifyAnswer(at('jpn.answer'), {
        request: at('crp.request'),
        ledger: at('jpn.ndjson'),
        key: at('jpn.key'),
        json: false,
      }),
    ).rejects.toMatchObject({ code: 'usage' });
    await expect(draw('crp', 'questions')).rejects.toMatchObject({ code: 'audit-nothing-committed' });
  });
});
