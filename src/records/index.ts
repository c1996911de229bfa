/**
 * Room records: what an agency holds. Every value knows where it came from, how it is known, who may use it and until
 * when; what others disclosed (received copies) stands apart.
 * Read: drafts.ts (what intake hands over), loads.ts (how it becomes visible), entities.ts, subjects.ts (what is
 * compared), search.ts, copies.ts, judgements.ts.
 */
export {
  type CopyEntity,
  type CopyRelation,
  type CopyStatement,
  eraseExpiredCopies,
  readCopies,
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
  countEntities,
  type HeldEntity,
  type HeldRelation,
  type HeldStatement,
  idsAround,
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
  readJudgements,
  revokeJudgement,
} from './judgements.ts';
export { labelOf } from './labels.ts';
export {
  beginLoad,
  discardLoad,
  type LoadInput,
  type LoadRef,
  publishLoad,
  type PublishedLoad,
  type StagedCount,
  stageRows,
} from './loads.ts';
export { recordsMigrations } from './migrations.ts';
export { readOrigins } from './origins.ts';
export {
  type CopySearchResult,
  searchCopies,
  searchRecords,
  type SearchResult,
  type SearchTerm,
} from './search.ts';
export { buildSubject, type HeldSubject, readSubjects, SUBJECT_KINDS } from './subjects.ts';
export { statementTokens } from './tokens.ts';
