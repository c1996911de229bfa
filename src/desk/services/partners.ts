import {
  agreedSettings,
  bareOneIn,
  listStatedDays,
  readDensities,
  type StatedDay,
} from '../../exchange/index.ts';
import { KEY_CLASSES } from '../../model/index.ts';
import { type BudgetGrant, GRANT_HOURS_MAX, grantState, readGrants } from '../../oversight/index.ts';
import type { Queryable } from '../../store/index.ts';
import type { GrantView, PartnersView, StatedDayView } from '../api/contract.ts';
import type { DeskServices } from '../api/services.ts';
import type { Consultations } from './consultations.ts';
import { orSay } from './nothing-sent.ts';
import { actorOf, type DeskServicesParts } from './parts.ts';

const DAYS_SHOWN = 200;
const HOUR_MS = 3_600_000;

/** The agreement and what comes of it: what guessing would find, and whether two ledgers say the same of a day. */
export function partnersServices(
  parts: DeskServicesParts,
  consultations: Consultations,
): Pick<DeskServices, 'partners' | 'settleDay' | 'proposeGrant' | 'grantBudget' | 'reviewGrant'> {
  return {
    partners(session) {
      return consultations.read(session, { act: 'view-partners' }, async (tx) => {
        const { name, expiresAt, budgets } = parts.agreement();
        const now = parts.clock.now();
        const days = (await listStatedDays(tx, DAYS_SHOWN)).map(dayView);
        const value: PartnersView = {
          agreement: { name, expiresAt: expiresAt.toISOString() },
          settings: await readSettings(parts, tx),
          grants: (await readGrants(tx)).map((grant) => grantView(grant, now)),
          grantLimits: {
            hoursMax: GRANT_HOURS_MAX,
            classes: KEY_CLASSES.map((keyClass) => ({
              keyClass,
              perEpoch: budgets[keyClass]?.perEpoch ?? 0,
            })),
          },
          days,
        };
        return { value, count: days.length };
      });
    },
    async proposeGrant(session, { hours, ...draft }) {
      const until = new Date(parts.clock.now().getTime() + hours * HOUR_MS);
      const id = await orSay('Nothing was proposed.', () =>
        parts.exchange.proposeGrant(actorOf(session), { ...draft, until }),
      );
      return { id };
    },
    async grantBudget(session, { id }) {
      await orSay('Nothing was granted.', () => parts.exchange.grantBudget(actorOf(session), id));
    },
    async reviewGrant(session, about) {
      await orSay('Nothing was changed.', () => parts.exchange.reviewGrant(actorOf(session), about));
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

function grantView(grant: BudgetGrant, now: Date): GrantView {
  const { id, direction, partner, keyClass, elements, used, until, expected, reason, proposedAt } = grant;
  return {
    id,
    direction,
    partner,
    keyClass,
    elements,
    ...(direction === 'given' ? { used } : {}),
    until: until.toISOString(),
    expectedRecords: expected,
    reason,
    proposedAt: proposedAt.toISOString(),
    state: grantState(grant, now),
  };
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
