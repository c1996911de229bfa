/**
 * `npm run bench:matching`: how well the matcher matches. One table; with --json one flat object. Each part is a file
 * bench/matching/part-<name>.ts whose function `measure…(dataFolder)` gives figures by name.
 *   --only <part>   this part alone (several times for several)
 *   --data <folder> the development data (default: ../shared/data beside the clone)
 */
import { existsSync, readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { describeMachine, machineLine } from './machine.ts';
import { MEASURES, type Measure } from './matching/measures.ts';
import { formatTable, short } from './table.ts';

type Figures = Readonly<Record<string, unknown>>;
/** Gives its figures, or a promise of them. */
type MeasurePart = (dataFolder: string) => unknown;

/** Parts that invent all they need. */
const WITHOUT_DATA: ReadonlySet<string> = new Set(['identifiers', 'registers', 'town', 'family']);

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      json: { type: 'boolean', default: false },
      only: { type: 'string', multiple: true },
      data: { type: 'string' },
    },
  });
  const clone = fileURLToPath(new URL('../../', import.meta.url));
  const data = resolve(values.data ?? resolve(clone, '../shared/data'));
  const parts = await findParts();
  const unknown = values.only?.find((name) => !parts.has(name));
  if (unknown !== undefined) throw new RangeError(`--only takes one of ${[...parts.keys()].join(', ')}`);
  const hasData = existsSync(data);
  if (!hasData)
    process.stderr.write('the development data is not here (--data): only what needs none is measured\n');
  const machine = describeMachine();
  const figures: Record<string, unknown> = {};
  const tables: string[] = [];
  for (const [name, measure] of parts) {
    if (values.only !== undefined && !values.only.includes(name)) continue;
    if (!hasData && !WITHOUT_DATA.has(name)) continue;
    process.stderr.write(`measuring ${name}\n`);
    const result = await measure(data);
    Object.assign(figures, figuresOf(result));
    if (hasTable(result)) tables.push(`${name}\n\n${result.table}`);
  }
  if (values.json) process.stdout.write(`${JSON.stringify({ machine, ...figures })}\n`);
  else process.stdout.write([machineLine(machine), tableOf(figures), ...tables, ''].join('\n\n'));
}

/** The parts that were built, by name, in the order of the alphabet. */
async function findParts(): Promise<ReadonlyMap<string, MeasurePart>> {
  const folder = new URL('./matching/', import.meta.url);
  const parts = new Map<string, MeasurePart>();
  for (const file of readdirSync(folder).toSorted()) {
    const name = /^part-([a-z-]+)\.js$/.exec(file)?.[1];
    if (name === undefined) continue;
    const module = (await import(new URL(file, folder).href)) as Readonly<Record<string, unknown>>;
    const measure = Object.entries(module).find(
      ([key, value]) => /^measure[A-Z]/.test(key) && typeof value === 'function',
    )?.[1];
    if (measure !== undefined) parts.set(name, measure as MeasurePart);
  }
  return parts;
}

/** A part gives its figures plainly, or in the `json` of a part of the other benches. */
function figuresOf(result: unknown): Figures {
  if (typeof result !== 'object' || result === null) return {};
  if ('json' in result && typeof result.json === 'object' && result.json !== null)
    return result.json as Figures;
  return result as Figures;
}

/** A part may write its figures down in a table of its own. */
function hasTable(result: unknown): result is { readonly table: string } {
  return (
    typeof result === 'object' && result !== null && 'table' in result && typeof result.table === 'string'
  );
}

function tableOf(figures: Figures): string {
  const known = MEASURES.filter(({ name }) => name in figures);
  const named = new Set(known.map(({ name }) => name));
  const others = Object.keys(figures).filter((name) => !named.has(name) && !name.endsWith('_at_size'));
  return formatTable([
    ['measure', 'measured', 'reach', 'reached'],
    ...known.map((measure) => rowOf(measure, figures[measure.name])),
    ...others.map((name) => [name, written(figures[name]), '', '']),
  ]);
}

function rowOf(measure: Measure, value: unknown): string[] {
  const isReached = measure.isReached?.(value);
  return [
    `${measure.what} [${measure.name}]`,
    written(value),
    measure.reach,
    isReached === undefined || isReached === null ? '' : isReached ? 'yes' : 'no',
  ];
}

function written(value: unknown): string {
  if (typeof value === 'number') return value > 0 && value < 0.001 ? value.toExponential(1) : short(value);
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

await main();
