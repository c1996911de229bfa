import { systemClock } from '../base/index.ts';
import type { EntityDraft, RelationDraft } from '../records/index.ts';
import { type Balance, type FieldQuality, readLimitBreach } from './balance.ts';
import { buildInterpreter } from './interpret.ts';
import { DEFAULT_LIMITS, type IntakeLimits } from './limits.ts';
import type { Mapping } from './mapping-file.ts';
import { type IntakeSource, openSource } from './open-source.ts';
import { readThrough, type SkippedRow } from './pipeline.ts';
import type { Complaint } from './row-notes.ts';

export interface Trial {
  readonly entities: readonly EntityDraft[];
  readonly relations: readonly RelationDraft[];
  readonly balance: Balance;
  readonly quality: readonly FieldQuality[];
  /** The first hundred of each; `balance` has the full counts. */
  readonly complaints: readonly Complaint[];
  readonly quarantined: readonly {
    readonly record: number;
    readonly reason: string;
    readonly hex: string;
    readonly text: string;
  }[];
  readonly skipped: readonly SkippedRow[];
  /** Why a real run would keep nothing of it; null when it would be kept. */
  readonly breach: string | null;
}

const SHOWN_ENTITIES = 10;
const SHOWN_LINES = 100;

/** What a mapping makes of a source: ten entities, counts and complaints. Nothing is stored. */
export async function tryMapping(
  source: IntakeSource,
  mapping: Mapping,
  options: {
    readonly today?: string;
    readonly limits?: IntakeLimits;
    readonly onProgress?: (rowsRead: number) => void;
  } = {},
): Promise<Trial> {
  const limits = options.limits ?? DEFAULT_LIMITS;
  const connector = await openSource(source, mapping, limits);
  try {
    const interpreter = buildInterpreter(
      mapping,
      connector,
      options.today ?? systemClock.now().toISOString().slice(0, 10),
    );
    const entities: EntityDraft[] = [];
    const relations: RelationDraft[] = [];
    const complaints: Complaint[] = [];
    const quarantined: Trial['quarantined'][number][] = [];
    const skipped: SkippedRow[] = [];
    const tally = await readThrough({
      connector,
      interpreter,
      limits,
      onProgress: options.onProgress,
      sink(batch) {
        for (const { draft, complaints: said } of batch.rows) {
          if (entities.length < SHOWN_ENTITIES) {
            entities.push(...draft.entities.slice(0, SHOWN_ENTITIES - entities.length));
            relations.push(...draft.relations);
          }
          fill(complaints, said);
        }
        for (const row of batch.quarantined) {
          if (quarantined.length >= SHOWN_LINES) break;
          const shown = row.raw.subarray(0, 4_096);
          quarantined.push({
            record: row.record,
            reason: row.reason,
            hex: Buffer.from(shown).toString('hex'),
            text: connector.show(shown),
          });
        }
        fill(skipped, batch.skipped);
        return Promise.resolve({ accepted: batch.rows.length, unchanged: 0 });
      },
    });
    await connector.verifyUnchanged();
    const breach = readLimitBreach(mapping.spec, tally, null);
    return {
      entities,
      relations,
      balance: tally.close(),
      quality: tally.quality(),
      complaints,
      quarantined,
      skipped,
      breach,
    };
  } finally {
    await connector.close();
  }
}

function fill<T>(into: T[], more: readonly T[]): void {
  if (into.length < SHOWN_LINES) into.push(...more.slice(0, SHOWN_LINES - into.length));
}
