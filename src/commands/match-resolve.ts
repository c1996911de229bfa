import {
  createResolver,
  ftmSubject,
  parseFtmEntity,
  parseJsonLine,
  type ResolverRecord,
} from '../match/index.ts';
import { EXIT } from './failure.ts';
import { eachLine, LineWriter } from './match-lines.ts';

export interface ResolveOptions {
  readonly country: string;
  readonly strict: boolean;
}

/** `entente match resolve`: which entities are one, as a cluster id for each, in the order they came. */
export async function resolveClusters(file: string, options: ResolveOptions): Promise<number> {
  const records: ResolverRecord[] = [];
  const count = await eachLine(file, options.strict, (text) => {
    const entity = parseFtmEntity(parseJsonLine(text));
    records.push({ id: entity.id, subject: ftmSubject(entity) });
  });
  const resolver = createResolver({ defaultCountry: options.country });
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
