/**
 * Recall and false hits of sealed name keys per subject, at holdings of 10⁴ to 10⁷ and per pair of scripts, on the scoring half of the
 * development data (part-keys.ts says how it is split into two sides; dates are noisy on both). For each pair of scripts two figures of
 * false hits: *computed* is what room match expects of the keys it spends, before anybody is asked; *measured* is the share of all pairs of
 * an asker and somebody else's record that meet, times the holding. There are some tens of thousands of people: a holding of 10⁴ is counted, every
 * larger one is that rate scaled up; in brackets stands how many met. Where nobody met, what is still compatible with that (three events) stands behind '<'.
 */
import { formatTable, short } from '../table.ts';
import { type FalsePairs, type Joined, joinKeys } from './key-join.ts';
import { readKeyPeople } from './key-people.ts';

const SIZES = [10_000, 100_000, 1_000_000, 10_000_000];
/** Fewer pairs than this cannot tell a false hit in a holding of 10⁴ from none. */
const PAIRS_MIN = 300_000;
/** With no event among so many draws, three are still compatible with 95 %. */
const NONE_SEEN = 3;

export function measureScripts(dataFolder: string): { json: Record<string, unknown>; table: string } {
  const people = readKeyPeople(dataFolder, 'score');
  const joined = SIZES.map((sizeClass) =>
    joinKeys(people, { sizeClass, noise: 'noisy', everybodyAsks: false }),
  );
  const [first] = joined;
  const pairs = Object.entries(first?.falseByScripts ?? {})
    .filter(([pair, { pairs: count }]) => count >= PAIRS_MIN && first?.byScripts[pair] !== undefined)
    .map(([pair]) => pair)
    .toSorted((left, right) => peopleOf(first, right) - peopleOf(first, left));
  const rows = [...pairs.map((pair) => rowsOf(pair, joined)), allOf(joined)].flat();
  const figures = pairs.map((pair) => [pair, figuresOf(pair, joined)] as const);
  return {
    json: { scripts_people: people.length, scripts_at_size: Object.fromEntries(figures) },
    table: formatTable([
      ['scripts', 'people', '', ...SIZES.map((size) => `10^${Math.log10(size)}`)],
      ...rows,
    ]),
  };
}

function peopleOf(joined: Joined | undefined, pair: string): number {
  return joined?.byScripts[pair]?.people ?? 0;
}

function rowsOf(pair: string, joined: readonly Joined[]): string[][] {
  const people = String(peopleOf(joined[0], pair));
  const line = (what: string, value: (at: Joined, size: number) => string): string[] => [
    what,
    ...joined.map((one, at) => value(one, SIZES[at] ?? 0)),
  ];
  return [
    [pair, people, ...line('recall, full keys', (one) => short(one.byScripts[pair]?.full ?? Number.NaN))],
    [
      '',
      '',
      ...line('with pairs of half keys', (one) => short(one.byScripts[pair]?.withHalves ?? Number.NaN)),
    ],
    ['', '', ...line('false hits, measured', (one, size) => measured(one.falseByScripts[pair], size))],
    ['', '', ...line('computed', (one) => short(one.falseByScripts[pair]?.computed ?? Number.NaN))],
  ];
}

function allOf(joined: readonly Joined[]): string[][] {
  return [
    ['all', '', 'recall, full keys', ...joined.map((one) => short(one.recall.full))],
    ['', '', 'with pairs of half keys', ...joined.map((one) => short(one.recall.withHalves))],
    [
      '',
      '',
      'false hits, measured',
      ...joined.map((one, at) => short(one.falseRate.full * (SIZES[at] ?? 0))),
    ],
  ];
}

function measured(found: FalsePairs | undefined, size: number): string {
  if (found === undefined) return '–';
  return found.met.full > 0
    ? `${short(found.met.full * size)} (${Math.round(found.met.full * found.pairs)})`
    : `< ${short((NONE_SEEN / found.pairs) * size)}`;
}

function figuresOf(pair: string, joined: readonly Joined[]): Record<string, unknown> {
  return Object.fromEntries(
    joined.map((one, at) => {
      const size = SIZES[at] ?? 0;
      const { full = 0, withHalves = 0, people = 0 } = one.byScripts[pair] ?? {};
      const { pairs = 0, met, computed = 0 } = one.falseByScripts[pair] ?? {};
      const falseHits = { pairs, measured: (met?.full ?? 0) * size, computed };
      return [String(size), { people, recall: full, recall_with_halves: withHalves, false_hits: falseHits }];
    }),
  );
}
