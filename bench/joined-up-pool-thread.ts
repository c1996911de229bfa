/** The pool on a thread of its own: it is asked while the alerts are measured, which leave most of the machine idle. */
import type { Truth } from '../demo/index.ts';
import { poolFindings, withinReach } from './joined-up-findings.ts';
import type { PooledRecord } from './joined-up-messages.ts';
import { Pool, type PoolMember } from './joined-up-pool.ts';
import { type Detail, score, TruthIndex } from './joined-up-score.ts';
import { answerCalls } from './worker-call.ts';

export interface PoolCall {
  readonly truth: Truth;
  readonly records: readonly PooledRecord[];
  readonly members: ReadonlyMap<string, PoolMember>;
  /** The agencies' lists, or everybody against everybody. */
  readonly asked: 'lists' | 'everybody';
}

answerCalls({
  async score({ truth: truthFile, records, members, asked }: PoolCall): Promise<Detail> {
    const truth = new TruthIndex(truthFile);
    const pool = new Pool(records, members);
    const pairs = asked === 'lists' ? pool.answerLists() : pool.joinAll();
    const { judged, learned } = poolFindings(truth, pairs, members);
    return score(truth, judged, learned, withinReach(truth, records));
  },
});
