import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import type * as view from '../api/contract.ts';
import { call } from './api-client.ts';

/** One hook a view; some refresh themselves while something is still on its way. */
function useView<T>(
  path: string,
  everyMs: number | ((data: T | undefined) => number | false) | false = false,
  enabled = true,
): UseQueryResult<T> {
  return useQuery<T>({
    queryKey: path.split(/[/?]/).slice(1),
    queryFn: ({ signal }) => call<T>('GET', path, { signal }),
    enabled,
    refetchInterval: typeof everyMs === 'function' ? (query) => everyMs(query.state.data) : everyMs,
  });
}

export const useSession = () => useView<view.SessionView>('/api/session');
export const useStatus = () =>
  useView<view.StatusView>('/api/status', (data) =>
    data?.ready !== true ? 1_000 : data.alerts === undefined ? 15_000 : 3_000,
  );
/** Only for roles that may: what is refused would only be written down as refused. */
export const useCases = (enabled: boolean) => useView<readonly view.CaseView[]>('/api/cases', false, enabled);
export const useQuestions = () => useView<readonly view.QuestionListItem[]>('/api/questions');
export const useQuestion = (id: string) =>
  useView<view.QuestionView>(`/api/questions/${id}`, (data) =>
    data?.partners.some(({ state }) => state === 'waiting') === true ? 700 : false,
  );
/** Looked at anew when an alert comes: each look is a consultation. */
export const useStanding = () => useView<view.StandingView>('/api/standing');
/** Under what a page of the officer's list is remembered while it is shown: in memory, and not longer. */
export const screeningKey = (page: number) => ['api', 'screenings', 'current', `page=${page}`];
export const useScreening = (page: number) =>
  useView<view.CurrentScreening>(`/api/screenings/current?page=${page}`, (data) =>
    data?.screening?.state === 'looking' || data?.screening?.state === 'asking' ? 700 : false,
  );
export const useRequests = (enabled = true) =>
  useView<readonly view.RequestListItem[]>('/api/requests', 60_000, enabled);
export const useRequest = (id: string) =>
  useView<view.RequestView>(`/api/requests/${id}`, (data) =>
    data?.direction === 'outgoing' && data.answer === undefined ? 5_000 : false,
  );
export const useRecord = (id: string, caseId: string) =>
  useView<view.RecordView>(`/api/records/${encodeURIComponent(id)}?case=${encodeURIComponent(caseId)}`);
export const useNetwork = (caseId: string, from: string, to: string) => {
  const ends =
    from !== '' && to !== '' ? `&from=${encodeURIComponent(from)}&to=${encodeURIComponent(to)}` : '';
  return useView<view.NetworkView>(`/api/network?case=${encodeURIComponent(caseId)}${ends}`);
};
export const useReview = () =>
  useView<view.ReviewView>('/api/review', (data) => (data?.isWaiting === true ? 3_000 : false));
export const useReviewPair = (left: string, right: string) =>
  useView<view.ReviewPairView>(`/api/review/pairs/${encodeURIComponent(left)}/${encodeURIComponent(right)}`);
export const useRuns = () =>
  useView<readonly view.IntakeRunView[]>('/api/intake/runs', (data) =>
    data?.some(({ state }) => state === 'running') === true ? 2_000 : false,
  );
export const useWithdrawals = () => useView<readonly view.WithdrawalView[]>('/api/withdrawals');
export const useRun = (id: string) => useView<view.IntakeRunDetail>(`/api/intake/runs/${id}`);
export const useQuarantine = (id: string) =>
  useView<readonly view.QuarantinedRow[]>(`/api/intake/runs/${id}/quarantine`);
export const usePartners = () => useView<view.PartnersView>('/api/partners');
export const useLedger = (before: number | null) =>
  useView<view.LedgerView>(`/api/ledger?limit=100${before === null ? '' : `&before=${before}`}`);
