import { createPrivateKey, createPublicKey, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toHex, utf8 } from '../../base/index.ts';
import {
  type CheckpointSigner,
  formatCheckpointLine,
  formatEntryLine,
  formatHeaderLine,
  formatVerifierKey,
  hashLeaf,
  reportVerification,
  signCheckpoint,
  signerKey,
  TreeEdge,
  type Verification,
  verifyExport,
} from './index.ts';

/** A signer whose key is 32 equal bytes, so that the files in vectors/ can be written again. */
function signerOf(seedByte: number): CheckpointSigner {
  const der = Buffer.concat([
    Buffer.from('302e020100300506032b657004220420', 'hex'),
    Buffer.alloc(32, seedByte),
  ]);
  const privateKey = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  const { x } = createPublicKey(privateKey).export({ format: 'jwk' });
  return {
    origin: 'entente.example/jpn',
    keyName: 'entente.example/jpn',
    publicKey: new Uint8Array(Buffer.from(x ?? '', 'base64url')),
    sign: (bytes) => new Uint8Array(sign(null, bytes, privateKey)),
  };
}
const agency = signerOf(1);
const stranger = signerOf(2);

const texts = Array.from({ length: 20 }, (_, place) =>
  JSON.stringify({
    v: 1,
    id: String(place).padStart(32, '0'),
    kind: 'intent',
    act: 'search-own',
    note: 'é🜂"\\',
  }),
);

/** An export of these texts, with a checkpoint after every `every` entries, as an honest or a forging agency writes it. */
function buildExport(entries: readonly string[], signer: CheckpointSigner, every = 5) {
  const edge = new TreeEdge();
  const notes: string[] = [];
  const lines = [formatHeaderLine(signer.origin)];
  for (const [index, text] of entries.entries()) {
    const leafHash = hashLeaf(utf8(text));
    edge.append(leafHash);
    lines.push(formatEntryLine(index, toHex(leafHash), text));
    if ((index + 1) % every !== 0) continue;
    const note = signCheckpoint({ origin: signer.origin, size: index + 1, root: edge.root() }, signer);
    notes.push(note);
    lines.push(formatCheckpointLine(note));
  }
  return { lines, notes, file: lines.join('') };
}
const honest = buildExport(texts, agency);
const newest = honest.notes.at(-1) ?? expect.fail('no checkpoint');

const check = (lines: readonly string[] | string, known: readonly string[] = []): Promise<Verification> =>
  verifyExport([utf8(typeof lines === 'string' ? lines : lines.join(''))], agency.publicKey, { known });
/** The line of entry `index`: the header stands before, and a checkpoint after every five. */
const lineOf = (index: number): number => 1 + index + Math.floor(index / 5);
const withLine = (index: number, line: string): string[] => honest.lines.with(lineOf(index), line);
const renumbered = (entries: readonly string[]): string[] => {
  // Entries as they now stand, with fresh numbers and fresh leaf hashes, under the checkpoints as they were signed.
  const forged = buildExport(entries, agency).lines.filter((line) => line.includes('"entry"'));
  return [
    honest.lines[0] ?? '',
    ...forged.flatMap((line, place) =>
      (place + 1) % 5 === 0 ? [line, formatCheckpointLine(honest.notes[(place + 1) / 5 - 1] ?? '')] : [line],
    ),
  ];
};

describe('verifyExport', () => {
  it('accepts an honest export, whole or in pieces of any size', async () => {
    const whole = { ok: true, entries: 20, checkpoints: 4, known: 0, origin: agency.origin };
    expect(await check(honest.file)).toMatchObject(whole);
    const bytes = utf8(honest.file);
    for (const size of [1, 7, 1000]) {
      const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, n) =>
        bytes.subarray(n * size, (n + 1) * size),
      );
      expect(await verifyExport(pieces, agency.publicKey)).toMatchObject(whole);
    }
  });

  it('names the entry whose value was changed, for its own hash contradicts it', async () => {
    const line = formatEntryLine(
      7,
      toHex(hashLeaf(utf8(texts[7] ?? ''))),
      (texts[7] ?? '').replace('search-own', 'sign-in'),
    );
    expect(await check(withLine(7, line))).toMatchObject({
      ok: false,
      reason: 'entry-altered',
      firstBad: { index: 7 },
    });
  });

  it('names the range between two checkpoints when the changed entry was hashed anew', async () => {
    const text = (texts[7] ?? '').replace('search-own', 'sign-in');
    expect(await check(withLine(7, formatEntryLine(7, toHex(hashLeaf(utf8(text))), text)))).toMatchObject({
      ok: false,
      reason: 'root-differs',
      firstBad: { from: 5, to: 10 },
      last: { size: 5 },
    });
  });

  it('names the place of an entry that was removed', async () => {
    expect(await check(honest.lines.toSpliced(lineOf(12), 1))).toMatchObject({
      reason: 'entry-out-of-order',
      firstBad: { index: 12 },
    });
  });

  it('names the range when the rest was renumbered over the gap', async () => {
    expect(await check(renumbered(texts.toSpliced(12, 1)))).toMatchObject({
      reason: 'root-differs',
      firstBad: { from: 10, to: 15 },
    });
  });

  it('names the first of two swapped entries, or their range when they were renumbered', async () => {
    const [first, second] = [honest.lines[lineOf(6)] ?? '', honest.lines[lineOf(8)] ?? ''];
    expect(await check(honest.lines.with(lineOf(6), second).with(lineOf(8), first))).toMatchObject({
      reason: 'entry-out-of-order',
      firstBad: { index: 6 },
    });
    const swapped = texts.with(6, texts[8] ?? '').with(8, texts[6] ?? '');
    expect(await check(renumbered(swapped))).toMatchObject({
      reason: 'root-differs',
      firstBad: { from: 5, to: 10 },
    });
  });

  it('sees a cut tail only with a known checkpoint, and then says so', async () => {
    const cut = honest.lines.slice(0, lineOf(15));
    expect(await check(cut)).toMatchObject({ ok: true, entries: 15 });
    expect(await check(cut, [newest])).toMatchObject({
      ok: false,
      reason: 'known-beyond-end',
      firstBad: { from: 15, to: 20 },
    });
    expect(await check(honest.file, [newest])).toMatchObject({ ok: true, known: 1 });
    expect(await check(honest.file, honest.notes)).toMatchObject({ ok: true, known: 4 });
  });

  it('sees a tail cut between checkpoints without any known one', async () => {
    expect(await check(honest.lines.slice(0, lineOf(17)))).toMatchObject({
      reason: 'entries-unsigned',
      firstBad: { from: 15, to: 17 },
    });
  });

  it('refuses a ledger whose hashes a stranger recomputed, for the signature is not by the key', async () => {
    const forged = buildExport(texts.with(3, '{"forged":true}'), stranger);
    expect(await check(forged.file)).toMatchObject({
      reason: 'checkpoint-signature',
      firstBad: { from: 0, to: 5 },
    });
  });

  it('catches an agency that rewrote its own past under its own key by the known checkpoint', async () => {
    const forged = buildExport(texts.with(12, '{"forged":true}'), agency);
    expect(await check(forged.file)).toMatchObject({ ok: true }); // nothing inside the file speaks against it
    expect(await check(forged.file, [newest])).toMatchObject({
      reason: 'known-differs',
      firstBad: { from: 0, to: 20 },
    });
    expect(await check(forged.file, honest.notes)).toMatchObject({
      reason: 'known-differs',
      firstBad: { from: 10, to: 15 },
    });
  });

  it('refuses a known checkpoint that the key did not sign', async () => {
    const note = buildExport(texts, stranger).notes.at(-1) ?? '';
    expect(await check(honest.file, [note])).toMatchObject({ ok: false, reason: 'known-signature' });
  });

  it('does not vouch for an export without checkpoints, without lines, or with a checkpoint of another ledger', async () => {
    expect(await check(honest.lines.slice(0, 3))).toMatchObject({ reason: 'checkpoint-missing' });
    expect(await check('')).toMatchObject({ reason: 'header-missing' });
    expect(await check(honest.lines.with(0, formatHeaderLine('entente.example/ard')))).toMatchObject({
      reason: 'origin-other',
    });
  });

  it('refuses a second spelling of a line: what a reader sees is what was hashed', async () => {
    const line = honest.lines[lineOf(4)] ?? '';
    expect(await check(withLine(4, line.replace('"index":4', '"index": 4')))).toMatchObject({
      reason: 'line-malformed',
    });
    expect(await check(withLine(4, line.replace('{"index"', '{"entry":"shown","index"')))).toMatchObject({
      ok: false,
      reason: 'line-malformed',
      firstBad: { index: 4 },
    });
  });

  it('refuses a line over its limit without holding more of it', async () => {
    const endless = (function* () {
      yield utf8(honest.lines[0] ?? '');
      for (let n = 0; n < 1_000; n += 1) yield new Uint8Array(1_000).fill(0x61);
      expect.fail('read on past the limit');
    })();
    expect(await verifyExport(endless, agency.publicKey)).toMatchObject({
      reason: 'line-malformed',
      line: 2,
    });
    expect(await verifyExport([utf8(honest.file)], agency.publicKey, { linesMax: 10 })).toMatchObject({
      reason: 'too-many',
    });
  });

  it('never accepts a mutated export that says anything else than the honest one', async () => {
    const bytes = Buffer.from(honest.file);
    const mutation = fc.oneof(
      fc.record({
        type: fc.constant('bytes'),
        at: fc.nat(bytes.length),
        cut: fc.nat(40),
        put: fc.uint8Array({ maxLength: 6 }),
      }),
      fc.record({
        type: fc.constant('line'),
        from: fc.nat(honest.lines.length),
        to: fc.nat(honest.lines.length),
      }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(mutation, { minLength: 1, maxLength: 4 }), async (mutations) => {
        let mutated = bytes;
        for (const one of mutations) {
          if ('put' in one) {
            mutated = Buffer.concat([
              mutated.subarray(0, one.at),
              one.put,
              mutated.subarray(one.at + one.cut),
            ]);
          } else {
            const lines = mutated.toString('latin1').split(/(?<=\n)/);
            lines.splice(one.to, 0, ...lines.splice(one.from, 1));
            mutated = Buffer.from(lines.join(''), 'latin1');
          }
        }
        const seen = await verifyExport([mutated], agency.publicKey);
        if (!seen.ok) return;
        // What is accepted is the honest export, or a beginning of it with fewer checkpoint lines.
        const entries = mutated
          .toString()
          .split('\n')
          .filter((line) => line.includes('"entry"'));
        const original = honest.lines
          .filter((line) => line.includes('"entry"'))
          .map((line) => line.trimEnd());
        expect(entries).toEqual(original.slice(0, entries.length));
      }),
      { numRuns: 5_000 },
    );
  });
});

describe('the report of a verification', () => {
  it('tells a person in sentences and a machine in JSON, and gives an exit code', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'entente-ledger-'));
    try {
      const [file, known, bad] = ['ledger.ndjson', 'known.txt', 'bad.ndjson'].map((name) =>
        join(folder, name),
      ) as [string, string, string];
      await writeFile(file, honest.file);
      await writeFile(known, honest.notes.join('\n'));
      await writeFile(
        bad,
        withLine(7, (honest.lines[lineOf(7)] ?? '').replace('search-own', 'sign-in')).join(''),
      );
      const key = formatVerifierKey(signerKey(agency));
      const good = await reportVerification({ file, key, known });
      expect(good.exitCode).toBe(0);
      expect(good.text).toContain('The ledger holds: 20 entries under 4 signed checkpoints.');
      expect(good.text).toContain('It agrees with 4 known checkpoints');
      const failed = await reportVerification({ file: bad, key });
      expect(failed.exitCode).toBe(1);
      expect(failed.text).toContain('the first bad entry is number 7');
      expect(JSON.parse(failed.json)).toMatchObject({
        ok: false,
        firstBad: { index: 7 },
        reason: 'entry-altered',
      });
      await writeFile(known, buildExport(texts, stranger).notes.at(-1) ?? '');
      const strange = await reportVerification({ file, key, known });
      expect([strange.exitCode, strange.text]).toEqual([
        1,
        'The ledger was not verified.\nThe known checkpoint does not carry a signature by the key.\n',
      ]);
      await expect(reportVerification({ file, key: join(folder, 'none') })).rejects.toMatchObject({
        code: 'key-invalid',
      });
      const pem = join(folder, 'key.pem');
      const x = Buffer.from(agency.publicKey).toString('base64url');
      const publicKey = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
      await writeFile(pem, publicKey.export({ type: 'spki', format: 'pem' }));
      expect((await reportVerification({ file, key: pem })).exitCode).toBe(0);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

describe('vectors/ledger-export-v1.json', () => {
  interface Vector {
    verifierKey: string;
    files: { about: string; lines: string[]; known: string[]; expect: Partial<Verification> }[];
  }
  const path = new URL('../../../vectors/ledger-export-v1.json', import.meta.url);
  const vector = JSON.parse(readFileSync(path, 'utf8')) as Vector;

  it.each(vector.files)('reads $about as written down', async ({ lines, known, expect: expected }) => {
    expect(vector.verifierKey).toBe(formatVerifierKey(signerKey(agency)));
    const seen = await check(lines.map((line) => `${line}\n`).join(''), known);
    expect(seen).toMatchObject(expected);
  });
});
