import { toBase64Url } from '../../base/index.ts';
import { KEY_VERSION } from '../../match/index.ts';
import type { KeyClass } from '../../model/index.ts';
import {
  ELEMENT_BYTES,
  keyInput,
  OUTPUT_BYTES,
  parseSegmentsManifest,
  readKeptTags,
  type SegmentsManifest,
  TAG_BYTES,
  tagMany,
} from '../../sealed/index.ts';
import type { Queryable } from '../../store/index.ts';
import { ExchangeError } from '../errors.ts';
import { epochPaddingSeed } from '../publish/padding-seeds.ts';
import { partnerSalt } from '../publish/partner-salts.ts';
import { HALF_KEYS } from '../publish/planned-keys.ts';
import { aboutList } from '../publish/own-segments.ts';
import { AUDIT_FILE_BYTES_MAX, type Sample, type Shown } from './audit-files.ts';
import { showPublished } from './audit-published.ts';
import { itemAt, listAt, placesToOpen, tagsInForce } from './audit-segments.ts';
import { keptPath, type ShowContext } from './show-list.ts';
import { showValues } from './show-values.ts';

/** So many keys are evaluated in one call while the drawn tags are looked for. */
const PAGE_KEYS = 16_384;

type ShownList = Extract<Shown, { state: 'segments' | 'values' }>;
type ShownSegments = Extract<Shown, { state: 'segments' }>;

/**
 * Shows what partners were offered by the manifests that the samples name: of each segment the tags of its keys, the seed of everything
 * else, and the keys behind the tags that the nonce draws. Throws `audit-file-invalid` when that is more than one file takes.
 */
export async function showSegments(
  context: ShowContext,
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

async function showList(context: ShowContext, nonce: string, sample: Sample): Promise<ShownList | null> {
  const list = listAt(sample.place);
  const { rows } = await context.database.query<{ bytes: Uint8Array | null }>(
    `SELECT bytes FROM exchange.own_manifest WHERE hash = $1 AND part = 'segments'`,
    [sample.root],
  );
  const bytes = rows[0]?.bytes ?? null;
  if (list === null || bytes === null) return null;
  const manifest = parseSegmentsManifest(new Uint8Array(bytes));
  const shown =
    list === HALF_KEYS
      ? await showValues(context, nonce, sample, manifest)
      : await showClass(context, nonce, { ...sample, keyClass: list }, manifest);
  return shown === null ? null : { ...shown, manifest: toBase64Url(new Uint8Array(bytes)) };
}

async function showClass(
  context: ShowContext,
  nonce: string,
  { keyClass, ...sample }: Sample & { readonly keyClass: KeyClass },
  manifest: SegmentsManifest,
): Promise<Omit<ShownSegments, 'manifest'> | null> {
  const { database } = context;
  const { partner, epoch } = manifest;
  const segments = await readSegments(context, manifest, keyClass);
  if (segments === null) return null;
  const salt = await partnerSalt(database, partner, epoch);
  const inForce = tagsInForce(segments);
  const drawn = placesToOpen(nonce, sample, inForce.length / TAG_BYTES);
  const wanted = drawn.map((at) => itemAt(inForce, TAG_BYTES, at));
  return {
    ...sample,
    state: 'segments',
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
  context: ShowContext,
  { partner, epoch, segments }: SegmentsManifest,
  keyClass: KeyClass,
) {
  const key = await context.sealer.tagsKey(epoch);
  const about = aboutList(context.agencyId, { partner, epoch, keyClass });
  const read = [];
  for (const { kind, hash } of segments.filter((entry) => entry.keyClass === keyClass)) {
    const path = keptPath(context, partner, hash);
    if (path === null) return null;
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
  context: ShowContext,
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
    found.push(...page.filter((_, at) => wanted.has(itemAt(tags, TAG_BYTES, at))));
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

function sizeOf(shown: ShownList): number {
  const texts =
    shown.state === 'values'
      ? shown.segments.map(({ entries }) => entries)
      : shown.segments.map(({ tags }) => tags);
  return texts.reduce((sum, { length }) => sum + length, 0);
}
