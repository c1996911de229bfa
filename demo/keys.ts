import type { AgencyId } from './agencies.ts';
import { registerNumber } from './check-digits.ts';

/** The key that each old system gives to its n-th record. */
export function sourceKey(agency: AgencyId, n: number): string {
  if (agency === 'jpn') return registerNumber(1_000_000 + n * 7);
  if (agency === 'ard') return `A-${String(n).padStart(7, '0')}`;
  if (agency === 'crp') return `MC${String(n).padStart(7, '0')}`;
  if (agency === 'fio') return String(100_000 + n);
  return String(n * 3 + 11).padStart(6, '0');
}
