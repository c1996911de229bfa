import { describe, expect, it } from 'vitest';
import { readPairId } from './web/review/pair-id.ts';
import { waterfallOf } from './web/review/waterfall.ts';

const row = (weight: number) =>
  ({ attribute: 'name', left: [], right: [], level: 'exact', because: '', weight }) as const;

describe('the waterfall of a pair', () => {
  it('begins where nothing was compared yet, and each bar begins where the last one ended', () => {
    // From −10 up by 15 to 5, down by 2.5 to 2.5: the track is 15 long, nought lies 10 from its left end.
    const fall = waterfallOf({ prior: -10, rows: [row(15), row(-2.5)], weight: 2.5 });
    const shares = [fall.before, ...fall.rows, fall.sum].map(({ start, length }) => [
      (start * 15) / 100,
      (length * 15) / 100,
    ]);
    expect(fall.nought).toBeCloseTo((10 / 15) * 100);
    expect(shares.map(([start, length]) => `${start?.toFixed(1)}+${length?.toFixed(1)}`)).toEqual([
      '0.0+10.0',
      '0.0+15.0',
      '12.5+2.5',
      '10.0+2.5',
    ]);
  });

  it('has a track even where nothing says anything', () => {
    expect(waterfallOf({ prior: 0, rows: [], weight: 0 }).sum).toEqual({ start: 0, length: 0 });
  });
});

describe('the address of a pair', () => {
  it('names two records, and nothing else is taken for one', () => {
    expect(readPairId('a1~b2')).toEqual(['a1', 'b2']);
    for (const item of [null, '', 'a1', 'a1~', '~b2', 'a1~b2~c3']) expect(readPairId(item)).toBeNull();
  });
});
