import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { type Clock, utf8 } from '../../base/index.ts';
import type { KeyClass } from '../../model/index.ts';
import { writeSecret } from './at-rest.ts';
import type { BudgetLimits, BudgetRule } from '../../oversight/index.ts';
import { budgetRefusal } from '../budget-refusals.ts';
import { ExchangeError } from '../errors.ts';
import { type SealerGrant, sealerGrant } from './sealer-grants.ts';

const COUNTED = 'counted.json';
const GRANTED = 'granted.json';
/** So many elements are written down ahead, so that the disk is not waited for at each question; a crash counts them as used. */
const AHEAD_MAX = 1_024;
/** All grants of as many days are no more, by partner and class, than the agreement gives for one epoch. */
export const GRANTS_DAYS = 90;
const DAY_MS = 86_400_000;

/** Who asks at a partner, and what for, is the server's word, too, and no bound against a server that lies: shares are counted there. */
export type ClassCeiling = Pick<
  BudgetLimits,
  'perDay' | 'perEpoch' | 'allPartnersPerDay' | 'allPartnersPerEpoch'
>;

/** Who may have how much evaluated. */
export interface Ceilings {
  readonly partners: readonly string[];
  /** Of each partner, and of all together. */
  readonly classes: Readonly<Partial<Record<KeyClass, ClassCeiling>>>;
}

/** Elements evaluated so far, counted by the sealer itself: a server that was taken over cannot have more evaluated than all partners may. */
export interface SealerCounters {
  /** Counts before anything is evaluated; throws `budget-used-up` and counts nothing. */
  count(partner: string, epoch: number, keyClass: KeyClass, elements: number): void;
  /** Raises a partner's ceiling for a grant's span; the same one again changes nothing. Throws `grant-refused`. */
  grant(grant: SealerGrant): void;
  /** Of epochs whose seeds are destroyed nothing can be evaluated any more: their counts go. Only then, or a lie would reset them. */
  forgetBefore(epoch: number): void;
}

const NOTHING: ClassCeiling = { perDay: 0, perEpoch: 0, allPartnersPerDay: 0, allPartnersPerEpoch: 0 };
const kept = z.record(z.string().max(100), z.int().min(0));
const keptGrants = z.array(sealerGrant.extend({ used: z.int().min(0) }));
type KeptGrant = z.infer<typeof keptGrants>[number];

/**
 * Counters in files of the sealer's folder, by partner, class and day (UTC) and by partner, class and epoch, and grants with what was used of
 * each. A damaged file is `sealer-broken`: counting anew from nothing would give a thief a second day.
 */
export function openSealerCounters(parts: {
  readonly folder: string;
  readonly clock: Clock;
  readonly ceilings: Ceilings;
}): SealerCounters {
  const { folder, clock, ceilings } = parts;
  /** What the file says: never less than what was counted. */
  const written = new Map(
    Object.entries(readKept(folder, COUNTED, kept, {})).filter(([key]) => key.split(' ').length === 4),
  );
  const counted = new Map(written);
  let grants: readonly KeptGrant[] = readKept(folder, GRANTED, keptGrants, []);

  const ceilingOf = (partner: string, keyClass: KeyClass): ClassCeiling =>
    (ceilings.partners.includes(partner) ? ceilings.classes[keyClass] : undefined) ?? NOTHING;
  /** What all partners have used: the sum of theirs, so that no counter of its own can say otherwise. */
  const usedByAll = (keyClass: KeyClass, period: string): number =>
    ceilings.partners.reduce((sum, one) => sum + (counted.get(`${one} ${keyClass} ${period}`) ?? 0), 0);
  const keepGrants = (next: readonly KeptGrant[]): void => {
    writeSecret(folder, GRANTED, utf8(JSON.stringify(next)));
    grants = next;
  };
  /** Charges the grant that ends first among those with as much left; whether there is one. Durable before anything is evaluated. */
  const chargeGrant = (partner: string, keyClass: KeyClass, elements: number): boolean => {
    const now = clock.now().getTime();
    const [first] = grants
      .filter((one) => one.partner === partner && one.keyClass === keyClass && Date.parse(one.until) > now)
      .filter((one) => one.elements - one.used >= elements)
      .toSorted((left, right) => Date.parse(left.until) - Date.parse(right.until));
    if (first === undefined) return false;
    keepGrants(grants.map((one) => (one === first ? { ...one, used: one.used + elements } : one)));
    return true;
  };

  return {
    count(partner, epoch, keyClass, elements) {
      const ceiling = ceilingOf(partner, keyClass);
      const day = clock.now().toISOString().slice(0, 10);
      const wanted = (
        [
          [`epoch ${epoch}`, 'budget-epoch', ceiling.perEpoch, ceiling.allPartnersPerEpoch],
          [`day ${day}`, 'budget-day', ceiling.perDay, ceiling.allPartnersPerDay],
        ] as const
      ).map(([period, rule, limit, limitOfAll]) => {
        const key = `${partner} ${keyClass} ${period}`;
        const used = (counted.get(key) ?? 0) + elements;
        return { key, rule, limit, used, limitOfAll, usedByAll: usedByAll(keyClass, period) + elements };
      });
      const refusal = refusalOf(wanted);
      if (refusal !== null && !chargeGrant(partner, keyClass, elements))
        throw budgetRefusal({ ...refusal, used: refusal.used - elements });
      const ahead = wanted.filter(({ key, used }) => used > (written.get(key) ?? 0));
      if (ahead.length > 0) {
        forgetDays(written, day);
        for (const { key, used, limit } of ahead)
          written.set(
            key,
            Math.max(used, Math.min(limit, used + Math.min(AHEAD_MAX, Math.floor(limit / 64)))),
          );
        writeSecret(folder, COUNTED, utf8(JSON.stringify(Object.fromEntries(written))));
      }
      for (const { key, used } of wanted) counted.set(key, used);
      forgetDays(counted, day);
    },
    grant(grant) {
      const { partner, keyClass } = grant;
      const known = grants.find(({ id }) => id === grant.id);
      if (known !== undefined) {
        if (JSON.stringify({ ...grant, used: known.used }) === JSON.stringify(known)) return;
        throw new ExchangeError('grant-refused', 'the sealer has another grant under this id');
      }
      const since = clock.now().getTime() - GRANTS_DAYS * DAY_MS;
      const counting = grants.filter(({ from }) => Date.parse(from) > since);
      const ofClass = counting.filter((one) => one.keyClass === keyClass);
      const sum = (of: readonly KeptGrant[]): number => of.reduce((all, { elements }) => all + elements, 0);
      const refused = grantRefusal(ceilingOf(partner, keyClass), grant.elements, {
        partner: sum(ofClass.filter((one) => one.partner === partner)),
        all: sum(ofClass),
      });
      if (refused !== null) throw refused;
      keepGrants([...counting, { ...grant, used: 0 }]);
    },
    forgetBefore(epoch) {
      for (const numbers of [counted, written])
        for (const key of numbers.keys()) {
          const [, , kind, which] = key.split(' ');
          if (kind === 'epoch' && Number(which) < epoch) numbers.delete(key);
        }
    },
  };
}

interface Wanted {
  readonly rule: 'budget-epoch' | 'budget-day';
  readonly used: number;
  readonly limit: number;
  readonly usedByAll: number;
  readonly limitOfAll: number;
}

/** The first ceiling that is passed; null when none is. */
function refusalOf(wanted: readonly Wanted[]): Parameters<typeof budgetRefusal>[0] | null {
  for (const { rule, used, limit, ...all } of wanted) {
    if (used > limit) return { rule, used, limit };
    const ofAll: BudgetRule = rule === 'budget-day' ? 'budget-all-partners' : 'budget-all-partners-epoch';
    if (all.usedByAll > all.limitOfAll) return { rule: ofAll, used: all.usedByAll, limit: all.limitOfAll };
  }
  return null;
}

/**
 * Why a grant of so many elements is none, with what was granted in the last 90 days to its partner and to all, of one class: a whole
 * epoch's budget of a partner at most, and of all together no more than all may have in an epoch. Null when it is within.
 */
export function grantRefusal(
  { perEpoch, allPartnersPerEpoch }: Pick<ClassCeiling, 'perEpoch' | 'allPartnersPerEpoch'>,
  elements: number,
  granted: { readonly partner: number; readonly all: number },
): ExchangeError | null {
  if (granted.partner + elements > perEpoch)
    return new ExchangeError(
      'grant-refused',
      `all grants of ${GRANTS_DAYS} days to one partner are no more than a whole epoch’s budget, ${perEpoch} elements; ${granted.partner} were granted`,
    );
  if (granted.all + elements > allPartnersPerEpoch)
    return new ExchangeError(
      'grant-refused',
      `all grants of ${GRANTS_DAYS} days to all partners are no more than all may have in an epoch, ${allPartnersPerEpoch} elements; ${granted.all} were granted`,
    );
  return null;
}

function forgetDays(numbers: Map<string, number>, today: string): void {
  for (const key of numbers.keys()) {
    const [, , kind, which = ''] = key.split(' ');
    if (kind === 'day' && which < today) numbers.delete(key);
  }
}

function readKept<Kept>(folder: string, file: string, schema: z.ZodType<Kept>, otherwise: Kept): Kept {
  let text: string;
  try {
    text = readFileSync(join(folder, file), 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return otherwise;
    throw error;
  }
  try {
    return schema.parse(JSON.parse(text));
  } catch (cause) {
    throw new ExchangeError('sealer-broken', `the sealer's counters (${file}) cannot be read`, { cause });
  }
}
