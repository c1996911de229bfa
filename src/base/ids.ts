import { hash, randomBytes } from 'node:crypto';

/** 128 random bits as 32 hexadecimal digits: cases, questions, messages, handles, officers. */
export function randomId(): string {
  return randomBytes(16).toString('hex');
}

/**
 * 128 bits derived from the parts, as 32 hexadecimal digits: the same parts give the same id on every reload.
 * Derived ids never cross to a partner (a dictionary of source keys would undo them).
 */
export function derivedId(...parts: readonly string[]): string {
  // Netstrings: each part says its length in bytes, so no two lists of parts share a text.
  const text = parts.map((part) => `${Buffer.byteLength(part)}:${part},`).join('');
  return hash('sha256', `entente-id${text}`, 'hex').slice(0, 32);
}

/** Whether the text has the shape of an id: 32 lower-case hexadecimal digits. */
export function isId(text: string): boolean {
  return /^[0-9a-f]{32}$/.test(text);
}
