import type { Queryable } from '../../store/index.ts';

/**
 * The partners that keep elements standing under this epoch. What they are given from then on has fingerprints of 64 bits, bases
 * too: a standing element meets every one of them, and would agree with a stranger's 32 bits sooner or later.
 */
export async function partnersThatWatch(from: Queryable, epoch: number): Promise<ReadonlySet<string>> {
  const { rows } = await from.query<{ partner: string }>(
    'SELECT DISTINCT partner FROM exchange.asked WHERE standing AND epoch = $1',
    [epoch],
  );
  return new Set(rows.map((row) => row.partner));
}

/** How many elements, padding included, each partner has let stand in each epoch: all that is known here of what it watches. */
export interface StandingHere {
  readonly partner: string;
  readonly epoch: number;
  readonly questions: number;
  readonly elements: number;
}

/** Newest epoch first. */
export async function readStandingHere(from: Queryable): Promise<readonly StandingHere[]> {
  const { rows } = await from.query<StandingHere>(
    `SELECT partner, epoch, count(*)::int AS questions, sum(elements_count)::int AS elements FROM exchange.asked
      WHERE standing GROUP BY partner, epoch ORDER BY epoch DESC, partner LIMIT 500`,
  );
  return rows;
}
