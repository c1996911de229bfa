import type { HandlingCode, RefusalGround, Urgency } from '../../model/index.ts';
import type { Queryable } from '../../store/index.ts';
import type { FollowUpRequest } from '../messages.ts';

export type RequestState = 'sending' | 'waiting' | 'disclosed' | 'refused' | 'undeliverable';

export interface RequestSummary {
  readonly id: string;
  readonly direction: 'incoming' | 'outgoing';
  readonly partner: string;
  /** Outgoing: what was asked about. Incoming: the rules that agreed. */
  readonly summary: string;
  readonly urgency: Urgency;
  readonly sentAt: Date;
  readonly dueAt: Date;
  readonly state: RequestState;
}

export interface RequestDetail extends RequestSummary {
  readonly body: Omit<FollowUpRequest, 'openings'> & {
    readonly openings: readonly { readonly rule: string; readonly value?: string; readonly half?: true }[];
  };
  readonly caseId: string | null;
  /** Incoming: the own records that the opened keys point to. */
  readonly entityIds: readonly string[];
  readonly answeredAt: Date | null;
  readonly answer: {
    readonly ground?: RefusalGround;
    readonly handling?: readonly HandlingCode[];
    readonly keepUntil?: string;
    readonly statementIds?: readonly string[];
  } | null;
}

const SUMMARY = `id, direction, partner, summary, urgency, sent_at AS "sentAt", due_at AS "dueAt", state`;

/** Requests in both directions: those that wait for us first, by their clock; then the rest, newest first. */
export async function listRequests(from: Queryable, limit: number): Promise<readonly RequestSummary[]> {
  const { rows } = await from.query<RequestSummary>(
    `SELECT ${SUMMARY} FROM exchange.request
      ORDER BY (direction = 'incoming' AND state = 'waiting') DESC, CASE WHEN state = 'waiting' THEN due_at END, sent_at DESC, id LIMIT $1`,
    [limit],
  );
  return rows;
}

/** Requests of partners that wait for our decision, the one that is due first before the others. */
export async function listWaitingRequests(
  from: Queryable,
  limit: number,
): Promise<readonly RequestSummary[]> {
  const { rows } = await from.query<RequestSummary>(
    `SELECT ${SUMMARY} FROM exchange.request
      WHERE direction = 'incoming' AND state = 'waiting' ORDER BY due_at, id LIMIT $1`,
    [limit],
  );
  return rows;
}

/** One request with its reasons and, when there is one, its answer; null when there is none of this id. */
export async function readRequest(from: Queryable, id: string): Promise<RequestDetail | null> {
  const { rows } = await from.query<RequestDetail>(
    `SELECT ${SUMMARY}, body, case_id AS "caseId", entity_ids AS "entityIds", answered_at AS "answeredAt", answer
       FROM exchange.request WHERE id = $1`,
    [id],
  );
  return rows[0] ?? null;
}
