import { createOwnDatabase, type EmbeddedPostgres } from '../src/store/index.ts';
import { benchLedger } from './ledger.ts';
import { anchored, type Part } from './measured.ts';

/** Durable appends a second in batches, sequenced and verified; the anchor is hashing alone. */
export async function measureLedger(server: EmbeddedPostgres): Promise<Part> {
  const { url } = await createOwnDatabase(server, { name: 'bench_ledger', role: 'bench_ledger' });
  const figures = await benchLedger(url);
  const { fsync, synchronousCommit, fullPageWrites } = figures.durability;
  const isDurable = [fsync, synchronousCommit, fullPageWrites].every((setting) => setting === 'on');
  return {
    lines: [
      {
        what: isDurable ? 'ledger, durable appends' : 'ledger, appends (NOT durable)',
        value: figures.appendsPerSecond,
        unit: `entries/s, ${figures.batch} a commit`,
        reach: { least: 2_000 },
        anchor: anchored('SHA-256 of an entry', figures.hashesPerSecond, figures.appendsPerSecond),
      },
      { what: 'ledger, signed into the tree', value: figures.sequencedPerSecond, unit: 'entries/s' },
      { what: 'ledger, verified by an outsider', value: figures.verifiedPerSecond, unit: 'entries/s' },
    ],
    json: figures,
  };
}
