import { setImmediate as nextTurn } from 'node:timers/promises';

/** So many elements are worked on at a stretch (about 10 ms); then everybody else has a turn. */
const STRETCH = 32;

/** Does the work for each item in order, never holding up the server: a question of thousands takes seconds of arithmetic. */
export async function inTurns<Item, Result>(
  items: readonly Item[],
  work: (item: Item, at: number) => Result,
): Promise<Result[]> {
  const results: Result[] = [];
  for (const [at, item] of items.entries()) {
    if (at % STRETCH === STRETCH - 1) await nextTurn();
    results.push(work(item, at));
  }
  return results;
}

/** So many elements a batch function of room sealed takes at a stretch: about 25 ms. */
const BATCH = 256;

/** The same for work that is cheaper on many items at once; the results come in the order of the items. */
export async function inBatches<Item, Result>(
  items: readonly Item[],
  work: (batch: readonly Item[], from: number) => readonly Result[],
): Promise<Result[]> {
  const results: Result[] = [];
  for (let from = 0; from < items.length; from += BATCH) {
    if (from > 0) await nextTurn();
    results.push(...work(items.slice(from, from + BATCH), from));
  }
  return results;
}

/** Goes through work that pauses by itself, and lets everybody else have a turn at each pause. */
export async function inSteps<Result>(steps: Generator<void, Result, void>): Promise<Result> {
  for (;;) {
    const { done, value } = steps.next();
    if (done === true) return value;
    await nextTurn();
  }
}
