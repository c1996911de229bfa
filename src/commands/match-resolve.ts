import {
  createResolver,
  ftmSubject,
  measureHolding,
  parseJsonLine,
  patternNote,
  type PreparedRecord,
  prepareSubject,
} from '../match/index.ts';
import { EXIT } from './failure.ts';
import { eachLine, LineWriter } from './match-lines.ts';
import { readNoted, SeenIds } from './match-notes.ts';

export interface ResolveOptions {
  readonly country: string;
  readonly strict: boolean;
  /** Also adjusts the weights to the file. */
  readonly refine: boolean;
}

/** `entente match resolve`: which entities are one, as a cluster id for each, in the order they came. */
export async function resolveClusters(file: string, options: ResolveOptions): Promise<number> {
  const defaultCountry = options.country;
  const records: PreparedRecord[] = [];
  const ids = new SeenIds();
  const count = await eachLine(file, options.strict, (text, note) => {
    const entity = readNoted(parseJsonLine(text), note);
    ids.see(entity.id);
    // Prepared once: it is counted, and then compared.
    records.push({ id: entity.id, subject: prepareSubject(ftmSubject(entity), { defaultCountry }) });
  });
  const measure = measureHolding(
    records.map(({ subject }) => subject),
    { refines: options.refine },
  );
  const counted = measure.patterns === undefined ? null : patternNote(measure.patterns);
  if (counted !== null) process.stderr.write(`${counted}\n`);
  const resolver = createResolver({ defaultCountry, measure });
  resolver.insertAll(records);
  const out = new LineWriter();
  const clusters = new Set<string>();
  for (const { id } of records) {
    const cluster = resolver.clusterOf(id) ?? id;
    clusters.add(cluster);
    await out.write({ id, cluster });
  }
  await out.flush();
  process.stderr.write(`${records.length} entities, ${clusters.size} clusters\n`);
  return count.bad === 0 ? EXIT.done : EXIT.negative;
}
