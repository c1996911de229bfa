import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { JudgementDraft } from '../../api/contract.ts';
import { call } from '../api-client.ts';

/** A judgement of this sitting that has not been taken back. */
export interface Judged extends JudgementDraft {
  readonly judgementId: string;
  readonly names: string;
}

interface Asked extends JudgementDraft {
  readonly names: string;
}

export interface Judging {
  readonly judge: (asked: Asked) => void;
  readonly takeBack: (judgementId: string) => void;
  /** Newest last. */
  readonly judged: readonly Judged[];
  readonly isPending: boolean;
  readonly error: Error | null;
}

/** Says a word on a pair, or takes one back; the queue and the pair are read again after either. */
export function useJudging(o: {
  readonly onJudged: (judged: Judged) => void;
  readonly onTakenBack: (judgementId: string) => void;
}): Judging {
  const client = useQueryClient();
  const [judged, setJudged] = useState<readonly Judged[]>([]);
  const readAgain = (): Promise<void> => client.invalidateQueries({ queryKey: ['api', 'review'] });
  const judge = useMutation({
    mutationFn: async ({ names, ...draft }: Asked): Promise<Judged> => {
      const { judgementId } = await call<{ judgementId: string }>('POST', '/api/review/judgements', {
        body: draft,
      });
      return { ...draft, names, judgementId };
    },
    onSuccess: (done) => {
      takeBack.reset();
      setJudged([...judged, done]);
      o.onJudged(done);
    },
    onSettled: readAgain,
  });
  const takeBack = useMutation({
    mutationFn: (judgementId: string) => call('DELETE', `/api/review/judgements/${judgementId}`),
    onSuccess: (_, judgementId) => {
      judge.reset();
      setJudged(judged.filter((one) => one.judgementId !== judgementId));
      o.onTakenBack(judgementId);
    },
    onSettled: readAgain,
  });
  return {
    judge: (asked) => judge.mutate(asked),
    takeBack: (judgementId) => takeBack.mutate(judgementId),
    judged,
    isPending: judge.isPending || takeBack.isPending,
    error: judge.error ?? takeBack.error,
  };
}
