/**
 * Room ledger: what was done. Entries, Merkle tree, checkpoints, proofs, witnesses, verifier. Append only, enforced by
 * the database; an outsider verifies it with the public key alone; no readable personal data in it.
 * Read: entry.ts (what is written), append.ts, sequencer.ts (how it gets its place), tree.ts and proofs.ts, export.ts,
 * witness.ts (partners' checkpoints), own-note.ts (ours, shown by partners), then verify/ (what the outsider runs).
 * Standards: RFC 9162 §2.1 (Merkle tree), C2SP signed-note and tlog-checkpoint, RFC 8032 (Ed25519).
 */
export { appendEntries, appendEntry, type Appended, appendPrepared } from './append.ts';
export {
  type Commitment,
  COMMITMENTS_MAX,
  type EntryContent,
  type IntentContent,
  type LedgerEntry,
  type Operation,
  OPERATIONS,
  type OutcomeContent,
  type PreparedEntry,
  prepareEntry,
  type Result,
  RESULTS,
} from './entry.ts';
export { type Exported, exportLedger, ledgerChunks } from './export.ts';
export { createLedgerKey, type LedgerKey, ledgerSigner, loadLedgerSigner, saveLedgerKey } from './keys.ts';
export { ledgerMigrations } from './migrations.ts';
export { compareOwnNote, type OwnNote } from './own-note.ts';
export { consistencyProof, inclusionProof } from './proofs.ts';
export {
  countEntries,
  latestCheckpoint,
  type LedgerFilter,
  type LedgerPage,
  type LedgerRow,
  newestCheckpoints,
  readEntries,
  readEntry,
  type SignedCheckpoint,
} from './read.ts';
export { type Sequencer, type SequencerOptions, startSequencer } from './sequencer.ts';
export {
  type BadReason,
  buildReport,
  type Checkpoint,
  type CheckpointSigner,
  describeVerification,
  edgePlaces,
  type ExportedEntry,
  emptyRoot,
  formatCheckpointLine,
  formatEntryLine,
  formatVerifierKey,
  hashChildren,
  hashLeaf,
  LedgerError,
  type LedgerErrorCode,
  parseCheckpoint,
  pathIn,
  rootOf,
  parseVerifierKey,
  readExport,
  reportVerification,
  signCheckpoint,
  signerKey,
  TreeEdge,
  treeSteps,
  verifyCheckpoint,
  verifyConsistency,
  verifyExport,
  type Verification,
  type VerifyOptions,
  type VerifyReport,
  type VerifyRequest,
  verifyInclusion,
} from './verify/index.ts';
export {
  encodePath,
  countWitnessConflicts,
  readWitnessConflicts,
  readNewestWitnessed,
  readTellingNotes,
  readWitnessed,
  rememberWitnessed,
  type WitnessConflict,
  type WitnessedNote,
  type WitnessResult,
} from './witness.ts';
