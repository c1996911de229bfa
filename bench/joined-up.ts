/**
 * The joined-up benchmark: one town, its pieces in five agencies' old systems. What do the agencies find alone, with Entente, and in
 * a pool that holds everything; and what do they learn of people who have nothing to do with it?
 */
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { DEFAULT_SEED } from '../demo/index.ts';
import type { Closing } from '../src/base/index.ts';
import { type AgencyThreads, openAgencies } from './agency-threads.ts';
import { writeFragments } from './joined-up-fragments.ts';
import { ententeFindings, withinReach } from './joined-up-findings.ts';
import type { AskReport, Decided, PooledRecord } from './joined-up-messages.ts';
import { countPairOnly, type PairOnly } from './joined-up-pairs.ts';
import type { PoolMember } from './joined-up-pool.ts';
import type { PoolCall } from './joined-up-pool-thread.ts';
import { type Detail, type Score, score, TruthIndex } from './joined-up-score.ts';
import { type AgencySetup, prepareTown, sizeClassOf, type TownSize } from './joined-up-town.ts';
import { describeMachine, type Machine, machineLine } from './machine.ts';
import { formatTable, percentile, short } from './table.ts';
import { withServer } from './with-server.ts';
import { callWorker } from './worker-call.ts';

type Silos = { readonly recall: number; readonly precision: null; readonly exposure: number };

export interface JoinedUpResult {
  readonly seed: string;
  readonly people: number;
  readonly asked: number;
  readonly silos: Silos;
  readonly entente: Score;
  readonly pool: Score;
  readonly pool_all: Score;
  /** Links of one person that only a pair of half keys joins. */
  readonly pair_only: PairOnly;
  readonly alert_seconds_p95: number;
  /** The slowest alert of a standing name and firm. */
  readonly pair_alert_seconds_max: number;
}

interface Behind {
  readonly machine: Machine;
  readonly truthLinks: number;
  readonly withinReach: number;
  readonly details: { readonly entente: Detail; readonly pool: Detail; readonly pool_all: Detail };
  readonly reports: ReadonlyMap<string, AskReport>;
  readonly decided: readonly Decided[];
  readonly alerts: readonly number[];
  readonly pairAlerts: readonly number[];
  readonly seconds: Readonly<Record<string, number>>;
}

/** Runs the whole benchmark for one town. */
export async function runJoinedUp(size: TownSize): Promise<{ result: JoinedUpResult; behind: Behind }> {
  const machine = describeMachine();
  const seconds: Record<string, number> = {};
  const timed = async <T>(name: string, work: () => Promise<T> | T): Promise<T> => {
    const began = performance.now();
    const cpu = process.cpuUsage();
    const value = await work();
    const { user, system } = process.cpuUsage(cpu);
    seconds[name] = (performance.now() - began) / 1_000;
    process.stderr.write(
      `${name}: ${seconds[name].toFixed(1)} s, of which this process worked ${((user + system) / 1e6).toFixed(1)} s on all its threads\n`,
    );
    return value;
  };
  return withServer(async ({ folder, server, closing }) => {
    const { truth, agencies } = await timed('write the town', () => prepareTown(folder, size, server));
    const threads = openAgencies(agencies, closing);
    await timed('load and index', () => threads.start());
    const records = (
      await timed('copy the records for the pool', () => threads.all<readonly PooledRecord[]>('records'))
    ).flat();
    const reports = new Map(
      (await timed('ask', () => threads.all<AskReport>('ask'))).map((report, at) => [
        threads.threads[at]?.id ?? '',
        report,
      ]),
    );
    const decided = (await threads.all<readonly Decided[]>('decided')).flat();
    const members = membersOf(agencies, size);
    const pools = askPools({ truth, records, members }, closing);
    // Awaited below; when the alerts fail before, this failure is not the one to tell.
    pools.catch(() => {});
    const { alerts, pairAlerts } = await timed('alerts', () => measureAlerts(folder, threads));
    await threads.all('stop');
    const { pool, pool_all } = await timed('pool, beyond the alerts', () => pools);
    const index = new TruthIndex(truth);
    const reach = withinReach(index, records);
    const { judged, learned } = ententeFindings(index, reports, decided);
    const details = { entente: score(index, judged, learned, reach), pool, pool_all };
    return {
      result: {
        seed: size.seed,
        people: size.people,
        asked: [...reports.values()].reduce((sum, report) => sum + report.asked, 0),
        silos: { recall: 0, precision: null, exposure: 0 },
        entente: plain(details.entente),
        pool: plain(pool),
        pool_all: plain(pool_all),
        pair_only: countPairOnly(index, records, members, reach, judged),
        alert_seconds_p95: hundredths(percentile(alerts, 0.95)),
        pair_alert_seconds_max: hundredths(Math.max(...pairAlerts)),
      },
      behind: {
        machine,
        truthLinks: index.links.size,
        withinReach: reach.size,
        details,
        reports,
        decided,
        alerts,
        pairAlerts,
        seconds,
      },
    };
  });
}

/** Seconds from a fragment's arrival to its alert: of a number, and of a name and a firm that are a hit together only. */
async function measureAlerts(
  folder: string,
  threads: AgencyThreads,
): Promise<Pick<Behind, 'alerts' | 'pairAlerts'>> {
  const { mapping, fragments } = writeFragments(folder);
  const watcher = threads.of('jpn');
  const holder = threads.of('crp');
  const found = { alerts: [] as number[], pairAlerts: [] as number[] };
  const subjects = fragments.map(({ subject }) => subject);
  await watcher.call('stand', { partner: holder.id, subjects });
  for (const [at, { file, subject, isPair }] of fragments.entries()) {
    const alerted = watcher.call<number>('watch', subject.about);
    // Awaited below; when the fragment cannot be stored, that failure is the one to tell.
    alerted.catch(() => {});
    // Fragments arrive at any moment of the server's beat.
    const arrived = await holder.call<number>('loadFragment', {
      file,
      mapping,
      phase: at / fragments.length,
    });
    found[isPair ? 'pairAlerts' : 'alerts'].push(((await alerted) - arrived) / 1_000);
  }
  return found;
}

function membersOf(agencies: readonly AgencySetup[], size: TownSize): ReadonlyMap<string, PoolMember> {
  return new Map(
    agencies.map(({ config: { agency } }) => [
      agency.id,
      {
        country: agency.country,
        sizeClass: sizeClassOf(size.sizes?.[agency.id as keyof typeof size.sizes] ?? size.people),
      },
    ]),
  );
}

/** The agencies' lists in one thread, everybody in another. */
async function askPools(
  call: Omit<PoolCall, 'asked'>,
  closing: Closing,
): Promise<{ readonly pool: Detail; readonly pool_all: Detail }> {
  const [pool, pool_all] = await Promise.all(
    (['lists', 'everybody'] as const).map((asked) => {
      const worker = new Worker(fileURLToPath(new URL('joined-up-pool-thread.js', import.meta.url)));
      closing.add(async () => void (await worker.terminate()));
      return callWorker(worker)<Detail>('score', { ...call, asked } satisfies PoolCall);
    }),
  );
  if (pool === undefined || pool_all === undefined) throw new Error('assertion failed: two were asked');
  return { pool, pool_all };
}

function hundredths(seconds: number): number {
  return Math.round(seconds * 100) / 100;
}

function plain({ recall, precision, exposure }: Score): Score {
  const round = (value: number): number => Math.round(value * 10_000) / 10_000;
  return { recall: round(recall), precision: precision === null ? null : round(precision), exposure };
}

function printTable(result: JoinedUpResult, behind: Behind): void {
  const percent = (value: number | null): string => (value === null ? '–' : `${(value * 100).toFixed(2)} %`);
  const line = (name: string, one: Detail): string[] => [
    name,
    percent(one.recall),
    percent(one.recallWithinReach),
    percent(one.precision),
    String(one.judged),
    String(one.false),
    String(one.exposure),
    String(one.exposureThroughThings),
  ];
  const { details } = behind;
  const lines = [
    `Joined up: seed ${result.seed}, ${result.people} people an agency, ${result.asked} of them on the agencies' lists`,
    machineLine(behind.machine),
    '',
    formatTable([
      [
        '',
        'recall',
        'within reach',
        'precision',
        'links judged',
        'false',
        'exposure (fields)',
        'through a shared thing',
      ],
      ['silos', percent(0), percent(0), '–', '0', '0', '0', '0'],
      line('Entente', details.entente),
      line('pool', details.pool),
      line('pool, all', details.pool_all),
    ]),
    '',
    `${behind.truthLinks} links exist across agencies; ${behind.withinReach} of them within reach: both ends may be shared, one is on a list.`,
    'Silos judge no link across agencies: they have no precision (–; null in JSON).',
    `Entente finds ${percent(details.entente.recall / details.pool.recall)} of the links the pool finds on the same list.`,
    `Found by a pair of half keys only (a name and a firm; no full key joins the two records): ${result.pair_only.found} of ${result.pair_only.exist}.`,
    `Alert: p95 ${short(result.alert_seconds_p95)} s, median ${short(percentile(behind.alerts, 0.5))} s, of ${behind.alerts.length} fragments; of ${behind.pairAlerts.length} with a name and a firm the slowest ${short(result.pair_alert_seconds_max)} s.`,
    '',
    wavesTable(behind.reports),
    '',
    Object.entries(behind.seconds)
      .map(([name, value]) => `${name} ${value.toFixed(0)} s`)
      .join(', '),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}

function wavesTable(reports: ReadonlyMap<string, AskReport>): string {
  const rows = [...reports].flatMap(([agency, report]) =>
    report.waves.map((wave) =>
      [
        agency,
        wave.wave,
        wave.subjects,
        wave.questions,
        wave.keys,
        wave.padded,
        wave.hits,
        wave.seconds.toFixed(1),
      ].map(String),
    ),
  );
  return formatTable([
    ['asks', 'wave', 'subjects', 'questions', 'keys', 'padded to', 'hits', 'seconds'],
    ...rows,
  ]);
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      seed: { type: 'string', default: DEFAULT_SEED },
      people: { type: 'string', default: '5000' },
      json: { type: 'boolean', default: false },
      details: { type: 'boolean', default: false },
    },
  });
  const people = Number(values.people);
  if (!Number.isInteger(people) || people < 60 || people > 200_000)
    throw new RangeError('--people takes 60 to 200000');
  const { result, behind } = await runJoinedUp({ seed: values.seed, people });
  if (values.json) process.stdout.write(`${JSON.stringify(result)}\n`);
  else printTable(result, behind);
  if (values.details) process.stderr.write(`${JSON.stringify(behind.details, null, 1)}\n`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
