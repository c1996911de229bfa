import { concatBytes, utf8 } from '../../base/index.ts';
import { hashLeaf } from '../../ledger/index.ts';
import type { OwnKey } from './own-keys.ts';

/** As many random bytes beside each leaf: without them nobody can try values against its hash. */
export const LEAF_SALT_BYTES = 16;
export const LEAF_BYTES = 32;

/** What one leaf of a commitment says: this key was published, and this record stood behind it. */
export interface PublishedLeaf extends OwnKey {
  readonly entityId: string;
  readonly salt: Uint8Array;
}

const PUBLISHED = utf8('entente-published');
const TAKEN_BACK = utf8('entente-taken-back');

/** RFC 9162 §2.1.1 over "entente-published" ‖ salt ‖ the JSON text of [class, rule, value, record]: one spelling for each four. */
export function publishedLeaf({ keyClass, rule, value, entityId, salt }: PublishedLeaf): Uint8Array {
  return hashLeaf(concatBytes(PUBLISHED, salt, utf8(JSON.stringify([keyClass, rule, value, entityId]))));
}

/** The leaf that says of a published one that it was taken back: what it said need not be kept for that. */
export function takenBackLeaf(published: Uint8Array): Uint8Array {
  return hashLeaf(concatBytes(TAKEN_BACK, published));
}
