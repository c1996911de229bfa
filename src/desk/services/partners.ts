import {
  agreedSettings,
  bareOneIn,
  listStatedDays,
  type ConflictSide,
  isProposed,
  type KeyConflict,
  readDensities,
  readDamaged,
  readKeyConflicts,
  readOwnPlaces,
  readOtherKeys,
  readSettlements,
  type Settlement,
  type StatedDay,
} from '../../exchange/index.ts';
import { groupBy } from '../../base/index.ts';
import { KEY_CLASSES } from '../../model/index.ts';
import { type BudgetGrant, GRANT_HOURS_MAX, grantState, readGrants } from '../../oversight/index.ts';
import type { Queryable } from '../../store/index.ts';
import type {
  ConflictSideView,
  ConflictView,
  GrantView,
  PartnersView,
  StatedDayView,
} from '../api/contract.ts';
import type { DeskServices } from '../api/services.ts';
import { divisionOf } from './budget-division.ts';
import type { Consultations } from './consultations.ts';
import { orSay } from './nothing-sent.ts';
import { actorOf, type DeskServicesParts } from './parts.ts';

const DAYS_SHOWN = 200;
const CONFLICTS_SHOWN = 50;
const DAMAGED_DAYS = 30;
const HOUR_MS = 3_600_000;

/** The agreement and what comes of it: what guessing would find, and whether two ledgers say the same of a day. */
export function partnersServices(
  parts: DeskServicesParts,
  consultations: Consultations,
): Pick<
  DeskServices,
  | 'partners'
  | 'settleDay'
  | 'proposeGrant'
  | 'grantBudget'
  | 'reviewGrant'
  | 'proposeSettlement'
  | 'settleConflict'
  | 'reviewOtherKeys'
> {
  return {
    partners(session) {
      return consultations.read(session, { act: 'view-partners' }, async (tx) => {
        const { name, expiresAt, budgets } = parts.agreement();
        const now = parts.clock.now();
        const days = (await listStatedDays(tx, DAYS_SHOWN)).map(dayView);
        const value: PartnersView = {
          agreement: { name, expiresAt: expiresAt.toISOString() },
          settings: await readSettings(parts, tx),
          conflicts: await readConflicts(tx, now),
          ownPlaces: await readOwnPlaces(tx),
          ownDamaged: (await readDamaged(tx, new Date(now.getTime() - DAMAGED_DAYS * 24 * HOUR_MS))).map(
            (one) => ({ ...one, foundAt: one.foundAt.toISOString() }),
          ),
          otherKeys: (await readOtherKeys(tx, CONFLICTS_SHOWN)).map(
            ({ foundAt, reviewedAt, theirsEpoch: _epoch, ...keys }) => ({
              ...keys,
              foundAt: foundAt.toISOString(),
              reviewed: reviewedAt !== null,
            }),
          ),
          division: divisionOf(parts),
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
    async proposeSettlement(session, draft) {
      const id = await orSay('Nothing was proposed.', () =>
        parts.exchange.proposeSettlement(actorOf(session), draft),
      );
      return { id };
    },
    async settleConflict(session, { id }) {
      await orSay('Nothing was settled.', () => parts.exchange.settleConflict(actorOf(session), id));
    },
    async reviewOtherKeys(session, about) {
      await orSay('Nothing was changed.', () => parts.exchange.reviewOtherKeys(actorOf(session), about));
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

/** What is open of one partner is one matter; what was settled together was one. */
async function readConflicts(tx: Queryable, now: Date): Promise<readonly ConflictView[]> {
  const conflicts = await readKeyConflicts(tx, CONFLICTS_SHOWN);
  const settlements = await readSettlements(tx, CONFLICTS_SHOWN);
  return [...groupBy(conflicts, (one) => one.settlement ?? `open ${one.partner}`).values()].flatMap(
    (places) => {
      const [first] = places;
      return first === undefined ? [] : [conflictView(first, places, settlements, now)];
    },
  );
}

function conflictView(
  { partner, settlement: settledBy }: KeyConflict,
  places: readonly KeyConflict[],
  settlements: readonly Settlement[],
  now: Date,
): ConflictView {
  // What was proposed before the newest place was found is about less than there is.
  const newest = Math.max(...places.map(({ foundAt }) => foundAt.getTime()));
  const settlement = settlements.find((one) =>
    settledBy === null
      ? one.partner === partner && isProposed(one, now) && one.proposedAt.getTime() >= newest
      : one.id === settledBy,
  );
  return {
    partner,
    state: settledBy !== null ? 'settled' : settlement === undefined ? 'open' : 'proposed',
    places: places.map((place) => ({
      part: place.part,
      foundAt: place.foundAt.toISOString(),
      first: place.first === null ? null : sideView(place.first),
      second: sideView(place.second),
    })),
    ...(settlement === undefined
      ? {}
      : {
          settlement: {
            id: settlement.id,
            believed: settlement.believed,
            reason: settlement.reason,
            at: (settlement.confirmedAt ?? settlement.proposedAt).toISOString(),
          },
        }),
  };
}

function sideView({ issuedAt, ...side }: ConflictSide): ConflictSideView {
  return { ...side, ...(issuedAt === null ? {} : { issuedAt }) };
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
