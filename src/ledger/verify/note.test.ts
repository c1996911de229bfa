import { generateKeyPairSync, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sha256, utf8 } from '../../base/index.ts';
import {
  type CheckpointSigner,
  formatVerifierKey,
  LedgerError,
  parseCheckpoint,
  parseVerifierKey,
  signCheckpoint,
  signerKey,
  splitNotes,
  verifyCheckpoint,
  verifyNote,
} from './index.ts';

interface Vectors {
  verifierKey: string;
  text: string;
  note: string;
  refused: { because: string; note: string; code: string }[];
}
const vectors = JSON.parse(
  readFileSync(new URL('../../../vectors/c2sp-signed-note.json', import.meta.url), 'utf8'),
) as Vectors;

const pair = generateKeyPairSync('ed25519');
const signer: CheckpointSigner = {
  origin: 'entente.example/ledger/jpn',
  keyName: 'entente.example/ledger/jpn',
  publicKey: new Uint8Array(Buffer.from(pair.publicKey.export({ format: 'jwk' }).x ?? '', 'base64url')),
  sign: (bytes) => new Uint8Array(sign(null, bytes, pair.privateKey)),
};
const codeOf = (attempt: () => unknown): string => {
  try {
    attempt();
  } catch (error) {
    if (error instanceof LedgerError) return error.code;
    throw error;
  }
  return 'accepted';
};

describe('C2SP signed-note', () => {
  const key = parseVerifierKey(vectors.verifierKey);

  it("opens the reference implementation's note with its key", () => {
    expect(verifyNote(vectors.note, key)).toBe(vectors.text);
    expect(formatVerifierKey(key)).toBe(vectors.verifierKey);
  });

  it.each(vectors.refused)('refuses a note with $because', ({ note, code }) => {
    expect(codeOf(() => verifyNote(note, key))).toBe(code);
  });

  it('passes over the lines of other keys', () => {
    const witness = `— witness.example ${Buffer.alloc(70, 7).toString('base64')}\n`;
    expect(verifyNote(vectors.note + witness, key)).toBe(vectors.text);
  });

  it('refuses a verifier key whose hash belongs to another', () => {
    expect(codeOf(() => parseVerifierKey(vectors.verifierKey.replace('c74f20a3', 'c74f20a4')))).toBe(
      'key-invalid',
    );
    expect(codeOf(() => parseVerifierKey('no key at all'))).toBe('key-invalid');
  });
});

describe('C2SP tlog-checkpoint', () => {
  const checkpoint = { origin: signer.origin, size: 257, root: sha256(utf8('root')) };

  it('reads origin, size and root, a line each', () => {
    const note = signCheckpoint(checkpoint, signer);
    expect(note.split('\n').slice(0, 3)).toEqual([
      'entente.example/ledger/jpn',
      '257',
      Buffer.from(sha256(utf8('root'))).toString('base64'),
    ]);
    expect(verifyCheckpoint(note, signerKey(signer))).toEqual(checkpoint);
  });

  it.each(['0257', '-1', '1e3', '+5', '99999999999999999', ''])('refuses the size %j', (size) => {
    const note = signCheckpoint(checkpoint, signer).replace('\n257\n', `\n${size}\n`);
    expect(codeOf(() => parseCheckpoint(note))).toMatch(/malformed$/);
  });

  it('splits a file of several notes', () => {
    const notes = [1, 2, 3].map((size) => signCheckpoint({ ...checkpoint, size }, signer));
    expect(splitNotes(notes.join(''))).toEqual(notes);
    expect(splitNotes(notes.join('\n'))).toEqual(notes);
  });

  it('answers every mutated note with a code or with the same checkpoint', () => {
    const note = signCheckpoint(checkpoint, signer);
    const mutation = fc.record({
      at: fc.nat(note.length),
      cut: fc.nat(4),
      put: fc.string({ unit: 'binary', maxLength: 3 }),
    });
    fc.assert(
      fc.property(fc.array(mutation, { minLength: 1, maxLength: 3 }), (mutations) => {
        let mutated = note;
        for (const { at, cut, put } of mutations)
          mutated = mutated.slice(0, at) + put + mutated.slice(at + cut);
        try {
          expect(verifyCheckpoint(mutated, signerKey(signer))).toEqual(checkpoint);
        } catch (error) {
          if (!(error instanceof LedgerError)) throw error;
        }
      }),
      { numRuns: 5_000 },
    );
  });
});
