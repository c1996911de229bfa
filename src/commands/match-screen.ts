import { parseJsonLine, readEntity, ScreenIndex } from '../match/index.ts';
import { EXIT } from './failure.ts';
import { eachLine, LineWriter } from './match-lines.ts';
import { readNoted } from './match-notes.ts';
import { round } from './match-score.ts';

export interface ScreenOptions {
  readonly against: string;
  readonly least: number;
  readonly country: string;
  readonly strict: boolean;
}

const PROGRESS_MS = 2000;

/**
 * `entente match screen`: each entity of a list against a file. Only hits are written, the likeliest first; of the others
 * nothing is kept. Exit code 1 when nobody hit and everything was read, 3 when some lines could not be read.
 */
export async function screenList(list: string, options: ScreenOptions): Promise<number> {
  if (list === '-' && options.against === '-') {
    process.stderr.write('entente: only one of list and file can be standard input\n');
    return EXIT.usage;
  }
  const index = new ScreenIndex({ defaultCountry: options.country });
  const read = await eachLine(options.against, options.strict, (text, note) =>
    index.add(readEntity(readNoted(parseJsonLine(text), note))),
  );
  process.stderr.write(`${index.size} entities to screen against\n`);
  const out = new LineWriter();
  const progress = new Progress();
  let hits = 0;
  const screened = await eachLine(list, options.strict, async (text, note) => {
    const sought = readEntity(readNoted(parseJsonLine(text), note));
    const found = index.screen(sought, options);
    for (const { candidate, compared } of found) {
      const { probability, weight, evidence, band, reasons } = compared;
      await out.write({
        id: sought.id,
        match: candidate.id,
        probability,
        weight: round(weight),
        evidence: round(evidence),
        band,
        reasons: reasons.map((reason) => ({ ...reason, weight: round(reason.weight) })),
      });
    }
    hits += found.length;
    progress.step(hits);
  });
  await out.flush();
  progress.end(hits);
  if (read.bad + screened.bad > 0) return EXIT.failed;
  return hits > 0 ? EXIT.done : EXIT.negative;
}

/** How far the list is, every two seconds, and that it was cancelled when Ctrl-C says so. */
class Progress {
  #screened = 0;
  #hits = 0;
  #told = Date.now();
  readonly #cancel = (): void => {
    process.stderr.write(`cancelled: ${this.#sentence()}\n`);
    process.exit(130);
  };

  constructor() {
    process.once('SIGINT', this.#cancel);
  }

  step(hits: number): void {
    this.#screened += 1;
    this.#hits = hits;
    if (Date.now() - this.#told < PROGRESS_MS) return;
    this.#told = Date.now();
    process.stderr.write(`${this.#sentence()}\n`);
  }

  end(hits: number): void {
    this.#hits = hits;
    process.off('SIGINT', this.#cancel);
    process.stderr.write(`done: ${this.#sentence()}\n`);
  }

  #sentence(): string {
    return `${this.#screened} screened, ${this.#hits} hits`;
  }
}
