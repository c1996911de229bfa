import type { Transaction } from '../../store/index.ts';
import type { ExchangeContext } from '../context.ts';

/**
 * A partner that was given the running epoch's salt and is no member any more ends that epoch at once: what it holds can be tested
 * against nothing that is announced from now on. Gives back the number of the epoch that ended, or null.
 */
export async function endEpochAfterRevocation(
  context: ExchangeContext,
  tx: Transaction,
): Promise<number | null> {
  const members = context.agreement().members.map((member) => member.id);
  const now = context.clock.now();
  const { rows } = await tx.query<{ number: number }>(
    `UPDATE exchange.epoch e SET ends_at = $2 WHERE ends_at > $2 AND number = (SELECT max(number) FROM exchange.epoch)
        AND EXISTS (SELECT 1 FROM exchange.partner_salt s WHERE s.epoch = e.number AND s.partner <> ALL($1)) RETURNING number`,
    [members, now],
  );
  const ended = rows[0]?.number ?? null;
  if (ended !== null) context.log('epoch-ended-by-revocation', { epoch: ended });
  return ended;
}
