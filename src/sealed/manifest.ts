import { z } from 'zod';
import { readBase64Url, toHex, sha256 } from '../base/index.ts';
import { SealedError } from './errors.ts';
import { isElement } from './group.ts';
import { SUITE } from './hashing.ts';
import { VALUE_SEGMENT_BYTES_MAX, VALUES_MAX } from './value-header.ts';
import { SEALED_CLASSES, SEGMENT_BYTES_MAX, SEGMENT_KEYS_MAX, type SealedClass } from './segment-header.ts';

/**
 * The two parts of a manifest. *Keys* says under which public keys an owner evaluates in an epoch: the same bytes for
 * every partner. *Segments* says which segments one partner may fetch: private to the pair. Both are JSON, travel as the
 * exact bytes that room wire signs, and name the hash of the one before.
 */

/** More live segments than this a class never has; background merges keep the number down. */
export const SEGMENTS_PER_CLASS_MAX = 16;
export const KEYS_MANIFEST_BYTES_MAX = 8 * 1024;
export const SEGMENTS_MANIFEST_BYTES_MAX = 128 * 1024;

/** Size classes of a holding: the N of the chance that a key matches a stranger. */
export const SIZE_CLASSES = [10_000, 100_000, 1_000_000, 10_000_000, 100_000_000] as const;

/** How many shareable records have no key at all, never to the exact number. */
export const COVERAGE_BUCKETS = [
  'none',
  'under-10',
  'under-100',
  'under-1000',
  'under-10000',
  'more',
] as const;
export type CoverageBucket = (typeof COVERAGE_BUCKETS)[number];

const party = z.string().regex(/^[a-z0-9-]{1,32}$/);
const hash = z.string().regex(/^[0-9a-f]{64}$/);
const moment = z.iso.datetime({ precision: 3 });
const number = z
  .int()
  .min(1)
  .max(2 ** 31 - 1);
const sealedClass = z.enum(SEALED_CLASSES as [SealedClass, ...SealedClass[]]);
const publicKey = z.string().refine((text) => {
  const bytes = readBase64Url(text);
  return bytes !== null && isElement(bytes);
}, 'a public key is one element in base64url');

const chained = { version: z.literal(1), party, number, previous: hash.nullable() };

export const keysManifestSchema = z.strictObject({
  part: z.literal('keys'),
  ...chained,
  suite: z.literal(SUITE),
  keyVersion: z.int().min(0).max(0xffff),
  sizeClass: z.literal(SIZE_CLASSES),
  epoch: number,
  epochEndsAt: moment,
  publicKeys: z.record(sealedClass, publicKey),
});
export type KeysManifest = z.infer<typeof keysManifestSchema>;

const segmentEntrySchema = z.strictObject({
  hash,
  keyClass: sealedClass,
  kind: z.enum(['base', 'delta', 'tombstone']),
  bits: z.literal([32, 64]),
  count: z.int().min(0).max(SEGMENT_KEYS_MAX),
  bytes: z.int().min(1).max(SEGMENT_BYTES_MAX),
  /** Rises within a class: oldest first. */
  sequence: number,
});
export type SegmentEntry = z.infer<typeof segmentEntrySchema>;

/** A segment of sealed values: what two half keys of different families open together. One list for all classes. */
const valueEntrySchema = z.strictObject({
  hash,
  kind: z.enum(['base', 'delta', 'tombstone']),
  count: z.int().min(0).max(VALUES_MAX),
  bytes: z.int().min(1).max(VALUE_SEGMENT_BYTES_MAX),
  /** Rises: oldest first. */
  sequence: number,
});
export type ValueEntry = z.infer<typeof valueEntrySchema>;

export const segmentsManifestSchema = z
  .strictObject({
    part: z.literal('segments'),
    ...chained,
    partner: party,
    epoch: number,
    issuedAt: moment,
    rules: z.record(sealedClass, z.array(z.string().regex(/^[a-z0-9+-]{1,40}$/)).max(16)),
    segments: z.array(segmentEntrySchema).max(SEALED_CLASSES.length * SEGMENTS_PER_CLASS_MAX),
    /** Absent where no record has half keys of two families. */
    values: z.array(valueEntrySchema).min(1).max(SEGMENTS_PER_CLASS_MAX).optional(),
    coverage: z.strictObject({ recordsWithoutKeysBucket: z.enum(COVERAGE_BUCKETS) }),
  })
  .superRefine((manifest, context) => {
    for (const keyClass of SEALED_CLASSES) {
      const sequences = manifest.segments
        .filter((entry) => entry.keyClass === keyClass)
        .map((entry) => entry.sequence);
      if (sequences.length > SEGMENTS_PER_CLASS_MAX)
        context.addIssue({ code: 'custom', message: 'too many live segments in one class' });
      if (sequences.some((sequence, index) => index > 0 && sequence <= (sequences[index - 1] ?? 0)))
        context.addIssue({ code: 'custom', message: 'segments of a class stand oldest first' });
    }
    const values = manifest.values ?? [];
    if (values.some(({ sequence }, index) => index > 0 && sequence <= (values[index - 1]?.sequence ?? 0)))
      context.addIssue({ code: 'custom', message: 'segments of values stand oldest first' });
    if (manifest.segments.some((entry) => entry.bits === 32 && entry.kind !== 'base'))
      context.addIssue({ code: 'custom', message: 'only a base may have fingerprints of 32 bits' });
  });
export type SegmentsManifest = z.infer<typeof segmentsManifestSchema>;

/** The manifest in the exact bytes; throws `manifest-invalid`. Unknown fields are refused. */
export function parseKeysManifest(bytes: Uint8Array): KeysManifest {
  return parseManifest(keysManifestSchema, bytes, KEYS_MANIFEST_BYTES_MAX);
}

/** The manifest in the exact bytes; throws `manifest-invalid`. Unknown fields are refused. */
export function parseSegmentsManifest(bytes: Uint8Array): SegmentsManifest {
  return parseManifest(segmentsManifestSchema, bytes, SEGMENTS_MANIFEST_BYTES_MAX);
}

/** The bytes to sign and send, checked as a receiver will check them. */
export function manifestBytes(manifest: KeysManifest | SegmentsManifest): Uint8Array {
  const bytes = new TextEncoder().encode(JSON.stringify(manifest));
  if (manifest.part === 'keys') parseKeysManifest(bytes);
  else parseSegmentsManifest(bytes);
  return bytes;
}

/** The name the next manifest gives this one: SHA-256 of its exact bytes in hexadecimal. */
export function manifestHash(bytes: Uint8Array): string {
  return toHex(sha256(bytes));
}

/** The bucket that hides the exact number. */
export function coverageBucket(records: number): CoverageBucket {
  if (records === 0) return 'none';
  const under = ([10, 100, 1000, 10000] as const).find((limit) => records < limit);
  return under === undefined ? 'more' : `under-${under}`;
}

function parseManifest<Manifest>(schema: z.ZodType<Manifest>, bytes: Uint8Array, bytesMax: number): Manifest {
  if (bytes.length > bytesMax)
    throw new SealedError(
      'manifest-invalid',
      `a manifest has at most ${bytesMax} bytes, got ${bytes.length}`,
    );
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch (cause) {
    throw new SealedError('manifest-invalid', 'a manifest is JSON in UTF-8', { cause });
  }
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new SealedError('manifest-invalid', 'the manifest does not have the agreed form', {
    evidence: { problem: issue?.code, depth: issue?.path.length },
  });
}
