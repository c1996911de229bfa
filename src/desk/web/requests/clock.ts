import type { RequestListItem } from '../../api/contract.ts';

export interface DueClock {
  readonly leftMs: number;
  readonly totalMs: number;
  /** Amber below 30 % of the time, red only when it is over; an answered request has no clock. */
  readonly tone: 'warn' | 'late' | undefined;
}

export function dueClock(item: Pick<RequestListItem, 'sentAt' | 'dueAt'>, now: number): DueClock {
  const due = Date.parse(item.dueAt);
  const leftMs = due - now;
  const totalMs = Math.max(1, due - Date.parse(item.sentAt));
  const tone = leftMs < 0 ? 'late' : leftMs < totalMs * 0.3 ? 'warn' : undefined;
  return { leftMs, totalMs, tone };
}
