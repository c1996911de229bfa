/**
 * Room intake: an agency's own system becomes statements. A bad row is quarantined with its reason and its bytes: never dropped,
 * never fatal, never defaulted to a freer value.
 * Read: mapping-schema.ts (the language; docs/guides/mapping.md for people), mapping-file.ts (with plain-yaml.ts,
 * shape-mistakes.ts, mistake.ts) and mapping-check.ts, connector.ts
 * (the port) with its twins connector-csv.ts, -copybook.ts, -dbf.ts, -xlsx.ts, -sql.ts, -memory.ts; then interpret.ts (row → draft)
 * with entity-reader.ts, relation-reader.ts, field-values.ts, scopes.ts, marking.ts, transforms.ts; pipeline.ts, balance.ts,
 * run-intake.ts; read-runs.ts for the desk.
 * Standards: ISO/IEC 1989 (data descriptions), RFC 4180 and what clerks' programs write instead, YAML 1.2, RE2 patterns.
 */
export type { Balance, FieldQuality } from './balance.ts';
export { type ByteSource, fileSource, memorySource } from './byte-source.ts';
export { IntakeError, type IntakeErrorCode } from './errors.ts';
export type { Complaint } from './row-notes.ts';
export { DEFAULT_LIMITS, type IntakeLimits } from './limits.ts';
export { loadMapping, readConnectionFile } from './load-mapping.ts';
export type { LoadTarget } from './load-target.ts';
export { type Mapping, parseMapping, type ParseMappingOptions } from './mapping-file.ts';
export {
  mappingJsonSchema,
  type MappingSpec,
  SKIP_REASONS,
  type SkipReason,
  TRANSFORM_NAMES,
} from './mapping-schema.ts';
export { describeMistakes, type Mistake } from './mistake.ts';
export { intakeMigrations } from './migrations.ts';
export type { IntakeSource } from './open-source.ts';
export { readPlainYaml } from './plain-yaml.ts';
export type { SkippedRow } from './pipeline.ts';
export {
  eraseRunDetails,
  listComplaints,
  listQuarantine,
  listRuns,
  listSkipped,
  type PageOptions,
  type QuarantineEntry,
  readRun,
  type RunSummary,
} from './read-runs.ts';
export {
  closeBrokenRuns,
  runIntake,
  type RunIntakeInput,
  type RunProgress,
  type RunResult,
} from './run-intake.ts';
export { explainShape, type ShapeIssue } from './shape-mistakes.ts';
export { type Trial, tryMapping } from './try-mapping.ts';
