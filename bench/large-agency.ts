/**
 * One agency of 200,000 people among five. How many of the hits that its partners have there are false, a subject; and is the
 * burner phone found, which one exhibit among all of them mentions? `--people` sets the size, `--seed`, `--json`.
 */
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { DEFAULT_SEED, STORY, type Truth } from '../demo/index.ts';
import { openAgencies } from './agency-threads.ts';
import type { AskReport, Decided } from './joined-up-messages.ts';
import { TruthIndex } from './joined-up-score.ts';
import { prepareTown } from './joined-up-town.ts';
import { describeMachine, machineLine } from './machine.ts';
import { formatTable, short } from './table.ts';
import { withServer } from './with-server.ts';

/** The register in which the exhibits are. */
const LARGE = 'jpn';
const OTHERS = 1_000;

interface Count {
  hits: number;
  falseHits: number;
}

interface LargeResult {
  readonly seed: string;
  readonly people: number;
  readonly subjects: number;
  readonly hits: number;
  readonly falseHits: number;
  readonly falseHitsPerSubject: number;
  /** By the rules that agreed in one hit. */
  readonly byRules: Readonly<Record<string, Count>>;
  readonly burnerFound: boolean;
  readonly secondsToIndex: number;
}

async function runLarge(seed: string, people: number): Promise<LargeResult> {
  return withServer(async ({ folder, server, closing }) => {
    const { truth, agencies } = await prepareTown(
      folder,
      { seed, people: OTHERS, sizes: { [LARGE]: people } },
      server,
    );
    const town = openAgencies(agencies, closing);
    const began = performance.now();
    await town.start();
    const secondsToIndex = Math.round((performance.now() - began) / 1_000);
    process.stderr.write(`load and index: ${secondsToIndex} s\n`);
    const askers = town.threads.filter((thread) => thread.id !== LARGE);
    const reports = await Promise.all(
      askers.map((thread) => thread.call<AskReport>('ask', { partners: [LARGE], wavesMax: 1 })),
    );
    const decided = await town.of(LARGE).call<readonly Decided[]>('decided');
    const burnerFound = await town
      .of('crp')
      .call<boolean>('isHit', { partner: LARGE, number: STORY.burnerPhone });
    await town.all('stop');
    return { seed, people, burnerFound, secondsToIndex, ...countFalse(truth, reports, decided) };
  });
}

/** A hit is false when no record behind it is of the same person or mentions the same thing as the one asked about. */
function countFalse(
  truthFile: Truth,
  reports: readonly AskReport[],
  decided: readonly Decided[],
): Pick<LargeResult, 'subjects' | 'hits' | 'falseHits' | 'falseHitsPerSubject' | 'byRules'> {
  const truth = new TruthIndex(truthFile);
  const decisions = new Map(decided.map((decision) => [decision.request, decision]));
  const byRules: Record<string, Count> = {};
  let hits = 0;
  let falseHits = 0;
  for (const { id, about } of reports.flatMap((report) => report.requests)) {
    const { disclosed = [], openings = [] } = decisions.get(id) ?? {};
    const rights = disclosed.flatMap(({ entityId }) => truth.recordOf(entityId) ?? []);
    const lefts = about.flatMap((ref) => ('own' in ref ? (truth.recordOf(ref.own) ?? []) : []));
    if (rights.length === 0 || lefts.length === 0) continue;
    const isTrue = lefts.some((left) => rights.some((right) => truth.areJoined(left, right)));
    const rules = openings
      .map(({ rule }) => rule)
      .toSorted()
      .join(', ');
    const count = (byRules[rules] ??= { hits: 0, falseHits: 0 });
    hits += 1;
    count.hits += 1;
    if (isTrue) continue;
    falseHits += 1;
    count.falseHits += 1;
  }
  const subjects = reports.reduce((sum, report) => sum + report.asked, 0);
  return { subjects, hits, falseHits, falseHitsPerSubject: falseHits / Math.max(1, subjects), byRules };
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      seed: { type: 'string', default: DEFAULT_SEED },
      people: { type: 'string', default: '200000' },
      json: { type: 'boolean', default: false },
    },
  });
  const machine = describeMachine();
  const result = await runLarge(values.seed, Number(values.people));
  if (values.json) {
    process.stdout.write(`${JSON.stringify({ machine, ...result })}\n`);
    return;
  }
  const rows = Object.entries(result.byRules)
    .toSorted(([, left], [, right]) => right.hits - left.hits)
    .map(([rules, count]) => [rules, String(count.hits), String(count.falseHits)]);
  process.stdout.write(
    `${[
      `An agency of ${result.people} people (seed ${result.seed}); ${result.subjects} subjects of four others asked of it`,
      machineLine(machine),
      '',
      formatTable([
        ['rules that agreed', 'hits', 'false'],
        ...rows,
        ['all', String(result.hits), String(result.falseHits)],
      ]),
      '',
      `False hits a subject: ${short(result.falseHitsPerSubject)}. The burner phone is ${result.burnerFound ? 'found' : 'NOT found'}.`,
      `Loaded and indexed in ${result.secondsToIndex} s.`,
    ].join('\n')}\n`,
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
