import { toHex, utf8 } from '../../base/index.ts';
import type { KeyClass } from '../../model/index.ts';
import { ELEMENT_BYTES, elementsRoot } from '../../sealed/index.ts';
import { type Queryable, type Transaction, write } from '../../store/index.ts';
import { openAtRest, restKey, sealAtRest } from '../seal/at-rest.ts';
import type { Batch } from './blind-batches.ts';
import type { ExchangeContext } from '../context.ts';
import { ExchangeError } from '../errors.ts';

/** One key of a question as it went to one partner: where it stood, which blind hid it, what it says and of what. */
export interface AskedKey {
  readonly keyClass: KeyClass;
  /** Its place within its class's batch. */
  readonly position: number;
  /** Which r_j blinds it. */
  readonly number: number;
  readonly rule: string;
  readonly value: string;
  readonly about: string;
  readonly canonical: string;
  /** Of a half key: of which subject of the question. It is looked up with the others of that subject alone. */
  readonly halfOf?: number;
}

/** How many elements of each class travelled, padding included, in the order in which they travelled. */
export type ClassCounts = readonly (readonly [KeyClass, number])[];

/** Which question, towards which partner. */
export interface AskedOf {
  readonly question_id: string;
  readonly partner: string;
}

/** What the asker keeps of one partner's part of a question. */
export interface AskedElements {
  readonly counts: ClassCounts;
  /** Every blinded element as it travelled, 32 bytes each: for the proof, and for the path of an opened one. */
  readonly blinded: Uint8Array;
  /** The keys among them; of a list that was answered only those that hit. */
  readonly keys: readonly AskedKey[];
}

/** Notes what goes to a partner. The key values rest sealed: whoever reads only the database does not learn who was asked about. Gives back the root over the elements. */
export async function storeElements(
  context: ExchangeContext,
  tx: Transaction,
  asked: AskedOf,
  batches: readonly Batch[],
): Promise<Uint8Array> {
  const counts = batches.map(({ keyClass, elements }) => [keyClass, elements.length] as const);
  const keys = batches.flatMap(({ keyClass, elements }) =>
    elements.flatMap(({ key, number }, position): AskedKey[] =>
      key === null
        ? []
        : [
            {
              keyClass,
              position,
              number,
              rule: key.rule,
              value: key.value,
              about: key.about,
              canonical: key.subjectPart,
              ...(key.halfOf === undefined ? {} : { halfOf: key.halfOf }),
            },
          ],
    ),
  );
  const blinded = batches.flatMap(({ elements }) => elements.map((element) => element.blinded));
  const root = elementsRoot(blinded);
  await write(
    tx,
    'UPDATE exchange.question_partner SET counts = $3, blinded = $4, sealed_keys = $5, elements_root = $6 WHERE question_id = $1 AND partner = $2',
    [
      asked.question_id,
      asked.partner,
      JSON.stringify(counts),
      Buffer.concat(blinded),
      sealKeys(context, asked, keys),
      toHex(root),
    ],
  );
  return root;
}

/** Throws `question-closed` when nothing of it is kept any more. */
export async function readElements(
  context: Pick<ExchangeContext, 'keyFolder'>,
  from: Queryable,
  asked: AskedOf,
): Promise<AskedElements> {
  const { rows } = await from.query<{
    counts: ClassCounts;
    blinded: Uint8Array | null;
    sealed_keys: Uint8Array | null;
  }>(
    'SELECT counts, blinded, sealed_keys FROM exchange.question_partner WHERE question_id = $1 AND partner = $2',
    [asked.question_id, asked.partner],
  );
  const [kept] = rows;
  if (kept === undefined || kept.blinded === null || kept.sealed_keys === null)
    throw new ExchangeError('question-closed', 'the question is closed; ask it anew');
  return {
    counts: kept.counts,
    blinded: new Uint8Array(kept.blinded),
    keys: openKeys(context, asked, kept.sealed_keys),
  };
}

/** Keeps the keys that `stays` names and forgets the others; their blinded elements stay, and open nothing. */
export async function forgetKeys(
  context: ExchangeContext,
  tx: Transaction,
  asked: AskedOf,
  stays: (key: AskedKey) => boolean,
): Promise<void> {
  const { keys } = await readElements(context, tx, asked);
  await write(
    tx,
    'UPDATE exchange.question_partner SET sealed_keys = $3 WHERE question_id = $1 AND partner = $2',
    [asked.question_id, asked.partner, sealKeys(context, asked, keys.filter(stays))],
  );
}

/** Forgets every key of a question, without looking at what is forgotten. */
export async function forgetAllKeys(
  context: Pick<ExchangeContext, 'keyFolder'>,
  tx: Transaction,
  questionId: string,
): Promise<void> {
  const { rows } = await tx.query<AskedOf>(
    'SELECT question_id, partner FROM exchange.question_partner WHERE question_id = $1 AND sealed_keys IS NOT NULL',
    [questionId],
  );
  for (const asked of rows)
    await write(
      tx,
      'UPDATE exchange.question_partner SET sealed_keys = $3 WHERE question_id = $1 AND partner = $2',
      [asked.question_id, asked.partner, sealKeys(context, asked, [])],
    );
}

/** Where each class begins among the elements that travelled. */
export function classOffsets(counts: ClassCounts): ReadonlyMap<KeyClass, number> {
  const offsets = new Map<KeyClass, number>();
  let before = 0;
  for (const [keyClass, count] of counts) {
    offsets.set(keyClass, before);
    before += count;
  }
  return offsets;
}

/** The blinded elements of one class, 32 bytes each. */
export function blindedOf({ counts, blinded }: AskedElements, keyClass: KeyClass): Uint8Array {
  const from = classOffsets(counts).get(keyClass) ?? 0;
  const count = counts.find(([name]) => name === keyClass)?.[1] ?? 0;
  return blinded.subarray(from * ELEMENT_BYTES, (from + count) * ELEMENT_BYTES);
}

function sealKeys(
  context: Pick<ExchangeContext, 'keyFolder'>,
  asked: AskedOf,
  keys: readonly AskedKey[],
): Uint8Array {
  return sealAtRest(restKey(context), wordsOf(asked), utf8(JSON.stringify(keys)));
}

function openKeys(
  context: Pick<ExchangeContext, 'keyFolder'>,
  asked: AskedOf,
  sealed: Uint8Array,
): readonly AskedKey[] {
  const opened = openAtRest(restKey(context), wordsOf(asked), new Uint8Array(sealed));
  return JSON.parse(Buffer.from(opened).toString('utf8')) as AskedKey[];
}

function wordsOf(asked: AskedOf): string {
  return `keys of ${asked.question_id} for ${asked.partner}`;
}
