import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { toHex, utf8 } from '../../src/base/index.ts';
import { compareLedgerFiles } from '../../src/commands/ledger-compare.ts';
import {
  exportLedger,
  formatCheckpointLine,
  formatEntryLine,
  formatVerifierKey,
  hashLeaf,
  loadLedgerSigner,
  parseCheckpoint,
  signCheckpoint,
  TreeEdge,
} from '../../src/ledger/index.ts';
import { LEDGER_KEY_FILE } from '../../src/wire/index.ts';
import { agenciesOf, STORY_PHONE } from '../town/story.ts';
import { buildTown, type Town, type TownMember } from '../town/town.ts';
import { askForHits, discloseAll, request, waitingAt } from '../town/work.ts';

const DAY = 86_400_000;
type Fields = Record<string, unknown>;

/** A question, its request and the disclosure on one day, a question on the next; both days stated. */
describe('the ledgers of two agencies', () => {
  const folder = mkdtempSync(join(tmpdir(), 'entente-compare-'));
  let town: Town;
  let keys: readonly [string, string];
  let jpn: readonly string[];
  let crp: readonly string[];

  beforeAll(async () => {
    town = await buildTown(agenciesOf('jpn', 'crp'));
    const [asker, owner] = [town.member('jpn'), town.member('crp')];
    const [hit] = await askForHits(town, asker, STORY_PHONE);
    if (hit === undefined) throw new Error('no hit');
    await request(town, asker, hit);
    await discloseAll(town, owner, await waitingAt(owner));
    for (const question of ['+33639980000', '+33639980001']) {
      town.clock.advance(DAY);
      for (const member of [asker, owner]) {
        await member.agency.exchange.tidy();
        await town.settle();
      }
      await askForHits(town, asker, question);
    }
    keys = [keyOf(asker), keyOf(owner)];
    [jpn, crp] = [await exported(asker), await exported(owner)];
  }, 240_000);
  afterEach(() => vi.restoreAllMocks());
  afterAll(async () => {
    rmSync(folder, { recursive: true });
    await town[Symbol.asyncDispose]();
  });

  async function compare(
    left: readonly string[],
    right: readonly string[],
    json = true,
  ): Promise<{ code: number; out: string; found: Fields }> {
    const files = [join(folder, 'jpn.ndjson'), join(folder, 'crp.ndjson')] as const;
    writeFileSync(files[0], left.join(''));
    writeFileSync(files[1], right.join(''));
    let out = '';
    vi.spyOn(process.stdout, 'write').mockImplementation((part) => {
      out += String(part);
      return true;
    });
    const code = await compareLedgerFiles(files, { key: keys, json });
    return { code, out, found: json ? (JSON.parse(out) as Fields) : {} };
  }

  /** What the agency's own server would export, had it written other entries: signed by its own key. */
  const rewritten = (
    lines: readonly string[],
    member: TownMember,
    change: (fields: Fields) => Fields | null,
  ) =>
    signAnew(
      lines,
      loadLedgerSigner(join(member.config.keys, LEDGER_KEY_FILE), `entente/${member.id}`),
      change,
    );

  it('agree, and say up to when and on how many messages', async () => {
    const { code, found } = await compare(jpn, crp);
    // Two questions, a request, its disclosure and the first day stated either way; what was done at the end is too new.
    expect(found).toMatchObject({ same: true, agencies: ['jpn', 'crp'], agreed: 6, differences: [] });
    expect(code).toBe(0);
    const { out } = await compare(jpn, crp, false);
    expect(out).toMatch(/^The ledgers of jpn and crp agree: 6 messages in both, up to 2026-/);
    expect(out).toContain('too new to compare');
  });

  it('differ where one left out a question it had answered: the message, and the counts of the day', async () => {
    const hiding = rewritten(crp, town.member('crp'), (fields) =>
      fields['act'] === 'answer-question' && String(fields['time']).startsWith('2026-11-03') ? null : fields,
    );
    const { code, found } = await compare(jpn, hiding);
    expect(code).toBe(1);
    expect(found['differences']).toMatchObject([
      { kind: 'not-got', at: 'jpn', act: 'ask-partners' },
      { kind: 'other-counts', at: 'jpn', act: 'send-statement', what: 'sent/match-query', here: 1, there: 0 },
      { kind: 'other-counts', at: 'jpn', what: 'sent/communication', here: 16, there: 0 },
    ]);
    const { out } = await compare(jpn, hiding, false);
    expect(out).toContain('differ in 3 places');
    expect(out).toMatch(/\njpn sent what crp does not say it got: ask-partners of 2026-11-03T/);
    expect(out).toMatch(/\njpn says 16 and crp 0 of sent\/communication: send-statement of /);
  });

  it('differ where one left out what it had sent, stated other counts, or was told another hash', async () => {
    const { found: unsent } = await compare(
      rewritten(jpn, town.member('jpn'), (fields) => (fields['act'] === 'send-request' ? null : fields)),
      crp,
    );
    expect(unsent['differences']).toMatchObject([{ kind: 'not-sent', at: 'crp', act: 'receive-request' }]);

    const { found: counts } = await compare(
      jpn,
      rewritten(crp, town.member('crp'), (fields) =>
        fields['act'] === 'receive-statement' && fields['kind'] === 'intent'
          ? { ...fields, categories: { ...(fields['categories'] as Fields), 'sent/communication': 4_096 } }
          : fields,
      ),
    );
    expect(counts['differences']).toMatchObject([
      { kind: 'other-counts', at: 'crp', act: 'receive-statement', here: 4_096, there: 16 },
    ]);

    const { found: hash } = await compare(
      jpn,
      rewritten(crp, town.member('crp'), (fields) =>
        fields['act'] === 'receive-request' && fields['kind'] === 'intent'
          ? { ...fields, peerLeaf: 'ab'.repeat(32) }
          : fields,
      ),
    );
    expect(hash['differences']).toMatchObject([{ kind: 'other-hash', at: 'crp', act: 'receive-request' }]);
  });

  it('are not compared where one was tampered with or cut off: its own checkpoints say so', async () => {
    const at = crp.findIndex((line) => line.includes('answer-question'));
    const tampered = crp.with(at, (crp[at] ?? '').replace('answer-question', 'answer-questiom'));
    const { code, found } = await compare(jpn, tampered);
    expect(code).toBe(1);
    expect(found).toMatchObject({
      same: false,
      broken: [{ sentences: expect.stringContaining('does not hold') }],
    });
    const { code: cut, out } = await compare(jpn.slice(0, -1), crp, false);
    expect(cut).toBe(1);
    expect(out).toContain('Nothing was compared.');
  });

  it('are compared up to where the shorter one ends, and it is said how much lies beyond', async () => {
    const checkpoints = crp.flatMap((line, at) => (line.startsWith('{"checkpoint"') ? [at] : []));
    const earlier = crp.slice(0, (checkpoints[0] ?? 0) + 1);
    const { code, found } = await compare(jpn, earlier);
    expect(code).toBe(0);
    expect(Number(found['agreed'])).toBeLessThan(6);
    expect(Number(found['tooNew'])).toBeGreaterThan(3);
  });

  it('need two keys and two agencies', async () => {
    const files = [join(folder, 'jpn.ndjson'), join(folder, 'crp.ndjson')] as const;
    const missing = compareLedgerFiles(files, { key: [keys[0]], json: false });
    await expect(missing).rejects.toMatchObject({
      code: 'usage',
      message: expect.stringContaining('two keys'),
    });
    writeFileSync(files[0], jpn.join(''));
    const twice = compareLedgerFiles([files[0], files[0]], { key: [keys[0], keys[0]], json: false });
    await expect(twice).rejects.toMatchObject({ code: 'usage', message: expect.stringContaining('of jpn') });
  });
});

const keyOf = ({ id, agency }: TownMember): string =>
  formatVerifierKey({ name: `entente/${id}`, publicKey: agency.keys.ledgerPublicKey });

async function exported({ agency, database }: TownMember): Promise<readonly string[]> {
  await agency.sequencer.flush();
  const chunks: string[] = [];
  await exportLedger(database, (chunk) => void chunks.push(chunk));
  return chunks.join('').split(/(?<=\n)/);
}

/** The export with its entries changed or left out (null), every hash, place and root worked out anew and signed. */
function signAnew(
  lines: readonly string[],
  signer: Parameters<typeof signCheckpoint>[1],
  change: (fields: Fields) => Fields | null,
): readonly string[] {
  const edge = new TreeEdge();
  return lines.flatMap((line) => {
    const read = JSON.parse(line) as { entry?: string; checkpoint?: string };
    if (read.entry !== undefined) {
      const fields = change(JSON.parse(read.entry) as Fields);
      if (fields === null) return [];
      const text = JSON.stringify(fields);
      const leaf = hashLeaf(utf8(text));
      edge.append(leaf);
      return [formatEntryLine(edge.size - 1, toHex(leaf), text)];
    }
    if (read.checkpoint === undefined) return [line];
    const { origin } = parseCheckpoint(read.checkpoint);
    return [formatCheckpointLine(signCheckpoint({ origin, size: edge.size, root: edge.root() }, signer))];
  });
}
