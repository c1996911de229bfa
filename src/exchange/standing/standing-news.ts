import type { KeyClass } from '../../model/index.ts';
import { parseSegmentsManifest, type Segment, type SegmentsManifest } from '../../sealed/index.ts';
import { openValuesAt } from '../ask/half-hits.ts';
import type { ExchangeContext } from '../context.ts';
import { ExchangeError } from '../errors.ts';
import type { PartnerIndex } from '../follow/partner-index.ts';
import type { SegmentFiles } from '../publish/segment-files.ts';
import type { NewValues } from './standing-pairs.ts';

interface NewSegment {
  readonly keyClass: KeyClass;
  readonly inDelta: boolean;
  readonly segment: Segment;
}

/** What a partner has announced since a manifest. */
export interface News {
  readonly segments: readonly NewSegment[];
  readonly values: readonly NewValues[];
}

/** What is new since each manifest up to which something was looked up; a tombstone adds nothing. */
export async function newsSince(
  context: ExchangeContext,
  files: SegmentFiles,
  index: PartnerIndex,
  due: readonly { readonly manifest_number: number }[],
): Promise<ReadonlyMap<number, News>> {
  const numbers = [...new Set(due.map((one) => one.manifest_number))];
  const since = new Map<number, News>();
  for (const number of numbers) {
    const then = await manifestAt(context, index, number);
    const before = new Set([...(then?.segments ?? []), ...(then?.values ?? [])].map((entry) => entry.hash));
    const segments = index.segments.segments
      .filter((entry) => entry.kind !== 'tombstone' && !before.has(entry.hash))
      .map(({ hash, keyClass, kind }) => {
        const segment = files.open('from', index.partner, hash);
        if (segment === null)
          throw new ExchangeError('index-incomplete', 'a segment of this partner is missing or damaged');
        return { keyClass, inDelta: kind === 'delta', segment };
      });
    const values = (index.segments.values ?? [])
      .filter((entry) => entry.kind !== 'tombstone' && !before.has(entry.hash))
      .map(({ hash, kind }) => ({
        inDelta: kind === 'delta',
        segment: openValuesAt(files, index.partner, hash),
      }));
    since.set(number, { segments, values });
  }
  return since;
}

async function manifestAt(
  context: ExchangeContext,
  index: PartnerIndex,
  number: number,
): Promise<SegmentsManifest | null> {
  const { rows } = await context.database.query<{ bytes: Uint8Array | null }>(
    `SELECT bytes FROM exchange.partner_manifest WHERE partner = $1 AND part = 'segments' AND number = $2`,
    [index.partner, number],
  );
  const bytes = rows[0]?.bytes ?? null;
  return bytes === null ? null : parseSegmentsManifest(bytes);
}
