import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createPublicKey } from 'node:crypto';
import { LedgerError } from './errors.ts';
import { parseVerifierKey } from './note.ts';
import { type BadReason, type Verification, verifyExport } from './verify-export.ts';

export interface VerifyRequest {
  /** Path of the export. */
  readonly file: string;
  /** A verifier key (`name+hash+key`), or the path of a file that holds one or a public key in PEM. */
  readonly key: string;
  /** Path of a file with one or more signed notes, each beginning after the end of the one before. */
  readonly known?: string;
  /** As of `verifyExport`. */
  readonly onEntry?: (text: string, index: number) => void;
}

export interface VerifyReport {
  readonly verification: Verification;
  /** 0 whole · 1 not whole · files or keys that cannot be read throw instead. */
  readonly exitCode: 0 | 1;
  /** What a person reads: one sentence a line. */
  readonly text: string;
  /** What a machine reads: the verification and the first sentence. */
  readonly json: string;
}

const NOTES_BYTES_MAX = 1_048_576;

/** Verifies an export as `entente ledger verify` does. Throws `key-invalid` or the file system's own error. */
export async function reportVerification(request: VerifyRequest): Promise<VerifyReport> {
  const key = await readKey(request.key);
  const known = request.known === undefined ? [] : splitNotes(await readFile(request.known, 'utf8'));
  const verification = await verifyExport(createReadStream(request.file), key.publicKey, {
    known,
    ...(key.name === undefined ? {} : { keyName: key.name }),
    ...(request.onEntry === undefined ? {} : { onEntry: request.onEntry }),
  });
  return buildReport(verification, known.length);
}

/** Sentences, JSON and exit code of a verification. */
export function buildReport(verification: Verification, knownAsked: number): VerifyReport {
  const sentences = describeVerification(verification, knownAsked);
  return {
    verification,
    exitCode: verification.ok ? 0 : 1,
    text: `${sentences.join('\n')}\n`,
    json: `${JSON.stringify({ ...verification, sentence: sentences[0] })}\n`,
  };
}

/** The finding in sentences, the verdict first. */
export function describeVerification(verification: Verification, knownAsked: number): readonly string[] {
  const { ok, entries, checkpoints, last } = verification;
  if (!ok) return describeFailure(verification);
  return [
    `The ledger holds: ${plural(entries, 'entry', 'entries')} under ${plural(checkpoints, 'signed checkpoint', 'signed checkpoints')}.`,
    `The newest checkpoint covers ${plural(last?.size ?? 0, 'entry', 'entries')}; its root is ${last?.root ?? 'none'}.`,
    knownAsked === 0
      ? 'Without a known checkpoint (--known) this does not show whether newer entries were cut off.'
      : `It agrees with ${plural(knownAsked, 'known checkpoint', 'known checkpoints')}: nothing up to there was cut off or rewritten.`,
  ];
}

function describeFailure(verification: Verification): readonly string[] {
  const { firstBad, reason, line } = verification;
  // The known checkpoint stands in a file of its own: one that is not the key's says nothing of the ledger.
  if (reason === 'known-signature') return ['The ledger was not verified.', `${REASONS[reason]}.`];
  const place =
    firstBad === undefined ? 'The ledger does not hold.' : `The ledger does not hold: ${placeOf(firstBad)}.`;
  const isOfKnown = reason?.startsWith('known-') ?? false;
  return [
    place,
    reason === undefined
      ? ''
      : `${REASONS[reason]}${line === undefined || isOfKnown ? '' : ` (line ${line} of the file)`}.`,
    verification.last === undefined
      ? 'No checkpoint before that place holds.'
      : `Everything up to the checkpoint over ${plural(verification.last.size, 'entry', 'entries')} holds under the key.`,
  ];
}

function placeOf(firstBad: NonNullable<Verification['firstBad']>): string {
  if ('index' in firstBad) return `the first bad entry is number ${firstBad.index}`;
  if (firstBad.from === firstBad.to) return `the bad place is right after entry ${firstBad.from}`;
  return `the first bad entry lies between the last good checkpoint (${firstBad.from}) and the first bad one (${firstBad.to})`;
}

/** One sentence for each reason, without its full stop. */
export const REASONS: Readonly<Record<BadReason, string>> = {
  'line-malformed': 'A line is not spelled as an export spells it, or is cut off',
  'header-missing': 'The file does not begin with the header of an export',
  'origin-other': 'A checkpoint names another ledger than the header does',
  'entry-out-of-order': 'Another entry stands where this number belongs: it was removed, moved or repeated',
  'entry-altered': 'The text of the entry and its hash do not belong together',
  'checkpoint-signature': 'The checkpoint does not carry a signature by the key',
  'checkpoint-out-of-order': 'The checkpoint does not stand after the last entry that it covers',
  'root-differs':
    'The entries do not add up to the root that was signed: one of them was changed, moved, added or removed',
  'checkpoint-missing': 'There is no checkpoint, so nothing vouches for the entries',
  'entries-unsigned': 'Entries follow that no checkpoint covers',
  'known-signature': 'The known checkpoint does not carry a signature by the key',
  'known-differs': 'The known checkpoint names another root: the past was rewritten',
  'known-beyond-end': 'The known checkpoint covers more entries than the file holds: the end was cut off',
  'too-many': 'The file has more lines than the reader accepts',
};

const plural = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

async function readKey(argument: string): Promise<{ name?: string; publicKey: Uint8Array }> {
  const text = isVerifierKey(argument) ? argument : await readKeyFile(argument);
  if (!text.includes('-----BEGIN PUBLIC KEY-----')) return parseVerifierKey(text);
  try {
    const jwk = createPublicKey(text).export({ format: 'jwk' });
    if (jwk.crv !== 'Ed25519' || jwk.x === undefined) throw new Error('another kind of key');
    return { publicKey: new Uint8Array(Buffer.from(jwk.x, 'base64url')) };
  } catch (cause) {
    throw new LedgerError('key-invalid', 'the file does not hold an Ed25519 public key', { cause });
  }
}

async function readKeyFile(path: string): Promise<string> {
  return readFile(path, 'utf8').catch((cause: unknown) => {
    throw new LedgerError(
      'key-invalid',
      'neither a verifier key (name+hash+key) nor a file that can be read',
      {
        cause,
      },
    );
  });
}

const isVerifierKey = (text: string): boolean => /^[^\s+]+\+[0-9a-f]{8}\+/u.test(text);

/** The notes of a text that holds several, one after the other. A note ends with its last signature line. */
export function splitNotes(text: string): readonly string[] {
  if (text.length > NOTES_BYTES_MAX)
    throw new LedgerError(
      'note-malformed',
      `a file of checkpoints has at most ${NOTES_BYTES_MAX} characters`,
    );
  const notes: string[] = [];
  let lines: string[] = [];
  let signed = false;
  for (const line of text.replaceAll('\r\n', '\n').split('\n')) {
    const signature = line.startsWith('— ');
    if (signed && !signature) {
      notes.push(`${lines.join('\n')}\n`);
      lines = [];
      signed = false;
    }
    if (line === '' && lines.length === 0) continue;
    lines.push(line);
    signed = signature;
  }
  if (lines.some((line) => line !== '')) notes.push(`${lines.join('\n')}\n`);
  return notes;
}
