/** A first publication through a whole server as lines of a table, beside libsodium's own operations in the same run. */
import type { Line } from './measured.ts';
import { measureRecords, type RecordsFigures } from './records-index.ts';
import type { NewsFigures } from './records-news.ts';
import { measureSealed } from './sealed.ts';

const MEGABYTE = 1024 * 1024;

export async function recordsLines(
  people: number,
  keysWanted: number,
): Promise<{
  readonly figures: RecordsFigures & { readonly rawKeysPerCpuSecond: number };
  readonly lines: readonly Line[];
}> {
  const { rates } = await measureSealed({ keys: 4_000, rounds: 3 });
  const raw = rates.find((rate) => rate.workers === 0)?.keysPerCpuSecond ?? 0;
  const figures = await measureRecords(people, keysWanted);
  const { keys, paged, news } = figures;
  const round = (value: number): number => Number(value.toPrecision(4));
  const lines: readonly Line[] = [
    { what: 'people in one register', value: people, unit: '' },
    { what: 'keys published for one partner', value: keys, unit: '' },
    { what: 'libsodium, raw operations', value: raw, unit: 'keys per processor second' },
    { what: 'intake, file to visible records', value: round(figures.intakeSeconds), unit: 's' },
    { what: 'records to match keys', value: round(figures.derivingSeconds), unit: 's' },
    { what: 'match keys to an announced index', value: round(figures.indexSeconds), unit: 's' },
    { what: 'the same', value: Math.round(keys / figures.indexSeconds), unit: 'keys/s' },
    {
      what: 'memory of the server with its threads, all in',
      value: Math.round(figures.serverPeakBytes / MEGABYTE),
      unit: 'MB at most',
      reach: { most: 512 },
    },
    {
      what: 'memory of its sealer with its threads',
      value: Math.round(figures.sealerPeakBytes / MEGABYTE),
      unit: 'MB at most',
    },
    { what: 'segments', value: round(figures.segmentBytes / keys), unit: 'bytes a key' },
    { what: 'kept tags beside them', value: round(figures.tagBytes / keys), unit: 'bytes a key' },
    {
      what: 'the whole database, records and ledger in it',
      value: round(figures.databaseBytes / keys),
      unit: 'bytes a key',
    },
    { what: 'large segments, looked up in their files', value: paged.segments, unit: '' },
    ...(paged.segments === 0
      ? []
      : [
          { what: 'one tag at a time, in all of them', value: paged.singlePerSecond, unit: 'tags/s' },
          { what: '10,000 tags at once, in all of them', value: paged.listPerSecond, unit: 'tags/s' },
          { what: 'memory of a process that does this alone', value: paged.peakMb, unit: 'MB at most' },
        ]),
    ...newsLines(news),
  ];
  return { figures: { ...figures, rawKeysPerCpuSecond: raw }, lines };
}

function newsLines({ keysBefore, first, next }: NewsFigures): readonly Line[] {
  return [
    { what: 'keys when one more record comes', value: keysBefore, unit: '' },
    ...(
      [
        ['the first after a start', first],
        ['the next', next],
      ] as const
    ).flatMap(([which, { seconds, planSeconds, how }]) => [
      {
        what: `one more record, intake to published manifest (${which})`,
        value: Number(seconds.toPrecision(3)),
        unit: 's',
      },
      { what: `its plan, ${how}`, value: Number(planSeconds.toPrecision(3)), unit: 's' },
    ]),
  ];
}
