import { declareFaultPoint, reach, toBase64Url } from '../base/index.ts';
import { KEY_VERSION, RULES } from '../match/index.ts';
import { KEY_CLASSES, type KeyClass } from '../model/index.ts';
import {
  coverageBucket,
  type KeysManifest,
  type SegmentEntry,
  type SegmentsManifest,
  SUITE,
} from '../sealed/index.ts';
import type { Queryable, Transaction } from '../store/index.ts';
import { type ExchangeContext, partnersOf, selfMember } from './context.ts';
import type { Epoch } from './epochs.ts';
import { noticeMessage } from './manifest-message.ts';
import type { OwnKey } from './own-keys.ts';
import { ALL_PARTNERS, newestManifest, storeManifest } from './own-manifests.ts';
import { announcePairs, type NewValues, offeredValues, type PairsPlan } from './publish-pairs.ts';

const MANIFEST_COMMITTED = declareFaultPoint('exchange/manifest-committed');

/** A segment on disk that is to be announced to one partner. */
export type NewSegment = Omit<SegmentEntry, 'sequence'> & { readonly partner: string };

export interface AnnouncedClass {
  readonly keyClass: KeyClass;
  readonly whole: boolean;
  readonly added: readonly OwnKey[];
  readonly removed: readonly OwnKey[];
}

/** What is new since the last manifest. */
export interface Announced {
  readonly classes: readonly AnnouncedClass[];
  readonly segments: readonly NewSegment[];
  /** Null when no half key came or went. */
  readonly pairs: PairsPlan | null;
  readonly values: readonly NewValues[];
}

/**
 * In one transaction: the segments become the live ones, both manifests move on by one number, every partner is posted
 * its own, and the ledger says so. Until the commit nobody is told anything.
 */
export async function announce(
  context: ExchangeContext,
  epoch: Epoch,
  { classes, segments, pairs, values }: Announced,
): Promise<void> {
  const partners = partnersOf(context).map((partner) => partner.id);
  await context.oversight.permit(
    {
      act: 'publish-index',
      actor: { type: 'system' },
      partners,
      categories: {
        ...Object.fromEntries(classes.map((change) => [change.keyClass, change.added.length])),
        ...(pairs === null ? {} : { 'half-key-pairs': pairs.added.length }),
      },
    },
    async (tx) => {
      await replaceSegments(tx, { epoch: epoch.number, now: context.clock.now() }, classes, segments);
      await notePublished(tx, epoch.number, classes);
      await announcePairs(tx, { epoch: epoch.number, now: context.clock.now() }, pairs, values);
      await writeKeysManifest(context, tx, epoch);
      for (const partner of partners) {
        const number = await writeSegmentsManifest(context, tx, epoch.number, partner);
        await context.post(tx, noticeMessage(context, partner, number));
      }
      const count = segments.length + values.length;
      return { value: undefined, outcome: { result: 'done', count, recipients: partners } };
    },
  );
  reach(MANIFEST_COMMITTED);
}

async function replaceSegments(
  tx: Transaction,
  { epoch, now }: { readonly epoch: number; readonly now: Date },
  classes: readonly AnnouncedClass[],
  segments: readonly NewSegment[],
): Promise<void> {
  await tx.query('DELETE FROM exchange.own_segment WHERE epoch < $1', [epoch]);
  for (const { keyClass } of classes.filter((change) => change.whole)) {
    await tx.query('DELETE FROM exchange.own_segment WHERE epoch = $1 AND key_class = $2', [epoch, keyClass]);
  }
  for (const segment of segments) {
    await tx.query(
      `INSERT INTO exchange.own_segment (partner, epoch, sequence, hash, key_class, kind, bits, count, bytes, made_at)
       SELECT $1, $2, coalesce(max(sequence), 0) + 1, $3, $4, $5, $6, $7, $8, $9 FROM exchange.own_segment WHERE partner = $1 AND epoch = $2`,
      [
        segment.partner,
        epoch,
        segment.hash,
        segment.keyClass,
        segment.kind,
        segment.bits,
        segment.count,
        segment.bytes,
        now,
      ],
    );
  }
}

async function notePublished(
  tx: Transaction,
  epoch: number,
  classes: readonly AnnouncedClass[],
): Promise<void> {
  for (const { keyClass, whole, added, removed } of classes) {
    if (whole)
      await tx.query('DELETE FROM exchange.published_key WHERE key_class = $1 AND epoch = $2', [
        keyClass,
        epoch,
      ]);
    await tx.query(
      `DELETE FROM exchange.published_key p USING unnest($3::text[], $4::text[]) AS gone (rule, value)
        WHERE p.key_class = $1 AND p.epoch = $2 AND p.rule = gone.rule AND p.value = gone.value`,
      [keyClass, epoch, removed.map((key) => key.rule), removed.map((key) => key.value)],
    );
    await tx.query(
      `INSERT INTO exchange.published_key (key_class, epoch, rule, value)
       SELECT $1, $2, * FROM unnest($3::text[], $4::text[]) ON CONFLICT DO NOTHING`,
      [keyClass, epoch, added.map((key) => key.rule), added.map((key) => key.value)],
    );
  }
}

async function writeKeysManifest(context: ExchangeContext, tx: Transaction, epoch: Epoch): Promise<void> {
  const last = await newestManifest(tx, ALL_PARTNERS, 'keys');
  const self = selfMember(context);
  if (last?.epoch === epoch.number) return;
  const publicKeys = context.sealer.publicKeys(epoch.number);
  const manifest: KeysManifest = {
    part: 'keys',
    version: 1,
    party: context.agencyId,
    number: (last?.number ?? 0) + 1,
    previous: last?.hash ?? null,
    suite: SUITE,
    keyVersion: KEY_VERSION,
    sizeClass: self.sizeClass as KeysManifest['sizeClass'],
    epoch: epoch.number,
    epochEndsAt: epoch.endsAt.toISOString(),
    publicKeys: Object.fromEntries(
      KEY_CLASSES.map((keyClass) => [keyClass, toBase64Url(publicKeys[keyClass])]),
    ) as KeysManifest['publicKeys'],
  };
  await storeManifest(context, tx, ALL_PARTNERS, manifest);
}

async function writeSegmentsManifest(
  context: ExchangeContext,
  tx: Transaction,
  epoch: number,
  partner: string,
): Promise<number> {
  const last = await newestManifest(tx, partner, 'segments');
  const { rows } = await tx.query<{
    hash: string;
    key_class: KeyClass;
    kind: SegmentEntry['kind'];
    bits: SegmentEntry['bits'];
    count: number;
    bytes: number;
    sequence: number;
  }>(
    `SELECT hash, key_class, kind, bits, count, bytes, sequence FROM exchange.own_segment
      WHERE partner = $1 AND epoch = $2 ORDER BY key_class, sequence`,
    [partner, epoch],
  );
  const values = await offeredValues(tx, epoch, partner);
  const manifest: SegmentsManifest = {
    part: 'segments',
    version: 1,
    party: context.agencyId,
    number: (last?.number ?? 0) + 1,
    previous: last?.hash ?? null,
    partner,
    epoch,
    issuedAt: context.clock.now().toISOString(),
    rules: Object.fromEntries(
      KEY_CLASSES.map((keyClass) => [
        keyClass,
        RULES.filter((rule) => rule.keyClass === keyClass).map((rule) => rule.rule),
      ]),
    ) as SegmentsManifest['rules'],
    segments: rows.map(({ key_class, ...row }) => ({ ...row, keyClass: key_class })),
    ...(values.length === 0 ? {} : { values: [...values] }),
    coverage: { recordsWithoutKeysBucket: coverageBucket(await countRecordsWithoutKeys(tx)) },
  };
  await storeManifest(context, tx, partner, manifest);
  return manifest.number;
}

/** Records that may be shared and yet have no key at all: too little is known of them, or all of it is too common. */
async function countRecordsWithoutKeys(from: Queryable): Promise<number> {
  const { rows } = await from.query<{ count: number }>(
    `SELECT count(DISTINCT entity_id) AS count FROM exchange.withheld_key w
      WHERE rule <> 'all' AND NOT EXISTS (SELECT 1 FROM exchange.match_key k WHERE k.entity_id = w.entity_id)`,
  );
  return rows[0]?.count ?? 0;
}
