import { assert } from '../base/index.ts';
import type { CellFate } from './row-notes.ts';
import { SKIP_REASONS, type MappingSpec, type SkipReason } from './mapping-schema.ts';

/** The books of a run: nothing that was read may be unaccounted for. */
export interface Balance {
  readonly rows: {
    readonly read: number;
    readonly accepted: number;
    readonly unchanged: number;
    readonly quarantined: number;
    readonly skipped: Readonly<Record<SkipReason, number>>;
  };
  /** Of the rows that were accepted or unchanged. */
  readonly cells: { readonly read: number } & Readonly<Record<CellFate, number>>;
}

/** How one field of the mapping came out over the whole run. */
export interface FieldQuality extends Readonly<Record<CellFate, number>> {
  readonly field: string;
}

/** Counts while a run goes on; `read` is counted apart from the fates, so that the sum proves something. */
export class Tally {
  rowsRead = 0;
  accepted = 0;
  unchanged = 0;
  quarantined = 0;
  cellsRead = 0;
  readonly skipped = new Map<SkipReason, number>();
  readonly #fields = new Map<string, Record<CellFate, number>>();

  skip(because: SkipReason): void {
    this.skipped.set(because, (this.skipped.get(because) ?? 0) + 1);
  }

  cells(cells: readonly (readonly [string, CellFate])[]): void {
    this.cellsRead += cells.length;
    for (const [field, fate] of cells) {
      let counts = this.#fields.get(field);
      if (counts === undefined) {
        counts = { stated: 0, empty: 0, unknown: 0, bad: 0 };
        this.#fields.set(field, counts);
      }
      counts[fate] += 1;
    }
  }

  /** Rows of the source that were wanted, whatever became of them. */
  get wanted(): number {
    return this.accepted + this.unchanged + this.quarantined;
  }

  quality(): FieldQuality[] {
    return [...this.#fields].map(([field, counts]) => ({ field, ...counts }));
  }

  /** The balance; a run that does not balance is a bug of this program. */
  close(): Balance {
    const skipped = Object.fromEntries(
      SKIP_REASONS.map((reason) => [reason, this.skipped.get(reason) ?? 0]),
    ) as Record<SkipReason, number>;
    const fates = { stated: 0, empty: 0, unknown: 0, bad: 0 };
    for (const field of this.quality())
      for (const fate of Object.keys(fates) as CellFate[]) fates[fate] += field[fate];
    const skippedAll = Object.values(skipped).reduce((sum, count) => sum + count, 0);
    assert(
      this.rowsRead === this.wanted + skippedAll,
      'rows read = accepted + unchanged + quarantined + skipped',
    );
    assert(
      this.cellsRead === fates.stated + fates.empty + fates.unknown + fates.bad,
      'cells read = stated + empty + unknown + bad',
    );
    return {
      rows: {
        read: this.rowsRead,
        accepted: this.accepted,
        unchanged: this.unchanged,
        quarantined: this.quarantined,
        skipped,
      },
      cells: { read: this.cellsRead, ...fates },
    };
  }
}

const SHRINK_PERCENT_DEFAULT = 90;

/** Why a load is over its limits, in a sentence; null when it is within them. `before`: rows of the last full load that was kept. */
export function readLimitBreach(spec: MappingSpec, tally: Tally, before: number | null): string | null {
  const limit = spec['quarantine-limit'];
  const { quarantined, wanted } = tally;
  if (limit.rows !== undefined && quarantined > limit.rows) {
    return `${quarantined} rows were quarantined, at most ${limit.rows} are allowed`;
  }
  if (limit.percent !== undefined && quarantined * 100 > limit.percent * wanted) {
    return `${quarantined} of ${wanted} rows were quarantined, at most ${limit.percent} percent are allowed`;
  }
  if (spec.load !== 'full') return null;
  const good = wanted - quarantined;
  if (good === 0)
    return 'the load holds no row that can be used: an emptied source is not the end of all its rows';
  const shrink = limit['shrink-percent'] ?? SHRINK_PERCENT_DEFAULT;
  if (before !== null && good < before && (before - good) * 100 > shrink * before) {
    return `the load holds ${good} rows, the last one held ${before}: more than ${shrink} percent fewer`;
  }
  return null;
}
