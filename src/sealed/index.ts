/**
 * Room sealed: ask without showing. An owner evaluates its match keys into filters ("segments") that a partner can only
 * test with the owner's help; an asker blinds its keys, has them evaluated, verifies one proof per class and looks the
 * results up in its own copies. Pure functions; the only state is the arithmetic's scratch memory and the builder's
 * threads.
 * Await `sealedReady()` before anything else.
 *
 * Read: hashing.ts, suite.ts, proof.ts (RFC 9497, mode VOPRF, ristretto255-SHA512; groups: RFC 9496 in group.ts and
 * heap.ts), suite-many.ts and steps.ts (the same for batches), arithmetic.ts (what computes batches: sodium-arithmetic.ts or
 * kernel/kernel.ts, chosen in ready.ts; its AssemblyScript begins in kernel/assembly/index.ts), tags.ts, segment-header.ts,
 * fuse.ts, segment.ts, lookup.ts, sorted-tags.ts, kept-tags.ts, merge-tags.ts, padding-seed.ts and kept-segment.ts (many segments become one
 * without evaluating again, and each can be built again), standing.ts (many tags at once), pair.ts, record-tags.ts, value-header.ts, value-entries.ts, value-segment.ts and
 * kept-values.ts (what two half keys open), manifest.ts, manifest-chain.ts, padding.ts, opening.ts (Merkle trees of RFC 9162),
 * index-builder.ts.
 */
export { sealedArithmetic } from './arithmetic.ts';
export { batchElements, ELEMENTS_MAX, joinElements } from './batch.ts';
export { compiledUrl } from './compiled.ts';
export { SealedError, type SealedErrorCode } from './errors.ts';
export { ELEMENT_BYTES, isElement, isScalar, SCALAR_BYTES } from './group.ts';
export { hashToGroup, hashToScalar, SUITE } from './hashing.ts';
export { createIndexBuilder, type IndexBuilder, type Progress } from './index-builder.ts';
export {
  buildKeptSegments,
  type KeptInput,
  type KeptSegment,
  type KeptSource,
  mergeKeptSegments,
  type MergeInput,
  readKeptTags,
  rebuildSegment,
  type TagsKeeper,
} from './kept-segment.ts';
export {
  buildKeptValues,
  type KeptValues,
  type KeptValuesInput,
  readKeptValues,
  rebuildValues,
  type ValueParts,
} from './kept-values.ts';
export { keptTags, type ReadAt, sealTags, TAGS_KEY_BYTES } from './kept-tags.ts';
export { paddedKeys } from './key-padding.ts';
export { LIST_KEYS_MAX } from './list-segment.ts';
export { lookUp } from './lookup.ts';
export { mergeTags } from './merge-tags.ts';
export {
  COVERAGE_BUCKETS,
  coverageBucket,
  type CoverageBucket,
  type KeysManifest,
  KEYS_MANIFEST_BYTES_MAX,
  keysManifestSchema,
  manifestBytes,
  manifestHash,
  parseKeysManifest,
  parseSegmentsManifest,
  type SegmentEntry,
  SEGMENTS_MANIFEST_BYTES_MAX,
  SEGMENTS_PER_CLASS_MAX,
  type SegmentsManifest,
  segmentsManifestSchema,
  SIZE_CLASSES,
  type ValueEntry,
} from './manifest.ts';
export {
  verifyChain,
  verifyKeysChain,
  verifyLater,
  verifySameKeys,
  verifySegmentsChain,
} from './manifest-chain.ts';
export {
  checkOpening,
  elementPath,
  elementPaths,
  type ElementProof,
  elementsRoot,
  verifyElement,
} from './opening.ts';
export { PADDED_SIZES, paddedCount, shuffle } from './padding.ts';
export { PADDING_SEED_BYTES, paddingCommitment, paddingSeedFor } from './padding-seed.ts';
export { PAIR_TAG_BYTES, pairOutput, pairTag, SLOTS_MAX } from './pair.ts';
export { generateProof, PROOF_BYTES, proofSteps, verificationSteps, verifyProof } from './proof.ts';
export { sealedReady } from './ready.ts';
export { recordTag, TAG_SECRET_BYTES } from './record-tags.ts';
export {
  type FingerprintBits,
  HEADER_BYTES,
  SEALED_CLASSES,
  type SealedClass,
  SEGMENT_BYTES_MAX,
  SEGMENT_KEYS_MAX,
  type SegmentKind,
} from './segment-header.ts';
export {
  buildSegment,
  buildSegments,
  openSegment,
  openSegmentAt,
  type Segment,
  segmentHash,
  type SegmentInput,
  segmentLength,
} from './segment.ts';
export { runSteps, type Steps } from './steps.ts';
export {
  blind,
  blindEvaluate,
  blindScalar,
  deriveKeyPair,
  evaluate,
  evaluatedElement,
  finalize,
  keyInput,
  type KeyPair,
  OUTPUT_BYTES,
  outputOf,
} from './suite.ts';
export {
  blindMany,
  blindScalars,
  evaluateMany,
  finalizeMany,
  HASHED_BYTES,
  hashInputs,
} from './suite-many.ts';
export { sortTags } from './sorted-tags.ts';
export { SALT_BYTES, tag, TAG_BYTES, tagMany } from './tags.ts';
export {
  entriesInForce,
  ENTRY_BYTES,
  KEPT_VALUES,
  PAIR_TAGS_BYTES,
  valueEntries,
} from './value-entries.ts';
export { VALUE_SEGMENT_BYTES_MAX, VALUES_MAX } from './value-header.ts';
export {
  lookUpPairTag,
  lookUpValues,
  openValueSegment,
  type TaggedValues,
  type ValueSegment,
  valueSegmentLength,
} from './value-segment.ts';
