import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import {
  concatBytes,
  equalBytes,
  readBase64,
  readHex,
  sha256,
  toBase64,
  toHex,
  utf8,
} from '../../base/index.ts';
import { LedgerError } from './errors.ts';

/** C2SP signed-note: text, a blank line, signature lines. Ours: Ed25519 (signature type 0x01) under one key. */
const ED25519 = 0x01;
const NOTE_BYTES_MAX = 16_384;
const SIGNATURES_MAX = 16;
const SIGNATURE_LINE = /^— ([^\s+]+) ([A-Za-z0-9+/]+={0,2})$/u;

export interface NoteKey {
  readonly name: string;
  /** 32 raw bytes. */
  readonly publicKey: Uint8Array;
}

/** The four bytes that name a key. C2SP signed-note: SHA-256(key name || 0x0A || type || public key)[:4]. */
export function keyHash(key: NoteKey): Uint8Array {
  return sha256(utf8(key.name), Uint8Array.of(0x0a, ED25519), key.publicKey).slice(0, 4);
}

/** `name+hash+key`, one line that an outsider can be handed. C2SP signed-note, verifier keys. */
export function formatVerifierKey(key: NoteKey): string {
  return `${key.name}+${toHex(keyHash(key))}+${toBase64(concatBytes(Uint8Array.of(ED25519), key.publicKey))}`;
}

/** The key of a verifier-key line; throws `key-invalid`. */
export function parseVerifierKey(text: string): NoteKey {
  const [name, hash, encoded, ...more] = splitKey(text.trim());
  const keyBytes = readBase64(encoded ?? '');
  if (name === undefined || hash === undefined || keyBytes === null || more.length > 0)
    throw new LedgerError('key-invalid', 'a verifier key reads name+hash+key, as C2SP signed-note says');
  if (!isKeyName(name) || keyBytes.length !== 33 || keyBytes[0] !== ED25519)
    throw new LedgerError('key-invalid', 'a verifier key holds a name and an Ed25519 key of 32 bytes');
  const key = { name, publicKey: keyBytes.slice(1) };
  const stated = readHex(hash);
  if (stated === null || !equalBytes(stated, keyHash(key)))
    throw new LedgerError('key-invalid', 'the hash inside the verifier key does not belong to its key');
  return key;
}

// The base64 part may hold '+' too, so only the first two separate.
function splitKey(text: string): string[] {
  const first = text.indexOf('+');
  const second = text.indexOf('+', first + 1);
  if (first < 0 || second < 0) return [];
  return [text.slice(0, first), text.slice(first + 1, second), text.slice(second + 1)];
}

/** Whether the text may name a key: not empty, no blanks, no plus sign. */
export function isKeyName(text: string): boolean {
  return text.length <= 200 && /^[^\s+]+$/u.test(text);
}

/** The note with our signature line. `text` ends in a newline and holds no blank line. */
export function signNote(text: string, key: NoteKey, sign: (bytes: Uint8Array) => Uint8Array): string {
  const signature = concatBytes(keyHash(key), sign(utf8(text)));
  return `${text}\n— ${key.name} ${toBase64(signature)}\n`;
}

export interface OpenNote {
  readonly text: string;
  readonly signatures: readonly {
    readonly name: string;
    readonly hash: Uint8Array;
    readonly signature: Uint8Array;
  }[];
}

/** The text and the signature lines, unverified; throws `note-malformed`. */
export function parseNote(note: string): OpenNote {
  // Controlled by whoever wrote the note: bounded before it is taken apart.
  if (note.length > NOTE_BYTES_MAX)
    throw new LedgerError('note-malformed', `a note has at most ${NOTE_BYTES_MAX} characters`);
  const split = note.lastIndexOf('\n\n');
  if (split < 0 || !note.endsWith('\n') || hasControlCharacter(note))
    throw new LedgerError('note-malformed', 'a note is text, a blank line and signature lines');
  const lines = note.slice(split + 2, -1).split('\n');
  if (lines.length > SIGNATURES_MAX)
    throw new LedgerError('note-malformed', `a note has at most ${SIGNATURES_MAX} signatures`);
  return { text: note.slice(0, split + 1), signatures: lines.map(parseSignatureLine) };
}

// C2SP signed-note: no ASCII control characters below U+0020 other than newline.
function hasControlCharacter(note: string): boolean {
  for (let at = 0; at < note.length; at += 1) {
    const code = note.charCodeAt(at);
    if (code < 0x20 && code !== 0x0a) return true;
  }
  return false;
}

function parseSignatureLine(line: string): OpenNote['signatures'][number] {
  const [, name, encoded] = SIGNATURE_LINE.exec(line) ?? [];
  const bytes = readBase64(encoded ?? '');
  if (name === undefined || bytes === null || bytes.length < 5)
    throw new LedgerError(
      'note-malformed',
      'a signature line reads: dash, key name, base64 of key hash and signature',
    );
  return { name, hash: bytes.slice(0, 4), signature: bytes.slice(4) };
}

/**
 * The note's text when the key signed it. Throws `note-malformed`, `signature-missing` (nobody signed with this key) or
 * `signature-invalid`. Lines of other keys (witnesses) are passed over. Without `name` any name will do: the key decides.
 */
export function verifyNote(
  note: string,
  key: { readonly name?: string; readonly publicKey: Uint8Array },
): string {
  const opened = parseNote(note);
  const ours = opened.signatures.find(
    (line) =>
      (key.name === undefined || key.name === line.name) &&
      equalBytes(line.hash, keyHash({ name: line.name, publicKey: key.publicKey })),
  );
  if (ours === undefined)
    throw new LedgerError('signature-missing', 'the note carries no signature by this key');
  if (!verify(null, utf8(opened.text), toKeyObject(key.publicKey), ours.signature))
    throw new LedgerError('signature-invalid', 'the signature does not belong to the note');
  return opened.text;
}

/** A node key object of 32 raw Ed25519 bytes (RFC 8032); throws `key-invalid`. */
export function toKeyObject(publicKey: Uint8Array): KeyObject {
  if (publicKey.length !== 32) throw new LedgerError('key-invalid', 'an Ed25519 public key has 32 bytes');
  const x = Buffer.from(publicKey).toString('base64url');
  return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
}
