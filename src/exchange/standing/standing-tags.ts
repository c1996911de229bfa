import { concatBytes } from '../../base/index.ts';
import { KEY_CLASSES, type KeyClass } from '../../model/index.ts';
import { TAG_BYTES } from '../../sealed/index.ts';
import type { AskedKey } from '../ask/asked-elements.ts';
import type { ExchangeContext } from '../context.ts';
import type { StandingPairs } from './standing-pairs.ts';

/** Under which tag a key of a question was looked up. */
export interface TaggedKey {
  readonly key: Pick<AskedKey, 'keyClass' | 'position'>;
  readonly tag: Uint8Array;
}

/** The tags of one standing question at one partner, by class: what is looked up in each delta. */
export interface StandingTags {
  readonly keyClass: KeyClass;
  /** 16 bytes each. */
  readonly tags: Uint8Array;
  /** Where each stood in its class's batch, in the same order. */
  readonly positions: readonly number[];
}

/** A class's number, the place in its batch, the tag. */
const LINE_BYTES = 1 + 2 + TAG_BYTES;

/** The tags as they rest in the database, closed to whoever reads only the database. Outputs are never kept. */
export async function sealTags(
  context: Pick<ExchangeContext, 'sealer'>,
  questionId: string,
  partner: string,
  tagged: readonly TaggedKey[],
): Promise<Uint8Array> {
  const lines = tagged.map(({ key, tag }) => {
    const line = new Uint8Array(LINE_BYTES);
    line[0] = KEY_CLASSES.indexOf(key.keyClass);
    new DataView(line.buffer).setUint16(1, key.position);
    line.set(tag, 3);
    return line;
  });
  return context.sealer.sealStanding(wordsOf(questionId, partner), concatBytes(...lines));
}

/** Throws when they were changed, belong elsewhere, or the key is another. */
export async function openTags(
  context: Pick<ExchangeContext, 'sealer'>,
  questionId: string,
  partner: string,
  sealed: Uint8Array,
): Promise<readonly StandingTags[]> {
  const bytes = await context.sealer.openStanding(wordsOf(questionId, partner), new Uint8Array(sealed));
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const starts = Array.from({ length: bytes.length / LINE_BYTES }, (_, at) => at * LINE_BYTES);
  return KEY_CLASSES.flatMap((keyClass, number) => {
    const own = starts.filter((at) => bytes[at] === number);
    if (own.length === 0) return [];
    const tags = concatBytes(...own.map((at) => bytes.subarray(at + 3, at + LINE_BYTES)));
    return [{ keyClass, tags, positions: own.map((at) => view.getUint16(at + 1)) }];
  });
}

function wordsOf(questionId: string, partner: string): string {
  return `standing tags of ${questionId} for ${partner}`;
}

/** Everything of one standing question that is looked up at one partner. */
export interface StandingElements {
  readonly tags: readonly StandingTags[];
  readonly pairs: StandingPairs;
}

/**
 * Tags and pairs in memory while the server runs, so that a delta is met without opening each again. Which of them stand is always read
 * from the database: what is not named there any more is forgotten here.
 */
export class StandingInMemory {
  readonly #byPartner = new Map<string, Map<string, StandingElements>>();

  get(partner: string, questionId: string): StandingElements | undefined {
    return this.#byPartner.get(partner)?.get(questionId);
  }

  set(partner: string, questionId: string, elements: StandingElements): void {
    const of = this.#byPartner.get(partner) ?? new Map<string, StandingElements>();
    of.set(questionId, elements);
    this.#byPartner.set(partner, of);
  }

  keepOnly(partner: string, questionIds: ReadonlySet<string>): void {
    const of = this.#byPartner.get(partner);
    for (const id of of?.keys() ?? []) if (!questionIds.has(id)) of?.delete(id);
  }
}
