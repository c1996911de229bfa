/** Walks the journey: once undisturbed, noting what is passed and keeping each state, then again with a kill in it. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Closing } from '../../../src/base/index.ts';
import { parseAgreement } from '../../../src/wire/index.ts';
import { quickFolder } from '../../harness/quick-folder.ts';
import { AgencyProcesses, dieAt } from './agency-processes.ts';
import { removeDatabase } from './databases.ts';
import { findSegmentFaults, readKeyFiles } from './files.ts';
import { type LedgerState, ledgerKeyOf, readLedger } from './ledgers.ts';
import { quietPorts } from '../../town/quiet-ports.ts';
import { listTables, readRows } from './rows.ts';
import { load, type Step, STEPS, STEPS_BEFORE_START, type StepName } from './steps.ts';
import { type SideName, SIDES, type Snapshot, TwoAgencies } from './two-agencies.ts';

/** Where to kill: the point, whose process, and the step in which it passes there. */
export interface Place {
  readonly point: string;
  readonly side: SideName;
  readonly step: StepName;
  /** A first kill, after whose restart the point is passed: for points that only a recovery passes. */
  readonly after?: string;
}

/** What an agency is at the end, as it is compared. */
export interface AgencyState {
  readonly rows: Readonly<Record<string, readonly string[]>>;
  readonly keyFiles: readonly string[];
  readonly segmentFaults: readonly string[];
  readonly failedRuns: number;
  readonly ledger: LedgerState;
}

export type EndState = Readonly<Record<SideName, AgencyState>>;

/** Which points a side passes in a step, in order, each once. */
export interface Passage {
  readonly step: StepName;
  readonly side: SideName;
  readonly points: readonly string[];
}

export class Journey implements AsyncDisposable {
  readonly #processes = new AgencyProcesses();
  readonly #snapshots = new Map<StepName, Snapshot>();
  readonly #closing = new Closing();
  readonly #folder: string;
  #ports: readonly number[] = [];
  #runs = 0;
  readonly passages: Passage[] = [];
  /** Every fault point that the compiled program declares. */
  points: readonly string[] = [];
  /** Every table that an agency's database has. */
  tables: readonly string[] = [];

  constructor() {
    this.#folder = mkdtempSync(join(quickFolder(), 'entente-kill-'));
    this.#closing.add(() => rmSync(this.#folder, { recursive: true, force: true }));
    this.#closing.add(async () => {
      for (const { databases } of this.#snapshots.values())
        for (const name of SIDES) await removeDatabase(databases[name]);
    });
    this.#closing.add(() => this.#processes.endAll());
  }

  /** The undisturbed walk; before every step both agencies are put to rest and copied. What both are at its end. */
  async walk(): Promise<EndState> {
    this.#ports = await quietPorts(SIDES.length);
    const two = await this.#open(null);
    this.points = await two.asker.call('points', null);
    for (const [at, step] of STEPS.entries()) {
      if (at > 0) {
        await two.rest();
        this.#snapshots.set(step.name, await two.snapshot(join(this.#folder, `before-${at}`)));
      }
      await begin(two, step);
      const traces = await this.#trace(two, at);
      await step.take(two);
      for (const side of SIDES)
        this.passages.push({ step: step.name, side, points: readTrace(traces[side]) });
    }
    this.tables = await listTables(two.asker.database);
    const end = await readEnd(two);
    await two.close();
    return end;
  }

  /** Every point that the side passes in the undisturbed walk. */
  passedBy(side: SideName): readonly string[] {
    return [...new Set(this.passages.filter((one) => one.side === side).flatMap((one) => one.points))];
  }

  /** The walk with a kill: from the state before the step to the end of the journey. */
  async killAt({ point, side, step: name, after }: Place, signal?: AbortSignal): Promise<EndState> {
    const from = STEPS.findIndex((step) => step.name === name);
    const step = STEPS[from];
    if (step === undefined) throw new Error(`there is no step ${name}`);
    const two = await this.#open(this.#snapshots.get(name) ?? null);
    signal?.addEventListener('abort', () => two.abandon());
    try {
      await begin(two, step);
      await dieAt(two.side(side).process, after ?? point, () => step.take(two));
      if (after !== undefined) {
        await two.replace(side);
        await dieAt(two.side(side).process, point, () => recover(two, side, step));
      }
      await two.replace(side);
      await recover(two, side, step);
      for (const left of STEPS.slice(from)) {
        await begin(two, left);
        await left.take(two);
      }
      return await readEnd(two);
    } finally {
      await two.close();
    }
  }

  async #open(from: Snapshot | null): Promise<TwoAgencies> {
    this.#runs += 1;
    const folder = join(this.#folder, `run-${this.#runs}`);
    return TwoAgencies.open(from, { folder, ports: this.#ports, processes: this.#processes });
  }

  async #trace(two: TwoAgencies, at: number): Promise<Readonly<Record<SideName, string>>> {
    const files = { asker: join(this.#folder, `asker-${at}`), owner: join(this.#folder, `owner-${at}`) };
    for (const name of SIDES) await two.side(name).call('trace', files[name]);
    return files;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#closing.close();
  }
}

/** The step's moment; from the step after `start` on, both agencies serve. */
async function begin(two: TwoAgencies, step: Step): Promise<void> {
  await two.setMoment(STEPS.indexOf(step));
  if (STEPS_BEFORE_START.includes(step.name)) return;
  for (const name of SIDES) await two.side(name).call('start', null);
}

/** What servers do by themselves at a start and from time to time; the rest is for the people who use them. */
async function recover(two: TwoAgencies, side: SideName, step: Step): Promise<void> {
  if (STEPS_BEFORE_START.includes(step.name)) {
    await step.take(two);
    return;
  }
  step.mend?.(two);
  await two.side(side).call('start', null);
  await load(two.side(side));
  for (const name of SIDES) await two.side(name).call('followPartners', null);
  await two.settle();
}

function readTrace(file: string): readonly string[] {
  if (!existsSync(file)) return [];
  return [...new Set(readFileSync(file, 'utf8').split('\n').filter(Boolean))];
}

async function readEnd(two: TwoAgencies): Promise<EndState> {
  const read = async (name: SideName): Promise<AgencyState> => {
    const { database, place } = two.side(name);
    const partner = two.side(name === 'asker' ? 'owner' : 'asker');
    const text = readFileSync(join(place.folder, 'agreement.json'), 'utf8');
    const member = parseAgreement(text, two.now).members.find((one) => one.id === name);
    const failed = await database.query(`SELECT 1 FROM intake.run WHERE state = 'failed'`);
    return {
      rows: await readRows(database),
      keyFiles: readKeyFiles(place.folder),
      segmentFaults: await findSegmentFaults(place.folder, database),
      failedRuns: failed.rowCount,
      ledger: await readLedger(database, ledgerKeyOf(member?.ledgerKey ?? ''), partner.database),
    };
  };
  return { asker: await read('asker'), owner: await read('owner') };
}
