/**
 * A first publication through the whole house: a real `entente serve` reads a register of so many people, derives their keys and publishes the
 * index for one partner. What that takes in time and memory, what lies on disk, and how fast the segments are looked up where they lie.
 */
import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { type Closing, randomId } from '../src/base/index.ts';
import { keyReport } from '../src/exchange/index.ts';
import { KEY_CLASSES, PURPOSES } from '../src/model/index.ts';
import { createOwnDatabase, openDatabase } from '../src/store/index.ts';
import {
  assembleAgreement,
  createAgencyKeys,
  describeMember,
  draftAgreement,
  signAgreement,
} from '../src/wire/index.ts';
import { freePorts } from './free-ports.ts';
import { sizeClassOf } from './joined-up-town.ts';
import { peakBytesOf, processTree } from './process-memory.ts';
import { measurePaged, type PagedFigures } from './records-lookup.ts';
import { copyKeys, measureNews, newsFile, type NewsFigures } from './records-news.ts';
import { registerFile, registerMapping } from './records-register.ts';
import { BenchServer } from './records-server.ts';
import { withServer } from './with-server.ts';

const OWNER = 'bench-owner';
const PARTNER = 'bench-partner';
const DAY_MS = 86_400_000;
const BUDGETS = Object.fromEntries(
  KEY_CLASSES.map((keyClass) => [keyClass, { perDay: 10_000, perEpoch: 10_000 }]),
);

export interface RecordsFigures {
  readonly people: number;
  /** Published in the index, all classes. */
  readonly keys: number;
  /** From the file's opening until its rows are visible. */
  readonly intakeSeconds: number;
  /** Records to match keys. */
  readonly derivingSeconds: number;
  /** Match keys to an announced index: planned, evaluated, committed to, built, announced. */
  readonly indexSeconds: number;
  /** The most that was resident at any time, intake included. */
  readonly serverPeakBytes: number;
  /** The process that holds the seed and evaluates with its threads. */
  readonly sealerPeakBytes: number;
  readonly segmentBytes: number;
  readonly tagBytes: number;
  /** The whole database: records, keys, what is published with its leaves, ledger. */
  readonly databaseBytes: number;
  readonly paged: PagedFigures;
  readonly news: NewsFigures;
}

/** `keysWanted`: where fewer are published of so many people, the rest is put into the database before one more record comes. */
export async function measureRecords(people: number, keysWanted: number): Promise<RecordsFigures> {
  return withServer(async ({ folder, server, closing }) => {
    const { url } = await createOwnDatabase(server, { name: 'bench_records', role: 'bench_records' });
    const config = await writeAgency(folder, people, url);
    const served = await serve(closing, config);
    const segments = join(folder, 'data', 'segments', 'own', PARTNER);
    const sizeOf = (ending: string): number =>
      readdirSync(segments)
        .filter((name) => name.endsWith(ending))
        .reduce((sum, name) => sum + statSync(join(segments, name)).size, 0);
    const published = await readPublished(url);
    const figures = {
      people,
      ...served,
      ...published,
      segmentBytes: sizeOf('.seg'),
      tagBytes: sizeOf('.tags'),
      paged: await measurePaged(segments),
    };
    const keysBefore =
      published.keys < keysWanted ? await copyKeys(url, published.keys, keysWanted) : published.keys;
    const file = join(folder, 'news.csv');
    return { ...figures, news: await measureNews(closing, config, { file, people, keysBefore }) };
  });
}

/** Files, keys and the agreement of two agencies; gives back where the owner's configuration lies. The partner is never there. */
async function writeAgency(folder: string, people: number, databaseUrl: string): Promise<string> {
  const [peer = 0, desk = 0, partner = 0] = await freePorts(3);
  const keys = await Promise.all(
    [OWNER, PARTNER].map((agencyId) => {
      mkdirSync(join(folder, agencyId), { recursive: true });
      return createAgencyKeys(join(folder, agencyId, 'keys'), { agencyId, name: agencyId });
    }),
  );
  const now = Date.now();
  const bytes = draftAgreement({
    id: randomId(),
    name: 'Agreement of the benchmark',
    validFrom: new Date(now - DAY_MS).toISOString(),
    expiresAt: new Date(now + 30 * DAY_MS).toISOString(),
    members: keys.map((one, at) =>
      describeMember(one, {
        letters: at === 0 ? 'BOW' : 'BPA',
        country: 'BE',
        language: 'en',
        endpoint: `https://127.0.0.1:${at === 0 ? peer : partner}`,
        sizeClass: sizeClassOf(people),
      }),
    ),
    purposes: [...PURPOSES],
    budgets: BUDGETS,
  });
  writeFileSync(
    join(folder, 'agreement.json'),
    assembleAgreement(
      bytes,
      keys.map((one) => signAgreement(one, bytes)),
    ),
  );
  writeFileSync(join(folder, 'database.url'), `${databaseUrl}\n`, { mode: 0o600 });
  writeFileSync(join(folder, 'register.yaml'), registerMapping('bench-register'));
  writeFileSync(join(folder, 'news.yaml'), registerMapping('bench-news'));
  writeFileSync(join(folder, 'news.csv'), newsFile(people));
  await registerFile(join(folder, 'register.csv'), people);
  const config = join(folder, 'agency.yaml');
  writeFileSync(
    config,
    stringify({
      agency: { id: OWNER, name: 'Bench', letters: 'BOW', country: 'BE', language: 'en' },
      desk: { port: desk },
      peer: { port: peer },
      agreement: join(folder, 'agreement.json'),
      keys: join(folder, OWNER, 'keys'),
      data: join(folder, 'data'),
      database: join(folder, 'database.url'),
      intake: ['register', 'news'].map((name) => ({
        mapping: join(folder, `${name}.yaml`),
        file: join(folder, `${name}.csv`),
      })),
    }),
  );
  return config;
}

type Served = Pick<
  RecordsFigures,
  'intakeSeconds' | 'derivingSeconds' | 'indexSeconds' | 'serverPeakBytes' | 'sealerPeakBytes'
>;

/** Lets the server load and publish, and ends it. */
async function serve(closing: Closing, config: string): Promise<Served> {
  const running = await BenchServer.start(closing, config);
  const began = performance.now();
  await running.load();
  const ended = performance.now();
  const [server = 0, ...others] = processTree(running.pid).map(peakBytesOf);
  await running.stop();
  const read = running.doneAt.get('intake') ?? began;
  const derived = running.doneAt.get('keys') ?? read;
  return {
    intakeSeconds: (read - began) / 1_000,
    derivingSeconds: (derived - read) / 1_000,
    indexSeconds: (ended - derived) / 1_000,
    serverPeakBytes: server,
    sealerPeakBytes: Math.max(0, ...others),
  };
}

/** What the records officer is told goes out, and how large the agency's database is. */
async function readPublished(url: string): Promise<Pick<RecordsFigures, 'keys' | 'databaseBytes'>> {
  const database = openDatabase({ url, connectionsMax: 1 });
  try {
    const report = await keyReport(database, BUDGETS);
    const { rows } = await database.query<{ bytes: number }>(
      'SELECT pg_database_size(current_database()) AS bytes',
    );
    return {
      keys: report.reduce((sum, { published }) => sum + published, 0),
      databaseBytes: rows[0]?.bytes ?? 0,
    };
  } finally {
    await database.close();
  }
}
