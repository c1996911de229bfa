import { KEY_VERSION } from '../../match/index.ts';
import type { KeyClass } from '../../model/index.ts';
import {
  type KeysManifest,
  lookUp,
  parseKeysManifest,
  parseSegmentsManifest,
  type SegmentsManifest,
} from '../../sealed/index.ts';
import type { Queryable } from '../../store/index.ts';
import { ExchangeError } from '../errors.ts';
import type { SegmentFiles } from '../publish/segment-files.ts';

/** What is known here of one partner's index. `complete` = every segment of its newest manifest is here and sound. */
export interface PartnerIndex {
  readonly partner: string;
  readonly keys: KeysManifest;
  readonly segments: SegmentsManifest;
  readonly salt: Uint8Array;
  readonly complete: boolean;
  /** It signed two different manifests for one place of its chain: nothing it says can be relied on until people have talked. */
  readonly inConflict: boolean;
  /** It has gone back to an older manifest than the one that we hold: its database may be an old backup. */
  readonly rolledBack: boolean;
  readonly checkedAt: Date;
}

/** What we hold of this partner's index; null when we never had any of it. */
export async function readPartnerIndex(from: Queryable, partner: string): Promise<PartnerIndex | null> {
  const { rows } = await from.query<{
    salt: Uint8Array;
    complete: boolean;
    in_conflict: boolean;
    rolled_back: boolean;
    checked_at: Date;
    keys: Uint8Array;
    segments: Uint8Array;
  }>(
    `SELECT s.salt, s.complete, EXISTS (SELECT 1 FROM exchange.key_conflict c WHERE c.partner = s.partner AND c.settlement IS NULL) AS in_conflict,
       EXISTS (SELECT 1 FROM exchange.index_refusal r WHERE r.partner = s.partner AND r.rule = 'manifest-rolled-back') AS rolled_back, s.checked_at, k.bytes AS keys, m.bytes AS segments FROM exchange.partner_state s
       JOIN exchange.partner_manifest k ON k.partner = s.partner AND k.part = 'keys' AND k.number = s.keys_number
       JOIN exchange.partner_manifest m ON m.partner = s.partner AND m.part = 'segments' AND m.number = s.number
      WHERE s.partner = $1`,
    [partner],
  );
  const row = rows[0];
  if (row === undefined) return null;
  return {
    partner,
    keys: parseKeysManifest(row.keys),
    segments: parseSegmentsManifest(row.segments),
    salt: new Uint8Array(row.salt),
    complete: row.complete,
    inConflict: row.in_conflict,
    rolledBack: row.rolled_back,
    checkedAt: row.checked_at,
  };
}

/** Looks a tag up in our copy of the partner's segments of this class: the newest segment that contains it decides. */
export function lookUpAt(
  files: SegmentFiles,
  index: PartnerIndex,
  keyClass: KeyClass,
  tag: Uint8Array,
): 'hit' | 'miss' {
  const segments = index.segments.segments
    .filter((entry) => entry.keyClass === keyClass)
    .map((entry) => files.open('from', index.partner, entry.hash));
  if (segments.some((segment) => segment === null)) {
    throw new ExchangeError('index-incomplete', 'a segment of this partner is missing or damaged');
  }
  return lookUp(
    segments.filter((segment) => segment !== null),
    tag,
  );
}

type NotReadyCode =
  | 'key-conflict'
  | 'manifest-rolled-back'
  | 'index-incomplete'
  | 'version-differs'
  | 'epoch-unknown';

/** Why a partner cannot be asked now; null when it can. */
export function whyNotReady(
  index: PartnerIndex | null,
  now: Date,
): { code: NotReadyCode; why: string } | null {
  if (index?.inConflict === true) {
    return { code: 'key-conflict', why: 'it signed two different indexes for one place: talk to it first' };
  }
  if (index?.rolledBack === true) {
    return {
      code: 'manifest-rolled-back',
      why: 'it has gone back to an older index than it had shown before',
    };
  }
  if (index === null || !index.complete) {
    return { code: 'index-incomplete', why: 'its index has not arrived here in full' };
  }
  if (index.keys.keyVersion !== KEY_VERSION) {
    return { code: 'version-differs', why: 'its match keys are of another version than ours' };
  }
  if (new Date(index.keys.epochEndsAt) <= now)
    return { code: 'epoch-unknown', why: 'its epoch is over and no new one has arrived' };
  return null;
}
