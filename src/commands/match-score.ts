import { compareEntities, MatchError, parseJsonLine, readEntity } from '../match/index.ts';
import { EXIT } from './failure.ts';
import { eachLine, LineWriter } from './match-lines.ts';
import { type Note, readNoted } from './match-notes.ts';

export interface ScoreOptions {
  readonly size: number;
  readonly country: string;
  readonly strict: boolean;
}

/** `entente match score`: a pair a line in, its probability, evidence, band and reasons out. */
export async function scorePairs(file: string, options: ScoreOptions): Promise<number> {
  const out = new LineWriter();
  const settings = { sizeClass: options.size, defaultCountry: options.country };
  const count = await eachLine(file, options.strict, async (text, note) => {
    const { left, right } = readPair(parseJsonLine(text), note);
    const { probability, weight, evidence, band, reasons } = compareEntities(left, right, settings);
    await out.write({
      left: left.id,
      right: right.id,
      probability,
      weight: round(weight),
      evidence: round(evidence),
      band,
      reasons: reasons.map((reason) => ({ ...reason, weight: round(reason.weight) })),
    });
  });
  await out.flush();
  return count.bad === 0 ? EXIT.done : EXIT.negative;
}

function readPair(value: unknown, note: Note) {
  if (typeof value !== 'object' || value === null || !('left' in value) || !('right' in value))
    throw new MatchError('line-malformed', 'a line of pairs is an object with left and right');
  return { left: readEntity(readNoted(value.left, note)), right: readEntity(readNoted(value.right, note)) };
}

/** Four places behind the point tell all that a weight can. */
export function round(weight: number): number {
  return Math.round(weight * 10_000) / 10_000;
}
