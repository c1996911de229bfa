import { anchored, type Part } from './measured.ts';
import { measureSealed } from './sealed.ts';

/** Index keys a second and processor second, against libsodium's raw operations in the same run. */
export async function measureIndex(): Promise<Part> {
  const figures = await measureSealed();
  const raw = figures.rates.find((rate) => rate.workers === 0);
  const lines = figures.rates.map((rate) => ({
    what:
      rate.workers === 0
        ? 'libsodium, raw operations'
        : `index builder, ${rate.workers} worker${rate.workers > 1 ? 's' : ''}`,
    value: rate.keysPerSecond,
    unit: 'keys/s',
  }));
  return {
    lines: [
      ...lines,
      {
        what: 'index builder, one worker',
        value: Math.round(figures.ratioToRaw * 1_000) / 10,
        unit: '% of raw, per processor second',
        reach: { least: 90 },
        anchor: anchored(
          'raw operations',
          raw?.keysPerCpuSecond ?? 1,
          figures.ratioToRaw * (raw?.keysPerCpuSecond ?? 1),
        ),
      },
      {
        what: 'segment',
        value: Math.round(figures.segmentBytesPerKey * 100) / 100,
        unit: 'bytes a key',
        reach: { most: 4.6 },
      },
    ],
    json: figures,
  };
}
