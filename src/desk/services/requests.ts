import {
  checkIdentities,
  listRequests,
  type IdentityCheck,
  previewDisclosure,
  readRecordFields,
  readRequest,
  type RequestDetail,
  type RequestSummary,
} from '../../exchange/index.ts';
import { readCopies } from '../../records/index.ts';
import type { Queryable } from '../../store/index.ts';
import type { RequestListItem, RequestView } from '../api/contract.ts';
import { DeskError } from '../api/errors.ts';
import type { DeskServices, DeskSession } from '../api/services.ts';
import type { Consultations } from './consultations.ts';
import { copyFields, disclosedField, fieldNames, recordView } from './field-views.ts';
import { disclosurePreview } from './disclosure-preview.ts';
import { orSay } from './nothing-sent.ts';
import { asSentence } from './sentences.ts';
import { actorOf, type DeskServicesParts, lettersOf, mayReadValues, todayOf } from './parts.ts';

type RequestServices = Pick<DeskServices, 'requests' | 'request' | 'previewDecision' | 'decide'>;

/** As many as the list shows: what waits for us first. */
const REQUESTS_MAX = 500;
/** The smallest holding an agreement states. */
const SIZE_CLASS_MIN = 10_000;

/** Requests in both directions, and the owner's decision. */
export function requestServices(parts: DeskServicesParts, consultations: Consultations): RequestServices {
  return {
    requests(session) {
      return consultations.read(session, { act: 'read-requests' }, async (tx) => {
        const items = (await listRequests(tx, REQUESTS_MAX)).map(requestItem);
        return { value: items, count: items.length };
      });
    },
    request(session, { id }) {
      const readOne = async (tx: Queryable) => {
        const request = await readRequest(tx, id);
        if (request === null) throw new DeskError('not-found', 'there is no request under this id');
        const view = await requestView(parts, tx, session, request);
        const shown = [
          ...(view.records ?? []).flatMap(({ fields }) => fields),
          ...(view.answer?.fields ?? []),
        ];
        const onItsWay = request.direction === 'outgoing' && request.answeredAt === null;
        return { value: view, count: shown.length, fields: fieldNames(shown), onItsWay };
      };
      return consultations.read(session, { act: 'read-requests' }, readOne, id);
    },
    previewDecision(session, { id, draft }) {
      return consultations.read(session, { act: 'read-requests' }, async (tx) => {
        if (!mayReadValues(session.role))
          throw new DeskError('not-permitted', 'your role reads no values of records');
        const request = await readRequest(tx, id);
        if (request === null || request.direction !== 'incoming')
          throw new DeskError('not-found', 'there is no request of a partner under this id');
        const view = disclosurePreview(await previewDisclosure(tx, request, draft, parts.clock.now()));
        return { value: view, count: view.fields.length, fields: fieldNames(view.fields) };
      });
    },
    // Room exchange writes intent and outcome with the decision itself.
    async decide(session, { id, draft }) {
      await orSay('Nothing was sent.', () => parts.exchange.decide(actorOf(session), id, draft));
    },
  };
}

function requestItem(request: RequestSummary): RequestListItem {
  const { id, direction, partner, summary, urgency, sentAt, dueAt, state } = request;
  return {
    id,
    direction,
    partner,
    summary,
    urgency,
    sentAt: sentAt.toISOString(),
    dueAt: dueAt.toISOString(),
    state,
  };
}

async function requestView(
  parts: DeskServicesParts,
  tx: Queryable,
  session: DeskSession,
  request: RequestDetail,
): Promise<RequestView> {
  const { purpose, offence, urgencyReason, wanted, facts, connection, restrictions, officerHandle } =
    request.body;
  const incoming = request.direction === 'incoming';
  const answer = await answerOf(parts, tx, session, request);
  return {
    ...requestItem(request),
    purpose,
    offence,
    urgencyReason,
    wanted,
    ...(request.body.meant === undefined ? {} : { meant: request.body.meant }),
    facts,
    connection,
    restrictions,
    officerHandle,
    checks: incoming ? checksOf(parts, request) : [],
    ...(incoming && mayReadValues(session.role)
      ? { opened: openedOf(request), records: await recordsOf(parts, tx, request) }
      : {}),
    ...(answer === undefined ? {} : { answer }),
  };
}

/** What the partner opened: the value that was sealed until now, in the form in which it was compared. */
function openedOf({ body }: RequestDetail): NonNullable<RequestView['opened']> {
  return body.openings.map(({ rule, value = '' }) => ({ rule, value: value.replaceAll('|', ' · ') }));
}

/** What was verified before the request was kept: one that failed any of these was refused at the door and is not here. */
function checksOf(parts: DeskServicesParts, { partner, body }: RequestDetail): RequestView['checks'] {
  const letters = lettersOf(parts, partner);
  const passed = (check: string, sentence: string) => ({ check, ok: true, sentence });
  const keys =
    body.openings.length === 1 ? 'The opened key stood' : `All ${body.openings.length} opened keys stood`;
  return [
    passed('signature', `The signature is that of ${letters}.`),
    passed('agreement', 'It was sent under the agreement in force here.'),
    passed('opening', `${keys} in a question that ${letters} asked for the same purpose and offence.`),
    ...(body.openings.some(({ half }) => half === true)
      ? [
          passed(
            'half-keys',
            'Two half keys lead here together: a record behind one of them alone is not shown.',
          ),
        ]
      : []),
    passed('budget', 'That question was within their budget when it was asked.'),
  ];
}

/** The records behind the opened keys; where the request says who is meant, each with whether it can be that person. */
async function recordsOf(
  parts: DeskServicesParts,
  tx: Queryable,
  request: RequestDetail,
): Promise<NonNullable<RequestView['records']>> {
  const records = await readRecordFields(tx, request.entityIds, todayOf(parts.clock));
  const checks = await identitiesOf(parts, tx, request);
  return records.map((record) => {
    const check = checks?.get(record.record.id);
    return check === undefined
      ? recordView(record)
      : { ...recordView(record), identity: identityView(check) };
  });
}

async function identitiesOf(parts: DeskServicesParts, tx: Queryable, request: RequestDetail) {
  const { meant } = request.body;
  if (meant === undefined) return null;
  const memberOf = (id: string) => parts.agreement().members.find((member) => member.id === id);
  return checkIdentities(tx, request.entityIds, {
    meant,
    country: memberOf(request.partner)?.country ?? parts.agency.country,
    sizeClass: memberOf(parts.agency.id)?.sizeClass ?? SIZE_CLASS_MIN,
    today: todayOf(parts.clock),
  });
}

function identityView({ verdict, because }: IdentityCheck) {
  return { verdict, because: because.map(asSentence).join(' ') };
}

async function answerOf(
  parts: DeskServicesParts,
  tx: Queryable,
  session: DeskSession,
  request: RequestDetail,
): Promise<RequestView['answer']> {
  const { answer, answeredAt } = request;
  if (answer === null || answeredAt === null) return undefined;
  const { ground, handling, keepUntil } = answer;
  const fields = mayReadValues(session.role) ? await answeredFields(parts, tx, request) : [];
  return {
    decidedAt: answeredAt.toISOString(),
    ...(ground === undefined ? {} : { ground }),
    ...(fields.length === 0 ? {} : { fields }),
    ...(handling === undefined ? {} : { handling }),
    ...(keepUntil === undefined ? {} : { expiresAt: keepUntil }),
  };
}

/** Of ours: the received copy while it lasts. Of theirs: the chosen fields as our records hold them now. */
async function answeredFields({ clock }: DeskServicesParts, tx: Queryable, request: RequestDetail) {
  if (request.direction === 'outgoing') {
    const copies = await readCopies(tx, { requestId: request.id, now: clock.now() });
    return copies.flatMap(copyFields);
  }
  const chosen = new Set(request.answer?.statementIds ?? []);
  const records = chosen.size === 0 ? [] : await readRecordFields(tx, request.entityIds, todayOf(clock));
  const fields = records
    .flatMap((record) => record.fields)
    .filter(({ statement }) => chosen.has(statement.id));
  return [...new Map(fields.map((field) => [field.statement.id, field])).values()].map(disclosedField);
}
