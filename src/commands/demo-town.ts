/** Prepares the demo town on disk: files of the old systems, databases, keys, one signed agreement, five configurations. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { stringify } from 'yaml';
import { randomId } from '../base/index.ts';
import {
  type AgencyId,
  DEMO_AGENCIES,
  type DemoAgency,
  generateTown,
  loadErmittlung,
  STORY,
  writeTown,
} from '../../demo/index.ts';
import type { AgencyConfig } from '../config.ts';
import { PURPOSES } from '../model/index.ts';
import { createOwnDatabase, type PostgresServer } from '../store/index.ts';
import {
  type AgencyKeys,
  assembleAgreement,
  createAgencyKeys,
  describeMember,
  draftAgreement,
  parseAgreement,
  signAgreement,
} from '../wire/index.ts';
import { DEFAULT_BUDGETS } from './default-budgets.ts';

export interface DemoOptions {
  readonly folder: string;
  readonly portBase: number;
  readonly seed: string;
  readonly people: number;
}

export interface PreparedAgency {
  readonly agency: DemoAgency;
  readonly configFile: string;
  readonly deskPort: number;
}

const { given, family, firm } = STORY.mover;
/** Who loads first watches: what another agency reads in later is an alert there. */
const WATCHED: Readonly<Partial<Record<AgencyId, NonNullable<AgencyConfig['demo-standing']>>>> = {
  // The number on a seized SIM card, that the story begins with.
  jpn: {
    text: STORY.storyPhone,
    reference: 'JPN-2026-0417',
    title: 'Quay',
    why: 'the number of a SIM card among the exhibits, used once',
  },
  // A name and a firm, neither rare enough to be asked about alone.
  ard: {
    text: `${given} ${family}, ${firm.name} ${firm.form}`,
    reference: 'ARD-2026-0388',
    title: 'Removal by night',
    why: 'emptied the flat of a wanted man; only his name and his firm are known',
  },
};
const AGREEMENT_DAYS = 365;
const DAY_MS = 86_400_000;

/** Everything the five servers need to start; what exists already is kept, so that a second start is quick. */
export async function prepareTown(
  options: DemoOptions,
  server: PostgresServer,
): Promise<readonly PreparedAgency[]> {
  const files = filesOf(options);
  const connection = connectionFileOf(files);
  const keys = new Map<string, AgencyKeys>();
  for (const { id, name } of DEMO_AGENCIES) {
    keys.set(
      id,
      await createAgencyKeys(join(options.folder, 'agencies', id, 'keys'), { agencyId: id, name }),
    );
  }
  const agreement = prepareAgreement(options, keys);
  const prepared: PreparedAgency[] = [];
  for (const [at, agency] of DEMO_AGENCIES.entries()) {
    const role = `entente_${agency.id}`;
    const { url } = await createOwnDatabase(server, { name: role, role });
    const folder = join(options.folder, 'agencies', agency.id);
    writeSecret(join(folder, 'database.url'), `${url}\n`);
    const configFile = join(folder, 'agency.yaml');
    const deskPort = options.portBase + at + 1;
    writeFileSync(configFile, stringify(configOf(options, agency, at, { files, agreement, connection })));
    prepared.push({ agency, configFile, deskPort });
  }
  return prepared;
}

/** The old systems of the agencies, which their servers read once they are told to; what exists already is kept. */
export async function prepareSources(
  options: DemoOptions,
  server: PostgresServer,
  say: (line: string) => void,
): Promise<void> {
  const files = filesOf(options);
  writeFiles(options, files, say);
  await prepareErmittlung(options, files, server, say);
}

function filesOf({ folder, seed, people }: DemoOptions): string {
  return join(folder, `town-${seed}-${people}`);
}

function connectionFileOf(files: string): string {
  return join(files, 'ermittlung.url');
}

function writeFiles(options: DemoOptions, files: string, say: (line: string) => void): void {
  const done = join(files, 'complete');
  if (existsSync(done)) return;
  say(`writing the old systems' files (seed ${options.seed}, ${options.people} people an agency)`);
  const town = generateTown({ seed: options.seed, peoplePerAgency: options.people });
  // The truth lies apart: no server is given its path.
  writeTown(town, {
    agencies: join(files, 'agencies'),
    truth: join(options.folder, 'truth', basename(files)),
  });
  writeFileSync(done, 'complete\n');
}

async function prepareErmittlung(
  options: DemoOptions,
  files: string,
  server: PostgresServer,
  say: (line: string) => void,
): Promise<void> {
  const database = `ermittlung_${options.seed.replaceAll('-', '_')}_${options.people}`;
  const reader = `${database}_reader`;
  const file = connectionFileOf(files);
  if (existsSync(file)) return;
  say('loading the inquiry office’s own SQL database');
  const script = readFileSync(join(files, 'agencies', 'fio', 'ermittlung', 'ermittlung.sql'), 'utf8');
  const url = await loadErmittlung({
    adminUrl: server.superuserUrl(),
    database,
    reader,
    readerPassword: server.rolePassword(reader),
    script,
  });
  writeSecret(file, `${url}\n`);
}

/** One agreement, signed by all five; made anew when the ports, the budgets or its time have changed. */
function prepareAgreement(options: DemoOptions, keys: ReadonlyMap<string, AgencyKeys>): string {
  const file = join(options.folder, 'agreement.json');
  const endpoints = DEMO_AGENCIES.map((_, at) => `https://127.0.0.1:${options.portBase + 11 + at}`);
  if (existsSync(file) && isGood(file, endpoints)) return file;
  const now = Date.now();
  const bytes = draftAgreement({
    id: randomId(),
    name: 'Agreement of the demo town',
    validFrom: new Date(now - DAY_MS).toISOString(),
    expiresAt: new Date(now + AGREEMENT_DAYS * DAY_MS).toISOString(),
    members: DEMO_AGENCIES.map(({ id, letters, country, language }, at) =>
      describeMember(requireKeys(keys, id), {
        letters,
        country,
        language,
        endpoint: endpoints[at] ?? '',
        sizeClass: sizeClassOf(options.people),
      }),
    ),
    purposes: [...PURPOSES],
    budgets: DEFAULT_BUDGETS,
  });
  writeFileSync(
    file,
    assembleAgreement(
      bytes,
      [...keys.values()].map((one) => signAgreement(one, bytes)),
    ),
  );
  return file;
}

function isGood(file: string, endpoints: readonly string[]): boolean {
  try {
    const agreement = parseAgreement(readFileSync(file, 'utf8'), new Date());
    return (
      agreement.members.every((member, at) => member.endpoint === endpoints[at]) &&
      isDeepStrictEqual(agreement.budgets, DEFAULT_BUDGETS)
    );
  } catch {
    return false;
  }
}

function requireKeys(keys: ReadonlyMap<string, AgencyKeys>, id: string): AgencyKeys {
  const own = keys.get(id);
  if (own === undefined) throw new Error(`assertion failed: keys were made for ${id}`);
  return own;
}

/** The holding's N, as it is stated to partners: a power of ten that is not below it. */
function sizeClassOf(people: number): number {
  return [10_000, 100_000, 1_000_000].find((size) => people <= size) ?? 10_000_000;
}

function configOf(
  options: DemoOptions,
  agency: DemoAgency,
  at: number,
  paths: { readonly files: string; readonly agreement: string; readonly connection: string },
): unknown {
  const { id, name, letters, country, language } = agency;
  return {
    agency: { id, name, letters, country, language },
    desk: { port: options.portBase + at + 1 },
    peer: { port: options.portBase + at + 11 },
    agreement: paths.agreement,
    keys: 'keys',
    data: 'data',
    database: 'database.url',
    intake: agency.sources.map((source) => ({
      mapping: fileURLToPath(new URL(`../../demo/mappings/${source.mapping}`, import.meta.url)),
      ...(source.file.endsWith('.sql')
        ? { connection: paths.connection }
        : { file: join(paths.files, 'agencies', source.file) }),
    })),
    'demo-officers': agency.officers.map((officer) => ({
      name: officer.name,
      role: officer.role,
      password: officer.password,
    })),
    ...(WATCHED[id] === undefined ? {} : { 'demo-standing': WATCHED[id] }),
  };
}

function writeSecret(path: string, content: string): void {
  mkdirSync(join(path, '..'), { recursive: true, mode: 0o700 });
  writeFileSync(path, content, { mode: 0o600 });
}
