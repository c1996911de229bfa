import { declareFaultPoint, reach } from '../../base/index.ts';
import { type OpenedMessage, openMessage, WireError } from '../../wire/index.ts';
import type { ExchangeContext } from '../context.ts';
import { ExchangeError } from '../errors.ts';
import { findHits } from './find-hits.ts';
import type { TaggedPair } from './half-hits.ts';
import { refreshPartner } from '../follow/follow-partner.ts';
import { type MatchResult, matchResult, parseBody } from '../messages.ts';
import { type PartnerIndex, readPartnerIndex } from '../follow/partner-index.ts';
import type { SegmentFiles } from '../publish/segment-files.ts';
import { type AnswerOutcome, settleAnswer } from './settle-answer.ts';
import { pairsThatStand } from '../standing/standing-pairs.ts';
import { type Keepable, settleStanding } from '../standing/standing-settle.ts';
import type { TaggedKey } from '../standing/standing-tags.ts';

const ANSWER_READ = declareFaultPoint('exchange/answer-read');

interface AskedPartner {
  readonly question_id: string;
  readonly partner: string;
  readonly handle: string;
  readonly epoch: number;
  readonly message_id: string;
  readonly answer: Uint8Array;
  /** When the answer arrived: it is judged by that time, however late it is read. */
  readonly answered_at: Date;
}

/**
 * Reads one partner's stored answer: the newest segments first, then proof, finalize and look-up for each key. What comes
 * of it (hits, no hit, or not answered and why) is written in one transaction. When the partner's segments cannot be
 * fetched just now it throws and writes nothing: the answer stays, and is read again after the next refresh.
 */
export async function readAnswer(
  context: ExchangeContext,
  files: SegmentFiles,
  questionId: string,
  partner: string,
): Promise<void> {
  const asked = await readAsked(context, questionId, partner);
  if (asked === null) return;
  let outcome: AnswerOutcome & Partial<Keepable>;
  try {
    outcome = await evaluateAnswer(context, files, asked);
  } catch (error) {
    if (!(error instanceof ExchangeError)) throw error;
    context.log('answer-not-usable', { partner, code: error.code });
    outcome = { code: error.code };
  }
  await context.database.transaction(async (tx) => {
    await settleAnswer(context, tx, asked, outcome);
    await settleStanding(context, tx, asked, outcome);
  });
  reach(ANSWER_READ);
}

async function readAsked(
  context: ExchangeContext,
  questionId: string,
  partner: string,
): Promise<AskedPartner | null> {
  const { rows } = await context.database.query<AskedPartner>(
    `SELECT question_id, partner, handle, epoch, message_id, answer, coalesce(answered_at, sent_at) AS answered_at
       FROM exchange.question_partner WHERE question_id = $1 AND partner = $2 AND state = 'waiting' AND answer IS NOT NULL`,
    [questionId, partner],
  );
  return rows[0] ?? null;
}

async function evaluateAnswer(
  context: ExchangeContext,
  files: SegmentFiles,
  asked: AskedPartner,
): Promise<AnswerOutcome & Keepable> {
  const result = parseBody(matchResult, openAnswer(context, asked).body);
  if (result.handle !== asked.handle || result.epoch !== asked.epoch) {
    throw new ExchangeError('message-malformed', 'the answer is for another question');
  }
  const index = await indexFor(context, files, asked, result);
  const tags: TaggedKey[] = [];
  const pairs: TaggedPair[] = [];
  const hits = await findHits(context, files, asked, index, result, {
    tag: (key, tag) => void tags.push({ key, tag }),
    pairs: (own) => void pairs.push(...pairsThatStand(own)),
  });
  return { index, hits, leaf: result.leaf, tags, pairs };
}

function openAnswer(context: ExchangeContext, asked: AskedPartner): OpenedMessage {
  try {
    const opened = openMessage({
      keys: context.keys,
      agreement: context.agreement(),
      self: context.agencyId,
      bytes: new Uint8Array(asked.answer),
      now: asked.answered_at,
      answerTo: { from: asked.partner, id: asked.message_id },
    });
    if (opened.header.kind === 'match-result') return opened;
  } catch (cause) {
    if (!(cause instanceof WireError)) throw cause;
    throw new ExchangeError('message-malformed', 'the answer cannot be opened', { cause });
  }
  throw new ExchangeError('message-malformed', 'the answer is of another kind');
}

/** Our copy of the partner's index, whole, and at least as new as the one it answered by. */
async function indexFor(
  context: ExchangeContext,
  files: SegmentFiles,
  asked: AskedPartner,
  result: MatchResult,
): Promise<PartnerIndex> {
  const known = await readPartnerIndex(context.database, asked.partner);
  const index =
    known !== null && known.complete && known.segments.number >= result.manifestNumber
      ? known
      : await refreshPartner(context, files, asked.partner);
  if (index.inConflict)
    throw new ExchangeError('key-conflict', 'the partner signed two different indexes for one place');
  if (index.keys.epoch !== asked.epoch)
    throw new ExchangeError('epoch-unknown', 'the partner began a new epoch meanwhile');
  if (index.segments.number < result.manifestNumber)
    throw new ExchangeError(
      'index-incomplete',
      'the partner answered by a manifest that it does not hand out',
    );
  return index;
}
