import { emptySubject, isShareable, type Subject } from '../match/index.ts';
import type { EntityKind, Handling, LinkKind } from '../model/index.ts';
import { combineHandling } from '../model/index.ts';
import type { Queryable } from '../store/index.ts';
import { type HeldEntity, type HeldRelation, readEntities } from './entities.ts';

/** The kinds through which identifiers go out: a thing is only published through someone or something that uses it. */
export const SUBJECT_KINDS = [
  'person',
  'organisation',
  'event',
  'exhibit',
] as const satisfies readonly EntityKind[];

const THING_KINDS: ReadonlySet<EntityKind> = new Set([
  'phone',
  'sim',
  'device',
  'online-account',
  'document',
  'vehicle',
  'vessel',
  'bank-account',
  'address',
  'organisation',
]);

/** Relations that make a thing part of what is known of its holder. */
const BELONGS: ReadonlySet<LinkKind> = new Set([
  'uses',
  'owns',
  'holds',
  'resides-at',
  'stays-at',
  'rents',
  'member-of',
  'present-at',
  'contacted',
]);

/** One subject entity with everything of its neighbourhood that may be compared. */
export interface HeldSubject {
  readonly entity: HeldEntity;
  readonly things: readonly { readonly relation: HeldRelation; readonly entity: HeldEntity }[];
  readonly subject: Subject;
  readonly handling: Handling;
  /** Whether its keys may go out at all, and why not; single statements under H3, classified or past review are left out already. */
  readonly shareable: { readonly shareable: true } | { readonly shareable: false; readonly because: string };
}

/** The subjects behind these ids, with the things that belong to them one relation away. `today` is an ISO date. */
export async function readSubjects(
  from: Queryable,
  ids: readonly string[],
  today: string,
): Promise<readonly HeldSubject[]> {
  const entities = await readEntities(from, ids);
  const thingIds = entities.flatMap((entity) =>
    entity.relations
      .filter((relation) => BELONGS.has(relation.link))
      .map((relation) => otherEnd(relation, entity.id)),
  );
  const things = new Map((await readEntities(from, thingIds)).map((thing) => [thing.id, thing]));
  return entities.map((entity) => toHeldSubject(entity, things, today));
}

function toHeldSubject(
  entity: HeldEntity,
  things: ReadonlyMap<string, HeldEntity>,
  today: string,
): HeldSubject {
  const attached = entity.relations.flatMap((relation) => {
    if (!BELONGS.has(relation.link) || !isOpen(relation, today)) return [];
    const thing = things.get(otherEnd(relation, entity.id));
    return thing !== undefined && THING_KINDS.has(thing.kind) ? [{ relation, entity: thing }] : [];
  });
  const subject = buildSubject(entity, attached, today);
  const open = entity.statements.filter((statement) => isOpen(statement, today));
  const handling = combineHandling(...open.map((statement) => statement.handling));
  return {
    entity,
    things: attached,
    subject,
    handling,
    shareable: isShareable({
      ...(entity.category === undefined ? {} : { category: entity.category }),
      classification: 'none',
      handling: [],
      restricted: open.length === 0,
      reviewOn:
        open
          .map((statement) => statement.reviewOn)
          .toSorted()
          .at(-1) ?? today,
      received: false,
      today,
    }),
  };
}

type Marked = { readonly classification: string; readonly handling: Handling; readonly reviewOn: string };

/** A single value goes out only unclassified, without H3 until a person has decided, and before its review date. */
function isOpen(marked: Marked, today: string): boolean {
  return marked.classification === 'none' && !marked.handling.includes('H3') && marked.reviewOn > today;
}

function otherEnd(relation: HeldRelation, id: string): string {
  return relation.from === id ? relation.to : relation.from;
}

/** What of an entity and its things is compared, as plain strings. */
export function buildSubject(
  entity: HeldEntity,
  things: readonly { readonly relation: HeldRelation; readonly entity: HeldEntity }[],
  today: string,
): Subject {
  const subject = emptySubject(subjectKindOf(entity.kind));
  const values = (from: HeldEntity, ...properties: readonly string[]): string[] =>
    from.statements
      .filter((statement) => properties.includes(statement.property) && isOpen(statement, today))
      .map((statement) => statement.value);
  const first = (from: HeldEntity, property: string): string | undefined => values(from, property)[0];

  if (entity.kind === 'person') {
    subject.names.push(...values(entity, 'name', 'alias'));
    subject.birthDates.push(...values(entity, 'birth-date'));
    subject.birthPlaces.push(...values(entity, 'birth-place'));
    for (const number of values(entity, 'national-number')) {
      const country = number.includes(':')
        ? (number.split(':')[0] ?? '')
        : (first(entity, 'nationality') ?? '');
      subject.nationalNumbers.push({
        country,
        number: number.includes(':') ? (number.split(':')[1] ?? '') : number,
      });
    }
  }
  const seenOn = entity.kind === 'event' || entity.kind === 'exhibit' ? values(entity, 'date') : [];
  if (entity.kind === 'organisation') pushOrganisation(subject, entity, values);
  for (const { entity: thing, relation } of things) {
    pushThing(subject, thing, relation, seenOn, values);
  }
  pushThing(subject, entity, undefined, seenOn, values);
  pairSimsWithDevices(subject, things);
  return subject;
}

function subjectKindOf(kind: EntityKind): Subject['kind'] {
  if (kind === 'person' || kind === 'organisation' || kind === 'event' || kind === 'address') return kind;
  return 'thing';
}

type Values = (from: HeldEntity, ...properties: readonly string[]) => string[];

function pushOrganisation(subject: Subject, entity: HeldEntity, values: Values): void {
  const country = values(entity, 'country')[0];
  for (const name of values(entity, 'name', 'alias')) {
    subject.organisations.push({ name, ...(country === undefined ? {} : { country }) });
  }
}

function pushThing(
  subject: Subject,
  thing: HeldEntity,
  relation: HeldRelation | undefined,
  seenOn: readonly string[],
  values: Values,
): void {
  switch (thing.kind) {
    case 'phone': {
      const dates = [...seenOn, ...(relation?.validFrom === undefined ? [] : [relation.validFrom])];
      for (const number of values(thing, 'number')) {
        subject.phones.push({ number, ...(dates.length === 0 ? {} : { seenOn: dates }) });
      }
      break;
    }
    case 'sim': {
      const iccid = values(thing, 'iccid')[0];
      const imsi = values(thing, 'imsi')[0];
      if (iccid !== undefined || imsi !== undefined) {
        subject.sims.push({
          ...(iccid === undefined ? {} : { iccid }),
          ...(imsi === undefined ? {} : { imsi }),
        });
      }
      break;
    }
    case 'device':
      for (const imei of values(thing, 'imei')) subject.devices.push({ imei });
      break;
    case 'document': {
      const kind = values(thing, 'document-kind')[0] ?? '';
      const issuer = values(thing, 'issuer')[0] ?? '';
      for (const number of values(thing, 'number')) subject.documents.push({ kind, issuer, number });
      break;
    }
    case 'bank-account':
      for (const iban of values(thing, 'number')) subject.accounts.push({ iban });
      break;
    case 'online-account':
      for (const email of values(thing, 'handle')) subject.accounts.push({ email });
      break;
    case 'vehicle': {
      const country = values(thing, 'plate-country')[0];
      const vin = values(thing, 'vin')[0];
      const plates = values(thing, 'plate');
      for (const plate of plates)
        subject.vehicles.push({ plate, ...(country === undefined ? {} : { country }) });
      if (vin !== undefined) subject.vehicles.push({ vin });
      break;
    }
    case 'address': {
      const city = values(thing, 'city')[0];
      const country = values(thing, 'country')[0];
      for (const text of values(thing, 'address')) {
        subject.addresses.push({
          text,
          ...(city === undefined ? {} : { city }),
          ...(country === undefined ? {} : { country }),
        });
      }
      break;
    }
    default:
      break;
  }
}

function pairSimsWithDevices(
  subject: Subject,
  things: readonly { readonly relation: HeldRelation; readonly entity: HeldEntity }[],
): void {
  const deviceCount = things.filter(({ entity }) => entity.kind === 'device').length;
  // A pair is a fact only where one handset can be meant: several handsets of one person pair with none.
  if (deviceCount !== 1 || subject.devices.length !== 1) return;
  const imei = subject.devices[0]?.imei;
  if (imei === undefined) return;
  for (const sim of subject.sims) subject.simDevicePairs.push({ ...sim, imei });
}
