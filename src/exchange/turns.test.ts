import { describe, expect, it } from 'vitest';
import { inBatches, inSteps } from './turns.ts';

describe('long work in turns', () => {
  it('takes items in batches of at most 256, in order, and lets others have a turn between two', async () => {
    const items = Array.from({ length: 600 }, (_, at) => at);
    const order: string[] = [];
    setImmediate(() => order.push('somebody else'));
    const doubled = await inBatches(items, (batch, from) => {
      order.push(`${batch.length} from ${from}`);
      return batch.map((item) => 2 * item);
    });
    expect(doubled).toEqual(items.map((item) => 2 * item));
    // 600 = 256 + 256 + 88.
    expect(order).toEqual(['256 from 0', 'somebody else', '256 from 256', '88 from 512']);
  });

  it('goes through steps and gives their result', async () => {
    const order: string[] = [];
    function* steps(): Generator<void, string, void> {
      order.push('first');
      yield;
      order.push('second');
      return 'done';
    }
    setImmediate(() => order.push('somebody else'));
    expect(await inSteps(steps())).toBe('done');
    expect(order).toEqual(['first', 'somebody else', 'second']);
  });
});
