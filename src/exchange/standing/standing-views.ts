import type { LegalBasis, Offence, Purpose } from '../../model/index.ts';
import type { Queryable } from '../../store/index.ts';
import { type PartnerIndex, readPartnerIndex, whyNotReady } from '../follow/partner-index.ts';

/** A partner is followed every 30 seconds; whose list was not checked for so long is not watched. */
const STALE_MS = 180_000;

/** How a standing question stands towards one partner. "No hit as of" is said of the manifest that was looked up last, and of no other. */
export interface StandingAt {
  readonly partner: string;
  readonly state: 'watched' | 'asking' | 'not-watched' | 'ended';
  /** Of not watched or ended: why. */
  readonly code: string | null;
  /** Of not watched: the last moment up to which everything announced was looked up; null when it never was. */
  readonly notSince: Date | null;
  readonly manifestNumber: number | null;
  readonly manifestIssuedAt: Date | null;
  /** When the partner's list was last known to be this one. */
  readonly checkedAt: Date | null;
  /** How many keys are looked up, of how many that were asked: the least telling half keys may be asked once and not watched. */
  readonly keys: number;
  readonly asked: number;
  /** In how many pairs the half keys among them are looked up. */
  readonly pairs: number;
  /** How often it was asked anew. */
  readonly renewals: number;
}

export interface StandingSummary {
  readonly id: string;
  readonly questionId: string;
  readonly caseId: string;
  readonly officerId: string;
  readonly purpose: Purpose;
  readonly offence: Offence;
  readonly legalBasis: LegalBasis;
  readonly about: readonly string[];
  readonly declaredAt: Date;
  readonly confirmedAt: Date;
  readonly standsUntil: Date;
  readonly endedAt: Date | null;
  readonly endCode: string | null;
  readonly alerts: number;
  readonly partners: readonly StandingAt[];
}

interface PartnerRow {
  readonly standing_id: string;
  readonly partner: string;
  readonly state: 'asking' | 'watching' | 'not-watched' | 'ended';
  readonly code: string | null;
  readonly since: Date;
  readonly epoch: number;
  readonly keys: number;
  readonly asked: number;
  readonly pairs: number;
  readonly renewals: number;
  readonly manifest_number: number | null;
  readonly manifest_issued_at: Date | null;
  readonly looked_up_at: Date | null;
}

/** Standing questions, those that stand first, then the newest; each with every partner's state. */
export async function listStanding(
  from: Queryable,
  { now, limit }: { readonly now: Date; readonly limit: number },
): Promise<readonly StandingSummary[]> {
  const { rows } = await from.query<Omit<StandingSummary, 'partners'>>(
    `SELECT s.id, (SELECT q.id FROM exchange.question q WHERE q.standing_id = s.id ORDER BY q.asked_at, q.id LIMIT 1) AS "questionId",
            s.case_id AS "caseId", s.officer_id AS "officerId", s.purpose, s.offence, s.legal_basis AS "legalBasis", s.about,
            s.declared_at AS "declaredAt", s.confirmed_at AS "confirmedAt", s.stands_until AS "standsUntil", s.ended_at AS "endedAt",
            s.end_code AS "endCode", (SELECT count(*)::int FROM exchange.alert a WHERE a.standing_id = s.id) AS alerts
       FROM exchange.standing s ORDER BY (s.ended_at IS NULL) DESC, s.declared_at DESC, s.id LIMIT $1`,
    [limit],
  );
  const partners = await readPartnerRows(
    from,
    rows.map((row) => row.id),
  );
  const indexes = new Map<string, PartnerIndex | null>();
  for (const { partner } of partners)
    if (!indexes.has(partner)) indexes.set(partner, await readPartnerIndex(from, partner));
  return rows.map((row) => ({
    ...row,
    partners: partners
      .filter((one) => one.standing_id === row.id)
      .map((one) => standingAt(one, indexes.get(one.partner) ?? null, now)),
  }));
}

async function readPartnerRows(from: Queryable, ids: readonly string[]): Promise<readonly PartnerRow[]> {
  const { rows } = await from.query<PartnerRow>(
    `SELECT s.standing_id, s.partner, s.state, s.code, s.since, s.epoch, s.keys, p.keys AS asked, s.pairs, s.renewals, s.manifest_number, s.manifest_issued_at,
            s.looked_up_at
       FROM exchange.standing_partner s JOIN exchange.question_partner p ON p.question_id = s.question_id AND p.partner = s.partner
      WHERE s.standing_id = ANY($1) ORDER BY s.partner`,
    [ids],
  );
  return rows;
}

function standingAt(row: PartnerRow, index: PartnerIndex | null, now: Date): StandingAt {
  const { partner, keys, asked, pairs, renewals } = row;
  const lookedUp = {
    partner,
    keys,
    asked,
    pairs,
    renewals,
    manifestNumber: row.manifest_number,
    manifestIssuedAt: row.manifest_issued_at,
  };
  const checkedAt = index?.checkedAt ?? null;
  if (row.state === 'watching') {
    const code = whyUnwatched(row, index, now);
    if (code === null) return { ...lookedUp, state: 'watched', code, notSince: null, checkedAt };
    // Up to its last check everything it announced was looked up; when our copy fell behind, up to that look-up only.
    const upTo = code === 'not-followed' ? checkedAt : row.looked_up_at;
    return { ...lookedUp, state: 'not-watched', code, notSince: upTo, checkedAt };
  }
  const notSince = row.state === 'not-watched' ? row.looked_up_at : null;
  return { ...lookedUp, state: row.state, code: row.code, notSince, checkedAt };
}

function whyUnwatched(row: PartnerRow, index: PartnerIndex | null, now: Date): string | null {
  const notReady = whyNotReady(index, now);
  if (index === null || notReady !== null) return notReady?.code ?? 'index-incomplete';
  if (index.keys.epoch !== row.epoch) return 'epoch-unknown';
  if (row.manifest_number === null || row.manifest_number < index.segments.number) return 'index-incomplete';
  return now.getTime() - index.checkedAt.getTime() > STALE_MS ? 'not-followed' : null;
}
