import { availableParallelism, loadavg } from 'node:os';
import type { Logger } from 'pino';
import type { Clock } from './base/index.ts';
import type { AgencyConfig } from './config.ts';
import type { StatusView } from './desk/index.ts';
import type { Exchange } from './exchange/index.ts';
import {
  eraseRunDetails,
  fileSource,
  listRuns,
  loadMapping,
  readConnectionFile,
  runIntake,
} from './intake/index.ts';
import { newestCheckpoints } from './ledger/index.ts';
import type { LedgerWatch } from './ledger-watch.ts';
import { giveBackMemory } from './memory.ts';
import {
  countExpiredAccessTexts,
  eraseExpiredAccessTexts,
  type Oversight,
  writeCountedSignIns,
} from './oversight/index.ts';
import { countExpiredCopies, eraseExpiredCopies } from './records/index.ts';
import { createRecordsResolver } from './resolve-records.ts';
import { countChanges, type Database } from './store/index.ts';
import { forgetReceived, forgetSent } from './wire/index.ts';

type Step = StatusView['steps'][number];

export interface BackgroundOptions {
  readonly config: AgencyConfig;
  readonly database: Database;
  readonly clock: Clock;
  readonly oversight: Oversight;
  readonly exchange: Exchange;
  readonly watch: LedgerWatch;
  readonly logger: Logger;
  /** False: nothing happens by itself; journeys call `load` and `exchange` by hand. */
  readonly automatic: boolean;
}

/** What an agency does without being asked: read its sources, publish what changed, follow its partners, tidy up. */
export interface Background {
  /** Reads each source whose bytes are not the ones read last, then publishes. */
  load(): Promise<void>;
  /** Brings together which of the agency's records are one person, as far as a load or a judgement has changed it. */
  resolve(): Promise<void>;
  /** Called after every step forward. */
  onProgress(listener: () => void): void;
  status(): StatusView;
  stop(): Promise<void>;
}

const PARTNERS_EVERY_MS = 30_000;
/** While a partner's index is not here, sooner, and half as often each time: a new index is announced anyway, and asking costs both sides. */
const PARTNERS_FIRST_MS = 500;
/** After everything that somebody waits for at a start, and while nobody else on this machine is busy; but not put off for ever. */
const RESOLVE_FIRST_MS = 15_000;
const RESOLVE_LATEST_MS = 300_000;
const BUSY_SHARE = 0.75;
/** A judgement wakes it at once; this finds what another process has loaded. */
const RESOLVE_EVERY_MS = 10_000;
/** Merges run beside the publications and wait for none. */
const MERGE_EVERY_MS = 10_000;
const TIDY_EVERY_MS = 3_600_000;
const VERIFY_FIRST_MS = 20_000;
const VERIFY_EVERY_MS = 600_000;
/** Quarantined bytes and complaints hold personal values: kept for as long as somebody may still mend the source. */
const RUN_DETAILS_DAYS = 180;
const DAY_MS = 86_400_000;

export function startBackground(options: BackgroundOptions): Background {
  const { exchange, database, logger, watch } = options;
  const steps = new Map<Step['step'], Step>();
  const listeners: (() => void)[] = [];
  let ledger: StatusView['ledger'] = { entries: 0, checkpointAt: null };
  const resolver = createRecordsResolver({ ...options, country: options.config.agency.country });
  let loadedAt = Number.POSITIVE_INFINITY;
  let stopped = false;
  /** Something is to be published that no change in the records tells of. */
  let publishDue = false;
  const timers: NodeJS.Timeout[] = [];
  const running = new Set<Promise<unknown>>();

  const note = (step: Step): void => {
    steps.set(step.step, step);
    for (const listener of listeners) listener();
  };
  const track = async (name: string, work: () => Promise<unknown>): Promise<void> => {
    const turn = work().catch((error: unknown) =>
      logger.error({ task: name, code: codeOf(error), ...mistakeOf(error) }, 'background-failed'),
    );
    running.add(turn);
    await turn;
    running.delete(turn);
  };
  /** Begins the next turn a while after the last one ended: never two at once. */
  const repeat = (name: string, everyMs: () => number, work: () => Promise<unknown>): void => {
    if (stopped) return;
    const timer = setTimeout(() => {
      void track(name, work).then(() => repeat(name, everyMs, work));
    }, everyMs());
    timers.push(timer);
  };

  const publish = async (): Promise<void> => {
    try {
      await exchange.publish((step, done, total) =>
        note({ step, state: done < total ? 'running' : 'done', done, total }),
      );
    } catch (error) {
      // What it was to publish is no change in the records any more: the next beat tries again.
      publishDue = true;
      throw error;
    }
    for (const step of ['keys', 'index'] as const) {
      if (steps.get(step)?.state !== 'done') note({ step, state: 'done', done: 1, total: 1 });
    }
  };
  exchange.onFollowed(({ complete, total }) =>
    note({ step: 'partners', state: complete === total ? 'done' : 'running', done: complete, total }),
  );
  let nextAskMs = PARTNERS_FIRST_MS;
  const untilPartners = (): number => {
    const isDone = steps.get('partners')?.state === 'done';
    const waitMs = isDone ? PARTNERS_EVERY_MS : nextAskMs;
    nextAskMs = isDone ? PARTNERS_FIRST_MS : Math.min(nextAskMs * 2, PARTNERS_EVERY_MS);
    return waitMs;
  };
  const followPartners = async (): Promise<void> => {
    await exchange.refreshPartners();
    if (await exchange.isPublicationDue()) await publish();
  };
  const load = async (): Promise<void> => {
    const began = performance.now();
    await loadSources(options, note);
    const read = performance.now();
    await publish();
    logger.info(
      { intakeMs: Math.round(read - began), publishMs: Math.round(performance.now() - read) },
      'loaded',
    );
    // A journey lets a whole town live in one process, and loads again and again.
    if (options.automatic) giveBackMemory();
  };

  if (options.automatic) {
    repeat(
      'resolve',
      () => RESOLVE_EVERY_MS,
      async () => {
        const since = performance.now() - loadedAt;
        const isTime = since > RESOLVE_LATEST_MS || (since > RESOLVE_FIRST_MS && !isMachineBusy());
        if (isTime) await resolver.resolve();
      },
    );
    repeat(
      'publish',
      () => untilNext(options.config.index['beat-seconds'] * 1_000),
      async () => {
        if (steps.get('intake')?.state !== 'done') return;
        const isDue = publishDue || (await countChanges(database)) > 0;
        publishDue = false;
        if (isDue) await publish();
      },
    );
    repeat(
      'merge',
      () => MERGE_EVERY_MS,
      () => exchange.merge(),
    );
    repeat('partners', untilPartners, followPartners);
    repeat(
      'tidy',
      () => TIDY_EVERY_MS,
      async () => {
        // Epochs end, review dates come and tombstones are merged without any change in the records: with the next beat.
        publishDue = true;
        await tidy(options);
      },
    );
    repeat(
      'verify',
      () => (watch.last() === null ? VERIFY_FIRST_MS : VERIFY_EVERY_MS),
      () => watch.verify(),
    );
    repeat(
      'ledger',
      () => 1_000,
      async () => {
        ledger = await readLedgerState(options);
      },
    );
  }
  return {
    load: () =>
      track('load', load).finally(() => {
        loadedAt = performance.now();
      }),
    resolve: () => track('resolve', () => resolver.resolve()),
    onProgress: (listener) => void listeners.push(listener),
    status() {
      const all = (['intake', 'keys', 'index', 'partners'] as const).map((step): Step => {
        const known = steps.get(step) ?? { step, state: 'waiting', done: 0, total: 0 };
        const fetching = step === 'partners' ? exchange.fetching() : [];
        return fetching.length === 0 ? known : { ...known, detail: fetching.map(describeFetch).join(', ') };
      });
      return { ready: all.every((step) => step.state === 'done'), steps: all, ledger };
    },
    async stop() {
      stopped = true;
      resolver.stop();
      for (const timer of timers) clearTimeout(timer);
      await Promise.all(running);
    },
  };
}

/** Milliseconds until the next beat, counted from the start of this process: how long a publication takes does not move it. */
function untilNext(beatMs: number): number {
  return beatMs - (performance.now() % beatMs);
}

async function loadSources(options: BackgroundOptions, note: (step: Step) => void): Promise<void> {
  const { config, database, clock, oversight } = options;
  const total = config.intake.length;
  for (const [at, source] of config.intake.entries()) {
    note({ step: 'intake', state: 'running', done: at, total });
    const mapping = await loadMapping(source.mapping);
    const from =
      source.connection === undefined
        ? fileSource(source.file ?? '')
        : await readConnectionFile(source.connection);
    if (await isLoaded(database, mapping, from)) {
      if ('close' in from) await from.close();
      continue;
    }
    const result = await runIntake(
      {
        database,
        oversight,
        clock,
        agencyId: config.agency.id,
        country: config.agency.country,
        actor: { type: 'system' },
        mapping,
        source: from,
      },
      ({ rowsRead }) =>
        note({
          step: 'intake',
          state: 'running',
          done: at,
          total,
          detail: `${mapping.spec.source}: ${rowsRead} rows`,
        }),
    );
    if (result.state === 'discarded') {
      note({
        step: 'intake',
        state: 'failed',
        done: at,
        total,
        detail: result.reason ?? 'the load was discarded',
      });
      return;
    }
  }
  note({ step: 'intake', state: 'done', done: total, total });
}

/** A file that was read under the same mapping and did not change since need not be read again at every start. */
async function isLoaded(
  database: Database,
  mapping: Awaited<ReturnType<typeof loadMapping>>,
  from: ReturnType<typeof fileSource> | { readonly databaseUrl: string },
): Promise<boolean> {
  const runs = await listRuns(database, { limit: 200 });
  const last = runs.find((run) => run.source === mapping.spec.source && run.state === 'published');
  if (last === undefined || last.mappingHash !== mapping.hash) return false;
  return 'databaseUrl' in from ? true : (await from.hash()) === last.originHash;
}

/** `crp: 12.0 of 46.3 MB` */
function describeFetch({ partner, done, total }: ReturnType<Exchange['fetching']>[number]): string {
  const megabytes = (bytes: number): string => (bytes / 1_000_000).toFixed(1);
  return `${partner}: ${megabytes(done)} of ${megabytes(total)} MB`;
}

async function tidy({ database, clock, exchange, oversight }: BackgroundOptions): Promise<void> {
  await exchange.tidy();
  await forgetReceived(database, clock.now());
  await forgetSent(database, clock.now());
  await writeCountedSignIns(database, { clock, oversight });
  await eraseRunDetails(database, new Date(clock.now().getTime() - RUN_DETAILS_DAYS * DAY_MS));
  const system = { type: 'system' } as const;
  if ((await countExpiredCopies(database, clock.now())) > 0) {
    await oversight.permit({ act: 'erase-received-copy', actor: system }, async (tx) => {
      const owners = await eraseExpiredCopies(tx, clock.now());
      return { value: undefined, outcome: { result: 'done', count: owners.length } };
    });
  }
  if ((await countExpiredAccessTexts(database, clock.now())) > 0) {
    await oversight.permit({ act: 'erase-access-text', actor: system }, async (tx) => {
      const count = await eraseExpiredAccessTexts(tx, clock.now());
      return { value: undefined, outcome: { result: 'done', count } };
    });
  }
}

async function readLedgerState({ database }: BackgroundOptions): Promise<StatusView['ledger']> {
  const [newest] = await newestCheckpoints(database, 1);
  return newest === undefined
    ? { entries: 0, checkpointAt: null }
    : { entries: newest.size, checkpointAt: newest.signedAt.toISOString() };
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'failed';
}

/** Where a mapping is wrong: a line of the operator's own file, nothing that it read. */
function mistakeOf(error: unknown): { readonly because?: string } {
  return error instanceof Error && codeOf(error) === 'mapping-invalid' ? { because: error.message } : {};
}

/** By the last minute's queue for the processors. */
function isMachineBusy(): boolean {
  return (loadavg()[0] ?? 0) > availableParallelism() * BUSY_SHARE;
}
