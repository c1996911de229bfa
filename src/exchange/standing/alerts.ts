import { randomId } from '../../base/index.ts';
import type { LegalBasis, Offence, Purpose } from '../../model/index.ts';
import type { Actor } from '../../oversight/index.ts';
import { type Queryable, type Transaction, write } from '../../store/index.ts';
import type { ExchangeContext } from '../context.ts';
import { ExchangeError } from '../errors.ts';
import type { Hit } from '../ask/question-views.ts';

/** Of which standing question, and why it may be watched for. */
export interface AlertGrounds {
  readonly standing_id: string;
  readonly case_id: string;
  readonly purpose: Purpose;
  readonly offence: Offence;
  readonly legal_basis: LegalBasis;
}

/** Raises one alert a hit, in the caller's transaction with its entries: for the desk, and for the machine that is told. */
export async function raiseAlerts(
  context: ExchangeContext,
  tx: Transaction,
  grounds: AlertGrounds,
  at: { readonly partner: string; readonly manifestNumber: number },
  hitIds: readonly string[],
): Promise<void> {
  if (hitIds.length === 0) return;
  const permit = await context.oversight.beginIn(tx, {
    act: 'raise-alert',
    actor: { type: 'system' },
    purpose: grounds.purpose,
    offence: grounds.offence,
    legalBasis: grounds.legal_basis,
    caseId: grounds.case_id,
    partners: [at.partner],
  });
  for (const hitId of hitIds) {
    const id = randomId();
    await write(
      tx,
      `INSERT INTO exchange.alert (id, standing_id, hit_id, partner, raised_at, manifest_number, delivery) VALUES ($1,$2,$3,$4,$5,$6,$7)`,
      [
        id,
        grounds.standing_id,
        hitId,
        at.partner,
        context.clock.now(),
        at.manifestNumber,
        context.sendAlert === null ? 'none' : 'waiting',
      ],
    );
    await context.sendAlert?.(tx, id);
  }
  await context.oversight.finish(tx, permit, { result: 'done', count: hitIds.length });
  context.log('alert-raised', { partner: at.partner, alerts: hitIds.length });
}

/** An alert as the desk shows it; what it is about stands with its hit. */
export interface Alert {
  readonly id: string;
  readonly standingId: string;
  readonly hitId: string;
  readonly questionId: string;
  readonly caseId: string;
  readonly partner: string;
  readonly about: string;
  readonly sentences: readonly string[];
  /** Two half keys, and not a full one, are the hit: how many records they lead to together. */
  readonly halves: { readonly keys: number; readonly records: number } | null;
  /** Records of the partner that would match by chance. */
  readonly chance: number;
  readonly hitState: Hit['state'];
  readonly raisedAt: Date;
  readonly seenAt: Date | null;
  readonly seenBy: string | null;
  /** `none` where no machine is told. */
  readonly delivery: 'none' | 'waiting' | 'sent' | 'given-up';
  readonly deliveryCode: string | null;
}

/** The newest alerts, unseen ones first. */
export async function listAlerts(from: Queryable, limit: number): Promise<readonly Alert[]> {
  const { rows } = await from.query<Alert>(
    `SELECT a.id, a.standing_id AS "standingId", a.hit_id AS "hitId", h.question_id AS "questionId", s.case_id AS "caseId", a.partner, h.about,
            ARRAY(SELECT key->>'sentence' FROM jsonb_array_elements(h.keys) key) AS sentences, h.chance,
            (SELECT jsonb_build_object('keys', count(*), 'records', max((key->'half'->>'records')::int)) FROM jsonb_array_elements(h.keys) key
               HAVING bool_and(key ? 'half')) AS halves, h.state AS "hitState", a.raised_at AS "raisedAt",
            a.seen_at AS "seenAt", a.seen_by AS "seenBy", a.delivery, a.delivery_code AS "deliveryCode"
       FROM exchange.alert a JOIN exchange.hit h ON h.id = a.hit_id JOIN exchange.standing s ON s.id = a.standing_id
      ORDER BY (a.seen_at IS NULL) DESC, a.raised_at DESC, a.id LIMIT $1`,
    [limit],
  );
  return rows;
}

/** How many nobody has seen yet, and the newest of them: what a page may ask for every few seconds. */
export async function countAlerts(
  from: Queryable,
): Promise<{ readonly unseen: number; readonly newest: string | null }> {
  const { rows } = await from.query<{ unseen: number; newest: string | null }>(
    `SELECT count(*)::int AS unseen, (array_agg(id ORDER BY raised_at DESC, id))[1] AS newest FROM exchange.alert WHERE seen_at IS NULL`,
  );
  return rows[0] ?? { unseen: 0, newest: null };
}

/** A person has seen it; an alert that somebody has seen already stays as it is. */
export async function acknowledgeAlert(
  context: ExchangeContext,
  actor: Extract<Actor, { type: 'officer' }>,
  id: string,
): Promise<void> {
  await context.oversight.permit({ act: 'acknowledge-alert', actor }, async (tx) => {
    const { rowCount } = await tx.query(
      'UPDATE exchange.alert SET seen_at = coalesce(seen_at, $2), seen_by = coalesce(seen_by, $3) WHERE id = $1',
      [id, context.clock.now(), actor.officerId],
    );
    if (rowCount === 0) throw new ExchangeError('alert-unknown', 'there is no alert with this id');
    return { value: undefined, outcome: { result: 'done', count: 1 } };
  });
}
