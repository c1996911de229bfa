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
