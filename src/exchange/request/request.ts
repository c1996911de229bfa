import { declareFaultPoint, randomId, reach, toBase64Url } from '../../base/index.ts';
import {
  ANSWER_DUE_HOURS,
  type KeyClass,
  type LegalBasis,
  type Offence,
  type Purpose,
  type Urgency,
} from '../../model/index.ts';
import { type Actor, officerHandle, type Permit } from '../../oversight/index.ts';
import { blindScalar, elementPaths } from '../../sealed/index.ts';
import { type Transaction, write } from '../../store/index.ts';
import { classOffsets, readElements } from '../ask/asked-elements.ts';
import { caseHandle, readOrCreateSecret } from '../seal/at-rest.ts';
import type { ExchangeContext } from '../context.ts';
import { ExchangeError } from '../errors.ts';
import { type FollowUpRequest, followUpRequest, type Meant, requireShape, toBody } from '../messages.ts';
import { buildMessage } from '../outgoing.ts';
import { readSeed } from '../ask/find-hits.ts';
import { splitElements } from '../seal/sealer.ts';
import { noteSent } from '../statements/traffic.ts';

const REQUEST_COMMITTED = declareFaultPoint('exchange/request-committed');
const HOUR_MS = 3_600_000;

export type Wanted = FollowUpRequest['wanted'][number];

export interface RequestDraft {
  readonly urgency: Urgency;
  readonly urgencyReason: string;
  readonly wanted: readonly Wanted[];
  /** Told to the owner, so that it can see whether the key fits a stranger. Absent: only what the opened key says. */
  readonly meant?: Meant;
  readonly facts: string;
  readonly connection: string;
  readonly restrictions: string;
}

interface HitRow {
  readonly id: string;
  readonly question_id: string;
  readonly partner: string;
  readonly about: string;
  readonly keys: readonly { rule: string; keyClass: KeyClass; positions: readonly number[]; half?: object }[];
  readonly state: string;
  readonly case_id: string;
  readonly purpose: Purpose;
  readonly offence: Offence;
  readonly legal_basis: LegalBasis;
  readonly handle: string;
}

/**
 * Opens a hit towards its owner: tells it which element hit, what was in it, and why. Until now the owner knew none of it.
 * The request is kept and posted in one transaction with its intent; gives back its id.
 */
export async function sendRequest(
  context: ExchangeContext,
  actor: Extract<Actor, { type: 'officer' }>,
  hitId: string,
  draft: RequestDraft,
): Promise<string> {
  context.restore.requireGoing();
  const hit = await readOpenHit(context, hitId);
  const id = randomId();
  const permit = await context.oversight.begin({
    act: 'send-request',
    actor,
    purpose: hit.purpose,
    offence: hit.offence,
    legalBasis: hit.legal_basis,
    caseId: hit.case_id,
    justification: draft.facts,
    partners: [hit.partner],
  });
  try {
    await storeRequest(context, permit, { id, actor, hit, draft });
  } catch (error) {
    await context.oversight.finish(context.database, permit, { result: 'failed' });
    throw error;
  }
  reach(REQUEST_COMMITTED);
  return id;
}

interface NewRequest {
  readonly id: string;
  readonly actor: Extract<Actor, { type: 'officer' }>;
  readonly hit: HitRow;
  readonly draft: RequestDraft;
}

async function storeRequest(
  context: ExchangeContext,
  permit: Permit,
  { id, actor, hit, draft }: NewRequest,
): Promise<void> {
  const now = context.clock.now();
  const dueAt = new Date(now.getTime() + ANSWER_DUE_HOURS[draft.urgency] * HOUR_MS);
  await context.database.transaction(async (tx) => {
    const body: FollowUpRequest = {
      questionHandle: hit.handle,
      officerHandle: await officerHandle(tx, actor.officerId, hit.partner),
      caseHandle: caseHandle(
        readOrCreateSecret(context.keyFolder, 'case-handles.key'),
        hit.case_id,
        hit.partner,
      ),
      openings: await openElements(context, tx, hit),
      purpose: hit.purpose,
      offence: hit.offence,
      urgency: draft.urgency,
      urgencyReason: draft.urgencyReason,
      wanted: [...draft.wanted],
      ...(draft.meant === undefined ? {} : { meant: draft.meant }),
      facts: draft.facts,
      connection: draft.connection,
      restrictions: draft.restrictions,
      dueAt: dueAt.toISOString(),
      leaf: permit.leafHash,
    };
    const { rowCount } = await tx.query(
      `UPDATE exchange.hit SET state = 'requested', request_id = $2 WHERE id = $1 AND state = 'sealed'`,
      [hit.id, id],
    );
    if (rowCount === 0)
      throw new ExchangeError('hit-not-open', 'this hit was requested or set aside meanwhile');
    await write(
      tx,
      `INSERT INTO exchange.request (id, direction, partner, hit_id, case_id, officer_id, body, summary, urgency, sent_at, due_at, state, entity_ids)
       VALUES ($1,'outgoing',$2,$3,$4,$5,$6,$7,$8,$9,$10,'sending','{}')`,
      [
        id,
        hit.partner,
        hit.id,
        hit.case_id,
        actor.officerId,
        JSON.stringify(withoutSecrets(body)),
        hit.about,
        draft.urgency,
        now,
        dueAt,
      ],
    );
    const message = buildMessage(context, {
      id,
      to: hit.partner,
      kind: 'follow-up-request',
      body: toBody(requireShape(followUpRequest, body)),
    });
    await noteSent(tx, message);
    await context.post(tx, message);
    await context.oversight.finish(tx, permit, {
      result: 'done',
      count: 1,
      ...(draft.meant === undefined ? {} : { fields: fieldsOfMeant(draft.meant) }),
      recipients: [hit.partner],
      messageId: id,
    });
  });
}

/** What is told of the person beside the opened key, by the names of the fields. */
function fieldsOfMeant({ birthDates }: Meant): readonly string[] {
  return ['person.name', ...(birthDates.length > 0 ? ['person.birth-date'] : [])];
}

/** What of a request is kept in clear here: everything but the scalars, which only the owner needs. */
function withoutSecrets(
  body: FollowUpRequest,
): Omit<FollowUpRequest, 'openings'> & { openings: readonly { rule: string }[] } {
  return { ...body, openings: body.openings.map(({ rule }) => ({ rule })) };
}

async function readOpenHit(context: ExchangeContext, hitId: string): Promise<HitRow> {
  const { rows } = await context.database.query<HitRow>(
    `SELECT h.id, h.question_id, h.partner, h.about, h.keys, h.state, q.case_id, q.purpose, q.offence, q.legal_basis, p.handle
       FROM exchange.hit h JOIN exchange.question q ON q.id = h.question_id
       JOIN exchange.question_partner p ON p.question_id = h.question_id AND p.partner = h.partner WHERE h.id = $1`,
    [hitId],
  );
  const hit = rows[0];
  if (hit === undefined) throw new ExchangeError('hit-unknown', 'there is no hit with this id');
  if (hit.state !== 'sealed')
    throw new ExchangeError('hit-not-open', 'this hit was requested or set aside already');
  return hit;
}

/** One opening a rule: where the element stood in the question, what was in it, and the scalar that blinded it. */
async function openElements(
  context: ExchangeContext,
  tx: Transaction,
  hit: HitRow,
): Promise<FollowUpRequest['openings']> {
  const [{ counts, blinded, keys }, seed] = await Promise.all([
    readElements(context, tx, hit),
    readSeed(context, tx, hit),
  ]);
  const offsets = classOffsets(counts);
  const opened = hit.keys.flatMap(({ keyClass, positions, half }) => {
    const key = keys.find((one) => one.keyClass === keyClass && one.position === positions[0]);
    const at = (offsets.get(keyClass) ?? 0) + (key?.position ?? 0);
    return key === undefined ? [] : [{ key, at, half: half !== undefined }];
  });
  const paths = elementPaths(
    splitElements(blinded),
    opened.map(({ at }) => at),
  );
  return opened.map(({ key, at, half }, place) => ({
    keyClass: key.keyClass,
    rule: key.rule,
    value: key.value,
    position: at,
    scalar: toBase64Url(blindScalar(seed, key.number)),
    path: (paths[place] ?? []).map(toBase64Url),
    ...(half ? { half: true as const } : {}),
  }));
}
