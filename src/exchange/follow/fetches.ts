/** How far the fetch of one partner's index has come, in bytes. */
export interface FetchProgress {
  readonly partner: string;
  readonly done: number;
  readonly total: number;
}

/** Of a long fetch the log hears each time so much more has come. */
const LOGGED_EVERY_BYTES = 16 * 1024 * 1024;

/** What is being fetched from partners, kept while it is. */
export class FetchesUnderWay {
  readonly #log: (progress: FetchProgress) => void;
  readonly #now = new Map<string, FetchProgress>();

  constructor(log: (progress: FetchProgress) => void) {
    this.#log = log;
  }

  note(partner: string, done: number, total: number): void {
    const before = this.#now.get(partner)?.done ?? 0;
    const progress = { partner, done, total };
    this.#now.set(partner, progress);
    if (Math.floor(done / LOGGED_EVERY_BYTES) > Math.floor(before / LOGGED_EVERY_BYTES)) this.#log(progress);
  }

  end(partner: string): void {
    this.#now.delete(partner);
  }

  list(): readonly FetchProgress[] {
    return [...this.#now.values()];
  }
}
