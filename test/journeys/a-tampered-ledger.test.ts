import { describe, expect, it } from 'vitest';
import { toHex } from '../../src/base/index.ts';
import {
  createLedgerKey,
  describeVerification,
  exportLedger,
  hashLeaf,
  ledgerSigner,
  parseCheckpoint,
  readWitnessed,
  signCheckpoint,
  TreeEdge,
  verifyExport,
} from '../../src/ledger/index.ts';
import { agenciesOf, STORY_PHONE } from '../town/story.ts';
import { buildTown, type TownMember } from '../town/town.ts';
import { askForHits } from '../town/work.ts';

describe('a tampered ledger', () => {
  it('is found out, whatever was done to it', async () => {
    await using town = await buildTown(agenciesOf('jpn', 'crp'));
    const jpn = town.member('jpn');
    const crp = town.member('crp');
    await askForHits(town, jpn, STORY_PHONE);
    await jpn.agency.sequencer.flush();
    await askForHits(town, jpn, '+33639980000');
    await jpn.agency.sequencer.flush();
    await town.settle();

    const lines = await exported(jpn);
    const verify = async (changed: readonly string[], known: readonly string[] = []) => {
      const verification = await verifyExport(
        [Buffer.from(changed.join(''))],
        jpn.agency.keys.ledgerPublicKey,
        { known },
      );
      return { ...verification, words: describeVerification(verification, known.length).join(' ') };
    };
    // A partner that saw the newest checkpoint is the witness.
    const newest = await readWitnessed(crp.database, 'jpn');
    const witnessed = newest === null ? [] : [newest];
    expect(await verify(lines, witnessed)).toMatchObject({ ok: true, known: 1 });

    const entries = lines.filter((line) => line.startsWith('{"index"'));
    expect(entries.length).toBeGreaterThanOrEqual(6);
    const place = (index: number) => lines.findIndex((line) => line.startsWith(`{"index":${index},`));

    // A value changed: the entry's own hash names it.
    const altered = lines.with(place(3), (lines[place(3)] ?? '').replace('jpn', 'xxx'));
    expect(await verify(altered)).toMatchObject({
      ok: false,
      firstBad: { index: 3 },
      reason: 'entry-altered',
    });
    expect((await verify(altered)).words).toContain('the first bad entry is number 3');

    // An entry removed, two swapped: the place names it.
    expect(await verify(lines.toSpliced(place(2), 1))).toMatchObject({ ok: false, firstBad: { index: 2 } });
    const swapped = lines.with(place(1), lines[place(2)] ?? '').with(place(2), lines[place(1)] ?? '');
    expect(await verify(swapped)).toMatchObject({ ok: false, firstBad: { index: 1 } });

    // The value and its hash changed: only the next signed root shows it, so the range is named.
    const forged = lines.with(place(3), withOwnHash(lines[place(3)] ?? ''));
    const { firstBad, reason, words } = await verify(forged);
    expect(reason).toBe('root-differs');
    expect(firstBad).toMatchObject({ from: expect.any(Number), to: expect.any(Number) });
    expect((firstBad as { from: number }).from).toBeLessThanOrEqual(3);
    expect((firstBad as { to: number }).to).toBeGreaterThan(3);
    expect(words).toContain('does not hold');

    // The tail cut at an earlier checkpoint: whole in itself, and caught by what the partner knows.
    const checkpoints = lines.flatMap((line, at) => (line.startsWith('{"checkpoint"') ? [at] : []));
    expect(checkpoints.length).toBeGreaterThan(1);
    const cut = lines.slice(0, (checkpoints[0] ?? 0) + 1);
    expect(await verify(cut)).toMatchObject({ ok: true });
    expect((await verify(cut)).words).toContain('does not show whether newer entries were cut off');
    expect(await verify(cut, witnessed)).toMatchObject({ ok: false, reason: 'known-beyond-end' });

    // Everything forged with another key: no signature holds.
    expect(await verify(forgeAll(lines))).toMatchObject({ ok: false, reason: 'checkpoint-signature' });
  }, 240_000);

  it('cannot be changed in the database either', async () => {
    await using town = await buildTown(agenciesOf('jpn', 'crp'));
    const { database } = town.member('jpn');
    await expect(database.query(`UPDATE ledger.entry SET actor = 'nobody'`)).rejects.toThrow('append-only');
    await expect(database.query('DELETE FROM ledger.entry')).rejects.toThrow('append-only');
  }, 240_000);
});

async function exported(member: TownMember): Promise<readonly string[]> {
  const chunks: string[] = [];
  await exportLedger(member.database, (chunk) => void chunks.push(chunk));
  return chunks.join('').split(/(?<=\n)/);
}

function withOwnHash(line: string): string {
  const entry = JSON.parse(line) as { index: number; leaf: string; entry: string };
  const text = entry.entry.replace('jpn', 'xxx');
  return `${JSON.stringify({ index: entry.index, leaf: toHex(hashLeaf(Buffer.from(text))), entry: text })}\n`;
}

/** Every entry rewritten, every hash and root computed anew, every checkpoint signed: by somebody without the key. */
function forgeAll(lines: readonly string[]): readonly string[] {
  const origin = parseCheckpoint(
    (JSON.parse(lines.find((line) => line.startsWith('{"checkpoint"')) ?? '{}') as { checkpoint: string })
      .checkpoint,
  ).origin;
  const signer = ledgerSigner(createLedgerKey().privateKeyPem, origin);
  const edge = new TreeEdge();
  return lines.map((line) => {
    if (line.startsWith('{"index"')) {
      const changed = withOwnHash(line);
      edge.append(hashLeaf(Buffer.from((JSON.parse(changed) as { entry: string }).entry)));
      return changed;
    }
    if (!line.startsWith('{"checkpoint"')) return line;
    return `${JSON.stringify({ checkpoint: signCheckpoint({ origin, size: edge.size, root: edge.root() }, signer) })}\n`;
  });
}
