import { type LedgerRow, readEntries, readEntry } from '../../ledger/index.ts';
import type { Queryable } from '../../store/index.ts';
import type { LedgerLine } from '../api/contract.ts';

/** A page of entries, newest first; with `before`, those whose place in the tree is lower. */
export async function readPage(
  from: Queryable,
  before: number | undefined,
  limit: number,
): Promise<readonly LedgerRow[]> {
  const after = before === undefined ? undefined : await numberAtPlace(from, before);
  return readEntries(from, { limit, order: 'newest', ...(after === undefined ? {} : { after }) });
}

/**
 * The writing number of the first entry at or after a place in the tree. Numbers rise with places and leave gaps where a
 * transaction was rolled back, so they are found by halving: one entry read a step.
 */
async function numberAtPlace(from: Queryable, place: number): Promise<number> {
  const [newest] = await readEntries(from, { limit: 1, order: 'newest' });
  let low = place + 1;
  let high = Math.max(low, (newest?.number ?? 0) + 1);
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const [row] = await readEntries(from, { limit: 1, after: middle - 1 });
    if (row === undefined || row.index === null || row.index >= place) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** The entries as the desk lists them. Nobody's name is in them, and none is added. */
export async function ledgerLines(
  from: Queryable,
  rows: readonly LedgerRow[],
  members: ReadonlySet<string>,
): Promise<readonly LedgerLine[]> {
  const roles = await rolesOf(from, rows);
  return rows.map(({ index, leafHash, entry }) => {
    const { kind, act, actor, time } = entry;
    const role =
      actor === 'system' || members.has(actor) ? (actor === 'system' ? 'system' : 'partner') : undefined;
    const head = { index, time, kind, act, who: actor, leafHash };
    if (entry.kind === 'outcome') {
      const fields = entry.fields === undefined ? {} : { fields: entry.fields };
      // Attempts to sign in that were counted stand in one entry; elsewhere the number is how much was read or found.
      const times = entry.act === 'sign-in' && entry.count !== undefined ? { times: entry.count } : {};
      return {
        ...head,
        role: role ?? roles.get(entry.intent) ?? '',
        result: entry.result,
        ...fields,
        ...times,
      };
    }
    return {
      ...head,
      role: role ?? entry.role ?? '',
      ...(entry.purpose === undefined ? {} : { purpose: entry.purpose }),
      ...(entry.partners === undefined ? {} : { partners: entry.partners }),
      ...(entry.categories === undefined ? {} : { counts: entry.categories }),
    };
  });
}

/** The role stands in the intent alone: of each intent its officer's role. */
async function rolesOf(from: Queryable, rows: readonly LedgerRow[]): Promise<ReadonlyMap<string, string>> {
  const roles = new Map<string, string>();
  for (const { entry } of rows) if (entry.kind === 'intent') roles.set(entry.id, entry.role ?? '');
  for (const { entry } of rows) {
    if (entry.kind !== 'outcome' || roles.has(entry.intent)) continue;
    const intent = (await readEntry(from, entry.intent))?.entry;
    roles.set(entry.intent, intent?.kind === 'intent' ? (intent.role ?? '') : '');
  }
  return roles;
}
