import type { AgencyId } from './agencies.ts';
import { objectsOf, writeRecord } from './clerk.ts';
import type { IdentifierDesk } from './identifiers.ts';
import { latin, type NamePart } from './names.ts';
import type { CategoryName } from './noise.ts';
import type { Phone, TruePerson } from './people.ts';
import type { Address } from './places.ts';
import type { Random } from './random.ts';
import type { RecordedPhone, TownRecord } from './record.ts';
import { STORY } from './story.ts';

/** Where the records of the story and of the network are collected. */
export interface Builder {
  readonly random: Random;
  readonly desk: IdentifierDesk;
  readonly records: TownRecord[];
  readonly nextKey: (agency: AgencyId) => string;
}

/** Somebody invented of whom only this matters. */
export function person(
  id: string,
  given: NamePart,
  family: NamePart,
  sex: 'M' | 'F',
  birth: string,
  address: Address,
  phones: Phone[],
): TruePerson {
  return {
    id,
    origin: 'french',
    family,
    given: [given],
    sex,
    birth,
    birthPlace: 'Oostkaai',
    nationality: 'BEL',
    residence: 'BE',
    nationalNumber: '',
    phones,
    document: null,
    vehicle: null,
    address,
    organisation: null,
  };
}

type Change = Partial<Omit<TownRecord, 'objects' | 'agency' | 'key' | 'personId'>>;

/** A record of a network member in which only what is said here stands beside the name: every link is on purpose. */
export function put(
  builder: Builder,
  who: TruePerson | null,
  agency: AgencyId,
  category: CategoryName,
  change: Change,
): TownRecord {
  const { random } = builder;
  const base = writeRecord(
    who ?? person('', latin(''), latin(''), 'M', '1970-01-01', STORY.flat, []),
    agency,
    builder.nextKey(agency),
    random,
  );
  const bare: Omit<TownRecord, 'objects'> = {
    ...base,
    personId: who?.id ?? '',
    category,
    evaluation: [1, 1],
    handling: 'H0',
    reviewOn: '2031-06-30',
    birth: who?.birth ?? '',
    alias: '',
    nationalNumber: '',
    phones: [],
    document: null,
    vehicle: null,
    address: null,
    organisation: null,
    ...(who?.family.script === 'latin'
      ? { family: who.family.spelling, given: who.given[0]?.spelling ?? '' }
      : {}),
    ...change,
  };
  const record: TownRecord = { ...bare, objects: objectsOf(bare) };
  builder.records.push(record);
  return record;
}

/** A phone that a record says somebody uses; `whole`: with its card and handset. */
export function use(phone: Phone, whole = true): RecordedPhone {
  return {
    number: phone.number,
    contacted: false,
    seenOn: '2026-02-11',
    iccid: whole ? (phone.sim?.iccid ?? '') : '',
    imsi: whole ? (phone.sim?.imsi ?? '') : '',
    imei: whole ? (phone.imei ?? '') : '',
  };
}

/** A number that a record says somebody called. */
export function called(number: string): RecordedPhone {
  return { number, contacted: true, seenOn: '2026-02-12', iccid: '', imsi: '', imei: '' };
}
