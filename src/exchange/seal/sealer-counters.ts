import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { type Clock, utf8 } from '../../base/index.ts';
import type { KeyClass } from '../../model/index.ts';
import { writeSecret } from './at-rest.ts';
import { ExchangeError } from '../errors.ts';
import { type SealerGrant, sealerGrant } from './sealer-grants.ts';

const COUNTED = 'counted.json';
const GRANTED = 'granted.json';
/** So many elements are written down ahead, so that the disk is not waited for at each question; a crash counts them as used. */
const AHEAD_MAX = 1_024;
/** All grants of as many days are no more, by partner and class, than the agreement gives for one epoch. */
export const GRANTS_DAYS = 90;
const DAY_MS = 86_400_000;

interface ClassCeiling {
  readonly perDay: number;
  readonly perEpoch: number;
}

/** Who may have how much evaluated. */
export interface Ceilings {
  readonly partners: readonly string[];
  /** Of each partner. */
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
    (ceilings.partners.includes(partner) ? ceilings.classes[keyClass] : undefined) ?? {
      perDay: 0,
      perEpoch: 0,
    };
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
      const wanted = [
        { key: `${partner} ${keyClass} day ${day}`, limit: ceiling.perDay },
        { key: `${partner} ${keyClass} epoch ${epoch}`, limit: ceiling.perEpoch },
      ].map((one) => ({ ...one, used: (counted.get(one.key) ?? 0) + elements }));
      const passed = wanted.find(({ used, limit }) => used > limit);
      if (passed !== undefined && !chargeGrant(partner, keyClass, elements))
        throw new ExchangeError(
          'budget-used-up',
          `the sealer has evaluated what this partner may have: ${passed.limit} elements; ask again after 00:00 UTC`,
        );
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
      const before = counting
        .filter((one) => one.partner === partner && one.keyClass === keyClass)
        .reduce((sum, { elements }) => sum + elements, 0);
      const most = ceilingOf(partner, keyClass).perEpoch;
      if (before + grant.elements > most)
        throw new ExchangeError(
          'grant-refused',
          `all grants of ${GRANTS_DAYS} days to one partner are no more than a whole epoch’s budget, ${most} elements; ${before} were granted`,
        );
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
