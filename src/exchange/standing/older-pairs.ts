import { type Queryable, write } from '../../store/index.ts';
import type { ExchangeContext } from '../context.ts';
import { ExchangeError } from '../errors.ts';
import { openOutputsAtRest, openPairsAtRest, type PairsOf, sealLines } from './pairs-at-rest.ts';
import type { StandingPairs } from './standing-pairs.ts';
import { noteNotWatched } from './standing-settle.ts';

/** A standing question's pairs as they rest: by their tags, or by their outputs as a version before decision 0061 kept them. */
export interface KeptPairs {
  readonly sealed_pairs: readonly Uint8Array[] | null;
  readonly pairs_as_outputs: boolean;
}

/** Opens either form; throws when it was changed, belongs elsewhere, or the key is another. `salt`: the partner's, of the epoch in which they stand. */
export async function openKeptPairs(
  context: Pick<ExchangeContext, 'sealer'>,
  of: PairsOf,
  { sealed_pairs, pairs_as_outputs }: KeptPairs,
  salt: Uint8Array,
): Promise<StandingPairs> {
  const sealed = sealed_pairs ?? [];
  return pairs_as_outputs
    ? openOutputsAtRest(context, of, sealed, salt)
    : openPairsAtRest(context, of, sealed);
}

interface OlderPairs extends KeptPairs {
  readonly standing_id: string;
  readonly question_id: string;
  readonly partner: string;
  readonly salt: Uint8Array;
}

/**
 * Turns what rests as outputs into tags, wherever the partner's salt of that epoch is here; what cannot be opened is not watched, and asked anew.
 * Pairs of an epoch that is over need none of it: noticing the new epoch ends them.
 */
export async function turnOlderPairs(context: ExchangeContext): Promise<void> {
  const { rows } = await context.database.query<{ standing_id: string; partner: string }>(
    `SELECT p.standing_id, p.partner FROM exchange.standing_partner p JOIN exchange.partner_state i ON i.partner = p.partner AND i.epoch = p.epoch
      WHERE p.pairs_as_outputs AND p.sealed_pairs IS NOT NULL AND p.state = 'watching' ORDER BY 1, 2`,
  );
  // One at a time: those of one question may be a megabyte.
  for (const one of rows) {
    const older = await readOlder(context.database, one);
    if (older !== null) await turnPairs(context, older);
  }
}

async function readOlder(
  from: Queryable,
  { standing_id, partner }: Pick<OlderPairs, 'standing_id' | 'partner'>,
): Promise<OlderPairs | null> {
  const { rows } = await from.query<OlderPairs>(
    `SELECT p.standing_id, p.question_id, p.partner, p.sealed_pairs, p.pairs_as_outputs, i.salt
       FROM exchange.standing_partner p JOIN exchange.partner_state i ON i.partner = p.partner AND i.epoch = p.epoch
      WHERE p.standing_id = $1 AND p.partner = $2 AND p.pairs_as_outputs AND p.sealed_pairs IS NOT NULL AND p.state = 'watching'`,
    [standing_id, partner],
  );
  return rows[0] ?? null;
}

async function turnPairs(context: ExchangeContext, older: OlderPairs): Promise<void> {
  const { standing_id, question_id: questionId, partner } = older;
  const of = { questionId, partner };
  let sealed: readonly Buffer[];
  try {
    sealed = await sealLines(
      context,
      of,
      await openKeptPairs(context, of, older, new Uint8Array(older.salt)),
    );
  } catch (error) {
    // Locked for a moment is not lost: the next turn opens them.
    if (error instanceof ExchangeError && error.code === 'sealer-away') throw error;
    context.log('standing-tags-unreadable', { partner });
    await noteNotWatched(context.database, standing_id, partner, 'tags-unreadable', context.clock.now());
    return;
  }
  await write(
    context.database,
    `UPDATE exchange.standing_partner SET sealed_pairs = $3, pairs_as_outputs = false
      WHERE question_id = $1 AND partner = $2 AND pairs_as_outputs AND sealed_pairs IS NOT NULL`,
    [questionId, partner, sealed],
  );
}
