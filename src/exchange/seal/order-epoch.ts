import type { Clock } from '../../base/index.ts';
import type { Oversight } from '../../oversight/index.ts';

/** What came of an order. */
export interface EpochOrder {
  /** The epoch that was ended; null when none was running. */
  readonly ended: number | null;
  /** Whether a noticed restore goes on without the partners that are silent. */
  readonly waitEnded: boolean;
}

/**
 * A person ends the running epoch before its time. The server, running or started later, begins the next one at its next beat;
 * questions of the ended one are answered for the overlap as always. With `withoutSilent` a server that noticed a restore waits no longer
 * for partners that cannot be reached.
 */
export async function orderNewEpoch(
  { clock, oversight }: { readonly clock: Clock; readonly oversight: Oversight },
  { withoutSilent }: { readonly withoutSilent: boolean },
): Promise<EpochOrder> {
  const now = clock.now();
  return oversight.permit({ act: 'begin-epoch', actor: { type: 'system' } }, async (tx) => {
    const { rows } = await tx.query<{ number: number }>(
      `UPDATE exchange.epoch SET ends_at = $1 WHERE ends_at > $1 AND number = (SELECT max(number) FROM exchange.epoch) RETURNING number`,
      [now],
    );
    const ordered = withoutSilent
      ? await tx.query(
          'UPDATE exchange.restore SET ordered_at = $1 WHERE settled_at IS NULL AND ordered_at IS NULL',
          [now],
        )
      : { rowCount: 0 };
    return {
      value: { ended: rows[0]?.number ?? null, waitEnded: ordered.rowCount > 0 },
      outcome: { result: 'done', count: rows.length, rule: 'ordered' },
    };
  });
}
