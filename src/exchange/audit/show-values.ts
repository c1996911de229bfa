import { concatBytes, groupBy, toBase64Url, toHex } from '../../base/index.ts';
import { KEY_VERSION } from '../../match/index.ts';
import { KEY_CLASSES } from '../../model/index.ts';
import {
  ELEMENT_BYTES,
  ENTRY_BYTES,
  entriesInForce,
  keyInput,
  pairOutput,
  pairTag,
  readKeptValues,
  type SegmentsManifest,
} from '../../sealed/index.ts';
import type { Queryable } from '../../store/index.ts';
import { evaluateHalves } from '../publish/evaluate-halves.ts';
import { aboutList } from '../publish/own-segments.ts';
import { epochPaddingSeed } from '../publish/padding-seeds.ts';
import { partnerSalt } from '../publish/partner-salts.ts';
import { HALF_KEYS } from '../publish/planned-keys.ts';
import type { PlannedHalf } from '../publish/planned-pairs.ts';
import { recordTagsUnder, tagSecret } from '../publish/record-tags.ts';
import type { Sample, Shown } from './audit-files.ts';
import { showPublished } from './audit-published.ts';
import { itemAt, placesToOpen } from './audit-segments.ts';
import { keptPath, type ShowContext } from './show-list.ts';

type ShownValues = Extract<Shown, { state: 'values' }>;

/** So many half keys are read and evaluated at a time while the drawn pairs are looked for. */
const PAGE_HALVES = 16_384;

/** What one partner was offered of sealed values: of each segment the entries, the seed of everything else, and the pairs behind the entries that the nonce draws. */
export async function showValues(
  context: ShowContext,
  nonce: string,
  sample: Sample,
  manifest: SegmentsManifest,
): Promise<Omit<ShownValues, 'manifest'> | null> {
  const { database } = context;
  const { partner, epoch } = manifest;
  const segments = await readSegments(context, manifest);
  if (segments === null) return null;
  const salt = await partnerSalt(database, partner, epoch);
  const secret = await tagSecret(database, partner, epoch);
  const inForce = entriesInForce(segments);
  const drawn = placesToOpen(nonce, sample, inForce.length / ENTRY_BYTES);
  const wanted = new Set(drawn.map((at) => itemAt(inForce, ENTRY_BYTES, at)));
  return {
    ...sample,
    state: 'values',
    salt: toBase64Url(salt),
    padding: toBase64Url(await epochPaddingSeed(database, epoch)),
    secret: toBase64Url(secret),
    segments: segments.map(({ hash, name, entries }) => ({
      hash,
      name: toBase64Url(name),
      entries: toBase64Url(entries),
    })),
    opened: await openEntries(context, { epoch, salt, secret, wanted }),
  };
}

/** The kept entries of each segment, oldest first; null where those of one are not here any more, or never were. */
async function readSegments(context: ShowContext, { partner, epoch, values = [] }: SegmentsManifest) {
  const key = await context.sealer.tagsKey(epoch);
  const about = aboutList(context.agencyId, { partner, epoch, keyClass: HALF_KEYS });
  const read = [];
  for (const { kind, hash } of values) {
    const path = keptPath(context, partner, hash);
    if (path === null) return null;
    read.push({ kind, hash, ...readKeptValues({ key, about }, { hash, path }) });
  }
  return read;
}

interface Wanted {
  readonly epoch: number;
  readonly salt: Uint8Array;
  readonly secret: Uint8Array;
  /** Entries in hexadecimal. */
  readonly wanted: ReadonlySet<string>;
}

/** A half key that is published of a record, and where the ledger commits to it. */
interface HeldHalf extends PlannedHalf, Sample {
  readonly entityId: string;
}

interface FoundPair {
  readonly first: HeldHalf;
  readonly second: HeldHalf;
}

/** The pairs behind the entries: own half keys are evaluated record by record until all are found. What went since cannot be opened, and is left out. */
async function openEntries(context: ShowContext, wanted: Wanted): Promise<ShownValues['opened']> {
  const found: FoundPair[] = [];
  if (wanted.wanted.size > 0)
    for await (const records of heldByRecord(context.database, wanted.epoch)) {
      found.push(...(await pairsAmong(context, records, wanted)));
      if (found.length >= wanted.wanted.size) break;
    }
  if (found.length === 0) return [];
  const shown = await showHalves(context, wanted.epoch, found);
  return found.flatMap(({ first, second }) => {
    const [left, right] = [shown.get(first), shown.get(second)];
    return left === undefined || right === undefined ? [] : [{ first: left, second: right }];
  });
}

async function pairsAmong(
  { sealer, builder }: ShowContext,
  records: readonly (readonly HeldHalf[])[],
  { epoch, salt, secret, wanted }: Wanted,
): Promise<readonly FoundPair[]> {
  const outputOf = await evaluateHalves({ sealer, builder, epoch }, records.flat());
  const tagOf = recordTagsUnder(secret);
  return records.flatMap((halves) =>
    halves.flatMap((first) =>
      halves.flatMap((second) => {
        if (first.family >= second.family) return [];
        const tag = pairTag(salt, pairOutput(outputOf(first), outputOf(second)));
        const tags = [first, second].map(({ entityId, family }) => tagOf(entityId, family));
        return wanted.has(toHex(concatBytes(tag, ...tags))) ? [{ first, second }] : [];
      }),
    ),
  );
}

/** The leaves of these half keys, each with the element that is hashed to its output; without those that no record bears any more. */
async function showHalves({ sealer, database }: ShowContext, epoch: number, found: readonly FoundPair[]) {
  const shown = new Map<HeldHalf, ShownValues['opened'][number]['first']>();
  const halves = [...new Set(found.flatMap(({ first, second }) => [first, second]))];
  for (const keyClass of KEY_CLASSES) {
    const own = halves.filter((half) => half.keyClass === keyClass);
    if (own.length === 0) continue;
    const inputs = own.map(({ rule, value }) => keyInput(KEY_VERSION, rule, value));
    const elements = await sealer.show({ epoch, keyClass, inputs });
    const leaves = await showPublished(
      database,
      own.map(({ root, place }) => ({ root, place })),
    );
    for (const [at, half] of own.entries()) {
      const leaf = leaves[at];
      const element = toBase64Url(elements.subarray(at * ELEMENT_BYTES, (at + 1) * ELEMENT_BYTES));
      if (leaf?.state === 'held') shown.set(half, { ...leaf, element });
    }
  }
  return shown;
}

/** Every published half key of an epoch, whole records at a time. */
async function* heldByRecord(
  from: Queryable,
  epoch: number,
): AsyncGenerator<readonly (readonly HeldHalf[])[]> {
  let after = '';
  for (;;) {
    const { rows } = await from.query<HeldHalf>(
      `SELECT p.entity_id AS "entityId", p.key_class AS "keyClass", p.rule, p.value, p.family, c.root, p.place
         FROM exchange.published_half p JOIN exchange.commitment c ON c.number = p.commitment
        WHERE p.epoch = $1 AND p.entity_id > $2 ORDER BY p.entity_id LIMIT ${PAGE_HALVES}`,
      [epoch, after],
    );
    const records = [...groupBy(rows, ({ entityId }) => entityId)];
    // The last record of a full page may go on behind it: it is read again.
    const whole = rows.length < PAGE_HALVES ? records : records.slice(0, -1);
    yield whole.map(([, halves]) => halves);
    if (rows.length < PAGE_HALVES) return;
    after = whole.at(-1)?.[0] ?? after;
  }
}
