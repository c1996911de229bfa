/** The written rule by which two records are judged in the clear, the same for the officers of five agencies and for the pool. */
import {
  comparePrepared,
  emptySubject,
  isNameRule,
  type PreparedSubject,
  prepareSubject,
  recordKeys,
  type Subject,
} from '../src/match/index.ts';
import { KEY_CLASSES, type KeyClass } from '../src/model/index.ts';

/**
 * From this probability on (room match, in the clear) two person records are judged one person, unless their birth dates
 * differ: nobody writes "the same" under two dates. Not tuned on what it finds.
 */
export const SAME_PERSON_MIN = 0.9;

/** What can join two records: that they are of one person, or that they mention one thing. */
export const LINK_KINDS = ['person', 'phone', 'sim', 'device', 'document', 'vehicle', 'address'] as const;
export type LinkKind = (typeof LINK_KINDS)[number];

/** Who knows how to read a subject: the country of its agency and the size class of the holding it is looked for in. */
export interface Reading {
  readonly sizeClass: number;
  readonly country: string;
}

/** A subject with the country in which it was written down. */
export interface Written {
  readonly subject: Subject;
  readonly country: string;
}

const OBJECT_OF: Readonly<Record<string, LinkKind>> = {
  phone: 'phone',
  imei: 'device',
  iccid: 'sim',
  imsi: 'sim',
  document: 'document',
  plate: 'vehicle',
  vin: 'vehicle',
  address: 'address',
};

/** How two records are joined, each kind once; empty when nothing joins them. */
export function judgeLinks(left: Written, right: Written, sizeClass: number): readonly LinkKind[] {
  const links: LinkKind[] = [];
  if (left.subject.kind === 'person' && right.subject.kind === 'person') {
    const { probability, levels } = comparePrepared(prepared(left), prepared(right), { sizeClass });
    const datesDiffer = levels.some((one) => one.attribute === 'birth date' && one.level === 'differs');
    if (probability >= SAME_PERSON_MIN && !datesDiffer) links.push('person');
  }
  const other = objectsOf(right);
  for (const [kind, values] of objectsOf(left)) {
    const theirs = other.get(kind);
    if (theirs !== undefined && [...values].some((value) => theirs.has(value))) links.push(kind);
  }
  return links;
}

const preparedBefore = new WeakMap<Subject, PreparedSubject>();

/** A record is compared with many: it is read once, in the way of the country where it was written down. */
function prepared({ subject, country }: Written): PreparedSubject {
  const before = preparedBefore.get(subject);
  if (before !== undefined) return before;
  const now = prepareSubject(subject, { defaultCountry: country });
  preparedBefore.set(subject, now);
  return now;
}

const known = new WeakMap<Subject, ReadonlyMap<LinkKind, ReadonlySet<string>>>();

/** The things of a subject by their canonical values: two records mention one thing when its match key is the same. */
function objectsOf({ subject, country }: Written): ReadonlyMap<LinkKind, ReadonlySet<string>> {
  const before = known.get(subject);
  if (before !== undefined) return before;
  const objects = new Map<LinkKind, Set<string>>();
  for (const keyClass of KEY_CLASSES) {
    if (keyClass === 'person') continue;
    for (const key of recordKeys(slice(subject, keyClass), { sizeClass: 1, defaultCountry: country }).keys) {
      const kind = OBJECT_OF[key.rule];
      if (kind === undefined) continue;
      const values = objects.get(kind) ?? new Set();
      objects.set(kind, values.add(`${key.rule}|${key.value}`));
    }
  }
  known.set(subject, objects);
  return objects;
}

/** What of a subject makes the keys of one class. */
export function slice(subject: Subject, keyClass: KeyClass): Subject {
  const parts = PARTS[keyClass].map((part) => [part, subject[part]]);
  return Object.assign(emptySubject(subject.kind), Object.fromEntries(parts));
}

const PARTS: Readonly<Record<KeyClass, readonly Exclude<keyof Subject, 'kind'>[]>> = {
  // The firm beside the name: half keys of one subject are asked together or not at all.
  person: ['names', 'birthDates', 'birthPlaces', 'nationalNumbers', 'employers'],
  communication: ['phones', 'sims', 'devices', 'simDevicePairs'],
  document: ['documents', 'accounts'],
  vehicle: ['vehicles'],
  place: ['addresses', 'organisations'],
};

/**
 * What is said of somebody, field by field: name, birth date and place once each, and every number, thing, address and firm for
 * itself. The same words for a record and for an opened key, so that what is learned twice counts once.
 */
export function fieldsOf({ subject, country }: Written): readonly string[] {
  const things = KEY_CLASSES.filter((keyClass) => keyClass !== 'person').flatMap(
    (keyClass) => recordKeys(slice(subject, keyClass), { sizeClass: 1, defaultCountry: country }).keys,
  );
  return [
    ...new Set([
      ...(subject.names.length > 0 ? ['name'] : []),
      ...(subject.birthDates.length > 0 ? ['birth date'] : []),
      ...(subject.birthPlaces.length > 0 ? ['birth place'] : []),
      ...(subject.nationalNumbers.length > 0 ? ['national number'] : []),
      ...things.flatMap((key) => fieldsOfKey(key.rule, key.value)),
      ...firmsOf(subject, country).flatMap((key) => fieldsOfKey(key.rule, key.value)),
    ]),
  ];
}

/** The firms that somebody belongs to, as keys. */
function firmsOf({ employers }: Subject, country: string): ReturnType<typeof recordKeys>['keys'] {
  if (employers === undefined) return [];
  const subject = { ...emptySubject('person'), employers };
  return recordKeys(subject, { sizeClass: 1, defaultCountry: country, withHalves: true }).keys;
}

/** What an opened key says. */
export function fieldsOfKey(rule: string, value: string): readonly string[] {
  if (rule === 'national-number+name') return ['name', 'national number'];
  if (isNameRule(rule))
    return [
      'name',
      ...(/birth(date|year|day)/.test(rule) ? ['birth date'] : []),
      ...(rule.includes('birthplace') ? ['birth place'] : []),
    ];
  const [first = '', second = ''] = value.split('|');
  if (rule === 'phone+week') return [`phone ${first}`, `seen ${second}`];
  if (rule === 'sim+device') return [first.replace(':', ' '), `imei ${second}`];
  return [`${rule} ${value}`];
}
