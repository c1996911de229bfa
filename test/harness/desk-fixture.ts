/**
 * Invented services behind the real desk server: what the pages are drawn and tested with, in memory. Everybody named
 * here is invented; the agencies are the demo town's.
 */
import { randomId } from '../../src/base/index.ts';
import { partnersPage } from './desk-fixture-partners.ts';
import { ACT_NAMES, STANDING_DAYS_MAX } from '../../src/oversight/index.ts';
import { DeskError, type DeskServices, type SessionState } from '../../src/desk/index.ts';
import {
  AGENCY,
  CASES,
  intakeRun,
  intakeRuns,
  withdrawals,
  ledgerPage,
  PARTNERS,
  quarantined,
} from './desk-fixture-books.ts';
import { emptyNetwork, network } from './desk-fixture-network.ts';
import { understandText } from './desk-fixture-understand.ts';
import { preview, questionList, questionView } from './desk-fixture-questions.ts';
import { fixtureScreening } from './desk-fixture-screening.ts';
import { ReviewFixture } from './desk-fixture-review.ts';
import { NOTHING_STANDS, standingView } from './desk-fixture-standing.ts';
import { previewOf, recordOf, requestList, requestView } from './desk-fixture-requests.ts';

export interface FixtureOptions {
  /** 'empty' draws every page without a record; 'failing' lets every read fail; 'slow' never answers a read. */
  readonly mood?: 'story' | 'empty' | 'failing' | 'slow';
  readonly loading?: boolean;
  /** An alert that nobody has seen stands under the bar. */
  readonly alerted?: boolean;
  /** The server was restored from an old backup, and waits for a partner. */
  readonly restored?: boolean;
  /** What the officer's role may do; without it every room is open, so that one sign-in draws all pages. */
  readonly may?: readonly string[];
}

export const FIXTURE_SIGN_IN = { name: 'M. Dorvane', password: 'quay-lane' } as const;

/** A desk's services with the story in them; `calls` counts what the pages asked for, `decided` keeps what was sent. */
export function createFixtureServices(options: FixtureOptions = {}): DeskServices & {
  readonly calls: string[];
  readonly sent: unknown[];
  lock(): void;
} {
  const sessions = new Map<string, SessionState>();
  const calls: string[] = [];
  const sent: unknown[] = [];
  const asked = new Map<string, number>();
  const decided = new Map<string, 'disclosed' | 'refused'>();
  const requested = new Map<string, 'requested' | 'set-aside'>();
  const people = new ReviewFixture();
  const seen = new Set<string>();
  const mood = options.mood ?? 'story';

  async function read<T>(name: string, value: () => T, empty: T): Promise<T> {
    calls.push(name);
    if (mood === 'failing')
      throw new DeskError('not-ready', 'the records are not ready yet', {
        evidence: { safe: 'Nothing was read and nothing was sent.' },
      });
    if (mood === 'slow') await new Promise((resolve) => setTimeout(resolve, 20_000).unref());
    return mood === 'empty' ? empty : value();
  }

  return {
    agencyId: AGENCY.id,
    calls,
    sent,
    lock: () => {
      for (const token of sessions.keys()) sessions.set(token, { state: 'locked' });
    },
    readSession: async (token) => sessions.get(token) ?? { state: 'none' },
    session: async (session, locked) => ({
      agency: AGENCY,
      partners: PARTNERS,
      officer:
        session === null ? null : { name: session.name, role: session.role, may: options.may ?? ACT_NAMES },
      standingDaysMax: STANDING_DAYS_MAX,
      ...(locked ? { locked: true as const } : {}),
      demoSignIns: [
        { ...FIXTURE_SIGN_IN, role: 'investigator' },
        { name: 'S. Okerlind', role: 'liaison', password: 'quay-lane' },
        { name: 'J. Fenwarde', role: 'records-officer', password: 'quay-lane' },
        { name: 'A. Brennholt', role: 'data-protection-officer', password: 'quay-lane' },
      ],
    }),
    signIn: async (_session, { name, password }) => {
      if (password !== FIXTURE_SIGN_IN.password)
        throw new DeskError('sign-in-refused', 'the name or the password is not right');
      const token = randomId();
      sessions.set(token, { state: 'open', officerId: randomId(), name, role: 'investigator' });
      return { token };
    },
    signOut: async (session) => void sessions.delete(session.token),
    status: async () => ({
      ready: options.loading !== true,
      steps:
        options.loading === true
          ? [
              { step: 'intake', state: 'done', done: 5_000, total: 5_000, detail: 'persreg' },
              { step: 'keys', state: 'done', done: 18_402, total: 18_402 },
              { step: 'index', state: 'running', done: 11_264, total: 18_402 },
              { step: 'partners', state: 'waiting', done: 1, total: 4 },
            ]
          : [],
      ledger: { entries: 1_204, checkpointAt: new Date(Date.now() - 4 * 60_000).toISOString() },
      ...(options.restored === true ? { restored: { shownBy: 'CRP', silent: ['ARD'] } } : {}),
      ...(options.alerted === true
        ? { alerts: seen.size === 0 ? { unseen: 1, newest: 'alert-1' } : { unseen: 0, newest: null } }
        : {}),
    }),
    cases: () => read('cases', () => CASES, []),
    openCase: async (_session, { reference, title }) => ({
      id: randomId(),
      reference,
      title,
      openedAt: new Date().toISOString(),
    }),
    understand: async (_session, { text }) => understandText(text),
    preview: (_session, draft) => read('preview', () => preview(draft), preview(draft)),
    ask: async (_session, draft) => {
      sent.push(draft);
      const questionId = randomId();
      asked.set(questionId, Date.now());
      return { questionId };
    },
    questions: () => read('questions', () => questionList(), []),
    question: (_session, { id }) =>
      read(
        'question',
        () => questionView(id, asked.get(id) ?? Date.now() - 60_000, requested),
        questionView(id, 0, requested),
      ),
    standing: () => read('standing', () => standingView(seen), NOTHING_STANDS),
    renewStanding: async (_session, draft) => void sent.push(draft),
    stopStanding: async (_session, draft) => void sent.push(draft),
    seeAlert: async (_session, { id }) => {
      sent.push({ seen: id });
      seen.add(id);
    },
    ...fixtureScreening(read, sent),
    sendRequest: async (_session, draft) => {
      sent.push(draft);
      requested.set(draft.id, 'requested');
      return { requestId: 'out-crp' };
    },
    setHitAside: async (_session, draft) => {
      sent.push(draft);
      requested.set(draft.id, 'set-aside');
    },
    requests: () => read('requests', () => requestList(decided), []),
    request: (_session, { id }) =>
      read('request', () => found(requestView(id, decided)), found(requestView(id, decided))),
    previewDecision: (_session, { draft }) => read('preview', () => previewOf(draft), previewOf(draft)),
    decide: async (_session, { id, draft }) => {
      sent.push(draft);
      decided.set(id, draft.decision === 'disclose' ? 'disclosed' : 'refused');
    },
    network: (_session, query) => read('network', () => network(query), emptyNetwork),
    record: (_session, { entityId }) =>
      read('record', () => found(recordOf(entityId)), found(recordOf(entityId))),
    review: () => read('review', () => people.view(), people.empty()),
    reviewPair: (_session, { left, right }) =>
      read('reviewPair', () => found(people.pair(left, right)), found(people.pair(left, right))),
    judge: async (session, draft) => {
      sent.push(draft);
      return { judgementId: people.judge(draft, session.name) };
    },
    revokeJudgement: async (session, { id }) => {
      sent.push({ takenBack: id });
      if (!people.takeBack(id, session.name))
        throw new DeskError('not-found', 'there is no judgement in force under this id');
    },
    intakeRuns: () => read('intakeRuns', intakeRuns, []),
    withdrawals: () => read('withdrawals', withdrawals, []),
    intakeRun: (_session, { id }) => read('intakeRun', () => found(intakeRun(id)), found(intakeRun(id))),
    quarantine: () => read('quarantine', quarantined, []),
    ledger: (_session, { before, limit }) =>
      read('ledger', () => ledgerPage(before, limit), {
        ...ledgerPage(0, 1),
        entries: [],
        size: 0,
        waiting: 0,
        witnesses: [],
        notHeld: [],
        budgets: [],
        checkpoints: [],
        checkpoint: null,
        checkpointAt: null,
        verified: null,
      }),
    closeAlarm: async (_session, draft) => void sent.push(draft),
    partners: () => read('partners', () => partnersPage(), { ...partnersPage(), days: [] }),
    settleDay: async () => {},
    proposeSettlement: async () => ({ id: 's2' }),
    settleConflict: async () => {},
    reviewOtherKeys: async () => {},
    proposeGrant: async () => ({ id: 'g3' }),
    grantBudget: async () => {},
    reviewGrant: async () => {},
    exportLedger: async () => exportLines(),
  };
}

async function* exportLines(): AsyncIterable<string> {
  for (const entry of ledgerPage(undefined, 5).entries) yield `${JSON.stringify(entry)}\n`;
}

function found<T>(value: T | undefined): T {
  if (value === undefined) throw new DeskError('not-found', 'there is nothing under this id');
  return value;
}
