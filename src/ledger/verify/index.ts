/**
 * ledger/verify: what an outsider needs, and no more: the public key, the file, and room base.
 * Read: merkle.ts (the tree), packed-tree.ts (one that is there whole), proofs.ts, note.ts and checkpoint.ts (what is signed), export-lines.ts (the file),
 * verify-export.ts (the reading of it), report.ts (what a person is told).
 * Standards: RFC 9162 §2.1 (Merkle tree), C2SP signed-note, C2SP tlog-checkpoint, RFC 8032 (Ed25519).
 */
export {
  type Checkpoint,
  type CheckpointSigner,
  parseCheckpoint,
  signCheckpoint,
  signerKey,
  verifyCheckpoint,
} from './checkpoint.ts';
export { LedgerError, type LedgerErrorCode } from './errors.ts';
export { formatCheckpointLine, formatEntryLine, formatHeaderLine } from './export-lines.ts';
export { edgePlaces, emptyRoot, hashChildren, hashLeaf, type Node, splitPoint, TreeEdge } from './merkle.ts';
export { formatVerifierKey, isKeyName, type NoteKey, parseVerifierKey, verifyNote } from './note.ts';
export { pathIn, rootOf, treeSteps } from './packed-tree.ts';
export { type ConsistencyClaim, type InclusionClaim, verifyConsistency, verifyInclusion } from './proofs.ts';
export { type ExportedEntry, readExport } from './read-export.ts';
export {
  buildReport,
  describeVerification,
  reportVerification,
  splitNotes,
  type VerifyReport,
  type VerifyRequest,
} from './report.ts';
export { type BadReason, type Verification, type VerifyOptions, verifyExport } from './verify-export.ts';
