/** A small town for journeys: several whole agencies in one process, each with its own database, keys and ports. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { Closing, ManualClock, randomId } from '../../src/base/index.ts';
import { type Agency, composeAgency } from '../../src/compose.ts';
import type { AgencyConfig } from '../../src/config.ts';
import { KEY_CLASSES } from '../../src/model/index.ts';
import type { Actor } from '../../src/oversight/index.ts';
import { createCase, createOfficer } from '../../src/oversight/index.ts';
import { beginLoad, publishLoad, type RowDraft, stageRows } from '../../src/records/index.ts';
import {
  assembleAgreement,
  createAgencyKeys,
  describeMember,
  draftAgreement,
  signAgreement,
} from '../../src/wire/index.ts';
import { freshDatabase, type TestDatabase } from '../harness/database.ts';
import { freePorts } from './free-ports.ts';

export interface TownAgency {
  readonly id: string;
  readonly country: string;
  readonly rows: readonly RowDraft[];
}

export interface TownMember {
  readonly agency: Agency;
  readonly database: TestDatabase;
  readonly officer: (role: 'investigator' | 'liaison') => Extract<Actor, { type: 'officer' }>;
  readonly caseId: string;
}

export interface Town extends AsyncDisposable {
  readonly clock: ManualClock;
  member(id: string): TownMember;
  /** Everything that is on its way arrives: outboxes, answers, manifests. */
  settle(): Promise<void>;
}

const PURPOSES = ['investigate-offence', 'prevent-offence', 'locate-wanted-person', 'identify-victim'];
const SOURCE = 'register';

/** Builds and joins the agencies, loads their rows, publishes and exchanges their indexes. */
export async function buildTown(
  agencies: readonly TownAgency[],
  budgets = { perDay: 20_000, perEpoch: 200_000 },
): Promise<Town> {
  const clock = new ManualClock(new Date('2026-11-03T12:00:00Z'));
  const closing = new Closing();
  const folder = mkdtempSync(join(tmpdir(), 'entente-town-'));
  closing.add(() => rmSync(folder, { recursive: true, force: true }));
  try {
    const ports = await freePorts(agencies.length);
    const keys = await Promise.all(
      agencies.map(({ id }) =>
        createAgencyKeys(join(folder, id, 'keys'), { agencyId: id, name: `Agency ${id}`, now: clock.now() }),
      ),
    );
    const bytes = draftAgreement({
      id: randomId(),
      name: 'Agreement of the town',
      validFrom: new Date(clock.now().getTime() - 86_400_000).toISOString(),
      expiresAt: new Date(clock.now().getTime() + 300 * 86_400_000).toISOString(),
      members: agencies.map(({ id, country }, at) =>
        describeMember(keys[at] as (typeof keys)[number], {
          letters: id.toUpperCase(),
          country,
          language: 'en',
          endpoint: `https://127.0.0.1:${ports[at]}`,
          sizeClass: 10_000,
        }),
      ),
      purposes: PURPOSES,
      budgets: Object.fromEntries(KEY_CLASSES.map((keyClass) => [keyClass, budgets])),
    });
    const agreementText = assembleAgreement(
      bytes,
      keys.map((one) => signAgreement(one, bytes)),
    );
    const members = new Map<string, TownMember>();
    for (const [at, { id, country, rows }] of agencies.entries()) {
      const database = await freshDatabase();
      closing.add(() => database.close());
      const agency = await composeAgency({
        config: configOf(folder, id, country, ports[at] ?? 0),
        databaseUrl: database.url,
        logger: pino({ level: process.env['TOWN_LOG'] ?? 'silent' }),
        clock,
        webFolder: null,
        agreementText,
        automatic: false,
        withDesk: false,
      });
      closing.add(() => agency[Symbol.asyncDispose]());
      members.set(id, await prepareMember(agency, database, rows));
    }
    const town: Town = {
      clock,
      member(id) {
        const member = members.get(id);
        if (member === undefined) throw new Error(`the town has no agency ${id}`);
        return member;
      },
      async settle() {
        for (let round = 0; round < 3; round += 1) {
          for (const { agency } of members.values()) await agency.outbox.drain();
          for (const { agency } of members.values()) await agency.exchange.drain();
        }
      },
      [Symbol.asyncDispose]: () => closing.close(),
    };
    for (const { agency } of members.values()) await agency.exchange.publish();
    for (const { agency } of members.values()) await agency.exchange.refreshPartners();
    await town.settle();
    return town;
  } catch (error) {
    await closing.close();
    throw error;
  }
}

function configOf(folder: string, id: string, country: string, peerPort: number): AgencyConfig {
  return {
    folder,
    agency: { id, name: `Agency ${id}`, letters: id.toUpperCase(), country, language: 'en' },
    desk: { host: '127.0.0.1', port: 0 },
    peer: { host: '127.0.0.1', port: peerPort },
    agreement: join(folder, 'agreement.json'),
    keys: join(folder, id, 'keys'),
    data: join(folder, id, 'data'),
    workers: 1,
    intake: [],
    'demo-officers': [],
  };
}

async function prepareMember(
  agency: Agency,
  database: TestDatabase,
  rows: readonly RowDraft[],
): Promise<TownMember> {
  const officers = new Map<string, string>();
  for (const role of ['investigator', 'liaison'] as const) {
    officers.set(
      role,
      await createOfficer(database, {
        name: `${role} of ${agency.id}`,
        role,
        password: 'a long enough password',
      }),
    );
  }
  const caseId = await createCase(database, {
    reference: 'C-1',
    title: 'Quay',
    officerId: officers.get('investigator') ?? '',
  });
  await loadRows(agency, rows);
  return {
    agency,
    database,
    caseId,
    officer: (role) => ({ type: 'officer', officerId: officers.get(role) ?? '', role }),
  };
}

/** Puts rows into an agency's records as a full load of its register. */
export async function loadRows(agency: Agency, rows: readonly RowDraft[]): Promise<void> {
  await agency.database.transaction(async (tx) => {
    const id = await beginLoad(tx, {
      agencyId: agency.id,
      source: SOURCE,
      mode: 'full',
      origin: 'register.csv',
      originHash: 'x',
      mappingHash: 'y',
    });
    await stageRows(
      tx,
      { id, agencyId: agency.id, source: SOURCE, country: agency.config.agency.country },
      rows,
    );
    await publishLoad(tx, id);
  });
}
