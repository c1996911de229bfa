import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { Closing } from '../src/base/index.ts';
import {
  blind,
  blindEvaluate,
  blindScalar,
  deriveKeyPair,
  finalize,
  generateProof,
  keyInput,
  sealedReady,
  verifyProof,
} from '../src/sealed/index.ts';
import type { EmbeddedPostgres } from '../src/store/index.ts';
import { DEFAULT_SEED } from '../demo/index.ts';
import { openAgencies } from './agency-threads.ts';
import { prepareTown } from './joined-up-town.ts';
import { anchored, type Part } from './measured.ts';
import type { QuestionTimes } from './question.ts';
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
  await sealedReady();
  const { secretKey, publicKey } = deriveKeyPair(randomBytes(32), 'communication');
  const seed = randomBytes(32);
  const inputs = Array.from({ length: elements }, (_, at) => keyInput(1, 'phone', `+3363998${at}`));
  const round = (): number => {
    const began = performance.now();
    const scalars = inputs.map((_, at) => blindScalar(seed, at));
    const blinded = Buffer.concat(inputs.map((input, at) => blind(input, scalars[at] ?? seed)));
    const evaluated = blindEvaluate(secretKey, blinded);
    verifyProof(publicKey, blinded, evaluated, generateProof(secretKey, publicKey, blinded, evaluated));
    for (const [at, input] of inputs.entries())
      finalize(input, scalars[at] ?? seed, evaluated.subarray(at * 32, at * 32 + 32));
    return performance.now() - began;
  };
  return percentile(Array.from({ length: 9 }, round), 0.5) * partners;
}
