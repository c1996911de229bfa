import { groupBy } from '../../base/index.ts';
import { listWithdrawals, type Withdrawal } from '../../exchange/index.ts';
import { readSourceRows, type SourceRow } from '../../records/index.ts';
import type { WithdrawalView } from '../api/contract.ts';
import type { DeskServices } from '../api/services.ts';
import type { Consultations } from './consultations.ts';

const RECORDS_MAX = 100;

/** Records that were taken back from partners, and what each partner's signed receipts say of them. */
export function withdrawalServices(consultations: Consultations): Pick<DeskServices, 'withdrawals'> {
  return {
    withdrawals(session) {
      return consultations.read(session, { act: 'view-withdrawals' }, async (tx) => {
        const byRecord = groupBy(await listWithdrawals(tx, RECORDS_MAX), ({ entityId }) => entityId);
        const rows = await readSourceRows(tx, [...byRecord.keys()]);
        const views = [...byRecord].map(([id, lines]) => viewOf(id, lines, rows.get(id) ?? []));
        const isOpen = ({ partners }: WithdrawalView): boolean =>
          partners.some(({ state }) => state !== 'deleted');
        const value = [...views.filter(isOpen), ...views.filter((view) => !isOpen(view))];
        return { value, count: value.length };
      });
    },
  };
}

function viewOf(entityId: string, lines: readonly Withdrawal[], rows: readonly SourceRow[]): WithdrawalView {
  const since = new Date(Math.max(...lines.map((line) => line.since.getTime())));
  return {
    entityId,
    rows: rows.map(({ source, rowKey }) => `${source}: ${rowKey}`),
    since: since.toISOString(),
    whole: lines.every(({ whole }) => whole),
    partners: lines.map((line) => ({ agencyId: line.partner, ...stateOf(line) })),
  };
}

function stateOf({ since, confirmedAt, deletedAt }: Withdrawal): {
  readonly state: 'waiting' | 'no-hit' | 'deleted';
  readonly at: string;
} {
  if (deletedAt !== null) return { state: 'deleted', at: deletedAt.toISOString() };
  if (confirmedAt !== null) return { state: 'no-hit', at: confirmedAt.toISOString() };
  return { state: 'waiting', at: since.toISOString() };
}
