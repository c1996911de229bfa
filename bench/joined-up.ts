/**
 * The joined-up benchmark: one town, its pieces in five agencies' old systems. What do the agencies find alone, with Entente, and in
 * a pool that holds everything; and what do they learn of people who have nothing to do with it?
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { DEFAULT_SEED, type Truth } from '../demo/index.ts';
import { Closing } from '../src/base/index.ts';
import { discardEmbeddedData, startEmbeddedPostgres } from '../src/store/index.ts';
import { type AgencyThreads, openAgencies } from './agency-threads.ts';
import { writeFragments } from './joined-up-fragments.ts';
import { fieldsOf, fieldsOfKey } from './joined-up-links.ts';
import type { AskReport, Decided, PooledRecord, Ref } from './joined-up-messages.ts';
import { Pool, type PoolMember, type PoolPair } from './joined-up-pool.ts';
import { type Detail, type Learned, linkName, type Score, score, TruthIndex } from './joined-up-score.ts';
import { type AgencySetup, prepareTown, sizeClassOf, type TownSize } from './joined-up-town.ts';
import { describeMachine, type Machine, machineLine } from './machine.ts';
import { formatTable, percentile, short } from './table.ts';

const FRAGMENTS = 20;

type Silos = { readonly recall: number; readonly precision: null; readonly exposure: number };

export interface JoinedUpResult {
  readonly seed: string;
  readonly people: number;
  readonly asked: number;
  readonly silos: Silos;
  readonly entente: Score;
  readonly pool: Score;
  readonly pool_all: Score;
  readonly alert_seconds_p95: number;
}

interface Behind {
  readonly machine: Machine;
  readonly truthLinks: number;
  readonly withinReach: number;
  readonly details: { readonly entente: Detail; readonly pool: Detail; readonly pool_all: Detail };
  readonly reports: ReadonlyMap<string, AskReport>;
  readonly decided: readonly Decided[];
  readonly alerts: readonly number[];
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
  const closing = new Closing();
  const stop = (): void => void closing.close().finally(() => process.exit(130));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop);
  const folder = mkdtempSync(join(tmpdir(), 'entente-bench-'));
  closing.add(() => rmSync(folder, { recursive: true, force: true }));
  try {
    const postgres = join(folder, 'postgres');
    const server = await startEmbeddedPostgres({ dataDirectory: postgres });
    closing.add(async () => {
      await server.stop();
      await discardEmbeddedData(postgres);
    });
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
    const alerts = await timed('alerts', () => measureAlerts(folder, threads));
    await threads.all('stop');
    const figures = await timed('pool', () =>
      compareWithPool(size, agencies, truth, records, reports, decided),
    );
    return {
      result: {
        seed: size.seed,
        people: size.people,
        asked: [...reports.values()].reduce((sum, report) => sum + report.asked, 0),
        silos: { recall: 0, precision: null, exposure: 0 },
        entente: plain(figures.details.entente),
        pool: plain(figures.details.pool),
        pool_all: plain(figures.details.pool_all),
        alert_seconds_p95: Math.round(percentile(alerts, 0.95) * 100) / 100,
      },
      behind: { machine, ...figures, reports, decided, alerts, seconds },
    };
  } finally {
    await closing.close();
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, stop);
  }
}

async function measureAlerts(folder: string, threads: AgencyThreads): Promise<readonly number[]> {
  const { mapping, fragments } = writeFragments(folder, FRAGMENTS);
  const watcher = threads.of('jpn');
  const holder = threads.of('crp');
  const numbers = fragments.map(({ number }) => number);
  const seconds: number[] = [];
  for (const [at, { file, number }] of fragments.entries()) {
    const alerted = watcher.call<number>('watch', { partner: holder.id, numbers, awaited: number });
    // Fragments arrive at any moment of the server's beat.
    const arrived = await holder.call<number>('loadFragment', {
      file,
      mapping,
      phase: at / fragments.length,
    });
    seconds.push(((await alerted) - arrived) / 1_000);
  }
  return seconds;
}

function compareWithPool(
  size: TownSize,
  agencies: readonly AgencySetup[],
  truthFile: Truth,
  records: readonly PooledRecord[],
  reports: ReadonlyMap<string, AskReport>,
  decided: readonly Decided[],
): Pick<Behind, 'truthLinks' | 'withinReach' | 'details'> {
  const truth = new TruthIndex(truthFile);
  const members = new Map(
    agencies.map(({ config }) => [
      config.agency.id,
      {
        country: config.agency.country,
        sizeClass: sizeClassOf(size.sizes?.[config.agency.id as keyof typeof size.sizes] ?? size.people),
      },
    ]),
  );
  const reach = withinReach(truth, records);
  const entente = ententeFindings(truth, reports, decided);
  const lists = new Pool(records, members);
  const listed = poolFindings(truth, lists.answerLists(), members);
  const everything = poolFindings(truth, lists.joinAll(), members);
  return {
    truthLinks: truth.links.size,
    withinReach: reach.size,
    details: {
      entente: score(truth, entente.judged, entente.learned, reach),
      pool: score(truth, listed.judged, listed.learned, reach),
      pool_all: score(truth, everything.judged, everything.learned, reach),
    },
  };
}

/** Links whose two ends may be shared and one of which stands on a list: without what is asked onward. */
function withinReach(truth: TruthIndex, records: readonly PooledRecord[]): ReadonlySet<string> {
  const shareable = new Set<string>();
  const asked = new Set<string>();
  for (const record of records) {
    const name = truth.recordOf(record.entityId);
    if (name === null || !record.shareable) continue;
    shareable.add(name);
    if (record.asked) asked.add(name);
  }
  return new Set(
    [...truth.links].filter((link) => {
      const [, left = '', right = ''] = link.split(' ');
      return shareable.has(left) && shareable.has(right) && (asked.has(left) || asked.has(right));
    }),
  );
}

interface Findings {
  readonly judged: ReadonlySet<string>;
  readonly learned: readonly Learned[];
}

function ententeFindings(
  truth: TruthIndex,
  reports: ReadonlyMap<string, AskReport>,
  decided: readonly Decided[],
): Findings {
  const decisions = new Map(decided.map((decision) => [decision.request, decision]));
  const recordOf = (ref: Ref): string | null => {
    const entity =
      'own' in ref
        ? ref.own
        : decisions.get(ref.request)?.disclosed.find((one) => one.ref === ref.ref)?.entityId;
    return entity === undefined ? null : truth.recordOf(entity);
  };
  const judged = new Set<string>();
  const learned: Learned[] = [];
  for (const [agency, report] of reports) {
    for (const { request, ref, pairs, fields } of report.judged) {
      const right = recordOf({ request, ref });
      const known = pairs.flatMap((pair) => {
        const left = recordOf(pair.left);
        return left === null || right === null || !areApart(left, right)
          ? []
          : [{ left, right, links: pair.links }];
      });
      for (const pair of known)
        for (const kind of pair.links) judged.add(linkName(kind, pair.left, pair.right));
      // Learned of the right person as soon as one of those it was asked for is that person.
      const first = known[0];
      if (first === undefined || known.some((pair) => !truth.areTwoPeople(pair.left, pair.right))) continue;
      const joined = known.find((pair) => truth.areJoined(pair.left, pair.right)) ?? first;
      learned.push({ by: agency, left: joined.left, right: joined.right, about: first.right, fields });
    }
    for (const { id, partner, about } of report.requests) {
      const { openings = [], disclosed = [] } = decisions.get(id) ?? {};
      const fields = openings.flatMap(({ rule, value }) => fieldsOfKey(rule, value));
      const rights = disclosed.flatMap(({ entityId }) => truth.recordOf(entityId) ?? []);
      for (const left of about.flatMap((ref) => recordOf(ref) ?? [])) {
        const first = rights[0];
        if (first === undefined || rights.some((right) => !truth.areTwoPeople(left, right))) continue;
        const right = rights.find((one) => truth.areJoined(left, one)) ?? first;
        learned.push({ by: partner, left, right, about: left, fields });
      }
    }
  }
  return { judged, learned };
}

/** A link across agencies; what stands twice in one agency is that agency's own affair. */
function areApart(left: string, right: string): boolean {
  return left.split('/')[0] !== right.split('/')[0];
}

/** In a pool both sides see the whole record of the other. */
function poolFindings(
  truth: TruthIndex,
  pairs: readonly PoolPair[],
  members: ReadonlyMap<string, PoolMember>,
): Findings {
  const judged = new Set<string>();
  const learned: Learned[] = [];
  for (const pair of pairs) {
    const [left, right] = [truth.recordOf(pair.left.entityId), truth.recordOf(pair.right.entityId)];
    if (left === null || right === null || !areApart(left, right)) continue;
    for (const kind of pair.links) judged.add(linkName(kind, left, right));
    const [ofLeft, ofRight] = [pair.left, pair.right].map((one) =>
      fieldsOf({ subject: one.subject, country: members.get(one.agency)?.country ?? '' }),
    );
    learned.push({ by: pair.by, left, right, about: right, fields: ofRight ?? [] });
    learned.push({ by: pair.right.agency, left, right, about: left, fields: ofLeft ?? [] });
  }
  return { judged, learned };
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
    `Alert: p95 ${short(result.alert_seconds_p95)} s, median ${short(percentile(behind.alerts, 0.5))} s, of ${behind.alerts.length} fragments.`,
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
