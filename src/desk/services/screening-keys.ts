import { setImmediate as nextTurn } from 'node:timers/promises';
import { type AskedAs, listedKeys } from '../../exchange/index.ts';
import type { KeyClass } from '../../model/index.ts';
import type { CutRow } from './screening-cut.ts';
import type { ListRow } from './screening-list.ts';

/** A row with what asking about it weighs. */
export interface WeighedRow extends CutRow {
  readonly row: ListRow;
  /** How many of its keys are half ones, and how many strangers their pairs would fit at a partner. */
  readonly halves: number;
  readonly strangers: number;
}

export interface HowAsked {
  readonly country: string;
  /** Of the partners, each way once: what is asked depends on how many records they hold and what they publish. */
  readonly asked: readonly AskedAs[];
  /** How many strangers the pairs of one row may fit, so that the whole list fits no more than one. */
  readonly pairChanceMax: number;
}

/** So many rows' keys are derived at a stretch. */
const STRETCH = 8;

/** Each row with its keys by class, the most that any partner would get; rows without a key are left out. */
export async function weighRows(rows: readonly ListRow[], how: HowAsked): Promise<readonly WeighedRow[]> {
  const weighed: WeighedRow[] = [];
  for (const [at, row] of rows.entries()) {
    if (at % STRETCH === STRETCH - 1) await nextTurn();
    const one = weigh(row, how);
    if (Object.keys(one.counts).length > 0) weighed.push(one);
  }
  return weighed;
}

function weigh(row: ListRow, how: HowAsked): WeighedRow {
  const counts: Partial<Record<KeyClass, number>> = {};
  const marks = new Set<number>();
  let [halves, strangers] = [0, 0];
  for (const asked of how.asked) {
    const here: Partial<Record<KeyClass, number>> = {};
    const listed = keysAt(row, asked, how);
    halves = Math.max(halves, listed.keys.filter(({ halfOf }) => halfOf !== undefined).length);
    strangers = Math.max(strangers, listed.strangers);
    for (const key of listed.keys) {
      here[key.keyClass] = (here[key.keyClass] ?? 0) + 1;
      // Numbers may be shared: a hit on one is a hit of every row that has it. Names may not.
      if (key.keyClass === 'person') marks.add(markOf(`${key.rule}\n${key.value}`)).add(markOf(key.about));
    }
    for (const [name, count] of Object.entries(here) as [KeyClass, number][])
      counts[name] = Math.max(counts[name] ?? 0, count);
  }
  return { row, counts, marks: [...marks], halves, strangers };
}

function keysAt({ subject }: ListRow, asked: AskedAs, how: HowAsked): ReturnType<typeof listedKeys> {
  const { country: defaultCountry, pairChanceMax } = how;
  return listedKeys(subject, { asked, defaultCountry, pairChanceMax });
}

/** FNV-1a, 32 bits. Two texts with one mark only part two rows that could have been together. */
function markOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}

/** Whose hit it is, by what the hit says that it is about. */
export function rowsByAbout(
  rows: readonly ListRow[],
  how: HowAsked,
): ReadonlyMap<string, ReadonlySet<ListRow>> {
  const byAbout = new Map<string, Set<ListRow>>();
  for (const row of rows)
    for (const asked of how.asked) {
      // A partner may have begun to publish pairs since the list was weighed.
      const { keys, aboutPairs } = keysAt(row, { ...asked, halves: true }, how);
      for (const about of [...keys.map((key) => key.about), ...aboutPairs]) {
        const known = byAbout.get(about);
        if (known === undefined) byAbout.set(about, new Set([row]));
        else known.add(row);
      }
    }
  return byAbout;
}
