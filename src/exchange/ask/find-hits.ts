import { concatBytes, readBase64Url } from '../../base/index.ts';
import { FULL_KEY_MAX, KEY_VERSION } from '../../match/index.ts';
import type { KeyClass } from '../../model/index.ts';
import {
  blindScalars,
  ELEMENT_BYTES,
  finalizeMany,
  keyInput,
  OUTPUT_BYTES,
  SealedError,
  tag,
  verificationSteps,
} from '../../sealed/index.ts';
import type { Queryable } from '../../store/index.ts';
import { partnerSeed } from './ask.ts';
import { type AskedKey, type AskedOf, blindedOf, readElements } from './asked-elements.ts';
import { openAtRest, restKey } from '../seal/at-rest.ts';
import type { ExchangeContext } from '../context.ts';
import { ExchangeError } from '../errors.ts';
import { type FoundHalf, type HalfOutput, halfOutputs, openPairs, type TaggedPair } from './half-hits.ts';
import type { MatchResult } from '../messages.ts';
import { lookUpAt, type PartnerIndex } from '../follow/partner-index.ts';
import type { SegmentFiles } from '../publish/segment-files.ts';
import { inBatches, inSteps } from '../turns.ts';

/** A key of a question that the partner's index holds. */
export type FoundElement = Pick<
  AskedKey,
  'keyClass' | 'rule' | 'value' | 'about' | 'canonical' | 'position'
> &
  Partial<Pick<FoundHalf, 'half'>>;

/** Who is told under what each key, and each subject's pairs of half keys, were looked up: what a standing question keeps. */
export interface LookedUp {
  tag(key: AskedKey, tag: Uint8Array): void;
  pairs(ofOneSubject: readonly TaggedPair[]): void;
}

const FORGOTTEN: LookedUp = { tag: () => {}, pairs: () => {} };

/** Verifies each class's proof, finalizes each key that was asked, and looks it up in the partner's index. */
export async function findHits(
  context: ExchangeContext,
  files: SegmentFiles,
  asked: AskedOf,
  index: PartnerIndex,
  result: MatchResult,
  lookedUp: LookedUp = FORGOTTEN,
): Promise<readonly FoundElement[]> {
  const [elements, seed, chanceMax] = await Promise.all([
    readElements(context, context.database, asked),
    readSeed(context, context.database, asked),
    readPairChanceMax(context.database, asked),
  ]);
  const found: FoundElement[] = [];
  const halves: HalfOutput[] = [];
  for (const [keyClass] of elements.counts) {
    const evaluated = await verifiedBatch(index, result, keyClass, blindedOf(elements, keyClass));
    const keys = elements.keys.filter((key) => key.keyClass === keyClass);
    const held = await inBatches(keys, (batch) => {
      const outputs = finalizeKeys(batch, seed, evaluated);
      const outputAt = (at: number): Uint8Array =>
        outputs.subarray(at * OUTPUT_BYTES, (at + 1) * OUTPUT_BYTES);
      halves.push(...halfOutputs(batch, outputAt));
      const isHit = (key: AskedKey, at: number): boolean => {
        if (key.halfOf !== undefined) return false;
        const sought = tag(index.salt, outputAt(at));
        lookedUp.tag(key, sought);
        return lookUpAt(files, index, keyClass, sought) === 'hit';
      };
      return batch.filter(isHit);
    });
    found.push(...held);
  }
  const notePairs = (pairs: readonly TaggedPair[]): void => lookedUp.pairs(pairs);
  return [...found, ...(await openPairs(files, index, halves, { chanceMax, notePairs }))];
}

/** How many strangers the pairs of one subject of this question may fit. */
async function readPairChanceMax(from: Queryable, { question_id }: AskedOf): Promise<number> {
  const { rows } = await from.query<{ most: number | null }>(
    'SELECT pair_chance_max AS most FROM exchange.question WHERE id = $1',
    [question_id],
  );
  return rows[0]?.most ?? FULL_KEY_MAX;
}

/** The outputs of the keys, 64 bytes each. */
function finalizeKeys(keys: readonly AskedKey[], seed: Uint8Array, evaluated: Uint8Array): Uint8Array {
  const answers = keys.map(({ position }) =>
    evaluated.subarray(position * ELEMENT_BYTES, (position + 1) * ELEMENT_BYTES),
  );
  return finalizeMany(
    keys.map((key) => keyInput(KEY_VERSION, key.rule, key.value)),
    blindScalars(
      seed,
      keys.map((key) => key.number),
    ),
    concatBytes(...answers),
  );
}

/** The evaluated elements of one class, after the proof that the announced key made them all (RFC 9497 §2.2.2). */
async function verifiedBatch(
  index: PartnerIndex,
  result: MatchResult,
  keyClass: KeyClass,
  blinded: Uint8Array,
): Promise<Uint8Array> {
  const batch = result.classes.find((candidate) => candidate.keyClass === keyClass);
  const evaluated = batch === undefined ? null : readBase64Url(batch.elements);
  const proof = batch === undefined ? null : readBase64Url(batch.proof);
  const publicKey = readBase64Url(index.keys.publicKeys[keyClass] ?? '');
  if (evaluated === null || proof === null || publicKey === null || evaluated.length !== blinded.length) {
    throw new ExchangeError('message-malformed', 'the answer does not cover every class that was asked');
  }
  try {
    await inSteps(verificationSteps(publicKey, blinded, evaluated, proof));
  } catch (cause) {
    if (!(cause instanceof SealedError)) throw cause;
    throw new ExchangeError('proof-invalid', 'the answer was not made with the key that the manifest names', {
      cause,
    });
  }
  return evaluated;
}

/** The seed from which this partner's blinds follow. */
export async function readSeed(
  context: Pick<ExchangeContext, 'keyFolder'>,
  from: Queryable,
  asked: AskedOf,
): Promise<Uint8Array> {
  const { rows } = await from.query<{ sealed_seed: Uint8Array | null }>(
    'SELECT sealed_seed FROM exchange.question WHERE id = $1',
    [asked.question_id],
  );
  const sealed = rows[0]?.sealed_seed;
  if (sealed === undefined || sealed === null)
    throw new ExchangeError('question-closed', 'the question is closed; ask it anew');
  return partnerSeed(
    openAtRest(restKey(context), `question ${asked.question_id}`, new Uint8Array(sealed)),
    asked.partner,
  );
}
