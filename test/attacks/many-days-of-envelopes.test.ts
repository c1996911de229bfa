import { describe, expect, it } from 'vitest';
import { figure } from './attacker.ts';
import {
  guessRequests,
  inWords,
  type KnownSizes,
  numbersFrom,
  type Quality,
  qualityOf,
  type Seen,
} from './day-observer.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const WORKING_HOURS = 10;
type Opens = 'at once' | 'at the full hour';

/**
 * Some thousand days by the clockwork and the guess of `a-day-of-envelopes`, without servers: that one shows that sizes tell what each envelope is, and a day or
 * two is no statistic.
 */
describe('an observer of many days', () => {
  const LINES = [3, 10, 30, 100];
  const found = new Map<string, { readonly hits: Quality; readonly fired: Quality }>();
  for (const opens of ['at once', 'at the full hour'] as const)
    for (const questions of LINES) found.set(`${questions} ${opens}`, manyDays(questions, opens));

  it('names the questions that hit the better the quieter the line is', () => {
    for (const [line, { hits, fired }] of found)
      figure(
        `${line.replace(' ', ' questions a day, opened ')}: hits ${inWords(hits)}; fired by a standing question ${inWords(fired)}`,
      );
    const precision = (line: string): number => found.get(line)?.hits.precision ?? 0;
    // By lot one in three is right.
    expect(precision('3 at once')).toBeGreaterThan(precision('30 at once'));
    expect(precision('30 at once')).toBeGreaterThan(1 / 3);
  });

  it('says less where what was found is opened at the full hour', () => {
    for (const questions of LINES.slice(1)) {
      const [once, hour] = [found.get(`${questions} at once`), found.get(`${questions} at the full hour`)];
      expect(hour?.hits.recall).toBeLessThan(once?.hits.recall ?? 0);
    }
  });
});

/** As many days as make some two thousand questions, twelve intakes each of which five fire where thirty are asked, and as many the fewer. */
function manyDays(questions: number, opens: Opens): { readonly hits: Quality; readonly fired: Quality } {
  const random = numbersFrom(questions);
  const [guessed, right] = [
    { hits: 0, fired: 0 },
    { hits: 0, fired: 0 },
  ];
  const there = { hits: 0, fired: 0 };
  const [intakes, firing] = [Math.ceil((questions * 2) / 5), Math.ceil(questions / 6)];
  for (let day = 0; day < Math.ceil(3_000 / questions); day += 1) {
    const seen: Seen[] = [];
    const [hit, fired] = [new Set<Seen>(), new Set<Seen>()];
    const come = (kind: 'question' | 'notice' | 'request', at: number): Seen => {
      const one = { ...SHAPES[kind], at };
      seen.push(one);
      return one;
    };
    const openAt = (at: number): number => {
      const ready = at + (3 - 25 * Math.log(1 - random())) * MINUTE;
      return opens === 'at once' ? ready : Math.ceil(ready / HOUR) * HOUR + random() * MINUTE;
    };
    const anyTime = (): number => random() * WORKING_HOURS * HOUR;
    for (let at = 0; at < questions; at += 1) {
      const question = come('question', anyTime());
      if (random() >= 1 / 3) continue;
      hit.add(question);
      if (random() < 0.75) come('request', openAt(question.at));
    }
    for (let at = 0; at < intakes; at += 1) {
      const notice = come('notice', anyTime());
      if (at < firing) fired.add(come('request', openAt(notice.at)));
    }
    seen.sort((left, right_) => left.at - right_.at);
    const guesses = guessRequests(seen, 'asker', SHAPE_SIZES);
    const ofHits = new Set(guesses.filter(({ because }) => because === 'question').map(({ of }) => of));
    const ofFired = new Set(
      guesses.filter(({ because }) => because === 'notice').map(({ request }) => request),
    );
    for (const [name, guess, truth] of [
      ['hits', ofHits, hit],
      ['fired', ofFired, fired],
    ] as const) {
      const quality = qualityOf(guess, truth);
      guessed[name] += quality.guessed;
      right[name] += quality.right;
      there[name] += quality.there;
    }
  }
  const of = (name: 'hits' | 'fired'): Quality => ({
    guessed: guessed[name],
    right: right[name],
    there: there[name],
    precision: right[name] / guessed[name],
    recall: right[name] / there[name],
  });
  return { hits: of('hits'), fired: of('fired') };
}

/** What the days above had on the line. */
const SHAPE_SIZES: KnownSizes = { question: 1_485, answers: [1_402], notice: 384, checkpoint: 556 };
const SHAPES = {
  question: { from: 'asker', size: 1_485, answerSize: 1_402 },
  notice: { from: 'owner', size: 384, answerSize: 462 },
  request: { from: 'asker', size: 1_260, answerSize: 536 },
} as const;
