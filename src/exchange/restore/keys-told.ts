import type { Queryable } from '../../store/index.ts';
import { type Member, readMember } from '../../wire/index.ts';
import type { ExchangeContext } from '../context.ts';
import type { WitnessStatement } from '../messages.ts';
import { isPlaceSignedBy } from '../publish/manifest-place.ts';
import { ALL_PARTNERS } from '../publish/own-manifests.ts';

/** The place in a member's chain of keys that somebody else was shown, with that member's signature. */
export type KeysTold = WitnessStatement['told'][number];

interface HeldKeys {
  readonly hash: string;
  readonly signature: string | null;
}

/** The newest place of every other member's chain of keys that it has signed: what we tell a partner of them. */
export async function keysToTell(from: Queryable, partner: string): Promise<KeysTold[]> {
  const { rows } = await from.query<KeysTold>(
    `SELECT s.partner AS party, m.number, (convert_from(m.bytes, 'UTF8')::jsonb->>'epoch')::int AS epoch, m.hash, m.signature
       FROM exchange.partner_state s, LATERAL (SELECT number, bytes, hash, signature FROM exchange.partner_manifest
        WHERE partner = s.partner AND part = 'keys' AND signature IS NOT NULL ORDER BY number DESC LIMIT 1) m
      WHERE s.partner <> $1 ORDER BY s.partner LIMIT 64`,
    [partner],
  );
  return [...rows];
}

/**
 * Holds what a partner was shown of other members' keys against what we were shown. Keys are the same for everybody: two places under one
 * signature that differ are an alarm, kept once with both signatures. What its member did not sign says nothing, least of all against it.
 */
export async function judgeKeysTold(
  context: ExchangeContext,
  teller: string,
  told: readonly KeysTold[],
): Promise<void> {
  for (const place of told) {
    const member = readMember(context.agreement(), place.party);
    if (member === null || place.party === context.agencyId || place.party === teller) continue;
    const held = await readHeld(context.database, place);
    if (held === null || held.hash === place.hash || !isSigned(member, place)) continue;
    await noteOtherKeys(context, teller, place, held);
  }
}

function isSigned(member: Member, { party, number, epoch, hash, signature }: KeysTold): boolean {
  return isPlaceSignedBy(
    member,
    { part: 'keys', party, partner: ALL_PARTNERS, number, epoch, hash },
    signature,
  );
}

/** Null where we were not shown this place, or know that it is not the same for all: two members together could sign differences without end. */
async function readHeld(from: Queryable, { party, number }: KeysTold): Promise<HeldKeys | null> {
  const { rows } = await from.query<HeldKeys>(
    `SELECT hash, signature FROM exchange.partner_manifest m WHERE partner = $1 AND part = 'keys' AND number = $2
        AND NOT EXISTS (SELECT 1 FROM exchange.keys_told t WHERE t.party = $1 AND t.number = $2)`,
    [party, number],
  );
  return rows[0] ?? null;
}

async function noteOtherKeys(
  context: ExchangeContext,
  teller: string,
  { party, number, epoch, hash, signature }: KeysTold,
  ours: HeldKeys,
): Promise<void> {
  await context.oversight.permit(
    { act: 'notice-other-keys', actor: { type: 'system' }, partners: [party, teller] },
    async (tx) => {
      await tx.query(
        `INSERT INTO exchange.keys_told (party, number, told_by, ours_hash, ours_signature, theirs_epoch, theirs_hash, theirs_signature, found_at)
         VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9) ON CONFLICT DO NOTHING`,
        [party, number, teller, ours.hash, ours.signature, epoch, hash, signature, context.clock.now()],
      );
      return { value: undefined, outcome: { result: 'done', count: 1 } };
    },
  );
  context.log('other-keys-shown', { partner: party, toldBy: teller, number });
}

/** Keys of one member that it showed another partner and not us, for a place for which it showed us others. */
export interface OtherKeys {
  readonly party: string;
  readonly number: number;
  readonly toldBy: string;
  readonly foundAt: Date;
  readonly oursHash: string;
  readonly theirsHash: string;
  readonly theirsEpoch: number;
  readonly reviewedAt: Date | null;
}

/** Those that nobody has looked into first, then the newest; at most so many. */
export async function readOtherKeys(from: Queryable, limit: number): Promise<readonly OtherKeys[]> {
  const { rows } = await from.query<OtherKeys>(
    `SELECT party, number, told_by AS "toldBy", found_at AS "foundAt", ours_hash AS "oursHash", theirs_hash AS "theirsHash",
        theirs_epoch AS "theirsEpoch", reviewed_at AS "reviewedAt"
       FROM exchange.keys_told ORDER BY reviewed_at IS NOT NULL, found_at DESC LIMIT $1`,
    [limit],
  );
  return rows;
}
