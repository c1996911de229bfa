import {
  type AskedAs,
  askedAs,
  hasHalves,
  pairChanceOfList,
  readPartnerIndex,
} from '../../exchange/index.ts';
import { KEY_CLASSES, type KeyClass } from '../../model/index.ts';
import type { Queryable } from '../../store/index.ts';
import type { ScreeningPreview } from '../api/contract.ts';
import { type BudgetsLeft, budgetView, roomOf } from './budget-view.ts';
import { budgetsLeft, type DeskServicesParts } from './parts.ts';
import type { Screening } from './screening.ts';
import { type Cut, cutIntoQuestions, fitting, mostOfRoom, type Room } from './screening-cut.ts';
import { type HowAsked, type WeighedRow, weighRows } from './screening-keys.ts';
import type { ListRow } from './screening-list.ts';
import { asSentence } from './sentences.ts';

const STOPPED_SHOWN = 50;

export type Cuts = readonly Cut<WeighedRow>[];

/** Where an agreement does not say how much a member holds. */
const SIZE_CLASS = 10_000;

/** How keys of these rows are made for our partners. */
async function howAsked(
  parts: DeskServicesParts,
  from: Queryable,
  rows: readonly ListRow[],
): Promise<HowAsked> {
  const ways = new Map<string, AskedAs>();
  for (const { id, sizeClass } of partnersOf(parts)) {
    const asked = askedAs(await readPartnerIndex(from, id), sizeClass ?? SIZE_CLASS);
    ways.set(JSON.stringify(asked), asked);
  }
  const asked = [...ways.values()];
  const most = Math.max(0, ...asked.map(({ sizeClass }) => sizeClass));
  const paired = rows.filter(({ subject }) => hasHalves(subject, most)).length;
  return { country: parts.agency.country, asked, pairChanceMax: pairChanceOfList(paired) };
}

/** The questions that asking about this list would take, sized to what may be sent today, and how their keys are made. */
export async function cutList(
  parts: DeskServicesParts,
  from: Queryable,
  screening: Screening,
): Promise<{ readonly cuts: Cuts; readonly how: HowAsked }> {
  const asked = screening.rows.filter((row) => !screening.stops.has(row));
  const how = await howAsked(parts, from, asked);
  const left = await budgetsOf(parts, from, screening);
  const partners = partnersOf(parts);
  const most = (keyClass: KeyClass): Room =>
    partners
      .map(({ id }) => roomOf(left(id, keyClass)))
      .reduce((so, one) => (mostOfRoom(one) > mostOfRoom(so) ? one : so), { budget: 0, grants: [] });
  return { cuts: cutIntoQuestions(await weighRows(asked, how), most), how };
}

function partnersOf(parts: DeskServicesParts): ReturnType<DeskServicesParts['agreement']>['members'] {
  return parts.agreement().members.filter(({ id }) => id !== parts.agency.id);
}

/** What is left of what partners evaluate for the officer of this list and its purpose. */
export function budgetsOf(
  parts: DeskServicesParts,
  from: Queryable,
  { actor, grounds }: Pick<Screening, 'actor' | 'grounds'>,
): Promise<BudgetsLeft> {
  return budgetsLeft(parts, from, { officerId: actor.officerId, purpose: grounds.purpose });
}

/** The price, before anybody is asked anything. */
export async function priceOf(
  parts: DeskServicesParts,
  tx: Queryable,
  screening: Screening,
  cuts: Cuts,
): Promise<ScreeningPreview> {
  const rows = countRows(cuts);
  // Nothing is asked in this plan: it says which partners can be asked at all.
  const { partners } = await parts.exchange.plan(tx, { text: '', without: [] });
  const left = await budgetsOf(parts, tx, screening);
  return {
    rows,
    withoutKeys: screening.rows.length - screening.stops.size - rows,
    questions: cuts.length,
    ...halvesIn(cuts),
    stoppedCount: screening.stops.size,
    stopped: [...screening.stops]
      .slice(0, STOPPED_SHOWN)
      .map(([{ lines, label }, stop]) => ({ lines, label, ...stop })),
    partners: partners.map(({ partner, notReady }) => {
      const fits = fitting(cuts, (keyClass) => roomOf(left(partner, keyClass)));
      return {
        agencyId: partner,
        ready: notReady === null,
        ...(notReady === null ? {} : { why: asSentence(notReady.why) }),
        rowsInBudget: countRows(cuts.slice(0, fits)),
        classes: KEY_CLASSES.flatMap((keyClass) => {
          const keys = sum(cuts.map(({ counts }) => counts[keyClass]));
          if (keys === 0) return [];
          const padded = sum(cuts.map((cut) => cut.padded[keyClass]));
          return [{ keyClass, keys, padded, ...budgetView(left(partner, keyClass)) }];
        }),
      };
    }),
  };
}

/** Nothing where no row names somebody with a firm, or nobody publishes pairs. */
function halvesIn(cuts: Cuts): Pick<ScreeningPreview, 'halves'> {
  const rows = cuts.flatMap((cut) => cut.rows).filter(({ halves }) => halves > 0);
  if (rows.length === 0) return {};
  const keys = sum(rows.map(({ halves }) => halves));
  return { halves: { rows: rows.length, keys, strangers: sum(rows.map(({ strangers }) => strangers)) } };
}

export function countRows(cuts: Cuts): number {
  return sum(cuts.map(({ rows }) => rows.length));
}

function sum(counts: readonly (number | undefined)[]): number {
  return counts.reduce<number>((total, count) => total + (count ?? 0), 0);
}
