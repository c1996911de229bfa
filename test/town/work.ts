/** What officers of the town do all day, each in one call that waits until everything has arrived. */
import {
  type Hit,
  listHits,
  listRequests,
  readRecordFields,
  readRequest,
  type RequestDetail,
} from '../../src/exchange/index.ts';
import { mayAskOnward, type Property, type RefusalGround } from '../../src/model/index.ts';
import { readCopies, type ReceivedCopy } from '../../src/records/index.ts';
import type { Question } from '../../src/exchange/index.ts';
import type { Town, TownMember } from './town.ts';

/** Asks, waits for every answer and gives back the hits. */
export async function askForHits(
  town: Town,
  member: TownMember,
  text: string,
  other: Partial<Question> = {},
): Promise<readonly Hit[]> {
  const questionId = await member.ask(text, other);
  await town.settle();
  return listHits(member.database, { questionId });
}

export const REQUEST = {
  urgency: 'normal',
  urgencyReason: '',
  wanted: ['name', 'birth-date', 'plate', 'address'],
  facts: 'The number stands in a seized handset.',
  connection: 'It was called on the day.',
  restrictions: '',
} as const;

/** Opens a hit towards its owner; gives back the request's id. */
export async function request(town: Town, member: TownMember, hit: Hit): Promise<string> {
  const id = await member.agency.exchange.sendRequest(member.officer('investigator'), hit.id, REQUEST);
  await town.settle();
  return id;
}

/** The owner's liaison officer discloses every field that may go, of the record behind the request. */
export async function discloseAll(town: Town, owner: TownMember, requestId: string): Promise<void> {
  const { record, fields } = await fieldsOf(town, owner, requestId);
  await owner.agency.exchange.decide(owner.officer('liaison'), requestId, {
    decision: 'disclose',
    entityId: record.id,
    fields: fields
      .filter((field) => field.blocked === undefined)
      .map((field) => ({ statementId: field.statement.id, handling: [] })),
    reason: 'the request fits the purpose',
  });
  await town.settle();
}

export async function fieldsOf(town: Town, owner: TownMember, requestId: string) {
  const { entityIds } = await requestOf(owner, requestId);
  const [behind] = await readRecordFields(
    owner.database,
    entityIds,
    town.clock.now().toISOString().slice(0, 10),
  );
  if (behind === undefined) throw new Error(`${owner.id} holds nothing behind the request`);
  return behind;
}

export async function refuse(
  town: Town,
  owner: TownMember,
  requestId: string,
  ground: RefusalGround,
): Promise<void> {
  const decision = { decision: 'refuse', ground, reason: 'an operation is under way' } as const;
  await owner.agency.exchange.decide(owner.officer('liaison'), requestId, decision);
  await town.settle();
}

export async function requestOf(member: TownMember, id: string): Promise<RequestDetail> {
  const found = await readRequest(member.database, id);
  if (found === null) throw new Error(`${member.id} has no request ${id}`);
  return found;
}

/** The newest request that waits at this agency. */
export async function waitingAt(member: TownMember): Promise<string> {
  const [first] = await listRequests(member.database, 1);
  if (first === undefined) throw new Error(`nothing waits at ${member.id}`);
  return first.id;
}

export async function copiesAt(town: Town, member: TownMember): Promise<readonly ReceivedCopy[]> {
  return readCopies(member.database, { now: town.clock.now() });
}

/** A value of a copy, as the officer would type it into the next question; only those that may be asked onward. */
export function valuesOf(copy: ReceivedCopy, property: Property): readonly string[] {
  return copy.entities.flatMap((entity) =>
    entity.statements
      .filter((statement) => statement.property === property && mayAskOnward(statement.handling))
      .map((statement) => statement.written),
  );
}

/** What a member's ledger says of an act, in the order of writing. */
export async function ledgerOf(member: TownMember, act: string): Promise<readonly Record<string, unknown>[]> {
  const { rows } = await member.database.query<{ bytes: Uint8Array }>(
    'SELECT bytes FROM ledger.entry WHERE act = $1 ORDER BY number',
    [act],
  );
  return rows.map((row) => JSON.parse(Buffer.from(row.bytes).toString('utf8')) as Record<string, unknown>);
}
