import type { KeyClass } from '../../model/index.ts';

/** How a row weighs in a question: its keys by class, and a mark for each thing that one question must not hold twice. */
export interface CutRow {
  readonly counts: Readonly<Partial<Record<KeyClass, number>>>;
  /** Two rows of one question share no mark: a hit says what it is about, and nobody would know whose it is. */
  readonly marks: readonly number[];
}

export interface Cut<Row> {
  readonly rows: readonly Row[];
  readonly counts: Readonly<Partial<Record<KeyClass, number>>>;
  readonly padded: Readonly<Partial<Record<KeyClass, number>>>;
}

/** The sizes that a class of a question is padded to (protocol: match-query); the largest is left to single questions. */
const SIZES = [16, 64, 256, 1_024, 4_096] as const;
const KEYS_MAX = 1_024;
/** What is left over at the end goes in one question: three of 16 would take longer and save nothing. */
const SMALL = 64;
/** Rows that are looked through for one more that fits; those that do not fit come first in the next question. */
const LOOK_AHEAD = 200;
/** Rows whose classes stand for those of the next question. */
const NEXT = 100;

export function paddedTo(keys: number): number {
  return SIZES.find((size) => keys <= size) ?? KEYS_MAX;
}

/** Elements that may still be sent of a class today: of its budget, and of each grant beyond it, the one that ends first first. */
export interface Room {
  readonly budget: number;
  readonly grants: readonly number[];
}

export type Left = (keyClass: KeyClass) => Room;

/** The room after a question; null where there is none for it. As its owner counts: a class goes whole to the budget or to one grant. */
export function takeFrom({ budget, grants }: Room, elements: number): Room | null {
  if (elements <= budget) return { budget: budget - elements, grants };
  const place = grants.findIndex((left) => elements <= left);
  if (place < 0) return null;
  return {
    budget: budget - elements,
    grants: grants.map((left, at) => (at === place ? left - elements : left)),
  };
}

/** The largest class that a question may still have. */
export const mostOfRoom = ({ budget, grants }: Room): number => Math.max(budget, ...grants);

const NO_ROOM: Room = { budget: 0, grants: [] };

/** What is left while question after question is counted. */
class Spending {
  readonly #rooms = new Map<KeyClass, Room>();
  readonly #left: Left;

  constructor(left: Left) {
    this.#left = left;
  }

  room(keyClass: KeyClass): Room {
    return this.#rooms.get(keyClass) ?? this.#left(keyClass);
  }

  /** Spends a question; where one of its classes has no room, nothing is spent. */
  spend(padded: Cut<never>['padded']): boolean {
    const after = countsOf(padded).map(([name, count]) => [name, takeFrom(this.room(name), count)] as const);
    const fits = after.every(([, room]) => room !== null);
    if (fits) for (const [name, room] of after) if (room !== null) this.#rooms.set(name, room);
    return fits;
  }

  /** Of these classes nothing more is sent today. */
  end(padded: Cut<never>['padded']): void {
    for (const [name] of countsOf(padded)) this.#rooms.set(name, NO_ROOM);
  }
}

/**
 * Cuts rows into questions, in their order. A question is filled up to a size that padding does not waste more than half of, so
 * that 300 keys become 256 and 64 and not 1,024; and where `left` ends, questions get smaller, so that a budget is used and not
 * missed by one question. Every row is in exactly one question.
 */
export function cutIntoQuestions<Row extends CutRow>(rows: readonly Row[], left: Left): readonly Cut<Row>[] {
  const cuts: Cut<Row>[] = [];
  const spending = new Spending(left);
  let rest = [...rows];
  while (rest.length > 0) {
    const taken = take(rest, Math.min(limitFor(rest), limitOfBudget(rest, spending)));
    rest = taken.rest;
    const cut = toCut(taken.taken);
    if (!spending.spend(cut.padded)) spending.end(cut.padded);
    cuts.push(cut);
  }
  return cuts;
}

/** The largest size that what is left allows; no limit once nothing is left, for then it is not asked today anyway. */
function limitOfBudget(rows: readonly CutRow[], spending: Spending): number {
  const next = countsOf(sumOf(rows.slice(0, NEXT)));
  const least = Math.min(...next.map(([name]) => mostOfRoom(spending.room(name))));
  return SIZES.filter((size) => size <= least).at(-1) ?? KEYS_MAX;
}

function countsOf(counts: Readonly<Partial<Record<KeyClass, number>>>): [KeyClass, number][] {
  return Object.entries(counts) as [KeyClass, number][];
}

/** Up to how many keys of its fullest class the next question holds. */
function limitFor(rows: readonly CutRow[]): number {
  const most = mostOf(rows);
  if (most >= KEYS_MAX) return KEYS_MAX;
  const up = paddedTo(most);
  const down = SIZES.filter((size) => size <= most).at(-1) ?? up;
  return up <= SMALL || most * 2 >= up ? up : down;
}

/** The keys of the fullest class; it stops counting where a question is full anyway. */
function mostOf(rows: readonly CutRow[]): number {
  const sums = new Map<string, number>();
  let most = 1;
  for (const { counts } of rows) {
    for (const [name, count] of Object.entries(counts)) {
      const sum = (sums.get(name) ?? 0) + count;
      sums.set(name, sum);
      most = Math.max(most, sum);
    }
    if (most >= KEYS_MAX) break;
  }
  return most;
}

function take<Row extends CutRow>(
  rows: readonly Row[],
  limit: number,
): { readonly taken: readonly Row[]; readonly rest: Row[] } {
  const taken: Row[] = [];
  const rest: Row[] = [];
  const marks = new Set<number>();
  const counts = new Map<string, number>();
  for (const [at, row] of rows.entries()) {
    // The first row is always taken, however many keys it has: a row is never cut in two.
    const clashes = row.marks.some((mark) => marks.has(mark));
    const full = Object.entries(row.counts).some(([name, count]) => (counts.get(name) ?? 0) + count > limit);
    if (taken.length > 0 && (clashes || full)) {
      rest.push(row);
      if (rest.length >= LOOK_AHEAD) return { taken, rest: [...rest, ...rows.slice(at + 1)] };
      continue;
    }
    taken.push(row);
    for (const mark of row.marks) marks.add(mark);
    for (const [name, count] of Object.entries(row.counts)) counts.set(name, (counts.get(name) ?? 0) + count);
  }
  return { taken, rest };
}

function toCut<Row extends CutRow>(rows: readonly Row[]): Cut<Row> {
  const counts = sumOf(rows);
  const padded = Object.fromEntries(
    Object.entries(counts).map(([keyClass, count]) => [keyClass, paddedTo(count)]),
  );
  return { rows, counts, padded };
}

function sumOf(rows: readonly CutRow[]): Partial<Record<KeyClass, number>> {
  const sum: Partial<Record<KeyClass, number>> = {};
  for (const { counts } of rows)
    for (const [name, count] of countsOf(counts)) sum[name] = (sum[name] ?? 0) + count;
  return sum;
}

/** How many of the questions, in their order, fit into what is left of a budget and of grants beyond it. */
export function fitting(cuts: readonly { readonly padded: Cut<never>['padded'] }[], left: Left): number {
  const spending = new Spending(left);
  const at = cuts.findIndex(({ padded }) => !spending.spend(padded));
  return at < 0 ? cuts.length : at;
}
