import { randomBytes } from 'node:crypto';
import { equalBytes, readHex, sha256, toHex, utf8 } from '../base/index.ts';
import { type Queryable, write } from '../store/index.ts';
import { OversightError } from './errors.ts';

export const ACCESS_TEXT_MAX = 4_000;
/** How long a justification is kept before it is erased: three years. */
export const ACCESS_TEXT_RETENTION_DAYS = 1_095;

/** A text and the salt that binds it to its commitment. */
export interface SaltedText {
  readonly text: string;
  readonly salt: Uint8Array;
}

/** The text with 32 fresh random bytes; throws `text-too-long`. */
export function saltText(text: string): SaltedText {
  if (text.length > ACCESS_TEXT_MAX)
    throw new OversightError('text-too-long', `a justification has at most ${ACCESS_TEXT_MAX} characters`);
  return { text, salt: new Uint8Array(randomBytes(32)) };
}

/** What the ledger holds of a text: SHA-256(salt ‖ text) in hexadecimal. Without the salt it says nothing. */
export function commitmentOf({ text, salt }: SaltedText): string {
  return toHex(sha256(salt, utf8(text)));
}

/** Whether the text is the one that was committed to. */
export function opensCommitment(salted: SaltedText, commitment: string): boolean {
  const stated = readHex(commitment);
  return stated !== null && equalBytes(stated, sha256(salted.salt, utf8(salted.text)));
}

/** Keeps the text beside its intent, in the transaction that writes the intent. */
export async function keepAccessText(
  tx: Queryable,
  intentId: string,
  salted: SaltedText,
  now: Date,
): Promise<void> {
  const eraseAfter = new Date(now.getTime() + ACCESS_TEXT_RETENTION_DAYS * 86_400_000);
  await write(
    tx,
    'INSERT INTO oversight.access_text (intent_id, salt, text, kept_at, erase_after) VALUES ($1, $2, $3, $4, $5)',
    [intentId, Buffer.from(salted.salt), salted.text, now, eraseAfter],
  );
}

/** The justification of an act; null when there was none or it was erased. */
export async function readAccessText(db: Queryable, intentId: string): Promise<SaltedText | null> {
  const { rows } = await db.query<{ text: string; salt: Uint8Array }>(
    'SELECT text, salt FROM oversight.access_text WHERE intent_id = $1',
    [intentId],
  );
  return rows[0] === undefined ? null : { text: rows[0].text, salt: new Uint8Array(rows[0].salt) };
}

/** Erases text and salt; the ledger's leaf stays verifiable and says nothing any more. Whether there was something to erase. */
export async function eraseAccessText(tx: Queryable, intentId: string): Promise<boolean> {
  const { rowCount } = await tx.query('DELETE FROM oversight.access_text WHERE intent_id = $1', [intentId]);
  return rowCount > 0;
}

/** How many texts wait to be erased because their retention has ended. */
export async function countExpiredAccessTexts(db: Queryable, now: Date): Promise<number> {
  const { rows } = await db.query<{ count: number }>(
    'SELECT count(*) AS count FROM oversight.access_text WHERE erase_after <= $1',
    [now],
  );
  return rows[0]?.count ?? 0;
}

/** Erases every text whose retention has ended; how many. */
export async function eraseExpiredAccessTexts(tx: Queryable, now: Date): Promise<number> {
  const { rowCount } = await tx.query('DELETE FROM oversight.access_text WHERE erase_after <= $1', [now]);
  return rowCount;
}
