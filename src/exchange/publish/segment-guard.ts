import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import {
  readKeptTags,
  readKeptValues,
  rebuildSegment,
  rebuildValues,
  SealedError,
  segmentHash,
} from '../../sealed/index.ts';
import type { Queryable } from '../../store/index.ts';
import type { ExchangeContext } from '../context.ts';
import type { Lanes } from '../lanes.ts';
import { keeperOf, type ListOf } from './own-segments.ts';
import { HALF_KEYS } from './planned-keys.ts';
import type { SegmentFiles } from './segment-files.ts';

/** A file that was found sound is handed out for so long without another look: a partner takes it in pieces. */
const FRESH_MS = 60_000;
/** So much is looked at in one call of `scrub`; the next goes on. */
const SCRUB_BYTES = 512 * 1024 * 1024;
/** Of files that were damaged so many are remembered for the desk. */
const REMEMBERED_MAX = 50;

/** How a damaged file came back: bit for bit from what is kept beside it, or with the next publication, which builds everything anew. */
export type RepairedFrom = 'kept-tags' | 'records';

type Offered = ListOf & { readonly hash: string } & (
    | { readonly what: 'segment'; readonly entry: Parameters<typeof rebuildSegment>[0] }
    | { readonly what: 'values'; readonly entry: Parameters<typeof rebuildValues>[0] }
  );

/**
 * Looks after the files of our own segments while the server runs: each is held against its name when a partner fetches it, and all of them
 * in turn. What is damaged is not handed out, made anew, and written down: a partner that refuses what it was given cannot say so.
 */
export class SegmentGuard {
  readonly #context: ExchangeContext;
  readonly #files: SegmentFiles;
  readonly #lanes: Lanes;
  readonly #soundAt = new Map<string, number>();
  #scrubbed = '';
  #isPublicationDue = false;

  constructor(context: ExchangeContext, files: SegmentFiles, lanes: Lanes) {
    this.#context = context;
    this.#files = files;
    this.#lanes = lanes;
  }

  /** Whether a file that could not be made anew from what is kept waits for a publication. */
  get isPublicationDue(): boolean {
    return this.#isPublicationDue;
  }

  publicationBegins(): void {
    this.#isPublicationDue = false;
  }

  /** Whether the file has the bytes that its name promises; where it has not, it is made anew beside all other work. */
  async isSound(partner: string, hash: string): Promise<boolean> {
    const file = this.#files.path('own', partner, hash);
    const now = this.#context.clock.now().getTime();
    const age = now - (this.#soundAt.get(file) ?? Number.NEGATIVE_INFINITY);
    if (age >= 0 && age < FRESH_MS) return true;
    if ((await digestOf(file))?.digest === hash) {
      this.#soundAt.set(file, now);
      return true;
    }
    this.#soundAt.delete(file);
    this.#lanes.add('own segments', file, () => this.#repair(partner, hash));
    return false;
  }

  /** Looks at the files that partners are offered, in turn, a part of them at each call. */
  async scrub(): Promise<void> {
    const { rows } = await this.#context.database.query<{ partner: string; hash: string }>(
      `SELECT partner, hash FROM (SELECT partner, hash FROM exchange.own_segment UNION ALL SELECT partner, hash FROM exchange.own_values) o
        ORDER BY hash > $1 DESC, hash`,
      [this.#scrubbed],
    );
    const offered = new Set(rows.map(({ partner, hash }) => this.#files.path('own', partner, hash)));
    for (const file of this.#soundAt.keys()) if (!offered.has(file)) this.#soundAt.delete(file);
    let bytes = 0;
    for (const { partner, hash } of rows) {
      if (bytes > SCRUB_BYTES) return;
      const read = await digestOf(this.#files.path('own', partner, hash));
      bytes += read?.bytes ?? 0;
      this.#scrubbed = hash;
      // What was replaced meanwhile is not missed: it is looked at once more before anything is done.
      if (read?.digest !== hash) await this.isSound(partner, hash);
    }
  }

  async #repair(partner: string, hash: string): Promise<void> {
    const { log, oversight, clock } = this.#context;
    const offered = await readOffered(this.#context.database, partner, hash);
    if (offered === null || (await digestOf(this.#files.path('own', partner, hash)))?.digest === hash) return;
    log('own-segment-damaged', { partner, of: offered.keyClass });
    const bytes = await this.#rebuild(offered);
    const from: RepairedFrom = bytes === null ? 'records' : 'kept-tags';
    if (bytes === null) {
      this.#files.remove(partner, hash);
      this.#isPublicationDue = true;
    } else this.#files.write('own', partner, bytes);
    await oversight.permit(
      { act: 'repair-index', actor: { type: 'system' }, partners: [partner] },
      async (tx) => {
        await tx.query(
          'INSERT INTO exchange.damaged_segment (partner, hash, of_class, found_at, made_from) VALUES ($1,$2,$3,$4,$5)',
          [partner, hash, offered.keyClass, clock.now(), from],
        );
        await tx.query(
          `DELETE FROM exchange.damaged_segment WHERE number <= (SELECT max(number) - ${REMEMBERED_MAX} FROM exchange.damaged_segment)`,
        );
        return { value: undefined, outcome: { result: 'done', count: 1, rule: `from-${from}` } };
      },
    );
    log('own-segment-repaired', { partner, from });
  }

  /** The very bytes that partners were told of; null where what is kept beside them is damaged too, or of an older version. */
  async #rebuild(offered: Offered): Promise<Uint8Array | null> {
    const { partner, hash } = offered;
    const keeper = await keeperOf(this.#context, offered);
    const source = { hash, path: this.#files.tagsPath(partner, hash) };
    try {
      const bytes =
        offered.what === 'segment'
          ? rebuildSegment(offered.entry, { ...readKeptTags(keeper, source), seed: keeper.seed })
          : rebuildValues(offered.entry, { ...readKeptValues(keeper, source), seed: keeper.seed });
      return segmentHash(bytes) === hash ? bytes : null;
    } catch (cause) {
      if (cause instanceof SealedError) return null;
      throw cause;
    }
  }
}

/** Read piece by piece, so that nobody is held up; null where the file is not there or cannot be read. */
async function digestOf(path: string): Promise<{ readonly digest: string; readonly bytes: number } | null> {
  const hash = createHash('sha256');
  let bytes = 0;
  try {
    await pipeline(createReadStream(path), async (source: AsyncIterable<Uint8Array>) => {
      for await (const chunk of source) {
        hash.update(chunk);
        bytes += chunk.length;
      }
    });
  } catch {
    return null;
  }
  return { digest: hash.digest('hex'), bytes };
}

async function readOffered(from: Queryable, partner: string, hash: string): Promise<Offered | null> {
  const segments = await from.query<ListOf & Parameters<typeof rebuildSegment>[0]>(
    `SELECT partner, epoch, key_class AS "keyClass", kind, bits, count FROM exchange.own_segment WHERE partner = $1 AND hash = $2`,
    [partner, hash],
  );
  const [segment] = segments.rows;
  if (segment !== undefined) return { ...segment, hash, what: 'segment', entry: segment };
  const values = await from.query<Pick<ListOf, 'epoch'> & Parameters<typeof rebuildValues>[0]>(
    'SELECT epoch, kind, count FROM exchange.own_values WHERE partner = $1 AND hash = $2',
    [partner, hash],
  );
  const [value] = values.rows;
  if (value === undefined) return null;
  return { partner, epoch: value.epoch, keyClass: HALF_KEYS, hash, what: 'values', entry: value };
}

/** A file of ours that was damaged on disk, and what it was made anew from. */
export interface DamagedSegment {
  readonly partner: string;
  readonly foundAt: Date;
  readonly madeFrom: RepairedFrom;
}

/** The newest first. */
export async function readDamaged(from: Queryable, since: Date): Promise<readonly DamagedSegment[]> {
  const { rows } = await from.query<DamagedSegment>(
    `SELECT partner, found_at AS "foundAt", made_from AS "madeFrom" FROM exchange.damaged_segment WHERE found_at > $1 ORDER BY number DESC`,
    [since],
  );
  return rows;
}
