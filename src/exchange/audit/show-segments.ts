import { existsSync } from 'node:fs';
import { toBase64Url } from '../../base/index.ts';
import { KEY_VERSION } from '../../match/index.ts';
import type { KeyClass } from '../../model/index.ts';
import {
  ELEMENT_BYTES,
  type IndexBuilder,
  keyInput,
  OUTPUT_BYTES,
  parseSegmentsManifest,
  readKeptTags,
  type SegmentsManifest,
  tagMany,
} from '../../sealed/index.ts';
import type { Queryable } from '../../store/index.ts';
import type { ExchangeContext } from '../context.ts';
import { ExchangeError } from '../errors.ts';
import { epochPaddingSeed } from '../publish/padding-seeds.ts';
import { partnerSalt } from '../publish/partner-salts.ts';
import type { SegmentFiles } from '../publish/segment-files.ts';
import type { Sealer } from '../seal/sealer.ts';
import { AUDIT_FILE_BYTES_MAX, type Sample, type Shown } from './audit-files.ts';
import { showPublished } from './audit-published.ts';
import { classAt, tagAt, tagsInForce, tagsToOpen } from './audit-segments.ts';

/** So many keys are evaluated in one call while the drawn tags are looked for. */
const PAGE_KEYS = 16_384;

/** What showing segments takes beside the database. */
export interface SegmentShower {
  readonly sealer: Pick<Sealer, 'build' | 'show' | 'tagsKey'>;
  readonly files: Pick<SegmentFiles, 'tagsPath' | 'replacedTagsPath'>;
  readonly builder: Pick<IndexBuilder, 'evaluateKeys'>;
}

type Context = Pick<ExchangeContext, 'agencyId' | 'database'> & SegmentShower;
type ShownSegments = Extract<Shown, { state: 'segments' }>;

/**
 * Shows what partners were offered by the manifests that the samples name: of each segment the tags of its keys, the seed of everything
 * else, and the keys behind the tags that the nonce draws. Throws `audit-file-invalid` when that is more than one file takes.
 */
export async function showSegments(
  context: Context,
  nonce: string,
  samples: readonly Sample[],
): Promise<readonly Shown[]> {
  const shown: Shown[] = [];
  let bytes = 0;
  for (const sample of samples) {
    const one = await showList(context, nonce, sample);
    bytes += one === null ? 0 : sizeOf(one);
    if (bytes > AUDIT_FILE_BYTES_MAX)
      throw new ExchangeError(
        'audit-file-invalid',
        'the tags of so many segments do not fit one file: ask for fewer lists at a time, or for one class or partner',
      );
    shown.push(one ?? { ...sample, state: 'not-shown' });
  }
  return shown;
}

async function showList(context: Context, nonce: string, sample: Sample): Promise<ShownSegments | null> {
  const { database } = context;
  const keyClass = classAt(sample.place);
  const { rows } = await database.query<{ bytes: Uint8Array | null }>(
    `SELECT bytes FROM exchange.own_manifest WHERE hash = $1 AND part = 'segments'`,
    [sample.root],
  );
  const bytes = rows[0]?.bytes ?? null;
  if (keyClass === null || bytes === null) return null;
  const manifest = parseSegmentsManifest(new Uint8Array(bytes));
  const { partner, epoch } = manifest;
  const segments = await readSegments(context, manifest, keyClass);
  if (segments === null) return null;
  const salt = await partnerSalt(database, partner, epoch);
  const inForce = tagsInForce(segments);
  const wanted = tagsToOpen(nonce, sample, inForce).map((at) => tagAt(inForce, at));
  return {
    ...sample,
    state: 'segments',
    manifest: toBase64Url(new Uint8Array(bytes)),
    salt: toBase64Url(salt),
    padding: toBase64Url(await epochPaddingSeed(database, epoch)),
    segments: segments.map(({ hash, name, tags }) => ({
      hash,
      name: toBase64Url(name),
      tags: toBase64Url(tags),
    })),
    opened: await openTags(context, { epoch, keyClass, salt, wanted: new Set(wanted) }),
  };
}

/** The kept tags of each segment of the class, oldest first; null where those of one are not here any more. */
async function readSegments(
  { agencyId, sealer, files }: Context,
  { partner, epoch, segments }: SegmentsManifest,
  keyClass: KeyClass,
) {
  const key = await sealer.tagsKey(epoch);
  const about = `${agencyId} ${partner} ${epoch} ${keyClass}`;
  const read = [];
  for (const { kind, hash } of segments.filter((entry) => entry.keyClass === keyClass)) {
    const paths = [files.tagsPath(partner, hash), files.replacedTagsPath(partner, hash)];
    const path = paths.find((one) => existsSync(one));
    if (path === undefined) return null;
    read.push({ kind, hash, ...readKeptTags({ key, about }, { hash, path }) });
  }
  return read;
}

interface Wanted {
  readonly epoch: number;
  readonly keyClass: KeyClass;
  readonly salt: Uint8Array;
  /** In hexadecimal. */
  readonly wanted: ReadonlySet<string>;
}

/** The keys behind the tags: own keys are evaluated until all are found. What went since cannot be opened, and is left out. */
async function openTags(
  context: Context,
  { epoch, keyClass, salt, wanted }: Wanted,
): Promise<ShownSegments['opened']> {
  const held = wanted.size === 0 ? [] : await readHeld(context.database, epoch, keyClass);
  const found: HeldLeaf[] = [];
  for (let from = 0; from < held.length && found.length < wanted.size; from += PAGE_KEYS) {
    const page = held.slice(from, from + PAGE_KEYS);
    const outputs = await context.sealer.build(
      { epoch, keyClass, inputs: page.map(inputOf) },
      context.builder,
    );
    const tags = tagMany(salt, outputs.subarray(0, page.length * OUTPUT_BYTES));
    found.push(...page.filter((_, at) => wanted.has(tagAt(tags, at))));
  }
  if (found.length === 0) return [];
  const elements = await context.sealer.show({ epoch, keyClass, inputs: found.map(inputOf) });
  const shown = await showPublished(
    context.database,
    found.map(({ root, place }) => ({ root, place })),
  );
  return shown.flatMap((leaf, at) => {
    const element = toBase64Url(elements.subarray(at * ELEMENT_BYTES, (at + 1) * ELEMENT_BYTES));
    return leaf.state === 'held' ? [{ ...leaf, element }] : [];
  });
}

/** A key that is published, and where the ledger commits to it. */
interface HeldLeaf extends Sample {
  readonly rule: string;
  readonly value: string;
}

async function readHeld(from: Queryable, epoch: number, keyClass: KeyClass): Promise<readonly HeldLeaf[]> {
  const { rows } = await from.query<HeldLeaf>(
    `SELECT p.rule, p.value, c.root, p.place FROM exchange.published_key p JOIN exchange.commitment c ON c.number = p.commitment
      WHERE p.epoch = $1 AND p.key_class = $2 ORDER BY p.commitment, p.place`,
    [epoch, keyClass],
  );
  return rows;
}

function inputOf({ rule, value }: HeldLeaf): Uint8Array {
  return keyInput(KEY_VERSION, rule, value);
}

function sizeOf({ segments }: ShownSegments): number {
  return segments.reduce((sum, { tags }) => sum + tags.length, 0);
}
