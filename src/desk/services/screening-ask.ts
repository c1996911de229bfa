import { setTimeout as wait } from 'node:timers/promises';
import { budgetCode, isBudgetCode, type QuestionDetail, readQuestion } from '../../exchange/index.ts';
import type { KeyClass } from '../../model/index.ts';
import { answerSentence } from './answer-words.ts';
import type { DeskServicesParts } from './parts.ts';
import { codeOf, type MutableProgress, type Screening } from './screening.ts';
import { type HowAsked, rowsByAbout } from './screening-keys.ts';
import type { ListRow } from './screening-list.ts';
import { roomOf } from './budget-view.ts';
import { takeFrom } from './screening-cut.ts';
import { budgetsOf, countRows, type Cuts } from './screening-price.ts';

/** How often a question that is out is looked at. */
const LOOK_MS = 250;

/** What has been asked of nobody yet. */
export function progressOf(cuts: Cuts, partners: readonly string[]): MutableProgress {
  return {
    rows: countRows(cuts),
    asked: 0,
    questions: cuts.length,
    questionsAsked: 0,
    hits: 0,
    partners: new Map(
      partners.map((agencyId) => [agencyId, { agencyId, answered: 0, notAnswered: 0, notAsked: 0 }]),
    ),
  };
}

/**
 * The sealed part: one question after the other, the next when every partner has answered the one before or its time ran out.
 * Before each the day's budget is read again. `begun` is called when the first is on its way.
 */
export async function screenSealed(
  parts: DeskServicesParts,
  screening: Screening,
  { cuts, how }: { readonly cuts: Cuts; readonly how: HowAsked },
  begun: () => void,
): Promise<void> {
  const progress = screening.sealed;
  if (progress === null) return;
  const dropped = new Set<string>();
  try {
    for (const { rows, padded } of cuts) {
      if (screening.isStopping) break;
      const left = await budgetsOf(parts, parts.database, screening);
      const partners = [...progress.partners.keys()].filter((partner) => {
        if (dropped.has(partner)) return false;
        const full = (Object.entries(padded) as [KeyClass, number][])
          .map(([keyClass, count]) => ({ count, of: left(partner, keyClass) }))
          .find(({ count, of }) => takeFrom(roomOf(of), count) === null);
        if (full !== undefined) drop(progress, dropped, partner, budgetCode(full.of.rule));
        return full === undefined;
      });
      if (partners.length === 0) break;
      const asked = rows.map(({ row }) => row);
      const id = await ask(parts, screening, { rows: asked, partners, pairChanceMax: how.pairChanceMax });
      begun();
      progress.questionsAsked += 1;
      progress.asked += asked.length;
      note(screening, rowsByAbout(asked, how), asked.length, await answersOf(parts, id), dropped);
    }
    finish(screening, parts, screening.isStopping ? 'stopped' : 'done');
  } catch (error) {
    if (progress.questionsAsked === 0) notBegun(screening, parts);
    else {
      screening.code = codeOf(error);
      finish(screening, parts, 'failed');
    }
    throw error;
  }
}

function ask(
  parts: DeskServicesParts,
  { actor, grounds }: Screening,
  asked: {
    readonly rows: readonly ListRow[];
    readonly partners: readonly string[];
    readonly pairChanceMax: number;
  },
): Promise<string> {
  const { rows, partners, pairChanceMax } = asked;
  const subjects = rows.map((row) => ({ subject: row.subject, about: aboutOf(row), refs: {} }));
  return parts.exchange.ask({
    ...grounds,
    actor,
    text: '',
    without: [],
    partners,
    subjects,
    forgetsMisses: true,
    pairChanceMax,
  });
}

/** Under what a row stands in the question: where it is in the list, never who it is. */
function aboutOf({ lines }: ListRow): string {
  return `line ${lines[0]}`;
}

/** The question when every partner has answered or cannot any more; each question has its own time to end in. */
async function answersOf(parts: DeskServicesParts, id: string): Promise<QuestionDetail> {
  for (;;) {
    const question = await readQuestion(parts.database, id);
    if (question === null) throw new Error('a question that was just asked is gone');
    if (question.answers.every(({ state }) => state !== 'waiting')) return question;
    await wait(LOOK_MS, undefined, { ref: false });
  }
}

function note(
  screening: Screening,
  whose: ReadonlyMap<string, ReadonlySet<ListRow>>,
  rows: number,
  question: QuestionDetail,
  dropped: Set<string>,
): void {
  const { sealed: progress } = screening;
  if (progress === null) return;
  for (const { partner, state, code } of question.answers) {
    const line = progress.partners.get(partner);
    if (line === undefined) continue;
    if (state === 'hit' || state === 'no-hit') line.answered += rows;
    else {
      line.notAnswered += rows;
      line.why = answerSentence(code ?? 'not-answered-in-time');
      if (isBudgetCode(code ?? '')) dropped.add(partner);
    }
  }
  for (const hit of question.found) {
    const sentences = [...new Set(hit.keys.map(({ sentence }) => sentence))];
    const half = hit.keys.find((key) => key.half !== undefined)?.half;
    for (const row of whose.get(hit.about) ?? []) {
      const known = screening.hitOf(row);
      known.sealed = [
        ...known.sealed,
        {
          questionId: hit.questionId,
          hitId: hit.id,
          owner: hit.partner,
          rules: hit.keys.map(({ rule }) => rule),
          because: sentences.join(' '),
          ...(half === undefined ? {} : { halves: { keys: hit.keys.length, records: half.records } }),
          chance: hit.chance,
        },
      ];
    }
    progress.hits += 1;
  }
}

function drop(progress: MutableProgress, dropped: Set<string>, partner: string, code: string): void {
  dropped.add(partner);
  const line = progress.partners.get(partner);
  if (line !== undefined) line.why = answerSentence(code);
}

/** Nothing was sent: the list is where it was before. */
function notBegun(screening: Screening, parts: DeskServicesParts): void {
  screening.sealed = null;
  screening.end('looked', parts.clock.now());
}

/** What was not asked of a partner is said to be that: it is no "no hit". */
function finish(screening: Screening, parts: DeskServicesParts, state: 'done' | 'stopped' | 'failed'): void {
  for (const line of screening.sealed?.partners.values() ?? [])
    line.notAsked = (screening.sealed?.rows ?? 0) - line.answered - line.notAnswered;
  screening.end(state, parts.clock.now());
}
