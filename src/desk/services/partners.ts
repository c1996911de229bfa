import {
  agreedSettings,
  bareOneIn,
  listStatedDays,
  readDensities,
  type StatedDay,
} from '../../exchange/index.ts';
import type { Queryable } from '../../store/index.ts';
import type { PartnersView, StatedDayView } from '../api/contract.ts';
import type { DeskServices } from '../api/services.ts';
import type { Consultations } from './consultations.ts';
import { orSay } from './nothing-sent.ts';
import { actorOf, type DeskServicesParts } from './parts.ts';

const DAYS_SHOWN = 200;

/** The agreement and what comes of it: what guessing would find, and whether two ledgers say the same of a day. */
export function partnersServices(
  parts: DeskServicesParts,
  consultations: Consultations,
): Pick<DeskServices, 'partners' | 'settleDay'> {
  return {
    partners(session) {
      return consultations.read(session, { act: 'view-partners' }, async (tx) => {
        const { name, expiresAt } = parts.agreement();
        const days = (await listStatedDays(tx, DAYS_SHOWN)).map(dayView);
        const value: PartnersView = {
          agreement: { name, expiresAt: expiresAt.toISOString() },
          settings: await readSettings(parts, tx),
          days,
        };
        return { value, count: days.length };
      });
    },
    async settleDay(session, about) {
      await orSay('Nothing was changed.', () => parts.exchange.settleDifference(actorOf(session), about));
    },
  };
}

/** What the setting rule says of the agreement, and what guessing would find in what goes out now. */
async function readSettings(
  { agreement }: DeskServicesParts,
  tx: Queryable,
): Promise<PartnersView['settings']> {
  const { budgets } = agreement();
  const densities = await readDensities(tx, budgets);
  return agreedSettings(budgets).map(({ keyClass, epochBudget, answer }) => ({
    keyClass,
    perEpoch: epochBudget,
    oneIn: bareOneIn(budgets, keyClass),
    expectedRecords: answer.expectedRecords,
    expectedNow: epochBudget * (densities.get(keyClass) ?? 0),
  }));
}

function dayView(stated: StatedDay): StatedDayView {
  const count = (side: 'sent' | 'taken'): number =>
    (stated.ours?.[side].messages ?? []).reduce((sum, one) => sum + one.count, 0);
  return {
    partner: stated.partner,
    day: stated.day,
    state: stateOf(stated),
    sent: count('sent'),
    taken: count('taken'),
    differences: stated.differences ?? [],
  };
}

function stateOf({ ours, theirs, differences, settledAt }: StatedDay): StatedDayView['state'] {
  if (settledAt !== null) return 'settled';
  if ((differences ?? []).length > 0) return 'differs';
  if (theirs === null) return 'awaited';
  return ours === null ? 'unstated' : 'agrees';
}
