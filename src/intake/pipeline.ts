import type { Locator } from '../model/index.ts';
import type { RowDraft } from '../records/index.ts';
import { Tally } from './balance.ts';
import type { Connector, SourceRow } from './connector.ts';
import { IntakeError } from './errors.ts';
import type { CellFate, Complaint, Interpreter } from './interpret.ts';
import type { IntakeLimits } from './limits.ts';
import type { SkipReason } from './mapping-schema.ts';
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

/** Reads a source from beginning to end. While one batch is being taken the next is read: memory holds two batches. */
export async function readThrough(options: ReadOptions): Promise<Tally> {
  const tally = new Tally();
  const seen = new SeenRows();
  const batchSize = options.batchSize ?? BATCH_SIZE;
  let batch = emptyBatch();
  let bytes = 0;
  let taking: Promise<boolean> = Promise.resolve(true);
  const handOver = async (): Promise<boolean> => {
    if (!(await taking)) return false;
    taking = takeBatch(batch, tally, options);
    // Whoever awaits it next sees a failure; until then it must not count as unhandled.
    taking.catch(() => {});
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
    }
    if (await handOver()) await taking;
    else tally.rowsRead -= sizeOf(batch);
    return tally;
  } finally {
    // Nobody may undo the load while a batch is still on its way.
    await taking.catch(() => {});
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
