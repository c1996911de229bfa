import type { KeyClass, Offence, Purpose } from '../../model/index.ts';
import type { Queryable } from '../../store/index.ts';

export type PartnerState = 'waiting' | 'hit' | 'no-hit' | 'not-answered' | 'refused';

/** One partner's part of a question, as far as it is known now. */
export interface PartnerAnswer {
  readonly partner: string;
  readonly state: PartnerState;
  readonly hits: number;
  readonly keys: number;
  readonly tookMs: number | null;
  /** Of a hit or no hit: the manifest it is good for. */
  readonly manifestNumber: number | null;
  readonly manifestIssuedAt: Date | null;
  readonly rules: number | null;
  /** Of not answered or refused: the coded reason. */
  readonly code: string | null;
}

/** A sealed hit: which rules agreed, and nothing more than is known. */
export interface Hit {
  readonly id: string;
  readonly questionId: string;
  readonly partner: string;
  readonly about: string;
  readonly keys: readonly {
    readonly rule: string;
    readonly keyClass: KeyClass;
    readonly sentence: string;
    /** A half key: a hit only together with the other half ones, which open so many records. */
    readonly half?: { readonly records: number };
  }[];
  readonly chance: number;
  /** What of ours it is about: `own:<id>`, `copy:<copy id>/<ref>`. */
  readonly refs: readonly string[];
  readonly state: 'sealed' | 'requested' | 'answered' | 'refused' | 'set-aside';
  readonly foundAt: Date;
  readonly closeBy: Date;
  readonly requestId: string | null;
}

export interface QuestionSummary {
  readonly id: string;
  readonly caseId: string;
  readonly officerId: string;
  readonly purpose: Purpose;
  readonly offence: Offence;
  readonly about: readonly string[];
  readonly askedAt: Date;
  readonly hits: number;
  readonly answered: number;
  readonly partners: number;
}

export interface QuestionDetail extends QuestionSummary {
  readonly answers: readonly PartnerAnswer[];
  readonly found: readonly Hit[];
}

const SUMMARY = `SELECT q.id, q.case_id AS "caseId", q.officer_id AS "officerId", q.purpose, q.offence, q.about, q.asked_at AS "askedAt",
  (SELECT count(*) FROM exchange.hit h WHERE h.question_id = q.id) AS hits,
  (SELECT count(*) FROM exchange.question_partner p WHERE p.question_id = q.id AND p.state IN ('hit', 'no-hit')) AS answered,
  (SELECT count(*) FROM exchange.question_partner p WHERE p.question_id = q.id) AS partners FROM exchange.question q`;

/** A standing question that was asked anew and found nothing then: it is seen where it stands, and not among what was asked. */
const FOUND_NOTHING_ANEW = `q.standing_id IS NOT NULL
  AND EXISTS (SELECT 1 FROM exchange.question e WHERE e.standing_id = q.standing_id AND (e.asked_at, e.id) < (q.asked_at, q.id))
  AND NOT EXISTS (SELECT 1 FROM exchange.hit h WHERE h.question_id = q.id)`;

/** The newest questions, of one case or of all. */
export async function listQuestions(
  from: Queryable,
  limit: number,
  caseId?: string,
): Promise<readonly QuestionSummary[]> {
  const { rows } = await from.query<QuestionSummary>(
    `${SUMMARY} WHERE ($2::text IS NULL OR q.case_id = $2) AND NOT (${FOUND_NOTHING_ANEW}) ORDER BY q.asked_at DESC, q.id LIMIT $1`,
    [limit, caseId ?? null],
  );
  return rows;
}

/** One question with each partner's state and its hits; null when there is none of this id. */
export async function readQuestion(from: Queryable, id: string): Promise<QuestionDetail | null> {
  const { rows } = await from.query<QuestionSummary>(`${SUMMARY} WHERE q.id = $1`, [id]);
  const summary = rows[0];
  if (summary === undefined) return null;
  const answers = await from.query<PartnerAnswer>(
    `SELECT partner, state, keys, code, rules, manifest_number AS "manifestNumber", manifest_issued_at AS "manifestIssuedAt",
            (extract(epoch FROM answered_at - sent_at) * 1000)::int AS "tookMs",
            (SELECT count(*) FROM exchange.hit h WHERE h.question_id = p.question_id AND h.partner = p.partner) AS hits
       FROM exchange.question_partner p WHERE question_id = $1 ORDER BY partner`,
    [id],
  );
  return { ...summary, answers: answers.rows, found: await listHits(from, { questionId: id }) };
}

/** The hits of one question or of one case, oldest first. */
export async function listHits(
  from: Queryable,
  wanted: { readonly questionId?: string; readonly caseId?: string },
): Promise<readonly Hit[]> {
  const { rows } = await from.query<Hit>(
    `SELECT h.id, h.question_id AS "questionId", h.partner, h.about, h.keys, h.chance, h.refs, h.state, h.found_at AS "foundAt",
            h.close_by AS "closeBy", h.request_id AS "requestId"
       FROM exchange.hit h JOIN exchange.question q ON q.id = h.question_id
      WHERE ($1::text IS NULL OR h.question_id = $1) AND ($2::text IS NULL OR q.case_id = $2) ORDER BY h.found_at, h.partner, h.id`,
    [wanted.questionId ?? null, wanted.caseId ?? null],
  );
  return rows;
}

/** The intents of questions that still wait for an answer: after a crash they are not of unknown outcome, they go on. */
export async function waitingIntents(from: Queryable): Promise<readonly string[]> {
  const { rows } = await from.query<{ intent_id: string }>(
    'SELECT intent_id FROM exchange.question WHERE closed_at IS NULL',
  );
  return rows.map((row) => row.intent_id);
}
