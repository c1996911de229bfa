import { type ByteReading, itemLength, readItem } from './cobol-values.ts';
import { fail, type Item } from './copybook.ts';
import { IntakeError } from './errors.ts';

/** One column: an elementary item at one place of the tables it stands in. */
export interface LayoutColumn {
  readonly name: string;
  readonly item: Item;
}

/** A repeating item: for each time, which column each short name means. */
export interface LayoutGroup {
  readonly name: string;
  readonly members: readonly ReadonlyMap<string, number>[];
}

export interface Layout {
  readonly columns: readonly LayoutColumn[];
  readonly groups: readonly LayoutGroup[];
  /** Bytes of the longest record. */
  readonly length: number;
  readonly depends: boolean;
  /** Where each column stands in this record (-1: not there), and its length; null when a counter is out of range. */
  place(record: Uint8Array, reading: ByteReading): { offsets: Int32Array; length: number } | null;
}

const COLUMNS_MAX = 1_000;
const LENGTH_MAX = 1_048_576;

/** Lays a copybook's record out: every elementary item gets its columns and each column its place. */
export function buildLayout(roots: readonly Item[], wanted: string | undefined, shift: boolean): Layout {
  const records = chooseRecords(roots, wanted);
  const plan = new Planner();
  const length = plan.measureAll(records);
  plan.nameAll();
  const depends = plan.counters.size > 0;
  const fixed = new Int32Array(plan.columns.length);
  plan.columns.forEach((column, at) => {
    fixed[at] = column.offset;
  });
  return {
    columns: plan.columns.map((column) => ({ name: column.name, item: column.item })),
    groups: plan.groups,
    length,
    depends,
    place(record, reading) {
      if (!depends) return { offsets: fixed, length };
      return new Placer(plan, record, reading, shift).placeAll(records);
    },
  };
}

function chooseRecords(roots: readonly Item[], wanted: string | undefined): readonly Item[] {
  const name = wanted?.toUpperCase();
  const records = roots.filter((root) => root.level === 1 || roots.length === 1);
  const bases = records.filter((root) => root.redefines === null);
  const base = name === undefined ? bases[0] : records.find((root) => root.name === name);
  if (base === undefined)
    throw new IntakeError('copybook-invalid', 'the copybook has no record of that name');
  if (name === undefined && bases.length > 1) {
    throw new IntakeError(
      'copybook-invalid',
      'the copybook has several records: the mapping must say which (record)',
    );
  }
  return name === undefined
    ? [base, ...records.filter((root) => root.redefines === base.name && root !== base)]
    : [base];
}

interface PlannedColumn {
  readonly item: Item;
  readonly offset: number;
  readonly indexes: readonly number[];
  /** Named groups above the item, outermost first. */
  readonly above: readonly string[];
  name: string;
}

/** Walks the record once at its longest: columns in order, their offsets, groups, and who counts what. */
class Planner {
  readonly columns: PlannedColumn[] = [];
  readonly groups: LayoutGroup[] = [];
  readonly counters = new Map<Item, Item>();
  readonly columnOf = new Map<string, number>();
  readonly #order: Item[] = [];
  readonly #pendingGroups: { name: string; ranges: [number, number][] }[] = [];

  measureAll(records: readonly Item[]): number {
    let longest = 0;
    for (const record of records) longest = Math.max(longest, this.#walk(record, 0, [], []));
    return longest;
  }

  #walk(item: Item, start: number, indexes: readonly number[], above: readonly string[]): number {
    if (item.dependingOn !== null && !this.counters.has(item)) {
      const counter = this.#order.findLast((one) => one.name === item.dependingOn);
      if (counter === undefined) fail(item.line, 'the counter of this table does not stand before it');
      this.counters.set(item, counter);
    }
    const ranges: [number, number][] = [];
    let at = start;
    for (let turn = 1; turn <= item.occurs; turn += 1) {
      const inner = item.repeats ? [...indexes, turn] : indexes;
      const first = this.columns.length;
      at += this.#body(item, at, inner, above);
      if (at > LENGTH_MAX) fail(item.line, `the record is longer than ${LENGTH_MAX} bytes`);
      ranges.push([first, this.columns.length]);
      if (this.columns.length > COLUMNS_MAX)
        fail(item.line, `the record has more than ${COLUMNS_MAX} columns`);
      // An empty body would repeat without end or use.
      if (this.columns.length === first && turn === 1) {
        at = start + (at - start) * item.occurs;
        if (at > LENGTH_MAX) fail(item.line, `the record is longer than ${LENGTH_MAX} bytes`);
        break;
      }
    }
    if (item.repeats && item.name !== null) {
      const suffix = indexes.length === 0 ? '' : `(${indexes.join(',')})`;
      this.#pendingGroups.push({ name: item.name + suffix, ranges });
    }
    return at - start;
  }

  #body(item: Item, start: number, indexes: readonly number[], above: readonly string[]): number {
    if (item.children.length === 0) {
      const length = itemLength(item);
      if (length === 0) fail(item.line, 'the item has neither a picture nor items below it');
      if (item.name !== null) {
        this.columnOf.set(placeKey(item, indexes), this.columns.length);
        this.columns.push({ item, offset: start, indexes, above, name: item.name });
        this.#order.push(item);
      }
      return length;
    }
    const path = item.name === null ? above : [...above, item.name];
    const starts = new Map<string, number>();
    let end = start;
    for (const child of item.children) {
      const at =
        child.redefines === null
          ? end
          : (starts.get(child.redefines) ??
            fail(child.line, 'it redefines something that does not stand before it'));
      if (child.name !== null) starts.set(child.name, at);
      end = Math.max(end, at + this.#walk(child, at, indexes, path));
    }
    return end - start;
  }

  /** A name that several items bear is written GROUP.NAME; what still meets is numbered by its line. */
  nameAll(): void {
    const bearers = new Map<string, Set<Item>>();
    for (const { item } of this.columns) {
      const name = item.name ?? '';
      bearers.set(name, (bearers.get(name) ?? new Set()).add(item));
    }
    const taken = new Set<string>();
    for (const column of this.columns) {
      const plain = column.item.name ?? '';
      const group = column.above.at(-1);
      const shared = (bearers.get(plain)?.size ?? 0) > 1;
      const suffix = column.indexes.length === 0 ? '' : `(${column.indexes.join(',')})`;
      let name = (shared && group !== undefined ? `${group}.${plain}` : plain) + suffix;
      if (taken.has(name)) name = `${[...column.above, plain].join('.')}${suffix}`;
      if (taken.has(name)) name = `${name}@${column.item.line}`;
      taken.add(name);
      column.name = name;
    }
    for (const pending of this.#pendingGroups) this.groups.push(this.#group(pending));
  }

  #group(pending: { name: string; ranges: [number, number][] }): LayoutGroup {
    const depth = Math.min(
      ...pending.ranges.flatMap(([from, to]) =>
        this.columns.slice(from, to).map((one) => one.indexes.length),
      ),
      50,
    );
    const members = pending.ranges.map(([from, to]) => {
      const names = new Map<string, number>();
      for (let at = from; at < to; at += 1) {
        const column = this.columns[at];
        if (column === undefined) continue;
        const inner = column.indexes.slice(depth);
        names.set((column.item.name ?? '') + (inner.length === 0 ? '' : `(${inner.join(',')})`), at);
      }
      return names;
    });
    return { name: pending.name, members };
  }
}

function placeKey(item: Item, indexes: readonly number[]): string {
  return `${item.line}/${item.name ?? ''}/${indexes.join(',')}`;
}

/** Walks one record whose tables depend on counters in it. */
class Placer {
  readonly #offsets: Int32Array;
  #broken = false;
  readonly plan: Planner;
  readonly record: Uint8Array;
  readonly reading: ByteReading;
  readonly shift: boolean;

  constructor(plan: Planner, record: Uint8Array, reading: ByteReading, shift: boolean) {
    this.plan = plan;
    this.record = record;
    this.reading = reading;
    this.shift = shift;
    this.#offsets = new Int32Array(plan.columns.length).fill(-1);
  }

  placeAll(records: readonly Item[]): { offsets: Int32Array; length: number } | null {
    let longest = 0;
    for (const record of records) longest = Math.max(longest, this.#walk(record, 0, [], true));
    return this.#broken ? null : { offsets: this.#offsets, length: longest };
  }

  #walk(item: Item, start: number, indexes: readonly number[], present: boolean): number {
    const count = this.#count(item, indexes);
    let at = start;
    const turns = this.shift ? count : item.occurs;
    for (let turn = 1; turn <= turns; turn += 1) {
      at += this.#body(item, at, item.repeats ? [...indexes, turn] : indexes, present && turn <= count);
    }
    return at - start;
  }

  #count(item: Item, indexes: readonly number[]): number {
    const counter = this.plan.counters.get(item);
    if (counter === undefined) return item.occurs;
    const at = this.#offsetOf(counter, indexes);
    const value =
      at < 0 ? null : readItem(counter, this.record.subarray(at, at + itemLength(counter)), this.reading);
    const count = typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : -1;
    if (count < 0 || count > item.occurs) {
      this.#broken ||= at >= 0 && at < this.record.length;
      return 0;
    }
    return count;
  }

  /** The counter may stand in the same turn of an outer table, or outside of it. */
  #offsetOf(counter: Item, indexes: readonly number[]): number {
    for (let depth = indexes.length; depth >= 0; depth -= 1) {
      const column = this.plan.columnOf.get(placeKey(counter, indexes.slice(0, depth)));
      if (column !== undefined) return this.#offsets[column] ?? -1;
    }
    return -1;
  }

  #body(item: Item, start: number, indexes: readonly number[], present: boolean): number {
    if (item.children.length === 0) {
      const column = this.plan.columnOf.get(placeKey(item, indexes));
      if (column !== undefined && present) this.#offsets[column] = start;
      return itemLength(item);
    }
    const starts = new Map<string, number>();
    let end = start;
    for (const child of item.children) {
      const at = child.redefines === null ? end : (starts.get(child.redefines) ?? start);
      if (child.name !== null) starts.set(child.name, at);
      end = Math.max(end, at + this.#walk(child, at, indexes, present));
    }
    return end - start;
  }
}
