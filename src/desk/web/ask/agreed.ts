import type { HitView } from '../../api/contract.ts';
import type { Words } from '../words.ts';

/** How many keys agree, and of half keys to how many records they lead together: "two keys, one record". */
export function agreedWords(t: Words, { keys }: HitView): string {
  const half = keys.find((key) => key.half !== undefined)?.half;
  if (half === undefined) return t('hits.keys', { count: keys.length });
  if (keys.length === 2 && half.records === 1) return t('hits.halves.pair');
  const agree = t('hits.halves', { count: keys.length });
  return `${agree}, ${t('hits.halves.records', { count: half.records })}`;
}

/** A sentence before the chance, of half keys; nothing where a full key is the hit. */
export function halvesWords(
  t: Words,
  { halves }: { readonly halves?: { readonly keys: number; readonly records: number } },
): string {
  if (halves === undefined) return '';
  const { keys, records } = halves;
  if (keys === 2 && records === 1) return `${t('hits.halves.sentence')} `;
  return `${t('hits.halves.count', { count: keys })}, ${t('hits.halves.records', { count: records })}. `;
}
