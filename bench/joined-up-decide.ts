/** The liaison officer of the joined-up benchmark: answers each request by one written rule. Knows no truth. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Agency } from '../src/compose.ts';
import {
  checkIdentities,
  type IdentityCheck,
  listWaitingRequests,
  readRecordFields,
  readRequest,
  type RecordWithFields,
  type RequestDetail,
  type RequestSummary,
} from '../src/exchange/index.ts';
import { StoreError } from '../src/store/index.ts';
import { recordKeys } from '../src/match/index.ts';
import type { EntityKind } from '../src/model/index.ts';
import type { Actor } from '../src/oversight/index.ts';

import { readSubjects } from '../src/records/index.ts';
import { allFields, neededFields } from './joined-up-fields.ts';
import type { Decided } from './joined-up-messages.ts';

type Officer = Extract<Actor, { type: 'officer' }>;

const AT_ONCE = 50;
const LOOK_EVERY_MS = 200;
/** One message names at most 200 things. */
const RECORDS_MAX = 30;

/** Which of several records is told of: a person before a seized thing before what merely happened. */
const ORDER: readonly EntityKind[] = ['person', 'exhibit', 'organisation', 'event'];
/** Decides waiting requests until `stop`; what was decided grows in `decided`. */
export function startDeciding(o: { readonly agency: Agency; readonly officer: Officer }): {
  readonly decided: Decided[];
  stop(): Promise<void>;
} {
  const decided: Decided[] = [];
  let stopped = false;
  const loop = async (): Promise<void> => {
    while (!stopped) {
      const waiting = await readWaiting(o.agency);
      for (const { id } of waiting) decided.push(await decide(o.agency, o.officer, id));
      if (waiting.length === 0) await pause(LOOK_EVERY_MS);
    }
  };
  const running = loop();
  return {
    decided,
    async stop() {
      stopped = true;
      await running;
    },
  };
}

/** What waits for a decision. On a busy machine a database may be late: it is asked again. */
async function readWaiting(agency: Agency): Promise<readonly RequestSummary[]> {
  try {
    return await listWaitingRequests(agency.database, AT_ONCE);
  } catch (error) {
    if (error instanceof StoreError && error.code === 'database-unreachable') return [];
    throw error;
  }
}

/**
 * The rule: identity and linked identifiers, never a blocked field, of a person behind the opened keys who can be the one that the
 * request means; nothing of one who is evidently somebody else; of everybody else only identity and what the opened key is about.
 * Of something else than a person only where no person is.
 */
async function decide(agency: Agency, officer: Officer, id: string): Promise<Decided> {
  const request = await readRequest(agency.database, id);
  if (request === null) throw new Error('assertion failed: a listed request can be read');
  const openings = request.body.openings.map(({ rule, value }) => ({ rule, value: value ?? '' }));
  const today = new Date().toISOString().slice(0, 10);
  const behind = await chooseRecords(agency, request.entityIds, openings, today);
  const checks = await checkMeant(agency, request, behind, today);
  const verdictOf = (record: RecordWithFields) => checks.get(record.record.id)?.verdict;
  const records = behind.filter((record) => verdictOf(record) !== 'differs');
  const chosen = records
    .map((record) => ({
      entityId: record.record.id,
      fields: verdictOf(record) === 'fits' ? allFields(record, openings) : neededFields(record, openings),
    }))
    .filter((one) => one.fields.length > 0);
  const [first, ...also] = chosen;
  const decided = {
    request: id,
    from: request.partner,
    openings,
    behind: behind.map((record) => record.record.id),
    told: fieldsOfMeant(request.body.meant),
  };
  if (first === undefined) {
    const stranger = behind.length > records.length;
    await agency.exchange.decide(officer, id, {
      decision: 'refuse',
      ground: stranger ? 'other-person' : 'not-held',
      reason: stranger ? 'who is meant is somebody else' : 'nothing is behind the key',
    });
    return { ...decided, disclosed: [] };
  }
  await agency.exchange.decide(officer, id, {
    decision: 'disclose',
    ...first,
    also,
    reason: 'the key is of this record',
  });
  // A disclosure numbers what it names, in the order in which it was chosen.
  const named = [...new Set(chosen.flatMap((one) => [one.entityId, ...one.fields.map((field) => field.of)]))];
  const disclosed = chosen.map(({ entityId }) => ({ ref: `e${named.indexOf(entityId) + 1}`, entityId }));
  return { ...decided, disclosed };
}

function fieldsOfMeant(meant: RequestDetail['body']['meant']): readonly string[] {
  if (meant === undefined) return [];
  return meant.birthDates.length > 0 ? ['name', 'birth date'] : ['name'];
}

async function checkMeant(
  agency: Agency,
  request: RequestDetail,
  records: readonly RecordWithFields[],
  today: string,
): Promise<ReadonlyMap<string, IdentityCheck>> {
  const { meant } = request.body;
  if (meant === undefined) return new Map();
  const member = (id: string) => agency.agreement.members.find((one) => one.id === id);
  return checkIdentities(
    agency.database,
    records.map((record) => record.record.id),
    {
      meant,
      country: member(request.partner)?.country ?? '',
      sizeClass: member(agency.id)?.sizeClass ?? 10_000,
      today,
    },
  );
}

async function chooseRecords(
  agency: Agency,
  ids: readonly string[],
  openings: Decided['openings'],
  today: string,
): Promise<readonly RecordWithFields[]> {
  const { country } = agency.config.agency;
  const sizeClass = agency.agreement.members.find((member) => member.id === agency.id)?.sizeClass ?? 10_000;
  const scored = (await readSubjects(agency.database, ids, today))
    .filter((held) => held.shareable.shareable)
    .map((held) => {
      const { keys } = recordKeys(held.subject, { sizeClass, defaultCountry: country });
      const borne = new Set(keys.map((key) => `${key.rule}|${key.value}`));
      const count = openings.filter((opening) => borne.has(`${opening.rule}|${opening.value}`)).length;
      return { id: held.entity.id, count, place: ORDER.indexOf(held.entity.kind) };
    })
    .toSorted((left, right) => left.place - right.place || right.count - left.count);
  const best = scored[0];
  const told = scored.filter((one) => one.place === best?.place).slice(0, RECORDS_MAX);
  return readRecordFields(
    agency.database,
    told.map((one) => one.id),
    today,
  );
}
