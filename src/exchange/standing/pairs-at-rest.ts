/** Pairs of half keys that stand, as they rest in the database. */
import { concatBytes } from '../../base/index.ts';
import { OUTPUT_BYTES, PAIR_TAG_BYTES, pairTag } from '../../sealed/index.ts';
import type { TaggedPair } from '../ask/half-hits.ts';
import type { ExchangeContext } from '../context.ts';
import { PLACES_BYTES, type StandingPairs, standingPairs } from './standing-pairs.ts';

/** The sealer takes pieces of up to a megabyte. */
const PAIRS_A_PIECE = 8_192;

/** The pairs as they rest in the database, closed to whoever reads only the database; null for none. Outputs are never kept. */
export async function sealPairs(
  context: Pick<ExchangeContext, 'sealer'>,
  questionId: string,
  partner: string,
  pairs: readonly TaggedPair[],
): Promise<readonly Buffer[] | null> {
  if (pairs.length === 0) return null;
  return sealLines(context, { questionId, partner }, standingPairs(pairs));
}

/** Of which question the pairs are, and at whom. */
export interface PairsOf {
  readonly questionId: string;
  readonly partner: string;
}

/** The same from pairs that are in memory. */
export async function sealLines(
  context: Pick<ExchangeContext, 'sealer'>,
  of: PairsOf,
  { tags, places }: StandingPairs,
): Promise<readonly Buffer[]> {
  const count = tags.length / PAIR_TAG_BYTES;
  const pieces = Math.ceil(count / PAIRS_A_PIECE);
  const sealed: Buffer[] = [];
  for (let piece = 0; piece < pieces; piece += 1) {
    const lines: Uint8Array[] = [];
    for (let at = piece * PAIRS_A_PIECE; at < Math.min(count, (piece + 1) * PAIRS_A_PIECE); at += 1)
      lines.push(
        places.subarray(at * PLACES_BYTES, (at + 1) * PLACES_BYTES),
        tags.subarray(at * PAIR_TAG_BYTES, (at + 1) * PAIR_TAG_BYTES),
      );
    const words = `standing pair tags of ${pieceOf(of, piece, pieces)}`;
    sealed.push(Buffer.from(await context.sealer.sealStanding(words, concatBytes(...lines))));
  }
  return sealed;
}

/** Throws when they were changed, belong elsewhere, one is missing, or the key is another. */
export async function openPairsAtRest(
  context: Pick<ExchangeContext, 'sealer'>,
  of: PairsOf,
  sealed: readonly Uint8Array[],
): Promise<StandingPairs> {
  const { places, kept } = await openLines(context, of, {
    sealed,
    words: 'standing pair tags',
    width: PAIR_TAG_BYTES,
  });
  return { places, tags: kept };
}

/** The same of pairs that an older version kept by their outputs (decision 0054). `salt`: the partner's, of the epoch in which they stand. */
export async function openOutputsAtRest(
  context: Pick<ExchangeContext, 'sealer'>,
  of: PairsOf,
  sealed: readonly Uint8Array[],
  salt: Uint8Array,
): Promise<StandingPairs> {
  const width = OUTPUT_BYTES;
  const { places, kept } = await openLines(context, of, { sealed, words: 'standing pairs', width });
  const outputs = Array.from({ length: kept.length / width }, (_, at) =>
    kept.subarray(at * width, (at + 1) * width),
  );
  return { places, tags: concatBytes(...outputs.map((output) => pairTag(salt, output))) };
}

async function openLines(
  context: Pick<ExchangeContext, 'sealer'>,
  of: PairsOf,
  {
    sealed,
    words,
    width,
  }: { readonly sealed: readonly Uint8Array[]; readonly words: string; readonly width: number },
): Promise<{ readonly places: Uint8Array; readonly kept: Uint8Array }> {
  const pieces: Uint8Array[] = [];
  for (const [piece, bytes] of sealed.entries()) {
    const about = `${words} of ${pieceOf(of, piece, sealed.length)}`;
    pieces.push(await context.sealer.openStanding(about, new Uint8Array(bytes)));
  }
  const lines = concatBytes(...pieces);
  const lineBytes = PLACES_BYTES + width;
  const count = lines.length / lineBytes;
  const [places, kept] = [new Uint8Array(count * PLACES_BYTES), new Uint8Array(count * width)];
  for (let at = 0; at < count; at += 1) {
    const line = lines.subarray(at * lineBytes, (at + 1) * lineBytes);
    places.set(line.subarray(0, PLACES_BYTES), at * PLACES_BYTES);
    kept.set(line.subarray(PLACES_BYTES), at * width);
  }
  return { places, kept };
}

function pieceOf({ questionId, partner }: PairsOf, piece: number, pieces: number): string {
  return `${questionId} for ${partner}, ${piece + 1} of ${pieces}`;
}
