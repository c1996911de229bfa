import type { RelationDraft } from '../records/index.ts';
import type { SourceRow } from './connector.ts';
import type { EntityReader, Reading } from './entity-reader.ts';
import { buildCondition, buildReader, type Reader, type Scope } from './field-values.ts';
import type { IssuePath } from './mistake.ts';
import type { RelationSpec } from './mapping-schema.ts';
import { buildMarking, type MarkingReader, Unmarked } from './marking.ts';
import { readValidity, type RowNotes, type ValidityReaders } from './row-notes.ts';

/** The keys of the entities that a row stated: by their name in the mapping, then by turn. */
export type MadeKeys = ReadonlyMap<string, ReadonlyMap<number, string>>;

/** Reads one relation of the mapping from a row whose entities are known. */
export class RelationReader {
  readonly #spec: RelationSpec;
  readonly #scope: Scope;
  readonly #applies: (row: SourceRow, turn: number) => boolean;
  readonly #validity: ValidityReaders;
  readonly #field: string;
  readonly #written: Reader | undefined;
  readonly #marking: MarkingReader;
  readonly #isFromRepeated: boolean;
  readonly #isToRepeated: boolean;

  constructor(
    { mapping, today }: Pick<Reading, 'mapping' | 'today'>,
    spec: RelationSpec,
    entities: readonly EntityReader[],
    outer: Scope,
    path: IssuePath,
  ) {
    this.#spec = spec;
    const [from, to] = [spec.from, spec.to].map((name) => entities.find((one) => one.spec.name === name));
    this.#isFromRepeated = from?.spec.each !== undefined;
    this.#isToRepeated = to?.spec.each !== undefined;
    const scope = (this.#isFromRepeated ? from?.scope : this.#isToRepeated ? to?.scope : undefined) ?? outer;
    this.#scope = scope;
    this.#applies =
      spec.when === undefined ? () => true : buildCondition(spec.when, scope, [...path, 'when']);
    const read = (part: 'valid-from' | 'valid-until' | 'written', isDate: boolean): Reader | undefined => {
      const value = spec[part];
      return value === undefined ? undefined : buildReader(mapping, value, scope, [...path, part], isDate);
    };
    this.#validity = { validFrom: read('valid-from', true), validUntil: read('valid-until', true) };
    this.#field = `${spec.from} ${spec.link} ${spec.to}`;
    this.#written = read('written', false);
    this.#marking = buildMarking(mapping, [{ override: spec.handling, path }], scope, today);
  }

  /** What the row links, turn by turn; a sentence when the row must be quarantined. */
  read(row: SourceRow, made: MadeKeys, notes: RowNotes): RelationDraft[] | string {
    const links: RelationDraft[] = [];
    const from = made.get(this.#spec.from);
    const to = made.get(this.#spec.to);
    const turns = this.#isFromRepeated || this.#isToRepeated ? this.#scope.turns(row) : 1;
    for (let turn = 0; turn < turns; turn += 1) {
      const fromKey = from?.get(this.#isFromRepeated ? turn : 0);
      const toKey = to?.get(this.#isToRepeated ? turn : 0);
      if (fromKey === undefined || toKey === undefined || fromKey === toKey || !this.#applies(row, turn))
        continue;
      const link = this.#linkOf(row, turn, fromKey, toKey, notes);
      if (typeof link === 'string') return link;
      links.push(link);
    }
    return links;
  }

  #linkOf(
    row: SourceRow,
    turn: number,
    fromKey: string,
    toKey: string,
    notes: RowNotes,
  ): RelationDraft | string {
    const marking = this.#marking.read(row, turn);
    if (marking instanceof Unmarked) return marking.reason;
    const written = this.#written?.(row, turn);
    const validity = readValidity(this.#validity, this.#field, row, turn, notes);
    const draft = { link: this.#spec.link, fromKey, toKey, locator: row.locator, ...validity, marking };
    return written?.fate === 'stated' ? { ...draft, written: written.written } : draft;
  }
}
