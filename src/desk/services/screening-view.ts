import { readCase } from '../../oversight/index.ts';
import type { Queryable } from '../../store/index.ts';
import type { ScreeningView } from '../api/contract.ts';
import type { Screening } from './screening.ts';
import { KEPT_MS } from './screening-keeper.ts';

const PAGE_ROWS = 100;
const UNREAD_SHOWN = 500;

/** What the page shows of a list: counts, lines that could not be read, and one page of the rows that hit. */
export async function screeningView(
  from: Queryable,
  screening: Screening,
  page: number,
): Promise<ScreeningView> {
  const { grounds, facts, sealed, endedAt, state, code } = screening;
  const file = await readCase(from, grounds.caseId);
  const hits = [...screening.hits.values()].sort(byLine);
  const pages = Math.max(1, Math.ceil(hits.length / PAGE_ROWS));
  const shown = Math.min(page, pages - 1);
  return {
    startedAt: screening.startedAt.toISOString(),
    state,
    ...(code === null ? {} : { code }),
    case: { id: grounds.caseId, reference: file?.reference ?? '', title: file?.title ?? '' },
    purpose: grounds.purpose,
    list: { ...facts, unreadCount: facts.unread.length, unread: facts.unread.slice(0, UNREAD_SHOWN) },
    here: {
      done: screening.done,
      total: facts.rows,
      hits: hits.filter(({ here }) => here.length > 0).length,
    },
    sealed: sealed === null ? null : { ...sealed, partners: [...sealed.partners.values()] },
    hits: hits.slice(shown * PAGE_ROWS, (shown + 1) * PAGE_ROWS),
    hitCount: hits.length,
    page: shown,
    pages,
    forgottenAt: endedAt === null ? null : new Date(endedAt.getTime() + KEPT_MS).toISOString(),
  };
}

function byLine(
  left: { readonly lines: readonly number[] },
  right: { readonly lines: readonly number[] },
): number {
  return (left.lines[0] ?? 0) - (right.lines[0] ?? 0);
}
