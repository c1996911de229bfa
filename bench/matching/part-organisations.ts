/**
 * Names of organisations: `nk_org_f1` on the public cases of nomenklatura that are no persons. The threshold of each fifth is
 * chosen on the other four, names of one firm staying together; the pooled decisions give the figure.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compareOrganisations, standardiseOrganisation } from '../../src/match/index.ts';
import { readCsv } from './read-csv.ts';

interface Case {
  readonly isMatch: boolean;
  readonly weight: number;
  readonly fold: number;
  /** What another matcher gave the pair; null where it is not known. */
  readonly anchor: number | null;
}

const FOLDS = 5;

export function measureOrganisations(dataFolder: string): Record<string, number> {
  const cases = readCases(dataFolder);
  const thresholds = Array.from({ length: FOLDS }, (_, fold) =>
    bestThreshold(
      cases.filter((one) => one.fold !== fold),
      ({ weight }) => weight,
    ),
  );
  const judged = cases.map((one) => ({ one, said: one.weight >= (thresholds[one.fold] ?? 0) }));
  const anchored = cases.filter(({ anchor }) => anchor !== null);
  const anchorOf = ({ anchor }: Case): number => anchor ?? 0;
  const anchorThreshold = bestThreshold(anchored, anchorOf);
  return {
    nk_org_f1: f1(judged.map(({ one, said }) => [one.isMatch, said])),
    nk_org_cases: cases.length,
    nk_org_threshold: bestThreshold(cases, ({ weight }) => weight),
    nk_org_f1_logic_v2_best: f1(anchored.map((one) => [one.isMatch, anchorOf(one) >= anchorThreshold])),
    organisations_per_second: speed(dataFolder),
  };
}

function readCases(dataFolder: string): Case[] {
  const [, ...rows] = readCsv(readFileSync(join(dataFolder, 'nomenklatura_name_cases.csv'), 'utf8'));
  return rows
    .filter(([, schema]) => schema !== undefined && schema !== 'Person')
    .map(([, , left = '', right = '', isMatch, , , , anchor]) => ({
      isMatch: isMatch === 'true',
      weight: compareOrganisations([left], [right]).weight,
      fold: foldOf(left, right),
      anchor: anchor === undefined || anchor === '' ? null : Number(anchor),
    }));
}

/** Pairs whose names begin with the same word of their own fall into one fold. */
function foldOf(left: string, right: string): number {
  const words = [left, right].map((name) => standardiseOrganisation({ name })?.skeletons[0] ?? name);
  const word = words.toSorted()[0] ?? '';
  let sum = 0;
  for (const letter of word) sum = (sum * 31 + letter.charCodeAt(0)) % 9973;
  return sum % FOLDS;
}

function bestThreshold(cases: readonly Case[], valueOf: (one: Case) => number): number {
  const values = [...new Set(cases.map(valueOf))].toSorted((left, right) => left - right);
  let best = { f1: -1, threshold: 0 };
  values.forEach((value, at) => {
    // Half way to the next lower value: a threshold should not lean on one case.
    const threshold = (value + (values[at - 1] ?? value)) / 2;
    const reached = f1(cases.map((one) => [one.isMatch, valueOf(one) >= threshold]));
    if (reached > best.f1) best = { f1: reached, threshold };
  });
  return best.threshold;
}

function f1(decisions: readonly (readonly [truth: boolean, said: boolean])[]): number {
  const hits = decisions.filter(([truth, said]) => truth && said).length;
  const wrong = decisions.filter(([truth, said]) => truth !== said).length;
  return (2 * hits) / (2 * hits + wrong);
}

/** Pairs of names compared in a second of processor time, reading included. */
function speed(dataFolder: string): number {
  const started = process.cpuUsage();
  let count = 0;
  for (let round = 0; round < 10; round++) count += readCases(dataFolder).length;
  const { user, system } = process.cpuUsage(started);
  return Math.round(count / ((user + system) / 1e6));
}
