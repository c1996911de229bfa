import { hash } from 'node:crypto';
import type { EntityDraft, RelationDraft, RowDraft } from '../records/index.ts';
import type { Connector, SourceRow } from './connector.ts';
import { EntityReader } from './entity-reader.ts';
import { buildCondition, buildReader, type Reader } from './field-values.ts';
import { type Mapping, mappingColumnError } from './mapping-file.ts';
import type { IssuePath } from './mistake.ts';
import type { SkipReason } from './mapping-schema.ts';
import { RelationReader } from './relation-reader.ts';
import { joinKey } from './row-key.ts';
import type { CellFate, Complaint, RowNotes } from './row-notes.ts';
import { type Complain, rowScope } from './scopes.ts';

/** What a row came to: exactly one of three. */
export type Interpretation =
  | { readonly outcome: 'skipped'; readonly because: SkipReason }
  | { readonly outcome: 'quarantined'; readonly reason: string }
  | {
      readonly outcome: 'row';
      readonly draft: RowDraft;
      /** Field and fate of every cell that was read. */
      readonly cells: readonly (readonly [field: string, fate: CellFate])[];
      readonly complaints: readonly Complaint[];
    };

export interface Interpreter {
  interpret(row: SourceRow): Interpretation;
}

interface Readers {
  readonly mappingHash: Buffer;
  readonly rowKey: readonly Reader[];
  readonly entities: readonly EntityReader[];
  readonly relations: readonly RelationReader[];
}

/** Joins a mapping to a source that was opened with it; throws `mapping-columns` when they do not fit. */
export function buildInterpreter(mapping: Mapping, connector: Connector, today: string): Interpreter {
  const problems: { path: IssuePath; sentence: string }[] = [];
  const complain: Complain = (path, sentence) => problems.push({ path, sentence });
  const spec = mapping.spec;
  const scope = rowScope(connector, complain);
  const skip = (spec.skip ?? []).map((rule, at) => ({
    because: rule.because,
    meets: buildCondition(rule, scope, ['skip', at]),
  }));
  const rowKey = spec['row-key'].map((part, at) =>
    buildReader({ ...spec, unknown: [] }, part, scope, ['row-key', at]),
  );
  const reading = { mapping: spec, connector, today, complain };
  const entities = spec.entities.map((one, at) => new EntityReader(reading, one, scope, ['entities', at]));
  const relations = (spec.relations ?? []).map(
    (one, at) => new RelationReader(reading, one, entities, scope, ['relations', at]),
  );
  if (problems.length > 0) throw mappingColumnError(mapping, problems);
  const readers: Readers = { mappingHash: Buffer.from(mapping.hash), rowKey, entities, relations };
  return {
    interpret(row) {
      if (row.skip !== undefined) return { outcome: 'skipped', because: row.skip };
      if (row.broken !== undefined) return { outcome: 'quarantined', reason: row.broken };
      if (row.blank) return { outcome: 'skipped', because: 'blank' };
      const unwanted = skip.find((rule) => rule.meets(row, 0));
      if (unwanted !== undefined) return { outcome: 'skipped', because: unwanted.because };
      return readRow(readers, row);
    },
  };
}

function readRow(readers: Readers, row: SourceRow): Interpretation {
  const rowKey = joinKey(readers.rowKey.map((read) => read(row, 0)));
  if (rowKey === null) return { outcome: 'quarantined', reason: 'its row key is empty or unreadable' };
  const notes: RowNotes = { record: row.number, cells: [], complaints: [] };
  const made = new Map<string, ReadonlyMap<number, string>>();
  const drafts = new Map<string, EntityDraft>();
  for (const entity of readers.entities) {
    const turns = new Map<number, string>();
    for (let turn = 0; turn < entity.scope.turns(row); turn += 1) {
      const draft = entity.read(row, turn, notes);
      if (typeof draft === 'string') return { outcome: 'quarantined', reason: draft };
      if (draft === null) continue;
      turns.set(turn, draft.key);
      const before = drafts.get(draft.key);
      drafts.set(draft.key, before === undefined ? draft : mergeDrafts(before, draft));
    }
    made.set(entity.spec.name, turns);
  }
  const links: RelationDraft[] = [];
  for (const relation of readers.relations) {
    const found = relation.read(row, made, notes);
    if (typeof found === 'string') return { outcome: 'quarantined', reason: found };
    for (const link of found) if (!links.some((other) => sameEdge(other, link))) links.push(link);
  }
  const rowHash = hash('sha256', Buffer.concat([readers.mappingHash, row.raw]), 'hex');
  const draft: RowDraft = { rowKey, rowHash, entities: [...drafts.values()], relations: links };
  return { outcome: 'row', draft, cells: notes.cells, complaints: notes.complaints };
}

function mergeDrafts(before: EntityDraft, after: EntityDraft): EntityDraft {
  const extra = after.statements.filter(
    (one) =>
      !before.statements.some(
        (other) =>
          other.property === one.property && other.value === one.value && other.validFrom === one.validFrom,
      ),
  );
  return { ...before, statements: [...before.statements, ...extra] };
}

function sameEdge(left: RelationDraft, right: RelationDraft): boolean {
  return left.link === right.link && left.fromKey === right.fromKey && left.toKey === right.toKey;
}
