import { setImmediate as breathe } from 'node:timers/promises';
import type { Locator } from '../model/index.ts';
import type { RowDraft } from '../records/index.ts';
import { Tally } from './balance.ts';
import type { Connector, SourceRow } from './connector.ts';
import { IntakeError } from './errors.ts';
import type { Interpreter } from './interpret.ts';
import type { IntakeLimits } from './limits.ts';
import type { SkipReason } from './mapping-schema.ts';
import type { CellFate, Complaint } from './row-notes.ts';
import { SeenRows } from './seen-rows.ts';

export interface QuarantinedRow {
  readonly record: number;
  readonly reason: string;
  readonly locator: Locator;
  readonly raw: Uint8Array;
}

export interface SkippedRow {
  readonly record: number;
  readonly because: SkipReason;
  readonly locator: Locator;
}

export interface ReadRow {
  readonly draft: RowDraft;
  readonly cells: readonly (readonly [string, CellFate])[];
  readonly complaints: readonly Complaint[];
  readonly row: Pick<SourceRow, 'number' | 'locator' | 'raw'>;
}

/** Some rows and what became of them. */
export interface Batch {
  readonly rows: ReadRow[];
  readonly quarantined: QuarantinedRow[];
  readonly skipped: SkippedRow[];
}

/** Takes a batch; says how many of its rows were new and how many were held already in the same form. */
export type BatchSink = (batch: Batch) => Promise<{ accepted: number; unchanged: number }>;

export interface ReadOptions {
  readonly connector: Connector;
  readonly interpreter: Interpreter;
  readonly limits: IntakeLimits;
  readonly sink: BatchSink;
  readonly batchSize?: number;
  readonly onProgress?: ((rowsRead: number) => void) | undefined;
  /** Asked after every batch: whether to go on. */
  readonly goOn?: (tally: Tally) => boolean;
}

const BATCH_SIZE = 500;
const BATCH_BYTES_MAX = 4 * 1024 * 1024;
const BATCHES_UNDER_WAY_MAX = 2;
/** Rows that are there already come without a pause: so often others get their turn, the batch on its way to the database first. */
const ROWS_BETWEEN_BREATHS = 25;

/**
 * Reads a source from beginning to end. While two batches are being taken the next is read, so that neither the database nor this
 * program waits for the other: memory holds three batches.
 */
export async function readThrough(options: ReadOptions): Promise<Tally> {
  const tally = new Tally();
  const seen = new SeenRows();
  const batchSize = options.batchSize ?? BATCH_SIZE;
  const underWay = new UnderWay();
  let batch = emptyBatch();
  let bytes = 0;
  const handOver = async (): Promise<boolean> => {
    if (!(await underWay.settleTo(BATCHES_UNDER_WAY_MAX - 1))) return false;
    underWay.add(takeBatch(batch, tally, options));
    batch = emptyBatch();
    bytes = 0;
    options.onProgress?.(tally.rowsRead);
    return true;
  };
  try {
    for await (const row of options.connector.rows()) {
      if (sizeOf(batch) >= batchSize || bytes >= BATCH_BYTES_MAX) {
        if (!(await handOver())) break;
      }
      tally.rowsRead += 1;
      if (tally.rowsRead > options.limits.rowsMax) {
        throw new IntakeError('too-many-rows', `there are more than ${options.limits.rowsMax} rows`);
      }
      sortRow(row, options.interpreter, seen, batch);
      bytes += row.raw.length;
      if (tally.rowsRead % ROWS_BETWEEN_BREATHS === 0) await breathe();
    }
    const isHandedOver = await handOver();
    await underWay.settleTo(0);
    if (!isHandedOver) tally.rowsRead -= sizeOf(batch);
    return tally;
  } finally {
    // Nobody may undo the load while a batch is still on its way.
    await underWay.end();
  }
}

/** The batches that are being taken, the oldest first. */
class UnderWay {
  readonly #batches: Promise<boolean>[] = [];
  #isMoreWanted = true;

  add(taking: Promise<boolean>): void {
    // Whoever awaits it next sees a failure; until then it must not count as unhandled.
    taking.catch(() => {});
    this.#batches.push(taking);
  }

  /** Waits until so many are left; false when no more is wanted. */
  async settleTo(most: number): Promise<boolean> {
    while (this.#batches.length > most) {
      const isMoreWanted = await this.#batches[0];
      // Not before it has settled: until then `end` must wait for it.
      void this.#batches.shift();
      this.#isMoreWanted &&= isMoreWanted === true;
    }
    return this.#isMoreWanted;
  }

  async end(): Promise<void> {
    await Promise.allSettled(this.#batches);
  }
}

function sizeOf(batch: Batch): number {
  return batch.rows.length + batch.quarantined.length + batch.skipped.length;
}

/** Hands a batch to the sink and enters it in the books; false when no more is wanted. */
async function takeBatch(batch: Batch, tally: Tally, options: ReadOptions): Promise<boolean> {
  if (sizeOf(batch) > 0) {
    const { accepted, unchanged } = await options.sink(batch);
    tally.accepted += accepted;
    tally.unchanged += unchanged;
    tally.quarantined += batch.quarantined.length;
    for (const row of batch.skipped) tally.skip(row.because);
    for (const row of batch.rows) tally.cells(row.cells);
  }
  return options.goOn?.(tally) ?? true;
}

function emptyBatch(): Batch {
  return { rows: [], quarantined: [], skipped: [] };
}

/** Puts a row where it belongs. */
function sortRow(row: SourceRow, interpreter: Interpreter, seen: SeenRows, batch: Batch): void {
  const { number, locator, raw } = row;
  const read = interpreter.interpret(row);
  if (read.outcome === 'skipped') {
    batch.skipped.push({ record: number, because: read.because, locator });
    return;
  }
  if (read.outcome === 'quarantined') {
    batch.quarantined.push({ record: number, reason: read.reason, locator, raw });
    return;
  }
  const before = seen.note(read.draft.rowKey, read.draft.rowHash);
  if (before === 'same') batch.skipped.push({ record: number, because: 'repeated', locator });
  else if (before === 'other') {
    batch.quarantined.push({
      record: number,
      reason: 'an earlier row of this load has the same row key and other content',
      locator,
      raw,
    });
  } else
    batch.rows.push({
      draft: read.draft,
      cells: read.cells,
      complaints: read.complaints,
      row: { number, locator, raw },
    });
}
