/** On the processor before everybody else has a turn. */
const STRETCH_MS = 10;

/** Lets everybody else have a turn after each stretch of work. */
export class Turns {
  readonly #rest: (ms: number) => Promise<unknown>;
  #began = performance.now();

  constructor(rest: (ms: number) => Promise<unknown>) {
    this.#rest = rest;
  }

  async pause(): Promise<void> {
    const ms = performance.now() - this.#began;
    if (ms < STRETCH_MS) return;
    await this.#rest(ms);
    this.#began = performance.now();
  }
}
