import { groupBy, randomId } from '../../base/index.ts';
import { expectedChanceMatches, FULL_KEY_MAX, isRule, type Rule, ruleSentence } from '../../match/index.ts';
import type { Commitment } from '../../ledger/index.ts';
import { KEY_CLASSES, type KeyClass } from '../../model/index.ts';
import { ELEMENT_BYTES } from '../../sealed/index.ts';
import { type Transaction, write } from '../../store/index.ts';
import type { ExchangeContext } from '../context.ts';
import type { FoundElement } from './find-hits.ts';
import { forgetMisses } from './forget-misses.ts';
import type { PartnerIndex } from '../follow/partner-index.ts';
import { readRefs } from '../refs.ts';

/** A hit is opened or set aside within this time; then the server closes it. */
const HIT_DAYS = 7;
const DAY_MS = 86_400_000;

interface Asked {
  readonly question_id: string;
  readonly partner: string;
}

/** What agreed in a hit: a rule with every full key of it, or one half key. */
interface HitKey {
  readonly rule: Rule;
  readonly keyClass: KeyClass;
  readonly sentence: string;
  readonly positions: readonly number[];
  readonly values: readonly string[];
  /** A half key, and how many records the pairs opened. */
  readonly half?: { readonly records: number };
}

/** What one partner's answer came to: looked up in full, or not usable and why. */
export type AnswerOutcome =
  | { readonly index: PartnerIndex; readonly hits: readonly FoundElement[]; readonly leaf: string }
  | { readonly code: string };

/** Writes what an answer came to, in the caller's transaction; with the last one the question is closed. */
export async function settleAnswer(
  context: ExchangeContext,
  tx: Transaction,
  asked: Asked,
  outcome: AnswerOutcome,
): Promise<void> {
  const now = context.clock.now();
  if ('code' in outcome) {
    await write(
      tx,
      `UPDATE exchange.question_partner SET state = 'not-answered', code = $3, answered_at = $4, answer = NULL WHERE question_id = $1 AND partner = $2`,
      [asked.question_id, asked.partner, outcome.code, now],
    );
  } else {
    await write(
      tx,
      `UPDATE exchange.question_partner SET state = $3, answered_at = $4, answer = NULL, manifest_number = $5, manifest_issued_at = $6, rules = $7, peer_leaf = $8
        WHERE question_id = $1 AND partner = $2`,
      [
        asked.question_id,
        asked.partner,
        outcome.hits.length > 0 ? 'hit' : 'no-hit',
        now,
        outcome.index.segments.number,
        outcome.index.segments.issuedAt,
        KEY_CLASSES.reduce((sum, keyClass) => sum + (outcome.index.segments.rules[keyClass]?.length ?? 0), 0),
        outcome.leaf,
      ],
    );
    await storeHits(tx, asked, outcome.index, outcome.hits, now);
  }
  await closeWhenAnswered(context, tx, asked.question_id);
}

/** One hit for each thing asked about: several spellings of one name that hit are one hit, never more than is known. Their ids. */
export async function storeHits(
  tx: Transaction,
  asked: Asked,
  index: PartnerIndex,
  found: readonly FoundElement[],
  now: Date,
): Promise<readonly string[]> {
  if (found.length === 0) return [];
  const refs = await readRefs(tx, asked.question_id);
  const ids: string[] = [];
  for (const [canonical, list] of groupBy(found, (element) => element.canonical)) {
    const keys = keysOfHit(list);
    const chance = chanceOfHit(list, index.keys.sizeClass);
    const id = randomId();
    ids.push(id);
    await write(
      tx,
      `INSERT INTO exchange.hit (id, question_id, partner, about, keys, chance, refs, state, found_at, close_by)
       VALUES ($1,$2,$3,$4,$5,$6,$7,'sealed',$8,$9)`,
      [
        id,
        asked.question_id,
        asked.partner,
        list[0]?.about ?? canonical,
        JSON.stringify(keys),
        chance,
        JSON.stringify(refs[canonical] ?? []),
        now,
        new Date(now.getTime() + HIT_DAYS * DAY_MS),
      ],
    );
  }
  return ids;
}

/** One line a rule of the full keys, and one line each of the half keys, which are a hit together. */
function keysOfHit(list: readonly FoundElement[]): readonly HitKey[] {
  const lines = groupBy(list, ({ rule, position, half }) =>
    half === undefined ? rule : `${rule} ${position}`,
  );
  return [...lines.values()].flatMap((same): HitKey[] => {
    const [first] = same;
    if (first === undefined || !isRule(first.rule)) return [];
    return [
      {
        rule: first.rule,
        keyClass: first.keyClass,
        sentence: ruleSentence(first.rule),
        positions: same.map((element) => element.position),
        values: same.map((element) => element.value),
        ...(first.half === undefined ? {} : { half: { records: first.half.records } }),
      },
    ];
  });
}

/** Records of the partner that would match by chance: by the most telling full key, or by all pairs that were asked of the subject. */
function chanceOfHit(list: readonly FoundElement[], sizeClass: number): number {
  // No full key fits more by chance than it may, and pairs are asked only within the same bound.
  const chances = list.flatMap(({ rule, half }) => {
    if (half !== undefined) return [half.chance];
    return isRule(rule) ? [expectedChanceMatches(rule, sizeClass)] : [];
  });
  return Math.min(FULL_KEY_MAX, ...chances);
}

/** When the last partner has answered or cannot any more: the outcome goes to the ledger. */
export async function closeWhenAnswered(
  context: ExchangeContext,
  tx: Transaction,
  questionId: string,
): Promise<void> {
  const { rows } = await tx.query<{ intent_id: string; officer: string }>(
    `SELECT q.intent_id FROM exchange.question q WHERE q.id = $1 FOR UPDATE`,
    [questionId],
  );
  const { rows: partners } = await tx.query<{ partner: string; state: string; hits: number }>(
    `SELECT p.partner, p.state, (SELECT count(*) FROM exchange.hit h WHERE h.question_id = p.question_id AND h.partner = p.partner) AS hits
       FROM exchange.question_partner p WHERE p.question_id = $1`,
    [questionId],
  );
  const question = rows[0];
  if (question === undefined || partners.some((partner) => partner.state === 'waiting')) return;
  const answered = partners.filter((partner) => partner.state === 'hit' || partner.state === 'no-hit');
  const { rowCount } = await tx.query(
    'UPDATE exchange.question SET closed_at = $2 WHERE id = $1 AND closed_at IS NULL',
    [questionId, context.clock.now()],
  );
  if (rowCount === 0) return;
  await forgetMisses(context, tx, questionId);
  await context.oversight.finish(
    tx,
    { intentId: question.intent_id },
    {
      result: answered.length > 0 ? 'done' : 'failed',
      count: partners.reduce((sum, partner) => sum + partner.hits, 0),
      recipients: answered.map((partner) => partner.partner),
      commitments: await committedElements(tx, questionId),
    },
  );
}

/** What went to each partner, for an authority that wants any of it shown: of a list the misses were forgotten just now. */
async function committedElements(tx: Transaction, questionId: string): Promise<readonly Commitment[]> {
  const { rows } = await tx.query<Commitment>(
    `SELECT CASE WHEN q.forgets_misses THEN 'list-elements' ELSE 'elements' END AS kind, p.partner AS of, p.epoch,
            length(p.blinded) / ${ELEMENT_BYTES} AS count, p.elements_root AS root
       FROM exchange.question_partner p JOIN exchange.question q ON q.id = p.question_id WHERE q.id = $1 AND p.elements_root IS NOT NULL
      ORDER BY p.partner`,
    [questionId],
  );
  return rows;
}
