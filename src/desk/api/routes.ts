import type { z } from 'zod';
import type { Act } from '../../oversight/index.ts';
import type {
  DecisionDraft,
  DisclosureDraft,
  QuestionDraft,
  RequestDraft,
  ScreeningDraft,
} from './contract.ts';
import * as input from './inputs.ts';
import type { DeskServices, DeskSession } from './services.ts';

type Parsed<T> = T extends z.ZodType ? z.infer<T> : Record<never, never>;

/** One door of the desk. Every route says which act it is, or that it is public; a test holds this table complete. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  readonly act: Act | 'public';
  readonly params: z.ZodType | null;
  readonly query: z.ZodType | null;
  readonly body: z.ZodType | null;
  readonly answer: 'json' | 'session' | 'ndjson';
  /** Where a body may be larger than elsewhere; who is not signed in cannot send one. */
  readonly bodyBytesMax: number | null;
  /** Calls its service with what the schemas let through. */
  readonly call: (services: DeskServices, session: DeskSession | null, o: RouteInput) => Promise<unknown>;
}

export interface RouteInput {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
  readonly locked: boolean;
  /** The caller's, as the server sees it. */
  readonly address: string;
}

interface Shape<P, Q, B> {
  readonly params?: P;
  readonly query?: Q;
  readonly body?: B;
  readonly answer?: Route['answer'];
  readonly bodyBytesMax?: number;
}

interface Typed<P, Q, B> {
  readonly params: Parsed<P>;
  readonly query: Parsed<Q>;
  readonly body: Parsed<B>;
  readonly locked: boolean;
  /** The caller's, as the server sees it. */
  readonly address: string;
}

/** A route that anybody who reaches the port may call; the session may be absent. */
function open<P = null, Q = null, B = null>(
  method: Route['method'],
  path: string,
  act: Route['act'],
  shape: Shape<P, Q, B>,
  call: (services: DeskServices, session: DeskSession | null, o: Typed<P, Q, B>) => Promise<unknown>,
): Route {
  return {
    method,
    path,
    act,
    params: (shape.params as z.ZodType | undefined) ?? null,
    query: (shape.query as z.ZodType | undefined) ?? null,
    body: (shape.body as z.ZodType | undefined) ?? null,
    answer: shape.answer ?? 'json',
    bodyBytesMax: shape.bodyBytesMax ?? null,
    // The schemas that made these values stand in the same row, so the types agree by construction.
    call: (services, session, o) => call(services, session, o as unknown as Typed<P, Q, B>),
  };
}

/** A route that needs an officer: the server has refused whoever has no open session before `call` is reached. */
function forOfficer<P = null, Q = null, B = null>(
  method: Route['method'],
  path: string,
  act: Act,
  shape: Shape<P, Q, B>,
  call: (services: DeskServices, session: DeskSession, o: Typed<P, Q, B>) => Promise<unknown>,
): Route {
  return open(method, path, act, shape, (services, session, o) => call(services, session as DeskSession, o));
}

/** A list of 2 MiB, as JSON writes it. */
const LIST_BODY_BYTES_MAX = 4 * 1024 * 1024;

const { byId, byEntityId, decision, disclosureDraft, ledgerQuery, networkQuery, openCase, questionDraft } =
  input;
const { recordQuery, requestDraft, setAside, signIn, understand } = input;

export const ROUTES: readonly Route[] = [
  open('GET', '/api/session', 'public', {}, (s, who, o) => s.session(who, o.locked)),
  open('POST', '/api/session', 'sign-in', { body: signIn, answer: 'session' }, (s, _, o) =>
    s.signIn(null, { ...o.body, address: o.address }),
  ),
  forOfficer('DELETE', '/api/session', 'sign-out', { answer: 'session' }, (s, who) => s.signOut(who, {})),
  open('GET', '/api/status', 'public', {}, (s, who) => s.status(who, {})),

  forOfficer('GET', '/api/cases', 'read-questions', {}, (s, who) => s.cases(who, {})),
  forOfficer('POST', '/api/cases', 'open-case', { body: openCase }, (s, who, o) => s.openCase(who, o.body)),

  open('POST', '/api/understand', 'public', { body: understand }, (s, who, o) => s.understand(who, o.body)),
  forOfficer('POST', '/api/questions/preview', 'search-own', { body: questionDraft }, (s, who, o) =>
    s.preview(who, o.body as QuestionDraft),
  ),
  forOfficer('POST', '/api/questions', 'ask-partners', { body: questionDraft }, (s, who, o) =>
    s.ask(who, o.body as QuestionDraft),
  ),
  forOfficer('GET', '/api/questions', 'read-questions', {}, (s, who) => s.questions(who, {})),
  forOfficer('GET', '/api/questions/:id', 'read-questions', { params: byId }, (s, who, o) =>
    s.question(who, o.params),
  ),

  forOfficer('GET', '/api/standing', 'read-standing', {}, (s, who) => s.standing(who, {})),
  forOfficer(
    'POST',
    '/api/standing/:id/renew',
    'renew-standing',
    { params: byId, body: input.standingRenewal },
    (s, who, o) => s.renewStanding(who, { ...o.params, ...o.body }),
  ),
  forOfficer(
    'POST',
    '/api/standing/:id/stop',
    'end-standing',
    { params: byId, body: setAside },
    (s, who, o) => s.stopStanding(who, { ...o.params, ...o.body }),
  ),
  forOfficer('POST', '/api/alerts/:id/seen', 'acknowledge-alert', { params: byId }, (s, who, o) =>
    s.seeAlert(who, o.params),
  ),

  forOfficer(
    'POST',
    '/api/screenings',
    'screen-list',
    { body: input.screeningDraft, bodyBytesMax: LIST_BODY_BYTES_MAX },
    (s, who, o) => s.startScreening(who, o.body as ScreeningDraft),
  ),
  forOfficer(
    'GET',
    '/api/screenings/current',
    'read-screening',
    { query: input.screeningPage },
    (s, who, o) => s.screening(who, o.query),
  ),
  forOfficer('POST', '/api/screenings/preview', 'preview-question', {}, (s, who) =>
    s.previewScreening(who, {}),
  ),
  forOfficer('POST', '/api/screenings/ask', 'ask-partners', { body: input.screeningAsk }, (s, who, o) =>
    s.askScreening(who, o.body),
  ),
  forOfficer('POST', '/api/screenings/stop', 'end-screening', {}, (s, who) => s.stopScreening(who, {})),
  forOfficer('DELETE', '/api/screenings/current', 'end-screening', {}, (s, who) =>
    s.forgetScreening(who, {}),
  ),
  forOfficer(
    'POST',
    '/api/hits/:id/request',
    'send-request',
    { params: byId, body: requestDraft },
    (s, who, o) => s.sendRequest(who, { ...o.params, ...(o.body as RequestDraft) }),
  ),
  forOfficer('POST', '/api/hits/:id/aside', 'set-hit-aside', { params: byId, body: setAside }, (s, who, o) =>
    s.setHitAside(who, { ...o.params, ...o.body }),
  ),
  forOfficer('GET', '/api/requests', 'read-requests', {}, (s, who) => s.requests(who, {})),
  forOfficer('GET', '/api/requests/:id', 'read-requests', { params: byId }, (s, who, o) =>
    s.request(who, o.params),
  ),
  forOfficer(
    'POST',
    '/api/requests/:id/preview',
    'read-requests',
    { params: byId, body: disclosureDraft },
    (s, who, o) => s.previewDecision(who, { ...o.params, draft: o.body as DisclosureDraft }),
  ),
  forOfficer(
    'POST',
    '/api/requests/:id/decision',
    'decide-request',
    { params: byId, body: decision },
    (s, who, o) => s.decide(who, { ...o.params, draft: o.body as DecisionDraft }),
  ),

  forOfficer('GET', '/api/network', 'view-network', { query: networkQuery }, (s, who, o) =>
    s.network(who, o.query),
  ),
  forOfficer(
    'GET',
    '/api/records/:entityId',
    'consult-record',
    { params: byEntityId, query: recordQuery },
    (s, who, o) => s.record(who, { ...o.params, ...o.query }),
  ),

  forOfficer('GET', '/api/review', 'review-records', {}, (s, who) => s.review(who, {})),
  forOfficer(
    'GET',
    '/api/review/pairs/:left/:right',
    'review-records',
    { params: input.reviewPair },
    (s, who, o) => s.reviewPair(who, o.params),
  ),
  forOfficer('POST', '/api/review/judgements', 'judge-records', { body: input.judgementDraft }, (s, who, o) =>
    s.judge(who, o.body),
  ),
  forOfficer('DELETE', '/api/review/judgements/:id', 'revoke-judgement', { params: byId }, (s, who, o) =>
    s.revokeJudgement(who, o.params),
  ),

  forOfficer('GET', '/api/withdrawals', 'view-withdrawals', {}, (s, who) => s.withdrawals(who, {})),
  forOfficer('GET', '/api/intake/runs', 'view-intake', {}, (s, who) => s.intakeRuns(who, {})),
  forOfficer('GET', '/api/intake/runs/:id', 'view-intake', { params: byId }, (s, who, o) =>
    s.intakeRun(who, o.params),
  ),
  forOfficer('GET', '/api/intake/runs/:id/quarantine', 'view-intake', { params: byId }, (s, who, o) =>
    s.quarantine(who, o.params),
  ),

  forOfficer('GET', '/api/ledger', 'view-ledger', { query: ledgerQuery }, (s, who, o) =>
    s.ledger(who, o.query),
  ),
  forOfficer(
    'POST',
    '/api/alarms/:id/close',
    'close-not-held-alarm',
    { params: byId, body: setAside },
    (s, who, o) => s.closeAlarm(who, { ...o.params, ...o.body }),
  ),
  forOfficer('GET', '/api/partners', 'view-partners', {}, (s, who) => s.partners(who, {})),
  forOfficer('POST', '/api/grants', 'propose-grant', { body: input.grantDraft }, (s, who, o) =>
    s.proposeGrant(who, o.body),
  ),
  forOfficer('POST', '/api/grants/:id/grant', 'grant-budget', { params: byId }, (s, who, o) =>
    s.grantBudget(who, o.params),
  ),
  forOfficer(
    'POST',
    '/api/grants/:id/review',
    'review-grant',
    { params: byId, body: setAside },
    (s, who, o) => s.reviewGrant(who, { ...o.params, ...o.body }),
  ),
  forOfficer('POST', '/api/settlements', 'propose-settlement', { body: input.settlementDraft }, (s, who, o) =>
    s.proposeSettlement(who, o.body),
  ),
  forOfficer('POST', '/api/settlements/:id/confirm', 'settle-conflict', { params: byId }, (s, who, o) =>
    s.settleConflict(who, o.params),
  ),
  forOfficer(
    'POST',
    '/api/partners/:party/keys/:number/review',
    'review-other-keys',
    { params: input.otherKeys, body: setAside },
    (s, who, o) => s.reviewOtherKeys(who, { ...o.params, ...o.body }),
  ),
  forOfficer(
    'POST',
    '/api/partners/:partner/days/:day/settle',
    'settle-difference',
    { params: input.statedDay, body: setAside },
    (s, who, o) => s.settleDay(who, { ...o.params, ...o.body }),
  ),
  forOfficer('GET', '/api/ledger/export', 'export-ledger', { answer: 'ndjson' }, (s, who) =>
    s.exportLedger(who, {}),
  ),
];

/** Routes that an absent session may call; every other one is refused without an open session. */
export function needsOfficer(route: Route): boolean {
  return route.act !== 'public' && route.act !== 'sign-in';
}
