import { readBase64, toBase64 } from '../../base/index.ts';
import { LedgerError } from './errors.ts';
import { isKeyName, type NoteKey, parseNote, signNote, verifyNote } from './note.ts';

/** What a ledger says of itself at one moment: its name, how many entries it holds, and the root over them. */
export interface Checkpoint {
  readonly origin: string;
  readonly size: number;
  readonly root: Uint8Array;
}

/** Who signs an agency's checkpoints. */
export interface CheckpointSigner {
  readonly origin: string;
  readonly keyName: string;
  /** 32 raw Ed25519 bytes. */
  readonly publicKey: Uint8Array;
  sign(bytes: Uint8Array): Uint8Array;
}

/** The key line under which this signer's notes verify. */
export function signerKey(signer: CheckpointSigner): NoteKey {
  return { name: signer.keyName, publicKey: signer.publicKey };
}

/** C2SP tlog-checkpoint: origin, size and base64 root, a line each, signed as a note. */
export function signCheckpoint(checkpoint: Checkpoint, signer: CheckpointSigner): string {
  if (!isOrigin(checkpoint.origin) || !isKeyName(signer.keyName))
    throw new LedgerError(
      'key-invalid',
      'origin and key name of a checkpoint are words without blanks or plus signs',
    );
  const text = `${checkpoint.origin}\n${checkpoint.size}\n${toBase64(checkpoint.root)}\n`;
  return signNote(text, signerKey(signer), (bytes) => signer.sign(bytes));
}

const isOrigin = (text: string): boolean => isKeyName(text);

/** The checkpoint of a note that this key signed; throws as `verifyNote` does, or `checkpoint-malformed`. */
export function verifyCheckpoint(
  note: string,
  key: { readonly name?: string; readonly publicKey: Uint8Array },
): Checkpoint {
  return parseText(verifyNote(note, key));
}

/** What a note claims, its signature unverified; throws `note-malformed` or `checkpoint-malformed`. */
export function parseCheckpoint(note: string): Checkpoint {
  return parseText(parseNote(note).text);
}

function parseText(text: string): Checkpoint {
  // The text ends in a newline, so the last piece is empty. Extension lines may follow the root; ours have none.
  const [origin, size, root, ...extensions] = text.split('\n').slice(0, -1);
  const rootBytes = readBase64(root ?? '');
  if (origin === undefined || !isOrigin(origin) || size === undefined || extensions.length > 16)
    throw new LedgerError(
      'checkpoint-malformed',
      'a checkpoint begins with its origin, its size and its root',
    );
  // C2SP tlog-checkpoint: ASCII decimal, no leading zeroes.
  if (!/^(0|[1-9][0-9]{0,15})$/.test(size) || !Number.isSafeInteger(Number(size)))
    throw new LedgerError(
      'checkpoint-malformed',
      'the size of a checkpoint is a decimal number without leading zeroes',
    );
  if (rootBytes === null || rootBytes.length !== 32)
    throw new LedgerError('checkpoint-malformed', 'the root of a checkpoint is 32 bytes in base64');
  return { origin, size: Number(size), root: rootBytes };
}
