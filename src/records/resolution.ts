import { setImmediate as nextTurn } from 'node:timers/promises';
import { declareFaultPoint, reach } from '../base/index.ts';
import type { Queryable, Transaction } from '../store/index.ts';
import { type Move, noteMoves } from './cluster-moves.ts';
import { OpenQuestions } from './open-questions.ts';
import {
  applyVerdicts,
  compareAnew,
  type Life,
  type LifeOptions,
  READ_AT_ONCE,
  rebuild,
  type Uncommitted,
} from './resolution-life.ts';
import { recordsConcerned } from './resolution-subjects.ts';
import { clearNoted, type Noted, readNoted, writeMoves, writeQueue } from './resolution-tables.ts';
import { Turns } from './turns.ts';

const COMMITTED = declareFaultPoint('records/resolution-committed');

/** Records whose clusters are committed together. */
const BATCH_MAX = 1_000;
const SET_ASIDE_KEPT_MAX = 100;

export interface ResolutionOptions extends LifeOptions {
  /** Runs `work` in a transaction of its own; what it gives back is how many records have another cluster than before. */
  readonly commit: (work: (tx: Transaction) => Promise<number>) => Promise<void>;
  /** Called after each stretch of so many milliseconds on the processor; lets others have one turn where it is left out. */
  readonly rest?: (ms: number) => Promise<unknown>;
}

export interface ResolutionRun {
  readonly compared: number;
  readonly moved: number;
  readonly open: number;
}

/** Keeps the agency's clusters up to its records and judgements. One caller at a time. */
export interface Resolution {
  /** Follows what was noted since the last run; null when there is nothing. A run that breaks off is simply run again. */
  run(): Promise<ResolutionRun | null>;
  /** Gives back the memory; the next run begins from the records. */
  forget(): void;
  readonly isWarm: boolean;
}

/** Nothing is read or built before the first run. docs/decisions, records-resolution-kept-as-clusters, says why. */
export function createResolution(options: ResolutionOptions): Resolution {
  let life: Life | null = null;
  return {
    get isWarm() {
      return life !== null;
    },
    forget() {
      life = null;
    },
    async run() {
      const noted = await readNoted(options.database);
      if (noted.numbers.length === 0) return null;
      const turns = new Turns(options.rest ?? (() => nextTurn()));
      try {
        const waiting: Uncommitted = { perhaps: new Set(), arrivals: new Map() };
        life ??= await rebuild(options, turns, waiting);
        return await follow(options, { life, turns, waiting }, noted);
      } catch (error) {
        // What is in memory may be ahead of the tables now.
        life = null;
        throw error;
      }
    },
  };
}

interface Running {
  readonly life: Life;
  readonly turns: Turns;
  readonly waiting: Uncommitted;
}

async function follow(options: ResolutionOptions, running: Running, noted: Noted): Promise<ResolutionRun> {
  const { life, turns } = running;
  await applyVerdicts(options.database, life);
  const ids = await concerned(options.database, noted.entityIds, life);
  let compared = 0;
  let moved = 0;
  for (let at = 0; at < ids.length; at += READ_AT_ONCE) {
    if (at > 0 && at % BATCH_MAX === 0) moved += await commitMoves(options, running);
    compared += await compareAnew(options, running, ids.slice(at, at + READ_AT_ONCE));
  }
  const questions = new OpenQuestions(life.resolver, [...life.verdicts.values()]);
  for (const record of life.hashes.keys()) {
    questions.add(record);
    await turns.pause();
  }
  const open = questions.list();
  const setAside = life.resolver.generic().filter(({ key }) => key.startsWith('value '));
  moved += await commitMoves(options, running, async (tx) => {
    await writeQueue(tx, open, setAside.slice(0, SET_ASIDE_KEPT_MAX));
    await clearNoted(tx, noted);
  });
  return { compared, moved, open: open.length };
}

/** Everything whose comparison may come out otherwise, what is no longer held included. */
async function concerned(from: Queryable, noted: readonly string[], life: Life): Promise<readonly string[]> {
  const held = await recordsConcerned(from, noted);
  return [...new Set([...held, ...noted.filter((id) => life.hashes.has(id))])];
}

/** Commits where records are now, and what else belongs to it. Memory follows the tables only when they have it. */
async function commitMoves(
  options: ResolutionOptions,
  { life, waiting }: Running,
  also: (tx: Transaction) => Promise<void> = async () => {},
): Promise<number> {
  const changes = life.resolver.changes(life.seen);
  for (const change of changes) {
    if (change.kind === 'created') for (const id of change.members) waiting.perhaps.add(id);
    if (change.kind === 'changed')
      for (const id of [...change.added, ...change.removed]) waiting.perhaps.add(id);
  }
  life.seen = changes.at(-1)?.sequence ?? life.seen;
  const moves: Move[] = [...waiting.perhaps]
    .map((entity) => ({
      entity,
      from: life.kept.get(entity) ?? null,
      to: life.resolver.clusterOf(entity) ?? null,
    }))
    .filter(({ from, to }) => from !== to);
  for (const { from, to } of moves) {
    life.sizes.add(from, -1);
    life.sizes.add(to, 1);
  }
  const arrivals = new Map(
    [...waiting.arrivals].flatMap(([id, arrival]) => {
      const cluster = life.resolver.clusterOf(id);
      return cluster === undefined ? [] : [[id, { cluster, arrival }] as const];
    }),
  );
  await options.commit(async (tx) => {
    await writeMoves(tx, moves, arrivals, noteMoves(moves, life.sizes));
    await also(tx);
    return moves.length;
  });
  reach(COMMITTED);
  for (const { entity, to } of moves) {
    if (to === null) life.kept.delete(entity);
    else life.kept.set(entity, to);
  }
  waiting.perhaps.clear();
  waiting.arrivals.clear();
  return moves.length;
}
