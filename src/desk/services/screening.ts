import { setImmediate as nextTurn, setTimeout as wait } from 'node:timers/promises';
import { CodedError } from '../../base/index.ts';
import { countEntities } from '../../records/index.ts';
import type { HandlingCode } from '../../model/index.ts';
import type { Outcome, Permit } from '../../oversight/index.ts';
import type { ScreenedRow, ScreeningDraft, ScreeningState, SealedProgress } from '../api/contract.ts';
import { lookHere } from './screening-here.ts';
import type { ListRow, ReadList, UnreadLine } from './screening-list.ts';
import type { DeskServicesParts, OfficerActor } from './parts.ts';

export type Grounds = Omit<ScreeningDraft, 'text'>;

/** What is known of a list beside its rows: this much stays until the screening is forgotten. */
export interface ListFacts {
  readonly format: ReadList['format'];
  readonly lines: number;
  readonly rows: number;
  readonly unusedColumns: readonly string[];
  readonly unread: readonly UnreadLine[];
}

export interface Stop {
  readonly owner: string;
  readonly handling: readonly HandlingCode[];
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
export type HitRow = Mutable<ScreenedRow>;
export type MutableProgress = Mutable<Omit<SealedProgress, 'partners'>> & {
  readonly partners: Map<string, Mutable<SealedProgress['partners'][number]>>;
};

/**
 * One officer's list while it is looked for; it lives here and nowhere else. Rows are dropped when nothing will be asked about
 * them any more; what stays are counts and the rows that hit.
 */
export class Screening {
  readonly actor: OfficerActor;
  readonly grounds: Grounds;
  readonly startedAt: Date;
  readonly facts: ListFacts;
  state: ScreeningState = 'looking';
  code: string | null = null;
  endedAt: Date | null = null;
  done = 0;
  sealed: MutableProgress | null = null;
  /** The part in the clear, whether it is over or not. */
  work: Promise<void> = Promise.resolve();
  /** By the place of the row in the list. */
  readonly hits = new Map<ListRow, HitRow>();
  readonly stops = new Map<ListRow, Stop>();
  #rows: readonly ListRow[];
  #stopping = false;

  constructor(actor: OfficerActor, grounds: Grounds, list: ReadList, now: Date) {
    this.actor = actor;
    this.grounds = grounds;
    this.startedAt = now;
    const { format, lines, unusedColumns, unread } = list;
    this.facts = { format, lines, rows: list.rows.length, unusedColumns, unread };
    this.#rows = list.rows;
  }

  /** Rows that are still needed; none once the last part is over. */
  get rows(): readonly ListRow[] {
    return this.#rows;
  }

  get isRunning(): boolean {
    return this.state === 'looking' || this.state === 'asking';
  }

  get isStopping(): boolean {
    return this.#stopping;
  }

  /** The part that is running ends after the row or question at hand. */
  stop(now: Date): void {
    if (this.isRunning) this.#stopping = true;
    else if (this.state === 'looked') this.end('stopped', now);
  }

  /** The row's place among the hits, made when the first thing is found. */
  hitOf(row: ListRow): HitRow {
    const known = this.hits.get(row);
    if (known !== undefined) return known;
    const made: HitRow = { lines: row.lines, label: row.label, here: [], more: 0, sealed: [] };
    this.hits.set(row, made);
    return made;
  }

  /** A part is over. Unless partners may still be asked, everybody who did not hit is forgotten with it. */
  end(state: ScreeningState, now: Date): void {
    this.state = state;
    this.endedAt = now;
    this.#stopping = false;
    if (state !== 'looked') this.forgetMisses();
  }

  forgetMisses(): void {
    this.#rows = [];
    this.stops.clear();
  }
}

/** How long a call waits for a short list to be done with, so that the page need not ask again. */
const SHORT_MS = 1_000;

/** The work, or a second of it: what takes longer goes on by itself. */
export async function orOneSecond(work: Promise<void>): Promise<void> {
  const controller = new AbortController();
  await Promise.race([
    work,
    wait(SHORT_MS, undefined, { signal: controller.signal, ref: false }).catch(() => {}),
  ]);
  controller.abort();
}

/**
 * The part in the clear: each row against own records and copies, one after the other. The permit was begun before the first
 * look-up and is closed here, whatever happens.
 */
export async function screenHere(
  parts: DeskServicesParts,
  screening: Screening,
  permit: Permit,
): Promise<void> {
  const { agency, clock, database, oversight } = parts;
  let outcome: Outcome = { result: 'failed' };
  let state: ScreeningState = 'failed';
  try {
    const sizeClass = Math.max(1, await countEntities(database, ['person', 'organisation']));
    for (const row of screening.rows) {
      if (screening.isStopping) break;
      const settings = { agencyId: agency.id, country: agency.country, now: clock.now(), sizeClass };
      const found = await lookHere(database, row, settings);
      if (found.matches.length > 0) {
        const hit = screening.hitOf(row);
        hit.here = found.matches;
        hit.more = found.more;
      }
      if (found.stop !== null) screening.stops.set(row, found.stop);
      screening.done += 1;
      await nextTurn();
    }
    state = screening.isStopping ? 'stopped' : 'looked';
    const stopped = state === 'stopped' ? { rule: 'stopped-by-officer' } : {};
    outcome = { result: 'done', count: screening.hits.size, ...stopped };
  } catch (error) {
    screening.code = codeOf(error);
  }
  // The page may say "over" only when the ledger does.
  await oversight.finish(database, permit, outcome).catch((error: unknown) => {
    state = 'failed';
    screening.code = codeOf(error);
  });
  screening.end(state, clock.now());
}

export function codeOf(error: unknown): string {
  return error instanceof CodedError ? error.code : 'internal-failure';
}
