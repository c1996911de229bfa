/** The two agencies of a run: their folders, databases and processes, from a snapshot or from nothing. */
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { randomId } from '../../../src/base/index.ts';
import { KEY_CLASSES } from '../../../src/model/index.ts';
import { type Database, openDatabase } from '../../../src/store/index.ts';
import {
  assembleAgreement,
  describeMember,
  draftAgreement,
  loadAgencyKeys,
  signAgreement,
} from '../../../src/wire/index.ts';
import type { AgencyPlace } from '../../town/agency-driver.ts';
import type { AgencyCalls } from '../../town/agency-process.ts';
import type { AgencyProcess, AgencyProcesses } from './agency-processes.ts';
import { copyDatabase, EMPTY, type JourneyDatabase, removeDatabase } from './databases.ts';
import { writeSources } from './sources.ts';

export const SIDES = ['asker', 'owner'] as const;
export type SideName = (typeof SIDES)[number];

/** The agreement is in force from the day before this moment on. */
const BEGIN = Date.parse('2026-11-03T12:00:00.000Z');
/** All steps together stay below the time after which a checkpoint is due by itself. */
const STEP_MS = 500;
const DAY_MS = 86_400_000;

export const COUNTRIES: Readonly<Record<SideName, string>> = { asker: 'BE', owner: 'FR' };

/** Both agencies at rest: what a later run may begin from. */
export interface Snapshot {
  readonly folder: string;
  readonly databases: Readonly<Record<SideName, string>>;
}

/** One agency: a place that stays, and a process that may die and be followed by another. */
export class Side {
  readonly place: AgencyPlace;
  process: AgencyProcess;
  #database: Database | null = null;

  constructor(place: AgencyPlace, process: AgencyProcess) {
    this.place = place;
    this.process = process;
  }

  /** For looking from outside, beside the agency's own connections. */
  get database(): Database {
    this.#database ??= openDatabase({ url: this.place.databaseUrl, connectionsMax: 1 });
    return this.#database;
  }

  async disconnect(): Promise<void> {
    await this.#database?.close();
    this.#database = null;
  }

  call<Name extends keyof AgencyCalls>(name: Name, given: Parameters<AgencyCalls[Name]>[0]) {
    return this.process.call(name, given);
  }

  /** Lets another process be this agency. */
  async become(process: AgencyProcess): Promise<void> {
    this.process = process;
    await process.call('arm', null);
    await process.call('trace', null);
    await process.call('be', this.place);
  }
}

export class TwoAgencies {
  readonly asker: Side;
  readonly owner: Side;
  readonly #folder: string;
  readonly #databases: readonly JourneyDatabase[];
  readonly #processes: AgencyProcesses;
  #now = '';

  private constructor(
    folder: string,
    databases: readonly JourneyDatabase[],
    sides: Readonly<Record<SideName, Side>>,
    processes: AgencyProcesses,
  ) {
    this.#folder = folder;
    this.#databases = databases;
    this.#processes = processes;
    this.asker = sides.asker;
    this.owner = sides.owner;
  }

  /** From the snapshot, or (null) with empty folders and empty databases. */
  static async open(
    from: Snapshot | null,
    where: {
      readonly folder: string;
      readonly ports: readonly number[];
      readonly processes: AgencyProcesses;
    },
  ): Promise<TwoAgencies> {
    const { folder, ports, processes } = where;
    if (from !== null) cpSync(from.folder, folder, { recursive: true, preserveTimestamps: true });
    const databases: JourneyDatabase[] = [];
    const open = async (name: SideName, at: number): Promise<Side> => {
      const database = await copyDatabase(from?.databases[name] ?? EMPTY);
      databases.push(database);
      const own = join(folder, name);
      mkdirSync(own, { recursive: true, mode: 0o700 });
      if (from === null) writeSources(own, name === 'asker' ? 'asker' : 'first');
      const side = new Side(
        {
          folder: own,
          id: name,
          country: COUNTRIES[name],
          peerPort: ports[at] ?? 0,
          databaseUrl: database.url,
        },
        processes.take(),
      );
      await side.become(side.process);
      return side;
    };
    const sides = { asker: await open('asker', 0), owner: await open('owner', 1) };
    return new TwoAgencies(folder, databases, sides, processes);
  }

  side(name: SideName): Side {
    return name === 'asker' ? this.asker : this.owner;
  }

  /** Both members sign one agreement, each with the keys in its own folder. */
  async agree(): Promise<void> {
    if (this.#isAgreed()) return;
    const keys = await Promise.all(
      SIDES.map((name) => loadAgencyKeys(join(this.side(name).place.folder, 'keys'))),
    );
    const bytes = draftAgreement({
      id: randomId(),
      name: 'Agreement of two',
      validFrom: new Date(BEGIN - DAY_MS).toISOString(),
      expiresAt: new Date(BEGIN + 300 * DAY_MS).toISOString(),
      members: SIDES.map((name, at) =>
        describeMember(keys[at] as (typeof keys)[number], {
          letters: name.toUpperCase(),
          country: COUNTRIES[name],
          language: 'en',
          endpoint: `https://127.0.0.1:${this.side(name).place.peerPort}`,
          sizeClass: 10_000,
        }),
      ),
      purposes: ['investigate-offence'],
      budgets: Object.fromEntries(
        KEY_CLASSES.map((keyClass) => [keyClass, { perDay: 2_000, perEpoch: 20_000 }]),
      ),
    });
    const text = assembleAgreement(
      bytes,
      keys.map((one) => signAgreement(one, bytes)),
    );
    for (const name of SIDES) writeFileSync(join(this.side(name).place.folder, 'agreement.json'), text);
  }

  #isAgreed(): boolean {
    return SIDES.every((name) => {
      try {
        return readFileSync(join(this.side(name).place.folder, 'agreement.json')).length > 0;
      } catch {
        return false;
      }
    });
  }

  /** Everything that is on its way arrives, and what follows from it is done. */
  async settle(): Promise<void> {
    for (let round = 0; round < 20; round += 1) {
      const waiting = [await this.asker.call('push', null), await this.owner.call('push', null)];
      // Once more: the last message of one side may have given the other something to do.
      if (waiting.every((count) => count === 0) && (await this.asker.call('push', null)) === 0) return;
    }
    throw new Error('the two agencies do not come to rest');
  }

  /** Time stands still within a step: what is done in it is dated the same in every run. */
  async setMoment(step: number): Promise<void> {
    this.#now = new Date(BEGIN + step * STEP_MS).toISOString();
    for (const name of SIDES) await this.side(name).call('setTime', this.#now);
  }

  get now(): Date {
    return new Date(this.#now);
  }

  /** A fresh process takes the place of the one that was killed. */
  async replace(name: SideName): Promise<void> {
    await this.side(name).become(this.#processes.take());
    await this.side(name).call('setTime', this.#now);
  }

  /** The run takes too long: both processes are ended, so that the next run finds its ports free. */
  abandon(): void {
    for (const name of SIDES) {
      const { process } = this.side(name);
      console.error(`${name} is still at ${process.pending.join(', ') || 'rest'}`);
      process.end();
    }
  }

  /** Ends both agencies; their processes may serve another run. */
  async rest(): Promise<void> {
    for (const name of SIDES) {
      const { process } = this.side(name);
      if (process.alive) await process.call('close', null);
    }
  }

  /** Copies both agencies, which must be at rest; both start again afterwards. */
  async snapshot(folder: string): Promise<Snapshot> {
    cpSync(this.#folder, folder, { recursive: true, preserveTimestamps: true });
    await this.#disconnect();
    const [asker, owner] = await Promise.all(this.#databases.map((database) => copyDatabase(database.name)));
    return { folder, databases: { asker: asker?.name ?? '', owner: owner?.name ?? '' } };
  }

  async close(): Promise<void> {
    await this.rest();
    for (const name of SIDES) this.#processes.giveBack(this.side(name).process);
    await this.#disconnect();
    await Promise.all(this.#databases.map((database) => removeDatabase(database.name)));
  }

  async #disconnect(): Promise<void> {
    for (const name of SIDES) await this.side(name).disconnect();
  }
}
