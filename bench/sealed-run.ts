/**
 * `npm run bench:sealed`: the sealed index beside psi.js, libsodium and OpenSSL's X25519 in one run. `--json` gives the names of
 * `SealedResult`; `--quick` ends in under a minute with smaller sets and the same ratios, null for what it leaves out. `--records` measures
 * a first publication through a whole server instead, of some 100,000 keys, with `--million` of a million.
 */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { sealedReady } from '../src/sealed/index.ts';
import { describeMachine, machineLine } from './machine.ts';
import { isReached, type Line } from './measured.ts';
import { measurePsiJs, measureX25519 } from './sealed-anchors.ts';
import { buildIndex, type BuiltIndex } from './sealed-build.ts';
import { questionBytes } from './sealed-message.ts';
import { recordsLines } from './records-lines.ts';
import { measureSealedQuestion } from './sealed-question.ts';
import type { MergeFigures } from './sealed-merge.ts';
import { addKeyMs, deltaBytesPerKey, falseHitsPerYear, standingSeconds } from './sealed-segments.ts';
import { measureValues, type ValueFigures } from './sealed-values.ts';
import { measureSealed } from './sealed.ts';
import { formatTable, short } from './table.ts';

const MILLION = 1_000_000;

export interface SealedResult {
  readonly build_keys_per_second_core: number;
  readonly build_keys_per_second_2: number;
  readonly build_ratio_psijs_core: number | null;
  readonly build_ratio_psijs_2: number | null;
  readonly setup_1m_seconds: number | null;
  readonly query_1000_seconds: number;
  readonly subject_cpu_ms: number;
  readonly subject_bytes: number;
  readonly segment_bytes_per_key: number;
  readonly delta_bytes_per_key: number;
  readonly delta_10_bytes_per_key: number;
  readonly delta_100_bytes_per_key: number;
  readonly add_key_ms: number;
  readonly standing_100k_seconds: number;
  readonly standing_pairs_100k_seconds: number;
  readonly questions_per_second_core: number;
  readonly false_hits_per_year: number;
  readonly rss_10m_mb: number | null;
  readonly merge_10m_seconds: number | null;
  readonly merge_10m_mb: number | null;
}

interface Measured {
  readonly result: SealedResult;
  readonly lines: readonly Line[];
}

async function measure(quick: boolean): Promise<Measured> {
  await sealedReady();
  const say = (what: string): void => void process.stderr.write(`measuring ${what}\n`);
  say('psi.js and X25519');
  const psi = await measurePsiJs(quick ? 3_000 : 20_000, 1_000);
  const x25519 = measureX25519(quick ? 3_000 : 20_000);
  say('index keys a second');
  const index = await measureSealed(quick ? { keys: 4_000, rounds: 3 } : {});
  const raw = index.rates.find((rate) => rate.workers === 0)?.keysPerCpuSecond ?? 1;
  const core = index.ratioToRaw * raw;
  const two = index.rates.find((rate) => rate.workers === 2)?.keysPerSecond ?? 0;
  say('questions');
  const subject = await measureSealedQuestion(16, quick ? 100 : 300);
  const thousand = await measureSealedQuestion(1_024, quick ? 3 : 9);
  say('deltas and standing elements');
  const standing = standingSeconds(100_000);
  const millions = quick ? null : standingSeconds(6_400_000);
  say('what two half keys open');
  const values = measureValues(quick ? 20_000 : 500_000);
  const large = quick ? null : await measureLarge(say);
  const result: SealedResult = {
    build_keys_per_second_core: Math.round(core),
    build_keys_per_second_2: two,
    build_ratio_psijs_core: psi === null ? null : round(core / psi.keysPerSecond),
    build_ratio_psijs_2: psi === null ? null : round(two / psi.keysPerSecond),
    setup_1m_seconds: large === null ? null : round(large.million.seconds),
    query_1000_seconds: round(thousand.bothMs / 1_000),
    subject_cpu_ms: round(subject.bothMs),
    subject_bytes: await questionBytes(12),
    segment_bytes_per_key: round(index.segmentBytesPerKey),
    delta_bytes_per_key: round(deltaBytesPerKey()),
    delta_10_bytes_per_key: round(deltaBytesPerKey(10)),
    delta_100_bytes_per_key: round(deltaBytesPerKey(100)),
    add_key_ms: round(await addKeyMs(quick ? 30 : 200)),
    standing_100k_seconds: round(standing),
    standing_pairs_100k_seconds: round(values.standingSeconds),
    questions_per_second_core: round(1_000 / subject.ownerMs),
    false_hits_per_year: falseHitsPerYear(),
    rss_10m_mb: large === null ? null : Math.round(large.peakMb),
    merge_10m_seconds: large === null ? null : round(large.merge.seconds),
    merge_10m_mb: large === null ? null : Math.round(large.merge.peakMb),
  };
  return {
    result,
    lines: [
      ...linesOf(result),
      { what: 'libsodium, raw operations', value: raw, unit: 'keys per processor second' },
      {
        what: 'X25519 of OpenSSL, one multiplication',
        value: Math.round(x25519),
        unit: 'per processor second',
      },
      ...(psi === null
        ? []
        : [
            {
              what: 'psi.js, set-up',
              value: Math.round(psi.keysPerSecond),
              unit: 'keys per processor second',
            },
            {
              what: 'psi.js, 1,000 asked',
              value: round(psi.querySeconds),
              unit: 's of processor, both sides',
            },
            { what: 'psi.js, set-up', value: round(psi.bytesPerKey), unit: 'bytes a key' },
          ]),
      ...valueLines(values),
      ...(millions === null
        ? []
        : [
            {
              what: '6.4 million standing elements, one delta',
              value: round(millions),
              unit: 's of processor',
            },
          ]),
      ...(large?.scale ?? []).map((built) => ({
        what: `whole set-up of ${built.keys.toLocaleString('en')} keys, 2 workers`,
        value: Math.round(built.keys / built.seconds),
        unit: 'keys/s',
      })),
    ],
  };
}

function valueLines(figures: ValueFigures): readonly Line[] {
  return [
    { what: 'half keys, a pair in a base', value: round(figures.baseBytesPerSlot), unit: 'bytes a slot' },
    {
      what: 'half keys, a pair in a delta of 1,000',
      value: round(figures.deltaBytesPerSlot),
      unit: 'bytes a slot',
    },
    {
      what: 'half keys, slots built',
      value: Math.round(figures.buildSlotsPerSecond),
      unit: 'per processor second',
    },
    {
      what: 'half keys, 138 pairs of one subject opened in two segments',
      value: round(figures.subjectMs),
      unit: 'ms of processor',
    },
  ];
}

interface Large {
  readonly million: BuiltIndex;
  readonly scale: readonly BuiltIndex[];
  readonly peakMb: number;
  readonly merge: MergeFigures;
}

async function measureLarge(say: (what: string) => void): Promise<Large> {
  const scale: BuiltIndex[] = [];
  for (const keys of [10_000, 100_000, MILLION, 10 * MILLION]) {
    say(`a whole set-up of ${keys.toLocaleString('en')} keys`);
    scale.push(await buildIndex(keys, 2));
  }
  const million = scale.find((built) => built.keys === MILLION);
  if (million === undefined) throw new Error('assertion failed: a million were built');
  say('the memory of ten million keys');
  const { peakMb } = await apart<{ readonly peakMb: number }>('sealed-memory.js');
  say('a merge of ten million keys');
  return { million, scale, peakMb, merge: await apart<MergeFigures>('sealed-merge.js') };
}

/** What a program of this folder says of ten million keys, in a process of its own. */
async function apart<Figures>(program: string): Promise<Figures> {
  const path = fileURLToPath(new URL(program, import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [path, String(10 * MILLION)]);
  return JSON.parse(stdout) as Figures;
}

/** What each figure is, its unit and what is wanted (sealed-matching, "How it gets fast"). */
const WANTED: Readonly<Record<keyof SealedResult, Omit<Line, 'value'>>> = {
  build_keys_per_second_core: line('index build, one core', 'keys per processor second', { least: 18_000 }),
  build_keys_per_second_2: line('index build, two workers', 'keys/s', { least: 35_000 }),
  build_ratio_psijs_core: line('index build, one core, against psi.js', 'times', { least: 10 }),
  build_ratio_psijs_2: line('index build, two workers, against psi.js', 'times', { least: 20 }),
  setup_1m_seconds: line('whole set-up of 1,000,000 keys, two workers', 's', { most: 32 }),
  query_1000_seconds: line('1,024 elements of one class, proved and verified', 's of processor, both sides', {
    most: 2,
  }),
  subject_cpu_ms: line('12 keys padded to 16, proved and verified', 'ms of processor, both sides', {
    most: 15,
  }),
  subject_bytes: line('the same, whole message', 'bytes', { most: 1_500 }),
  segment_bytes_per_key: line('base of 500,000 keys', 'bytes a key', { most: 4.6 }),
  delta_bytes_per_key: line('delta of 24,000 keys', 'bytes a key', { most: 12 }),
  delta_10_bytes_per_key: line('delta of 10 keys', 'bytes a key', { most: 12 }),
  delta_100_bytes_per_key: line('delta of 100 keys', 'bytes a key', { most: 12 }),
  add_key_ms: line('one more record of 24 keys', 'ms of processor a key', { most: 0.1 }),
  standing_100k_seconds: line('100,000 standing elements, one delta of 24,000', 's of processor', {
    most: 1,
  }),
  standing_pairs_100k_seconds: line(
    'pairs of 100,000 standing subjects, of half of them 20 each, one delta of 1,000',
    's of processor',
    { most: 1 },
  ),
  questions_per_second_core: line('questions of 16 elements answered', 'per processor second'),
  false_hits_per_year: line('false hits a year: 30 partners, 100,000 standing, 64 keys each 5 s', '', {
    most: 0.01,
  }),
  rss_10m_mb: line('memory: segments of 10,000,000 keys built and opened', 'MB at most', { most: 512 }),
  merge_10m_seconds: line('segments of 10,000,000 keys merged, one worker, one partner', 's'),
  merge_10m_mb: line('memory: the same', 'MB at most', { most: 512 }),
};

function line(what: string, unit: string, reach?: Line['reach']): Omit<Line, 'value'> {
  return { what, unit, ...(reach === undefined ? {} : { reach }) };
}

function linesOf(result: SealedResult): readonly Line[] {
  return Object.entries(WANTED).flatMap(([name, wanted]) => {
    const value = result[name as keyof SealedResult];
    return value === null ? [] : [{ ...wanted, value }];
  });
}

function round(value: number): number {
  return Number(value.toPrecision(4));
}

function tableOf(lines: readonly Line[]): string {
  const said = (one: Line): string => {
    const { least, most } = one.reach ?? {};
    const wanted = least === undefined ? (most === undefined ? '' : `≤ ${most}`) : `≥ ${least}`;
    return isReached(one) === false ? `${wanted}, missed` : wanted;
  };
  return formatTable([
    ['what', 'measured', 'unit', 'reach'],
    ...lines.map((one) => [one.what, short(one.value), one.unit, said(one)]),
  ]);
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      json: { type: 'boolean', default: false },
      quick: { type: 'boolean', default: false },
      records: { type: 'boolean', default: false },
      million: { type: 'boolean', default: false },
      copied: { type: 'boolean', default: false },
    },
  });
  const machine = describeMachine();
  if (values.records || values.million) {
    const people = values.million && !values.copied ? 150_000 : 15_000;
    const { figures, lines } = await recordsLines(people, values.copied ? 1_000_000 : 0);
    process.stdout.write(
      values.json
        ? `${JSON.stringify({ machine, ...figures })}\n`
        : `${machineLine(machine)}\n\n${tableOf(lines)}\n`,
    );
    return;
  }
  const { result, lines } = await measure(values.quick);
  if (values.json) process.stdout.write(`${JSON.stringify(result)}\n`);
  else process.stdout.write(`${machineLine(machine)}\n\n${tableOf(lines)}\n`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
