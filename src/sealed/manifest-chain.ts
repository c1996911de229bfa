import { SealedError } from './errors.ts';
import {
  type KeysManifest,
  manifestHash,
  parseKeysManifest,
  parseSegmentsManifest,
  type SegmentsManifest,
} from './manifest.ts';
import { SEALED_CLASSES } from './segment-header.ts';

/** Throws `manifest-chain` unless `next` is the keys manifest that follows `previous` (null: the first of its chain). */
export function verifyKeysChain(previous: Uint8Array | null, next: Uint8Array): KeysManifest {
  const manifest = parseKeysManifest(next);
  if (previous === null) return checkFirst(manifest);
  const before = parseKeysManifest(previous);
  checkLink(before, previous, manifest);
  if (manifest.epoch < before.epoch) throw broken('the epoch went back');
  if (manifest.epoch === before.epoch) {
    verifySameKeys(previous, next);
    if (manifest.epochEndsAt > before.epochEndsAt) throw broken('an epoch may be shortened, never prolonged');
  } else if (SEALED_CLASSES.some((name) => reused(before, manifest, name))) {
    throw broken('a new epoch must have new keys');
  }
  return manifest;
}

/** Throws `manifest-chain` unless `next` is the segments manifest that follows `previous` (null: the first). */
export function verifySegmentsChain(previous: Uint8Array | null, next: Uint8Array): SegmentsManifest {
  const manifest = parseSegmentsManifest(next);
  if (previous === null) return checkFirst(manifest);
  const before = parseSegmentsManifest(previous);
  checkLink(before, previous, manifest);
  if (manifest.partner !== before.partner) throw broken('the manifest is for another partner');
  if (manifest.epoch < before.epoch) throw broken('the epoch went back');
  if (manifest.issuedAt < before.issuedAt) throw broken('the manifest is older than the one before');
  return manifest;
}

/**
 * Throws `manifest-chain` unless `later` can be of the chain of `earlier`, where the links between the two are not to be had: what one
 * link must say of the one before it holds over many.
 */
export function verifyLater(earlier: Uint8Array, later: Uint8Array): void {
  if (isKeysManifest(later)) {
    const [before, after] = [parseKeysManifest(earlier), parseKeysManifest(later)];
    checkLater(before, after);
    verifySameKeys(earlier, later);
    return;
  }
  const [before, after] = [parseSegmentsManifest(earlier), parseSegmentsManifest(later)];
  checkLater(before, after);
  if (after.partner !== before.partner) throw broken('the manifest is for another partner');
  if (after.issuedAt < before.issuedAt) throw broken('the manifest is older than the one before');
}

function checkLater(before: Chained & { epoch: number }, after: Chained & { epoch: number }): void {
  if (after.party !== before.party) throw broken('the manifest is from another party');
  if (after.number <= before.number) throw broken('the number went back');
  if (after.epoch < before.epoch) throw broken('the epoch went back');
}

/** Verifies the next manifest of either part against the one before it. */
export function verifyChain(previous: Uint8Array | null, next: Uint8Array): KeysManifest | SegmentsManifest {
  return isKeysManifest(next) ? verifyKeysChain(previous, next) : verifySegmentsChain(previous, next);
}

/**
 * Throws `second-key` when two keys manifests of one party name, for one epoch, different keys or key versions: somebody
 * is being shown other keys than the rest, and both manifests are the evidence.
 */
export function verifySameKeys(left: Uint8Array, right: Uint8Array): void {
  const one = parseKeysManifest(left);
  const other = parseKeysManifest(right);
  if (one.party !== other.party || one.epoch !== other.epoch) return;
  const same =
    one.keyVersion === other.keyVersion &&
    SEALED_CLASSES.every((name) => one.publicKeys[name] === other.publicKeys[name]);
  if (!same) {
    throw new SealedError('second-key', 'one party announced two sets of keys for one epoch', {
      evidence: { party: one.party, epoch: one.epoch, left, right },
    });
  }
}

type Chained = Pick<KeysManifest, 'party' | 'number' | 'previous'>;

function checkFirst<Manifest extends Chained>(manifest: Manifest): Manifest {
  if (manifest.number !== 1 || manifest.previous !== null) throw broken('a chain begins with number 1');
  return manifest;
}

function checkLink(before: Chained, beforeBytes: Uint8Array, manifest: Chained): void {
  if (manifest.party !== before.party) throw broken('the manifest is from another party');
  if (manifest.number !== before.number + 1)
    throw broken(`expected number ${before.number + 1}, got ${manifest.number}`);
  if (manifest.previous !== manifestHash(beforeBytes))
    throw broken('the manifest does not name the one before');
}

function reused(before: KeysManifest, after: KeysManifest, name: keyof KeysManifest['publicKeys']): boolean {
  return after.publicKeys[name] === before.publicKeys[name];
}

function isKeysManifest(bytes: Uint8Array): boolean {
  try {
    parseKeysManifest(bytes);
    return true;
  } catch {
    return false;
  }
}

function broken(message: string): SealedError {
  return new SealedError('manifest-chain', message);
}
