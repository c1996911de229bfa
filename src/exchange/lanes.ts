/**
 * Work that follows a commit and may be done again. Each lane (a partner) does one thing after the other, lanes run side by
 * side: a slow partner keeps nobody else waiting, and its index is never changed under the reading of its answers. Work of
 * a name that waits already is not added twice. What a crash loses is found again by `catchUp`.
 */
export class Lanes {
  readonly #onError: (name: string, error: unknown) => void;
  readonly #waiting = new Map<string, Map<string, () => Promise<unknown>>>();
  readonly #running = new Map<string, Promise<void>>();
  #calls = 0;

  constructor(onError: (name: string, error: unknown) => void) {
    this.#onError = onError;
  }

  /** Adds work that nobody waits for; its failure is only reported. */
  add(lane: string, name: string, work: () => Promise<unknown>): void {
    const waiting = this.#waiting.get(lane) ?? new Map<string, () => Promise<unknown>>();
    this.#waiting.set(lane, waiting.set(name, work));
    if (!this.#running.has(lane)) this.#running.set(lane, this.#runAll(lane, waiting));
  }

  /** Does the work in the lane's turn and gives back what comes of it. Never to be called from within the same lane. */
  run<Result>(lane: string, work: () => Promise<Result>): Promise<Result> {
    this.#calls += 1;
    const name = `call ${this.#calls}`;
    return new Promise((resolve, reject) => {
      this.add(lane, name, () => work().then(resolve, reject));
    });
  }

  /** Resolves when no lane has anything left to do. */
  async drain(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running.values());
  }

  async #runAll(lane: string, waiting: Map<string, () => Promise<unknown>>): Promise<void> {
    for (;;) {
      const next = waiting.entries().next().value;
      if (next === undefined) break;
      const [name, work] = next;
      waiting.delete(name);
      await work().catch((error: unknown) => this.#onError(name, error));
    }
    this.#running.delete(lane);
  }
}
