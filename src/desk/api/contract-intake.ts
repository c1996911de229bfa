/** The page Records: what was read from the old systems, and what was not. */

// ── intake (act view-intake): GET /api/intake/runs · GET /api/intake/runs/:id · GET /api/intake/runs/:id/quarantine
export interface IntakeRunView {
  readonly id: string;
  readonly source: string;
  readonly origin: string;
  /** A code: copybook, dbf, csv, sql, xlsx. */
  readonly format: string;
  readonly mode: 'full' | 'delta';
  readonly startedAt: string;
  readonly tookMs: number | null;
  readonly state: 'running' | 'published' | 'discarded' | 'failed';
  readonly why?: string;
  readonly rows: {
    readonly read: number;
    readonly accepted: number;
    readonly unchanged: number;
    readonly quarantined: number;
    readonly skipped: Readonly<Record<string, number>>;
  };
  readonly cells: {
    readonly read: number;
    readonly stated: number;
    readonly empty: number;
    readonly unknown: number;
    readonly bad: number;
  };
  readonly balanced: boolean;
}
export interface IntakeRunDetail extends IntakeRunView {
  readonly fields: readonly {
    readonly field: string;
    readonly filled: number;
    readonly bad: number;
    readonly unknown: number;
    readonly read: number;
  }[];
  readonly reasons: readonly { readonly reason: string; readonly sentence: string; readonly count: number }[];
  /** What goes out to partners, and what is held back and why. */
  readonly keys: readonly {
    readonly rule: string;
    readonly published: number;
    readonly withheld: number;
    readonly why: string;
  }[];
}
export interface QuarantinedRow {
  readonly number: number;
  readonly reason: string;
  readonly sentence: string;
  readonly bytesHex: string;
  /** The decoded characters beside the bytes, one per byte where that is possible. */
  readonly decoded: string;
  readonly badRange?: { readonly offset: number; readonly length: number };
  readonly fields: readonly {
    readonly field: string;
    readonly range?: string;
    readonly readAs: string;
    readonly state: string;
  }[];
}

// ── what was taken back from the index (act view-withdrawals): GET /api/withdrawals, open ones first within the newest hundred
export interface WithdrawalView {
  readonly entityId: string;
  /** Where in the old systems the record stood, `source: row`; empty when it is erased there and here. */
  readonly rows: readonly string[];
  readonly since: string;
  /** Whether nothing of the record is left in the index, or a part. */
  readonly whole: boolean;
  readonly partners: readonly {
    readonly agencyId: string;
    /** Nothing confirmed yet · shows no hit any more · and keeps no segment that holds it. */
    readonly state: 'waiting' | 'no-hit' | 'deleted';
    /** Since when it is so. */
    readonly at: string;
  }[];
}
