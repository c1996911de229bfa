import { anchored, type Part } from './measured.ts';
import { measureSealed } from './sealed.ts';
import { measureSealedQuestion } from './sealed-question.ts';

/** For 16 and for 1,024 elements. */
const QUESTION_MS_MOST = [15, 2_000];

/**
 * Index keys a second and processor second, against libsodium's raw operations in the same run, and the arithmetic of a
 * question, both sides together.
 */
export async function measureIndex(): Promise<Part> {
  const figures = await measureSealed();
  const questions = [await measureSealedQuestion(16, 200), await measureSealedQuestion(1_024, 7)];
  const raw = figures.rates.find((rate) => rate.workers === 0);
  const lines = figures.rates.map((rate) => ({
    what:
      rate.workers === 0
        ? 'libsodium, raw operations'
        : `index builder, ${rate.workers} worker${rate.workers > 1 ? 's' : ''}`,
    value: rate.keysPerSecond,
    unit: 'keys/s',
  }));
  return {
    lines: [
      ...lines,
      {
        what: `index builder, one worker, on ${figures.arithmetic}`,
        value: Math.round(figures.ratioToRaw * (raw?.keysPerCpuSecond ?? 1)),
        unit: 'keys per processor second',
        reach: { least: 18_000 },
        anchor: anchored(
          'raw operations',
          raw?.keysPerCpuSecond ?? 1,
          figures.ratioToRaw * (raw?.keysPerCpuSecond ?? 1),
        ),
      },
      {
        what: 'segment',
        value: Math.round(figures.segmentBytesPerKey * 100) / 100,
        unit: 'bytes a key',
        reach: { most: 4.6 },
      },
      ...questions.map((question, at) => ({
        what: `question of ${question.elements} elements, proved and verified`,
        value: Math.round(question.bothMs * 10) / 10,
        unit: 'ms of processor, both sides',
        reach: { most: QUESTION_MS_MOST[at] ?? 0 },
      })),
    ],
    json: { ...figures, questions },
  };
}
