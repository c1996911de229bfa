import { readSentToday, type SentToday } from '../../exchange/index.ts';
import { KEY_CLASSES, type KeyClass } from '../../model/index.ts';
import type { Queryable } from '../../store/index.ts';
import type { ScreeningPreview } from '../api/contract.ts';
import type { DeskServicesParts } from './parts.ts';
import type { Screening } from './screening.ts';
import { type Cut, cutIntoQuestions, fitting } from './screening-cut.ts';
import { type HowAsked, type WeighedRow, weighRows } from './screening-keys.ts';
import { asSentence } from './sentences.ts';

const STOPPED_SHOWN = 50;

export type Cuts = readonly Cut<WeighedRow>[];

/** How keys are made for these partners. */
export function howAsked(parts: DeskServicesParts): HowAsked {
  const sizes = partnersOf(parts).map(({ sizeClass }) => sizeClass ?? SIZE_CLASS);
  return { country: parts.agency.country, sizeClasses: [...new Set(sizes)] };
}

/** Where an agreement does not say how much a member holds. */
const SIZE_CLASS = 10_000;

/** The questions that asking about this list would take, sized to what may be sent today. */
export async function cutList(
  parts: DeskServicesParts,
  from: Queryable,
  screening: Screening,
): Promise<Cuts> {
  const asked = screening.rows.filter((row) => !screening.stops.has(row));
  const left = await budgetLeft(parts, from);
  const partners = partnersOf(parts);
  const most = (keyClass: KeyClass): number => Math.max(0, ...partners.map(({ id }) => left(id, keyClass)));
  return cutIntoQuestions(await weighRows(asked, howAsked(parts)), most);
}

function partnersOf(parts: DeskServicesParts): ReturnType<DeskServicesParts['agreement']>['members'] {
  return parts.agreement().members.filter(({ id }) => id !== parts.agency.id);
}

/** What is left today of what a partner evaluates for us, by class. */
export async function budgetLeft(
  parts: DeskServicesParts,
  from: Queryable,
): Promise<(partner: string, keyClass: KeyClass) => number> {
  const sent = await readSentToday(from, parts.clock.now());
  return (partner, keyClass) => perDay(parts, keyClass) - used(sent, partner, keyClass);
}

function used(sent: readonly SentToday[], partner: string, keyClass: KeyClass): number {
  return sent.find((line) => line.partner === partner && line.keyClass === keyClass)?.elements ?? 0;
}

function perDay(parts: DeskServicesParts, keyClass: KeyClass): number {
  return parts.agreement().budgets[keyClass]?.perDay ?? 0;
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
  const sent = await readSentToday(tx, parts.clock.now());
  return {
    rows,
    withoutKeys: screening.rows.length - screening.stops.size - rows,
    questions: cuts.length,
    stoppedCount: screening.stops.size,
    stopped: [...screening.stops]
      .slice(0, STOPPED_SHOWN)
      .map(([{ lines, label }, stop]) => ({ lines, label, ...stop })),
    partners: partners.map(({ partner, notReady }) => {
      const left = (keyClass: KeyClass): number => perDay(parts, keyClass) - used(sent, partner, keyClass);
      const fits = fitting(cuts, left);
      return {
        agencyId: partner,
        ready: notReady === null,
        ...(notReady === null ? {} : { why: asSentence(notReady.why) }),
        rowsInBudget: countRows(cuts.slice(0, fits)),
        classes: KEY_CLASSES.flatMap((keyClass) => {
          const keys = sum(cuts.map(({ counts }) => counts[keyClass]));
          if (keys === 0) return [];
          const padded = sum(cuts.map((cut) => cut.padded[keyClass]));
          const budgetUsed = used(sent, partner, keyClass);
          return [{ keyClass, keys, padded, budgetUsed, budgetPerDay: perDay(parts, keyClass) }];
        }),
      };
    }),
  };
}

export function countRows(cuts: Cuts): number {
  return sum(cuts.map(({ rows }) => rows.length));
}

function sum(counts: readonly (number | undefined)[]): number {
  return counts.reduce<number>((total, count) => total + (count ?? 0), 0);
}
