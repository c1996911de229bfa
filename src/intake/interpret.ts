import { sha256, toHex, utf8 } from '../base/index.ts';
import type { Marking, Property } from '../model/index.ts';
import type { EntityDraft, RelationDraft, RowDraft, StatementDraft } from '../records/index.ts';
import type { Connector, SourceRow } from './connector.ts';
import {
  buildCondition,
  buildReader,
  type Fate,
  isDateProperty,
  type Reader,
  type Scope,
} from './field-values.ts';
import { type IssuePath, type Mapping, mappingColumnError } from './mapping-file.ts';
import type {
  EntitySpec,
  MappingSpec,
  OverrideSpec,
  PropertySpec,
  RelationSpec,
  SkipReason,
} from './mapping-schema.ts';
import { buildMarking, type MarkingReader, Unmarked } from './marking.ts';
import { type Complain, eachScope, rowScope } from './scopes.ts';

export type CellFate = Fate['fate'];

/** A value that could not be used, or could not be used in full. */
export interface Complaint {
  readonly record: number;
  /** `person.birth-date` */
  readonly field: string;
  readonly reason: string;
  readonly written: string;
}

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
  const entities = spec.entities.map(
    (entity, at) => new EntityReader(spec, entity, connector, scope, ['entities', at], today, complain),
  );
  const relations = (spec.relations ?? []).map(
    (relation, at) => new RelationReader(spec, relation, entities, scope, ['relations', at], today),
  );
  if (problems.length > 0) throw mappingColumnError(mapping, problems);
  return {
    interpret(row) {
      if (row.skip !== undefined) return { outcome: 'skipped', because: row.skip };
      if (row.broken !== undefined) return { outcome: 'quarantined', reason: row.broken };
      if (row.blank) return { outcome: 'skipped', because: 'blank' };
      const unwanted = skip.find((rule) => rule.meets(row, 0));
      if (unwanted !== undefined) return { outcome: 'skipped', because: unwanted.because };
      return readRow(mapping, row, rowKey, entities, relations);
    },
  };
}

function readRow(
  mapping: Mapping,
  row: SourceRow,
  rowKey: readonly Reader[],
  entities: readonly EntityReader[],
  relations: readonly RelationReader[],
): Interpretation {
  const key = joinKey(rowKey.map((read) => read(row, 0)));
  if (key === null) return { outcome: 'quarantined', reason: 'its row key is empty or unreadable' };
  const notes: RowNotes = { record: row.number, cells: [], complaints: [] };
  const made = new Map<string, Map<number, string>>();
  const drafts = new Map<string, EntityDraft>();
  for (const entity of entities) {
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
  for (const relation of relations) {
    const found = relation.read(row, made, notes);
    if (typeof found === 'string') return { outcome: 'quarantined', reason: found };
    for (const link of found) if (!links.some((other) => sameEdge(other, link))) links.push(link);
  }
  const rowHash = toHex(sha256(utf8(mapping.hash), row.raw));
  const draft: RowDraft = { rowKey: key, rowHash, entities: [...drafts.values()], relations: links };
  return { outcome: 'row', draft, cells: notes.cells, complaints: notes.complaints };
}

interface RowNotes {
  readonly record: number;
  readonly cells: (readonly [string, CellFate])[];
  readonly complaints: Complaint[];
}

/** Parts joined so that no two lists of parts meet; null when one is missing. */
function joinKey(parts: readonly Fate[]): string | null {
  const texts: string[] = [];
  for (const part of parts) {
    if (part.fate !== 'stated') return null;
    texts.push(part.value.replaceAll('\\', '\\\\').replaceAll('|', '\\|'));
  }
  const key = texts.join('|');
  // Keys are hashed and indexed: a key of kilobytes is a mistake of the mapping or the file.
  return key.length > 1_000 ? null : key;
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

interface PropertyReader {
  readonly property: Property;
  readonly field: string;
  readonly read: Reader;
  readonly countsAsCell: boolean;
  readonly required: boolean;
  readonly validFrom: Reader | undefined;
  readonly validUntil: Reader | undefined;
  readonly marking: MarkingReader | undefined;
}

class EntityReader {
  readonly spec: EntitySpec;
  readonly scope: Scope;
  readonly #applies: (row: SourceRow, turn: number) => boolean;
  readonly #properties: readonly PropertyReader[];
  readonly #key: readonly (Reader | Property)[];
  readonly #marking: MarkingReader;

  constructor(
    mapping: MappingSpec,
    spec: EntitySpec,
    connector: Connector,
    outer: Scope,
    path: IssuePath,
    today: string,
    complain: Complain,
  ) {
    this.spec = spec;
    this.scope = eachScope(spec.each, connector, outer, path, complain);
    this.#applies = this.#condition(mapping, path);
    this.#properties = Object.entries(spec.properties).flatMap(([name, given]) =>
      Array.isArray(given)
        ? given.map((one, at) =>
            this.#property(mapping, name as Property, one, [...path, 'properties', name, at], today, at),
          )
        : [
            this.#property(
              mapping,
              name as Property,
              given as PropertySpec,
              [...path, 'properties', name],
              today,
            ),
          ],
    );
    this.#key = spec.key.map((part, at) =>
      typeof part === 'object' && 'property' in part
        ? part.property
        : buildReader(mapping, part, this.scope, [...path, 'key', at]),
    );
    this.#marking = buildMarking(mapping, [{ override: spec.handling, path }], this.scope, today);
  }

  #condition(mapping: MappingSpec, path: IssuePath): (row: SourceRow, turn: number) => boolean {
    if (this.spec.when !== undefined) return buildCondition(this.spec.when, this.scope, [...path, 'when']);
    const present = this.spec['when-present'];
    if (present === undefined) return () => true;
    const read = buildReader(mapping, present, this.scope, [...path, 'when-present']);
    return (row, turn) => !['empty', 'unknown'].includes(read(row, turn).fate);
  }

  #property(
    mapping: MappingSpec,
    property: Property,
    given: PropertySpec,
    path: IssuePath,
    today: string,
    at?: number,
  ): PropertyReader {
    const block = typeof given === 'string' ? { column: given } : given;
    const date = (field: 'valid-from' | 'valid-until'): Reader | undefined => {
      const value =
        'column' in block || 'columns' in block || 'fixed' in block
          ? (block as Exclude<PropertySpec, string>)[field]
          : undefined;
      return value === undefined
        ? undefined
        : buildReader(mapping, value, this.scope, [...path, field], true);
    };
    const full = block as Exclude<PropertySpec, string>;
    return {
      property,
      field: `${this.spec.name}.${property}${at === undefined ? '' : `[${at + 1}]`}`,
      read: buildReader(mapping, given as never, this.scope, path, isDateProperty(property)),
      countsAsCell: full.fixed === undefined,
      required: full.required === true,
      validFrom: date('valid-from'),
      validUntil: date('valid-until'),
      marking:
        full.handling === undefined
          ? undefined
          : buildMarking(
              mapping,
              [
                { override: this.spec.handling, path: path.slice(0, 2) },
                { override: full.handling as OverrideSpec, path },
              ],
              this.scope,
              today,
            ),
    };
  }

  /** The entity of one turn; null when it is not there; a sentence when the row must be quarantined. */
  read(row: SourceRow, turn: number, notes: RowNotes): EntityDraft | string | null {
    if (!this.#applies(row, turn)) return null;
    const read = this.#properties.map((property) => ({ property, fate: property.read(row, turn) }));
    for (const { property, fate } of read) {
      if (property.required && fate.fate !== 'stated')
        return `${property.field} is required and is ${fate.fate === 'bad' ? `bad: it ${fate.why}` : fate.fate}`;
    }
    const key = joinKey(
      this.#key.map((part) =>
        typeof part === 'string'
          ? (read.find((one) => one.property.property === part)?.fate ?? { fate: 'empty' })
          : part(row, turn),
      ),
    );
    const somethingRead = read.some(({ property, fate }) => property.countsAsCell && fate.fate === 'stated');
    for (const { property, fate } of read) {
      if (!property.countsAsCell) continue;
      const final: Fate =
        key === null && fate.fate === 'stated'
          ? { fate: 'bad', written: fate.written, why: 'has no key: what it belongs to cannot be told' }
          : fate;
      notes.cells.push([property.field, final.fate]);
      if (final.fate === 'bad')
        notes.complaints.push({
          record: notes.record,
          field: property.field,
          reason: final.why,
          written: final.written,
        });
    }
    if (key === null || (this.#key.every((part) => typeof part === 'string') && !somethingRead)) return null;
    return this.#draft(row, turn, key, read, notes);
  }

  #draft(
    row: SourceRow,
    turn: number,
    key: string,
    read: readonly { property: PropertyReader; fate: Fate }[],
    notes: RowNotes,
  ): EntityDraft | string {
    const marking = this.#marking.read(row, turn);
    if (marking instanceof Unmarked) return marking.reason;
    const category = this.spec.kind === 'person' ? this.#marking.category(row, turn) : undefined;
    if (category instanceof Unmarked) return category.reason;
    const statements: StatementDraft[] = [];
    for (const { property, fate } of read) {
      if (fate.fate !== 'stated') continue;
      const own = property.marking?.read(row, turn);
      if (own instanceof Unmarked) return own.reason;
      statements.push({
        property: property.property,
        written: fate.written,
        value: fate.value,
        locator: fate.column >= 0 && row.locate !== undefined ? row.locate(fate.column) : row.locator,
        ...validity(property, property.field, row, turn, notes),
        ...(own === undefined ? {} : { marking: own }),
      });
    }
    return {
      key: `${this.spec['key-prefix'] ?? this.spec.kind}:${key}`,
      kind: this.spec.kind,
      ...(category === undefined ? {} : { category }),
      marking,
      statements,
    };
  }
}

/** When the fact held; a date that cannot be read is complained of and left out. */
function validity(
  readers: { readonly validFrom: Reader | undefined; readonly validUntil: Reader | undefined },
  field: string,
  row: SourceRow,
  turn: number,
  notes: RowNotes,
): { validFrom?: string; validUntil?: string } {
  const found: { validFrom?: string; validUntil?: string } = {};
  for (const [name, reader] of [
    ['validFrom', readers.validFrom],
    ['validUntil', readers.validUntil],
  ] as const) {
    const fate = reader?.(row, turn);
    if (fate?.fate === 'stated') found[name] = fate.value;
    if (fate?.fate === 'bad') {
      const part = name === 'validFrom' ? 'valid-from' : 'valid-until';
      notes.complaints.push({
        record: notes.record,
        field: `${field}.${part}`,
        reason: fate.why,
        written: fate.written,
      });
    }
  }
  return found;
}

class RelationReader {
  readonly #spec: RelationSpec;
  readonly #scope: Scope;
  readonly #applies: (row: SourceRow, turn: number) => boolean;
  readonly #dates: { readonly validFrom: Reader | undefined; readonly validUntil: Reader | undefined };
  readonly #written: Reader | undefined;
  readonly #marking: MarkingReader;
  readonly #repeats: readonly [boolean, boolean];

  constructor(
    mapping: MappingSpec,
    spec: RelationSpec,
    entities: readonly EntityReader[],
    outer: Scope,
    path: IssuePath,
    today: string,
  ) {
    this.#spec = spec;
    const ends = [spec.from, spec.to].map((name) => entities.find((entity) => entity.spec.name === name));
    this.#repeats = [ends[0]?.spec.each !== undefined, ends[1]?.spec.each !== undefined];
    this.#scope = ends.find((end) => end?.spec.each !== undefined)?.scope ?? outer;
    this.#applies =
      spec.when === undefined ? () => true : buildCondition(spec.when, this.#scope, [...path, 'when']);
    const date = (field: 'valid-from' | 'valid-until'): Reader | undefined => {
      const value = spec[field];
      return value === undefined
        ? undefined
        : buildReader(mapping, value, this.#scope, [...path, field], true);
    };
    this.#dates = { validFrom: date('valid-from'), validUntil: date('valid-until') };
    this.#written =
      spec.written === undefined
        ? undefined
        : buildReader(mapping, spec.written, this.#scope, [...path, 'written']);
    this.#marking = buildMarking(mapping, [{ override: spec.handling, path }], this.#scope, today);
  }

  read(
    row: SourceRow,
    made: ReadonlyMap<string, ReadonlyMap<number, string>>,
    notes: RowNotes,
  ): RelationDraft[] | string {
    const links: RelationDraft[] = [];
    const turns = this.#repeats[0] || this.#repeats[1] ? this.#scope.turns(row) : 1;
    for (let turn = 0; turn < turns; turn += 1) {
      const fromKey = made.get(this.#spec.from)?.get(this.#repeats[0] ? turn : 0);
      const toKey = made.get(this.#spec.to)?.get(this.#repeats[1] ? turn : 0);
      if (fromKey === undefined || toKey === undefined || fromKey === toKey || !this.#applies(row, turn))
        continue;
      const marking: Marking | Unmarked = this.#marking.read(row, turn);
      if (marking instanceof Unmarked) return marking.reason;
      const written = this.#written?.(row, turn);
      links.push({
        link: this.#spec.link,
        fromKey,
        toKey,
        ...(written?.fate === 'stated' ? { written: written.written } : {}),
        locator: row.locator,
        ...validity(this.#dates, `${this.#spec.from} ${this.#spec.link} ${this.#spec.to}`, row, turn, notes),
        marking,
      });
    }
    return links;
  }
}
