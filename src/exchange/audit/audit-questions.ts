import { equalBytes, toBase64Url } from '../../base/index.ts';
import { readCase } from '../../oversight/index.ts';
import { blind, blindScalar, elementPath } from '../../sealed/index.ts';
import type { Queryable } from '../../store/index.ts';
import { type AskedElements, type AskedKey, classOffsets, readElements } from '../ask/asked-elements.ts';
import type { Sample, Shown } from './audit-files.ts';
import { paddingInput, paddingScalar } from '../ask/blind-batches.ts';
import type { ExchangeContext } from '../context.ts';
import { ExchangeError } from '../errors.ts';
import { readSeed } from '../ask/find-hits.ts';
import { splitElements } from '../seal/sealer.ts';

/** One partner's part of a question, as much of it as is still here. */
interface KeptQuestion {
  readonly caseId: string;
  readonly reference: string;
  readonly elements: AskedElements;
  /** Every blinded element in the order of its travel. */
  readonly blinded: readonly Uint8Array[];
  /** The seed of the blinds; null once they are destroyed. */
  readonly seed: Uint8Array | null;
}

type Context = Pick<ExchangeContext, 'database' | 'keyFolder'>;

/**
 * Shows what was asked: each element with its key, its blind and the case, or that it was padding. What was forgotten by design
 * is said to be forgotten: the misses of a list, and every blind seven days after its question was closed.
 */
export async function showQuestions(context: Context, samples: readonly Sample[]): Promise<readonly Shown[]> {
  const questions = new Map<string, KeptQuestion | null>();
  const shown: Shown[] = [];
  for (const sample of samples) {
    if (!questions.has(sample.root)) questions.set(sample.root, await readKept(context, sample.root));
    const question = questions.get(sample.root) ?? null;
    shown.push(
      question === null || sample.place >= question.blinded.length
        ? { ...sample, state: 'not-shown' }
        : showElement(question, sample),
    );
  }
  return shown;
}

function showElement({ seed, elements, blinded, caseId, reference }: KeptQuestion, sample: Sample): Shown {
  if (seed === null) return { ...sample, state: 'forgotten', because: 'closed' };
  const path = elementPath(blinded, sample.place).map(toBase64Url);
  const key = keyAt(elements, sample.place);
  if (key !== undefined) {
    const scalar = toBase64Url(blindScalar(seed, key.number));
    const { rule, value } = key;
    return { ...sample, state: 'opened', rule, value, scalar, path, case: caseId, reference };
  }
  const scalar = paddingScalar(seed, sample.place);
  const isPadding = equalBytes(blind(paddingInput(), scalar), blinded[sample.place] ?? new Uint8Array());
  return isPadding
    ? { ...sample, state: 'padding', scalar: toBase64Url(scalar), path }
    : { ...sample, state: 'forgotten', because: 'list-miss' };
}

function keyAt({ counts, keys }: AskedElements, place: number): AskedKey | undefined {
  const offsets = classOffsets(counts);
  return keys.find(({ keyClass, position }) => (offsets.get(keyClass) ?? 0) + position === place);
}

async function readKept(context: Context, root: string): Promise<KeptQuestion | null> {
  const { database } = context;
  const { rows } = await database.query<{ question_id: string; partner: string; case_id: string }>(
    `SELECT p.question_id, p.partner, q.case_id FROM exchange.question_partner p JOIN exchange.question q ON q.id = p.question_id
      WHERE p.elements_root = $1`,
    [root],
  );
  const [asked] = rows;
  if (asked === undefined) return null;
  const elements = await readElements(context, database, asked);
  return {
    caseId: asked.case_id,
    reference: await referenceOf(database, asked.case_id),
    elements,
    blinded: splitElements(elements.blinded),
    seed: await readSeedIfKept(context, asked),
  };
}

async function referenceOf(from: Queryable, caseId: string): Promise<string> {
  return (await readCase(from, caseId))?.reference ?? '';
}

async function readSeedIfKept(
  context: Context,
  asked: { readonly question_id: string; readonly partner: string },
): Promise<Uint8Array | null> {
  try {
    return await readSeed(context, context.database, asked);
  } catch (error) {
    if (error instanceof ExchangeError && error.code === 'question-closed') return null;
    throw error;
  }
}
