/**
 * Every kill of the journey: the point, whose process dies there, in which step, and what it leaves in the ledger of the
 * side that was killed. Nearly all leave nothing: what was committed goes on, what was not is done anew.
 */
import type { Place } from './journey.ts';
import type { StepName } from './steps.ts';
import type { SideName } from './two-agencies.ts';

export interface Kill extends Place {
  /** Acts that the ledger shows beyond those of the undisturbed walk. */
  readonly leaves: readonly string[];
  /** Intake runs that are listed as failed beyond those of the undisturbed walk. */
  readonly failedRuns: number;
}

interface Left {
  readonly leaves?: readonly string[];
  readonly failedRuns?: number;
  readonly after?: string;
}

function kills(point: string, steps: Readonly<Partial<Record<SideName, StepName>>>, left: Left = {}): Kill[] {
  return (['asker', 'owner'] as const).flatMap((side) => {
    const step = steps[side];
    if (step === undefined) return [];
    const { leaves = [], failedRuns = 0, after } = left;
    return [{ point, side, step, leaves, failedRuns, ...(after === undefined ? {} : { after }) }];
  });
}

/** A run that broke off keeps nothing: it is listed as failed, its outcome is unknown, and the source is read again. */
const BROKEN_RUN: Left = { leaves: ['run-intake: unknown'], failedRuns: 1 };
/** The intent was durable and nothing else: its outcome is unknown, and the officer does it again. */
const asked: Left = { leaves: ['ask-partners: unknown'] };
const decided: Left = { leaves: ['decide-request: unknown'] };

/** Points of the packaged database server's first start, apart from everything else: kill-a-starting-server.test.ts. */
export const SERVER_KILLS: readonly { readonly point: string; readonly after?: string }[] = [
  { point: 'store/folder-lock-taken' },
  { point: 'store/folder-lock-stale-moved', after: 'store/folder-lock-taken' },
  { point: 'store/secret-before-rename' },
  { point: 'store/secret-after-rename' },
  { point: 'store/cluster-before-rename' },
  { point: 'store/cluster-after-rename' },
];

export const KILLS: readonly Kill[] = [
  ...kills('store/migrations-committed', { asker: 'start', owner: 'start' }),

  ...kills('wire/key-file/before-rename', { asker: 'keys', owner: 'keys' }),
  ...kills('wire/key-file/after-rename', { asker: 'keys', owner: 'keys' }),

  ...kills('intake/begin-after-commit', { asker: 'first load', owner: 'change' }, BROKEN_RUN),
  ...kills('intake/stage-before-commit', { asker: 'first load', owner: 'change' }, BROKEN_RUN),
  ...kills('intake/stage-after-commit', { asker: 'first load', owner: 'change' }, BROKEN_RUN),
  ...kills('intake/publish-before-commit', { asker: 'first load', owner: 'change' }, BROKEN_RUN),
  ...kills('intake/publish-after-commit', { asker: 'first load', owner: 'change' }),
  ...kills('intake/discard-after-commit', { owner: 'bad sources' }),
  ...kills('intake/fail-after-commit', { owner: 'bad sources' }),
  ...kills(
    'intake/broken-run-closed',
    { asker: 'first load', owner: 'change' },
    { ...BROKEN_RUN, after: 'intake/stage-after-commit' },
  ),

  ...kills('records/resolution-committed', { asker: 'first load', owner: 'change' }),

  ...kills('exchange/reviews-due-committed', { asker: 'first load', owner: 'change' }),
  ...kills('exchange/own-keys-committed', { asker: 'first load', owner: 'change' }),
  ...kills('exchange/epoch-committed', { asker: 'first load', owner: 'first load' }),
  ...kills('exchange/plan-committed', { asker: 'first load', owner: 'change' }),
  ...kills('exchange/segment-written', { asker: 'first load', owner: 'change' }),
  ...kills('exchange/segment-renamed', { asker: 'first load', owner: 'change' }),
  ...kills('exchange/manifest-committed', { asker: 'first load', owner: 'change' }),
  ...kills('exchange/partner-file-fetched', { asker: 'change', owner: 'first load' }),
  ...kills('exchange/segment-downloaded', { asker: 'change', owner: 'first load' }),
  ...kills('exchange/segment-part-kept', { asker: 'change', owner: 'first load' }),
  ...kills('exchange/segment-part-renamed', { asker: 'change', owner: 'first load' }),
  ...kills('exchange/manifest-link-committed', { asker: 'change', owner: 'first load' }),
  ...kills('exchange/partner-manifest-committed', { asker: 'change', owner: 'first load' }),
  ...kills('exchange/partner-index-complete-committed', { asker: 'change', owner: 'first load' }),
  ...kills('exchange/secret-file-written', { owner: 'first load' }),
  ...kills('exchange/secret-file-renamed', { owner: 'first load' }),
  ...kills('exchange/secret-file-written', { asker: 'ask' }, asked),
  ...kills('exchange/secret-file-renamed', { asker: 'ask' }, asked),
  ...kills('exchange/question-committed', { asker: 'ask' }),
  ...kills('exchange/question-charged', { owner: 'ask' }),
  ...kills('exchange/answer-read', { asker: 'ask' }),
  ...kills('exchange/standing-alert-committed', { asker: 'fragment' }),
  ...kills('exchange/alert-webhook-answered', { asker: 'fragment' }),
  ...kills('store/job-begun', { asker: 'fragment' }),
  ...kills('store/job-done', { asker: 'fragment' }),
  ...kills('exchange/request-committed', { asker: 'request' }),
  ...kills('exchange/decision-committed', { owner: 'decide' }),

  ...kills('oversight/permit-before-commit', { asker: 'start', owner: 'change' }),
  ...kills('oversight/permit-after-commit', { asker: 'start', owner: 'change' }),
  ...kills('oversight/begin-after-commit', { asker: 'ask' }, asked),
  ...kills('oversight/begin-after-commit', { owner: 'decide' }, decided),
  ...kills('oversight/refusal-after-commit', { asker: 'try in vain' }),
  ...kills('oversight/failure-after-commit', { asker: 'try in vain' }),
  ...kills('oversight/failed-sign-in-after-commit', { asker: 'try in vain' }),
  ...kills(
    'oversight/unknown-after-commit',
    { asker: 'ask' },
    { ...asked, after: 'oversight/begin-after-commit' },
  ),
  ...kills(
    'oversight/unknown-after-commit',
    { owner: 'decide' },
    { ...decided, after: 'oversight/begin-after-commit' },
  ),

  ...kills('wire/outbox/stored', { asker: 'ask', owner: 'decide' }),
  ...kills('wire/outbox/before-send', { asker: 'ask', owner: 'decide' }),
  ...kills('wire/outbox/after-send-before-answer-stored', { asker: 'ask', owner: 'decide' }),
  ...kills('wire/outbox/answer-stored', { asker: 'ask', owner: 'decide' }),
  ...kills('wire/inbox/before-commit', { asker: 'decide', owner: 'ask' }),
  ...kills('wire/inbox/after-commit-before-answer', { asker: 'decide', owner: 'ask' }),
  ...kills('wire/file/before-send', { asker: 'first load', owner: 'change' }),
  // A refused message takes no effect, so it is not remembered either: sent again, it is refused and written again.
  ...kills('wire/refusal/before-send', { owner: 'ask in vain' }, { leaves: ['answer-question: refused'] }),

  ...kills('ledger/sequence-before-commit', { asker: 'checkpoints', owner: 'checkpoints' }),
  ...kills('ledger/sequence-after-commit', { asker: 'checkpoints', owner: 'checkpoints' }),
];
