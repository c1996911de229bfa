/**
 * How often one class of sounds follows two others in names, counted on the fitting half of the development data: aggregates,
 * no name among them. Prints the table of src/match/sound-chain.ts and the knots of the curve in src/match/skeletons.ts.
 * Run it anew when skeletons change: node dist/bench/matching/fit-chances.js FOLDER
 */
import { chainShare, standardiseName } from '../../src/match/index.ts';
import { readKeyPeople } from './key-people.ts';

const CLASSES = 'APFTSXKHLMNR$';
/** Seen twenty times less specifically counts as much as once here. */
const BORROWED = 20;

function skeletonsOf(names: readonly string[]): string[] {
  return [
    ...new Set(names.flatMap((name) => (standardiseName(name)?.tokens ?? []).map((token) => token.skeleton))),
  ];
}

function countInto(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

class SoundCounts {
  readonly #counts = new Map<string, number>();

  note(skeleton: string): void {
    const text = `^^${skeleton}$`;
    for (let at = 2; at < text.length; at++) {
      for (let from = at - 2; from <= at; from++) {
        countInto(this.#counts, text.slice(from, at + 1));
        countInto(this.#counts, `${text.slice(from, at)}*`);
      }
    }
  }

  /** The share of a class after a context, lent weight by the shorter context. */
  share(context: string, next: string): number {
    const total = this.#counts.get(`${context}*`) ?? 0;
    const shorter = context === '' ? 1 / CLASSES.length : this.share(context.slice(1), next);
    return ((this.#counts.get(context + next) ?? 0) + BORROWED * shorter) / (total + BORROWED);
  }
}

/** Each share as a letter: the number of half bits of its rarity in base 36. */
function codeRow(counts: SoundCounts, context: string): string {
  const code = (next: string): string =>
    Math.min(35, Math.round(-2 * Math.log2(counts.share(context, next)))).toString(36);
  return Array.from(CLASSES, code).join('');
}

function printTable(people: readonly (readonly string[])[]): void {
  const counts = new SoundCounts();
  for (const skeletons of people) for (const skeleton of skeletons) counts.note(skeleton);
  const classes = CLASSES.slice(0, -1);
  const contexts = ['^^', ...Array.from(classes, (one) => `^${one}`)];
  for (const before of classes) {
    for (const last of classes.slice(1)) contexts.push(before + last);
  }
  const cells = contexts.map((context) => `${context}${codeRow(counts, context)}`);
  for (let at = 0; at < cells.length; at += 8) process.stdout.write(`${cells.slice(at, at + 8).join(' ')}\n`);
}

/** What the chain says against what is found among others, by the power of ten. */
function printCurve(people: readonly (readonly string[])[]): void {
  const bearers = new Map<string, number>();
  for (const skeletons of people) for (const skeleton of skeletons) countInto(bearers, skeleton);
  const bins = new Map<number, { tokens: number; others: number }>();
  for (const [skeleton, count] of bearers) {
    const bin = Math.round(2 * Math.log10(chainShare(skeleton))) / 2;
    const { tokens, others } = bins.get(bin) ?? { tokens: 0, others: 0 };
    bins.set(bin, { tokens: tokens + count, others: others + count * (count - 1) });
  }
  for (const [bin, { tokens, others }] of [...bins].sort((left, right) => left[0] - right[0])) {
    const share = others / tokens / people.length;
    process.stdout.write(`10^${bin}: ${tokens} words, share among others ${share.toExponential(2)}\n`);
  }
}

const [, , dataFolder] = process.argv;
if (dataFolder === undefined) throw new Error('name the folder of the development data');
const people = readKeyPeople(dataFolder, 'fit').map((person) => skeletonsOf(person.heldNames));
printTable(people);
printCurve(people);
