import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { type Clock, utf8 } from '../../base/index.ts';
import type { KeyClass } from '../../model/index.ts';
import { writeSecret } from './at-rest.ts';
import { ExchangeError } from '../errors.ts';

const FILE = 'counted.json';
/** So many elements are written down ahead, so that the disk is not waited for at each question; a crash counts them as used. */
const AHEAD_MAX = 1_024;

export interface ClassCeiling {
  readonly perDay: number;
  readonly perEpoch: number;
}

/** Elements evaluated so far, counted by the sealer itself: a server that was taken over cannot have more evaluated than all partners may. */
export interface SealerCounters {
  /** Counts before anything is evaluated; throws `budget-used-up` and counts nothing. */
  count(epoch: number, keyClass: KeyClass, elements: number): void;
  /** Of epochs whose seeds are destroyed nothing can be evaluated any more: their counts go. Only then, or a lie would reset them. */
  forgetBefore(epoch: number): void;
}

const kept = z.record(z.string().max(60), z.int().min(0));

/**
 * Counters in a file of the sealer's folder, by class and day (UTC) and by class and epoch, over all partners together. A damaged
 * file is `sealer-broken`: counting anew from nothing would give a thief a second day.
 */
export function openSealerCounters(parts: {
  readonly folder: string;
  readonly clock: Clock;
  readonly ceilings: Readonly<Partial<Record<KeyClass, ClassCeiling>>>;
}): SealerCounters {
  const { folder, clock, ceilings } = parts;
  /** What the file says: never less than what was counted. */
  const written = readCounted(folder);
  const counted = new Map(written);
  return {
    count(epoch, keyClass, elements) {
      const ceiling = ceilings[keyClass] ?? { perDay: 0, perEpoch: 0 };
      const day = clock.now().toISOString().slice(0, 10);
      const wanted = [
        { key: `${keyClass} day ${day}`, limit: ceiling.perDay },
        { key: `${keyClass} epoch ${epoch}`, limit: ceiling.perEpoch },
      ].map((one) => ({ ...one, used: (counted.get(one.key) ?? 0) + elements }));
      for (const { used, limit } of wanted)
        if (used > limit)
          throw new ExchangeError(
            'budget-used-up',
            `the sealer has evaluated what all partners together may have: ${limit} elements; ask again after 00:00 UTC`,
          );
      const ahead = wanted.filter(({ key, used }) => used > (written.get(key) ?? 0));
      if (ahead.length > 0) {
        forgetDays(written, day);
        for (const { key, used, limit } of ahead)
          written.set(key, Math.min(limit, used + Math.min(AHEAD_MAX, Math.floor(limit / 64))));
        writeSecret(folder, FILE, utf8(JSON.stringify(Object.fromEntries(written))));
      }
      for (const { key, used } of wanted) counted.set(key, used);
      forgetDays(counted, day);
    },
    forgetBefore(epoch) {
      for (const numbers of [counted, written])
        for (const key of numbers.keys()) {
          const [, kind, which] = key.split(' ');
          if (kind === 'epoch' && Number(which) < epoch) numbers.delete(key);
        }
    },
  };
}

function forgetDays(numbers: Map<string, number>, today: string): void {
  for (const key of numbers.keys()) {
    const [, kind, which = ''] = key.split(' ');
    if (kind === 'day' && which < today) numbers.delete(key);
  }
}

function readCounted(folder: string): Map<string, number> {
  let text: string;
  try {
    text = readFileSync(join(folder, FILE), 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return new Map();
    throw error;
  }
  try {
    return new Map(Object.entries(kept.parse(JSON.parse(text))));
  } catch (cause) {
    throw new ExchangeError('sealer-broken', `the sealer's counters (${FILE}) cannot be read`, { cause });
  }
}
