/**
 * Room records: what an agency holds. Every value knows where it came from, how it is known, who may use it and until
 * when; what others disclosed (received copies) stands apart.
 * Read: drafts.ts (what intake hands over), staging.ts and loads.ts (how it becomes visible), entities.ts, holding.ts and
 * subjects.ts (what is compared), search.ts, copies.ts, judgements.ts; resolution.ts with
 * resolution-life.ts, cluster-moves.ts and review.ts (which of our records are one person).
 */
export {
  type CopyEntity,
  type CopyRelation,
  type CopyStatement,
  countExpiredCopies,
  eraseExpiredCopies,
  readCopies,
  readCopyValues,
  type ReceivedCopy,
  storeCopy,
} from './copies.ts';
export {
  type EntityDraft,
  entityId,
  type RelationDraft,
  type RowDraft,
  type StatementDraft,
} from './drafts.ts';
export {
  carriersAmong,
  countEntities,
  type HeldEntity,
  type HeldRelation,
  type HeldStatement,
  idsAround,
  idsDueForReview,
  listEntityIds,
  readEntities,
  readEntity,
} from './entities.ts';
export { RecordsError, type RecordsErrorCode } from './errors.ts';
export {
  type DescribedRef,
  describeRef,
  judge,
  type Judgement,
  type NewJudgement,
  readJudgements,
  revokeJudgement,
} from './judgements.ts';
export { labelOf } from './labels.ts';
export {
  beginLoad,
  discardLoad,
  type LoadInput,
  publishLoad,
  type PublishedLoad,
} from './loads.ts';
export { recordsMigrations } from './migrations.ts';
export { readOrigins } from './origins.ts';
export { readSourceRows, type SourceRow } from './source-rows.ts';
export {
  createResolution,
  type Resolution,
  type ResolutionOptions,
  type ResolutionRun,
} from './resolution.ts';
export { readResolvable, type ResolvableRecord } from './resolution-subjects.ts';
export type { OpenQuestion } from './resolution-tables.ts';
export {
  listOwnJudgements,
  type OwnJudgement,
  readClusters,
  readOpenWeight,
  readOwnJudgements,
  readQueue,
  readResolutionState,
  type ResolutionState,
} from './review.ts';
export {
  type CopySearchResult,
  searchBornOn,
  searchCopies,
  searchMisspelt,
  searchMisspeltCopies,
  searchRecords,
  type SearchResult,
  type SearchTerm,
} from './search.ts';
export { SUBJECT_KINDS } from './holding.ts';
export { buildSubject, type HeldSubject, isOpen, readSubjects } from './subjects.ts';
export type { LoadRef } from './staged-batch.ts';
export { type StagedCount, stageRows } from './staging.ts';
export { statementTokens } from './tokens.ts';
