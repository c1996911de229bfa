/** `npm run bench`: what the parts cost, each beside a mark measured in the same run. `--only <part>`, `--json`. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Closing } from '../src/base/index.ts';
import { discardEmbeddedData, type EmbeddedPostgres, startEmbeddedPostgres } from '../src/store/index.ts';
import { describeMachine, machineLine } from './machine.ts';
import { isReached, type Line, type Part } from './measured.ts';
import { measureIndex } from './part-index.ts';
import { measureIntake } from './part-intake.ts';
import { measureLedger } from './part-ledger.ts';
import { measureAgencyMemory, measureTownMemory } from './part-memory.ts';
import { measureQuestion } from './part-question.ts';
import { formatTable, short } from './table.ts';

const PARTS: Readonly<Record<string, (server: EmbeddedPostgres) => Promise<Part>>> = {
  intake: measureIntake,
  index: measureIndex,
  question: measureQuestion,
  ledger: measureLedger,
  agency: measureAgencyMemory,
  town: measureTownMemory,
};

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { json: { type: 'boolean', default: false }, only: { type: 'string', multiple: true } },
  });
  const wanted = values.only ?? Object.keys(PARTS);
  const unknown = wanted.find((name) => PARTS[name] === undefined);
  if (unknown !== undefined) throw new RangeError(`--only takes one of ${Object.keys(PARTS).join(', ')}`);
  const machine = describeMachine();
  const closing = new Closing();
  const stop = (): void => void closing.close().finally(() => process.exit(130));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop);
  const json: Record<string, unknown> = { machine };
  const lines: Line[] = [];
  try {
    const server = await openServer(closing);
    for (const name of wanted) {
      process.stderr.write(`measuring ${name}\n`);
      const part = await PARTS[name]?.(server);
      if (part === undefined) continue;
      json[name] = part.json;
      lines.push(...part.lines);
    }
  } finally {
    await closing.close();
  }
  if (values.json) process.stdout.write(`${JSON.stringify(json)}\n`);
  else process.stdout.write(`${machineLine(machine)}\n\n${tableOf(lines)}\n`);
}

async function openServer(closing: Closing): Promise<EmbeddedPostgres> {
  const folder = mkdtempSync(join(tmpdir(), 'entente-bench-pg-'));
  closing.add(() => discardEmbeddedData(folder));
  const server = await startEmbeddedPostgres({ dataDirectory: folder });
  closing.add(() => server.stop());
  return server;
}

function tableOf(lines: readonly Line[]): string {
  const rows = lines.map((line) => {
    const reached = isReached(line);
    return [
      line.what,
      short(line.value),
      line.unit,
      line.reach?.least === undefined
        ? line.reach?.most === undefined
          ? ''
          : `≤ ${line.reach.most}`
        : `≥ ${line.reach.least}`,
      reached === null ? '' : reached ? 'yes' : 'no',
      line.anchor === undefined
        ? ''
        : `${short(line.anchor.ratio)} × ${line.anchor.what} (${short(line.anchor.value)})`,
    ];
  });
  return formatTable([['what', 'measured', 'unit', 'reach', 'reached', 'beside'], ...rows]);
}

await main();
