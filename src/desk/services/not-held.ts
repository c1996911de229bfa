import { readNotHeldOf } from '../../exchange/index.ts';
import type { Queryable } from '../../store/index.ts';
import type { LedgerView } from '../api/contract.ts';
import type { DeskServices } from '../api/services.ts';
import { orSay } from './nothing-sent.ts';
import { actorOf, type DeskServicesParts } from './parts.ts';

/** An alarm about a partner is closed by whoever looked into it. */
export function notHeldServices({ exchange }: DeskServicesParts): Pick<DeskServices, 'closeAlarm'> {
  return {
    async closeAlarm(session, { id, reason }) {
      await orSay('Nothing was changed.', () => exchange.closeNotHeldAlarm(actorOf(session), id, reason));
    },
  };
}

/** How partners answered the hits that were opened towards them: alarms first, then whoever answered anything. */
export async function readNotHeldLines(
  { agency, agreement, clock }: DeskServicesParts,
  from: Queryable,
): Promise<LedgerView['notHeld']> {
  const lines: LedgerView['notHeld'][number][] = [];
  for (const { id } of agreement().members) {
    if (id === agency.id) continue;
    const { answered, notHeld, since, alarm } = await readNotHeldOf(from, id, clock.now());
    if (answered === 0 && alarm === null) continue;
    lines.push({
      agencyId: id,
      answered,
      notHeld,
      since: since.toISOString(),
      ...(alarm === null ? {} : { alarm: { ...alarm, raisedAt: alarm.raisedAt.toISOString() } }),
    });
  }
  return lines.toSorted(
    (left, right) => Number(right.alarm !== undefined) - Number(left.alarm !== undefined),
  );
}
