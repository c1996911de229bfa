import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Closing } from '../src/base/index.ts';
import type { EmbeddedPostgres } from '../src/store/index.ts';
import { DEFAULT_SEED } from '../demo/index.ts';
import { openAgencies } from './agency-threads.ts';
import { prepareTown } from './joined-up-town.ts';
import { anchored, type Part } from './measured.ts';
import type { QuestionTimes } from './question.ts';
import { measureSealedQuestion } from './sealed-question.ts';
import { percentile } from './table.ts';

const ROUNDS = 40;
const PEOPLE = 500;

/** Twelve keys asked of four partners over mutual TLS; the anchor is the arithmetic alone, on one core. */
export async function measureQuestion(server: EmbeddedPostgres): Promise<Part> {
  const closing = new Closing();
  const folder = mkdtempSync(join(tmpdir(), 'entente-bench-'));
  closing.add(() => rmSync(folder, { recursive: true, force: true }));
  try {
    const { agencies } = await prepareTown(folder, { seed: DEFAULT_SEED, people: PEOPLE }, server);
    const threads = openAgencies(agencies, closing);
    await threads.start();
    const asker = threads.of('jpn');
    const times = await asker.call<QuestionTimes>('timeQuestions', ROUNDS);
    await threads.all('stop');
    const arithmetic = await arithmeticMs(times.elements, times.partners);
    const p50 = percentile(times.milliseconds, 0.5);
    const p95 = percentile(times.milliseconds, 0.95);
    return {
      lines: [
        {
          what: `question, ${times.keys} keys, ${times.partners} partners, p50`,
          value: Math.round(p50),
          unit: 'ms',
          reach: { most: 500 },
          anchor: anchored('its arithmetic on one core', arithmetic, p50),
        },
        {
          what: 'the same, p95',
          value: Math.round(p95),
          unit: 'ms',
          reach: { most: 500 },
          anchor: anchored('its arithmetic on one core', arithmetic, p95),
        },
      ],
      json: { ...times, p50, p95, arithmeticMs: arithmetic },
    };
  } finally {
    await closing.close();
  }
}

/** Blind, evaluate, prove, verify, finalize for every element of every partner, and nothing else. */
async function arithmeticMs(elements: number, partners: number): Promise<number> {
  const { bothMs } = await measureSealedQuestion(elements, 9);
  return bothMs * partners;
}
