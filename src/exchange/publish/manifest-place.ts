import { readBase64Url, toBase64Url, utf8 } from '../../base/index.ts';
import { type AgencyKeys, isSignedBy, type Member, signBytes } from '../../wire/index.ts';

const TYPE = 'application/vnd.entente.manifest-place';

/** One place in a chain of manifests. Its owner signs it apart from the message that carries it, so that its holder can show it again. */
export interface ManifestPlace {
  readonly part: 'keys' | 'segments';
  readonly party: string;
  /** Whom the chain is for; keys are for all (`*`). */
  readonly partner: string;
  readonly number: number;
  readonly epoch: number;
  /** SHA-256 of the manifest's bytes, hexadecimal. */
  readonly hash: string;
}

/** The owner's signature over a place, as it travels. */
export function signPlace(keys: AgencyKeys, place: ManifestPlace): string {
  return toBase64Url(signBytes(keys.signing, TYPE, bytesOf(place)));
}

/** Whether this member signed exactly this place. */
export function isPlaceSignedBy(member: Member, place: ManifestPlace, signature: string): boolean {
  const key = readBase64Url(member.signingKey);
  const bytes = readBase64Url(signature);
  return key !== null && bytes !== null && isSignedBy(key, TYPE, bytesOf(place), bytes);
}

/** No field holds a line break: ids and parts are words, the rest are numbers and hexadecimal. */
function bytesOf({ part, party, partner, number, epoch, hash }: ManifestPlace): Uint8Array {
  return utf8([part, party, partner, number, epoch, hash].join('\n'));
}
