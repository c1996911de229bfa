import {
  beginLoad,
  discardLoad,
  type LoadInput,
  type LoadRef,
  publishLoad,
  type PublishedLoad,
  type RowDraft,
  stageRows,
} from '../records/index.ts';
import type { Transaction } from '../store/index.ts';

/** Where the rows of a load go. Port; the twins are `recordsTarget` and, in tests, a memory of what was staged. */
export interface LoadTarget {
  begin(tx: Transaction, input: LoadInput): Promise<string>;
  stage(
    tx: Transaction,
    load: LoadRef,
    rows: readonly RowDraft[],
  ): Promise<{ accepted: number; unchanged: number; duplicates: readonly string[] }>;
  publish(tx: Transaction, loadId: string): Promise<PublishedLoad>;
  discard(tx: Transaction, loadId: string): Promise<void>;
}

/** The door of room records. */
export const recordsTarget: LoadTarget = {
  begin: (tx, input) => beginLoad(tx, input),
  stage: (tx, load, rows) => stageRows(tx, load, rows),
  publish: (tx, loadId) => publishLoad(tx, loadId),
  discard: (tx, loadId) => discardLoad(tx, loadId),
};
