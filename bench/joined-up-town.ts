/** The benchmark's town on disk and in PostgreSQL: files of the old systems, databases, keys and one agreement for five agencies. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  DEMO_AGENCIES,
  generateTown,
  loadErmittlung,
  type Truth,
  truthOf,
  writeTown,
} from '../demo/index.ts';
import type { AgencyId } from '../demo/index.ts';
import { randomId } from '../src/base/index.ts';
import type { AgencyConfig } from '../src/config.ts';
import { PURPOSES } from '../src/model/index.ts';
import { createOwnDatabase, type EmbeddedPostgres } from '../src/store/index.ts';
import {
  assembleAgreement,
  createAgencyKeys,
  describeMember,
  draftAgreement,
  signAgreement,
} from '../src/wire/index.ts';
import { freePorts } from './free-ports.ts';
import { readFileSync } from 'node:fs';

const DAY_MS = 86_400_000;
/**
 * Five agencies ask their whole list in minutes, which no agreement would allow in a day: here a day may spend the whole epoch. The epoch's
 * budgets are the demo town's where numbers could be guessed, for they decide what goes out bare; names and places are out of the way.
 */
const BUDGETS = Object.fromEntries(
  Object.entries({
    person: 50_000_000,
    communication: 100_000,
    document: 10_000,
    vehicle: 100_000,
    place: 50_000_000,
  }).map(([keyClass, elements]) => [
    keyClass,
    // One officer asks everything on one day.
    { perDay: elements, perEpoch: elements, officerPercent: 100, purposePercent: 100 },
  ]),
);

/** As of an agency whose configuration says nothing of it: what changed is announced on this beat. */
export const BEAT_SECONDS = 5;

export interface TownSize {
  readonly seed: string;
  readonly people: number;
  /** Other sizes for single agencies. */
  readonly sizes?: Partial<Record<AgencyId, number>>;
}

/** What one agency's thread is told. Nothing of the truth is in it. */
export interface AgencySetup {
  readonly config: AgencyConfig;
  readonly databaseUrl: string;
  readonly agreementText: string;
}

export interface PreparedTown {
  readonly truth: Truth;
  readonly agencies: readonly AgencySetup[];
}

/** Writes and creates everything below `folder`; ports are chosen free. */
export async function prepareTown(
  folder: string,
  size: TownSize,
  server: EmbeddedPostgres,
): Promise<PreparedTown> {
  const town = generateTown({
    seed: size.seed,
    peoplePerAgency: size.people,
    ...(size.sizes === undefined ? {} : { sizes: size.sizes }),
  });
  const files = join(folder, 'files');
  writeTown(town, { agencies: files, truth: join(folder, 'truth') });
  const connection = await prepareErmittlung(folder, files, server);
  const ports = await freePorts(DEMO_AGENCIES.length);
  const agreementText = await prepareAgreement(folder, size, ports);
  const agencies: AgencySetup[] = [];
  for (const [at, agency] of DEMO_AGENCIES.entries()) {
    const { id, name, letters, country, language } = agency;
    const database = `bench_${id}`;
    const { url } = await createOwnDatabase(server, { name: database, role: database });
    const home = join(folder, id);
    agencies.push({
      databaseUrl: url,
      agreementText,
      config: {
        folder: home,
        agency: { id, name, letters, country, language },
        desk: { host: '127.0.0.1', port: 0 },
        peer: { host: '127.0.0.1', port: ports[at] ?? 0 },
        agreement: join(folder, 'agreement.json'),
        keys: join(home, 'keys'),
        data: join(home, 'data'),
        workers: 1,
        index: { 'beat-seconds': BEAT_SECONDS, 'pad-to': 16 },
        intake: agency.sources.map((source) => ({
          mapping: fileURLToPath(new URL(`../demo/mappings/${source.mapping}`, import.meta.url)),
          ...(source.file.endsWith('.sql') ? { connection } : { file: join(files, source.file) }),
        })),
        sealer: 'inside',
        'demo-officers': [],
      },
    });
  }
  return { truth: truthOf(town), agencies };
}

async function prepareErmittlung(folder: string, files: string, server: EmbeddedPostgres): Promise<string> {
  const script = readFileSync(join(files, 'fio', 'ermittlung', 'ermittlung.sql'), 'utf8');
  const reader = 'bench_ermittlung_reader';
  const url = await loadErmittlung({
    adminUrl: server.superuserUrl(),
    database: 'bench_ermittlung',
    reader,
    readerPassword: server.rolePassword(reader),
    script,
  });
  const file = join(folder, 'ermittlung.url');
  writeFileSync(file, `${url}\n`, { mode: 0o600 });
  return file;
}

async function prepareAgreement(folder: string, size: TownSize, ports: readonly number[]): Promise<string> {
  const keys = await Promise.all(
    DEMO_AGENCIES.map(({ id, name }) => {
      mkdirSync(join(folder, id), { recursive: true });
      return createAgencyKeys(join(folder, id, 'keys'), { agencyId: id, name });
    }),
  );
  const now = Date.now();
  const bytes = draftAgreement({
    id: randomId(),
    name: 'Agreement of the benchmark',
    validFrom: new Date(now - DAY_MS).toISOString(),
    expiresAt: new Date(now + 30 * DAY_MS).toISOString(),
    members: DEMO_AGENCIES.map(({ id, letters, country, language }, at) =>
      describeMember(keys[at] as (typeof keys)[number], {
        letters,
        country,
        language,
        endpoint: `https://127.0.0.1:${ports[at]}`,
        sizeClass: sizeClassOf(size.sizes?.[id] ?? size.people),
      }),
    ),
    purposes: [...PURPOSES],
    budgets: BUDGETS,
  });
  return assembleAgreement(
    bytes,
    keys.map((one) => signAgreement(one, bytes)),
  );
}

/** The holding's N, as it is stated to partners: a power of ten that is not below it. */
export function sizeClassOf(people: number): number {
  return [10_000, 100_000, 1_000_000].find((size) => people <= size) ?? 10_000_000;
}
