/** Counts what is under way, in all and per name, and lets no more in than the limits say. */
export class Turnstile {
  readonly #max: number;
  readonly #perNameMax: number;
  readonly #perName = new Map<string, number>();
  #total = 0;

  constructor(max: number, perNameMax: number) {
    this.#max = max;
    this.#perNameMax = perNameMax;
  }

  /** A function that gives the place back (calling it twice does nothing more); null when there is no place. */
  enter(name: string): (() => void) | null {
    const own = this.#perName.get(name) ?? 0;
    if (this.#total >= this.#max || own >= this.#perNameMax) return null;
    this.#total += 1;
    this.#perName.set(name, own + 1);
    let inside = true;
    return () => {
      if (!inside) return;
      inside = false;
      this.#total -= 1;
      const left = (this.#perName.get(name) ?? 1) - 1;
      if (left === 0) this.#perName.delete(name);
      else this.#perName.set(name, left);
    };
  }
}
