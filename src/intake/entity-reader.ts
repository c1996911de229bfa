import type { Property } from '../model/index.ts';
import type { EntityDraft, StatementDraft } from '../records/index.ts';
import type { Connector, SourceRow } from './connector.ts';
import { buildCondition, buildReader, type Fate, type Reader, type Scope } from './field-values.ts';
import type { IssuePath } from './mistake.ts';
import type { EntitySpec, MappingSpec } from './mapping-schema.ts';
import { buildMarking, type MarkingReader, Unmarked } from './marking.ts';
import { buildProperties, type PropertyReader } from './property-reader.ts';
import { joinKey } from './row-key.ts';
import { readValidity, type RowNotes } from './row-notes.ts';
import { type Complain, eachScope } from './scopes.ts';

/** What a mapping is read with. */
export interface Reading {
  readonly mapping: MappingSpec;
  readonly connector: Connector;
  /** The day of the load, `YYYY-MM-DD`. */
  readonly today: string;
  readonly complain: Complain;
}

const EMPTY: Fate = { fate: 'empty' };

/** Reads one entity of the mapping from the turns of a row. */
export class EntityReader {
  readonly spec: EntitySpec;
  readonly scope: Scope;
  readonly #applies: (row: SourceRow, turn: number) => boolean;
  readonly #properties: readonly PropertyReader[];
  readonly #key: readonly (Reader | Property)[];
  readonly #isKeyedByValues: boolean;
  readonly #keyPrefix: string;
  readonly #marking: MarkingReader;

  constructor(
    { mapping, connector, today, complain }: Reading,
    spec: EntitySpec,
    outer: Scope,
    path: IssuePath,
  ) {
    this.spec = spec;
    this.scope = eachScope(spec.each, connector, outer, path, complain);
    this.#applies = buildApplies(mapping, spec, this.scope, path);
    this.#properties = buildProperties(mapping, spec, this.scope, path, today);
    this.#key = spec.key.map((part, at) =>
      typeof part === 'object' && 'property' in part
        ? part.property
        : buildReader(mapping, part, this.scope, [...path, 'key', at]),
    );
    this.#isKeyedByValues = this.#key.every((part) => typeof part === 'string');
    this.#keyPrefix = spec['key-prefix'] ?? spec.kind;
    this.#marking = buildMarking(mapping, [{ override: spec.handling, path }], this.scope, today);
  }

  /** The entity of one turn; null when it is not there; a sentence when the row must be quarantined. */
  read(row: SourceRow, turn: number, notes: RowNotes): EntityDraft | string | null {
    if (!this.#applies(row, turn)) return null;
    const fates = this.#properties.map((property) => property.read(row, turn));
    const missing = this.#missing(fates);
    if (missing !== null) return missing;
    const key = joinKey(this.#key.map((part) => this.#keyPart(part, fates, row, turn)));
    const isSomethingRead = this.#noteCells(fates, key, notes);
    if (key === null || (this.#isKeyedByValues && !isSomethingRead)) return null;
    return this.#draft(row, turn, key, fates, notes);
  }

  /** A sentence about the first required value that is not stated; null when all are. */
  #missing(fates: readonly Fate[]): string | null {
    const at = this.#properties.findIndex(
      ({ isRequired }, one) => isRequired && fates[one]?.fate !== 'stated',
    );
    const property = this.#properties[at];
    const fate = fates[at];
    if (property === undefined || fate === undefined) return null;
    return `${property.field} is required and is ${fate.fate === 'bad' ? `bad: it ${fate.why}` : fate.fate}`;
  }

  #keyPart(part: Reader | Property, fates: readonly Fate[], row: SourceRow, turn: number): Fate {
    if (typeof part !== 'string') return part(row, turn);
    return fates[this.#properties.findIndex((one) => one.property === part)] ?? EMPTY;
  }

  /** Enters every cell in the books; whether any was stated. */
  #noteCells(fates: readonly Fate[], key: string | null, notes: RowNotes): boolean {
    let isSomethingRead = false;
    for (let at = 0; at < fates.length; at += 1) {
      const property = this.#properties[at];
      const fate = fates[at];
      if (property?.countsAsCell !== true || fate === undefined) continue;
      const { field } = property;
      isSomethingRead ||= fate.fate === 'stated';
      const final: Fate =
        key === null && fate.fate === 'stated'
          ? { fate: 'bad', written: fate.written, why: 'has no key: what it belongs to cannot be told' }
          : fate;
      notes.cells.push([field, final.fate]);
      if (final.fate === 'bad')
        notes.complaints.push({ record: notes.record, field, reason: final.why, written: final.written });
    }
    return isSomethingRead;
  }

  #draft(
    row: SourceRow,
    turn: number,
    key: string,
    fates: readonly Fate[],
    notes: RowNotes,
  ): EntityDraft | string {
    const marking = this.#marking.read(row, turn);
    if (marking instanceof Unmarked) return marking.reason;
    const { kind } = this.spec;
    const category = kind === 'person' ? this.#marking.category(row, turn) : undefined;
    if (category instanceof Unmarked) return category.reason;
    const statements: StatementDraft[] = [];
    for (let at = 0; at < fates.length; at += 1) {
      const property = this.#properties[at];
      const fate = fates[at];
      if (property === undefined || fate?.fate !== 'stated') continue;
      const statement = readStatement(property, fate, row, turn, notes);
      if (typeof statement === 'string') return statement;
      statements.push(statement);
    }
    const draft = { key: `${this.#keyPrefix}:${key}`, kind, marking, statements };
    return category === undefined ? draft : { ...draft, category };
  }
}

function buildApplies(
  mapping: MappingSpec,
  spec: EntitySpec,
  scope: Scope,
  path: IssuePath,
): (row: SourceRow, turn: number) => boolean {
  if (spec.when !== undefined) return buildCondition(spec.when, scope, [...path, 'when']);
  const present = spec['when-present'];
  if (present === undefined) return () => true;
  const read = buildReader(mapping, present, scope, [...path, 'when-present']);
  return (row, turn) => {
    const { fate } = read(row, turn);
    return fate !== 'empty' && fate !== 'unknown';
  };
}

/** The value as a statement, or a sentence why its row must be quarantined. */
function readStatement(
  property: PropertyReader,
  { written, value, column }: Extract<Fate, { fate: 'stated' }>,
  row: SourceRow,
  turn: number,
  notes: RowNotes,
): StatementDraft | string {
  const marking = property.marking?.read(row, turn);
  if (marking instanceof Unmarked) return marking.reason;
  const validity = readValidity(property, property.field, row, turn, notes);
  const locator = column >= 0 && row.locate !== undefined ? row.locate(column) : row.locator;
  const statement = { property: property.property, written, value, locator, ...validity };
  return marking === undefined ? statement : { ...statement, marking };
}
