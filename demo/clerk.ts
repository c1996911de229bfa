import type { AgencyId, Language } from './agencies.ts';
import { type NamePart, writeInLatin } from './names.ts';
import { CATEGORY_WEIGHTS, NOISE } from './noise.ts';
import type { TruePerson } from './people.ts';
import { addressKey } from './places.ts';
import type { Random } from './random.ts';
import type { HandlingName, RecordedPhone, TownRecord } from './record.ts';

/** What each agency's counter is like: its language, its field widths, whether it can hold other scripts. */
interface Counter {
  readonly language: Language;
  readonly familyWidth: number;
  readonly givenWidth: number;
  readonly originals: boolean;
}
const COUNTERS: Readonly<Record<AgencyId, Counter>> = {
  jpn: { language: 'nl', familyWidth: 28, givenWidth: 20, originals: false },
  ard: { language: 'fr', familyWidth: 20, givenWidth: 14, originals: false },
  crp: { language: 'fr', familyWidth: 40, givenWidth: 40, originals: false },
  fio: { language: 'de', familyWidth: 60, givenWidth: 60, originals: true },
  pcs: { language: 'nl', familyWidth: 32, givenWidth: 24, originals: true },
};
const LANGUAGES: readonly Language[] = ['fr', 'nl', 'de', 'en'];

export function isoDay(random: Random, fromYear: number, toYear: number): string {
  const pad = (value: number) => String(value).padStart(2, '0');
  return `${random.between(fromYear, toYear)}-${pad(random.between(1, 12))}-${pad(random.between(1, 28))}`;
}

/** The record a clerk of the agency makes of a person who stands at the counter. */
export function writeRecord(person: TruePerson, agency: AgencyId, key: string, random: Random): TownRecord {
  const counter = COUNTERS[agency];
  const name = writeName(person, counter, random);
  const phones = person.phones
    .filter(() => !random.chance(NOISE.phoneUnknown))
    .slice(0, 3)
    .map((phone): RecordedPhone => {
      const inside = !random.chance(NOISE.deviceUnknown);
      return {
        number: spoilDigits(phone.number, random),
        contacted: false,
        seenOn: random.chance(0.6) ? isoDay(random, 2023, 2026) : '',
        iccid: inside ? (phone.sim?.iccid ?? '') : '',
        imsi: inside ? (phone.sim?.imsi ?? '') : '',
        imei: inside ? (phone.imei ?? '') : '',
      };
    });
  const document = person.document !== null && !random.chance(NOISE.documentUnknown) ? person.document : null;
  const vehicle = person.vehicle !== null && !random.chance(NOISE.vehicleUnknown) ? person.vehicle : null;
  const address = random.chance(NOISE.addressUnknown) ? null : person.address;
  const record: Omit<TownRecord, 'objects'> = {
    agency,
    key,
    kind: 'person',
    personId: person.id,
    category: random.weighted(CATEGORY_WEIGHTS),
    evaluation: [random.between(0, 3), random.between(0, 3)],
    handling: drawHandling(random),
    vehicleHandling: 'H0',
    reviewOn: random.chance(NOISE.reviewPassed) ? isoDay(random, 2022, 2025) : isoDay(random, 2029, 2036),
    recordedOn: isoDay(random, 2019, 2025),
    ...name,
    birth: writeBirth(person.birth, random),
    birthPlace: random.chance(0.6) ? person.birthPlace : '',
    sex: random.chance(0.97) ? person.sex : '',
    nationality: random.chance(0.9) ? person.nationality : '',
    nationalNumber: knowsNationalNumber(person, agency) && random.chance(0.55) ? person.nationalNumber : '',
    phones,
    document,
    vehicle,
    address,
    addressLink: random.chance(0.85) ? 'resides' : 'stays',
    organisation: person.organisation !== null && random.chance(0.6) ? person.organisation : null,
    event: null,
    exhibit: null,
    wantedSince: '',
    links: [],
    heightCm: random.between(150, 198),
    balanceCents: random.chance(0.3) ? random.between(-50_000, 250_000) : 0,
    note: '',
    defect: null,
  };
  return { ...record, objects: objectsOf(record) };
}

/** Only the country that gave the number asks for it. */
function knowsNationalNumber(person: TruePerson, agency: AgencyId): boolean {
  return person.residence === 'BE' ? agency === 'jpn' || agency === 'ard' : agency === 'pcs';
}

export function drawHandling(random: Random): HandlingName {
  if (random.chance(NOISE.handlingH2)) return 'H2';
  return random.chance(NOISE.handlingH1) ? 'H1' : 'H0';
}

/** Truth's list of the objects a record mentions. */
export function objectsOf(record: Omit<TownRecord, 'objects'>): string[] {
  const objects: string[] = [];
  for (const phone of record.phones) {
    objects.push(`phone:${phone.number}`);
    if (phone.iccid !== '') objects.push(`sim:${phone.iccid}`);
    if (phone.imei !== '') objects.push(`device:${phone.imei}`);
  }
  if (record.document !== null)
    objects.push(`document:${record.document.kind}|${record.document.issuer}|${record.document.number}`);
  if (record.vehicle !== null) objects.push(`vehicle:${record.vehicle.country}|${record.vehicle.plate}`);
  if (record.address !== null) objects.push(`address:${addressKey(record.address)}`);
  return objects.length > 1 ? [...new Set(objects)] : objects;
}

function writeName(
  person: TruePerson,
  counter: Counter,
  random: Random,
): Pick<TownRecord, 'family' | 'given' | 'alias' | 'original'> {
  const language = random.chance(NOISE.foreignHabit) ? random.pick(LANGUAGES) : counter.language;
  let family = clerkSpelling(otherEnding(person.family, random), language, random);
  const parts = person.given.length > 1 && random.chance(0.6) ? person.given.slice(0, 1) : person.given;
  let given = parts.map((part) => clerkSpelling(part, language, random)).join(' ');
  if (random.chance(NOISE.initialOnly)) given = `${given.charAt(0)}.`;
  if (random.chance(NOISE.swappedNames)) [family, given] = [given, family];
  const original =
    counter.originals && person.family.script !== 'latin' && random.chance(0.5)
      ? [...person.given.slice(0, 1), person.family].map((part) => part.spelling).join(' ')
      : '';
  return {
    family: family.slice(0, counter.familyWidth).trimEnd(),
    given: given.slice(0, counter.givenWidth).trimEnd(),
    alias: random.chance(NOISE.alias)
      ? `${random.pick(['Le ', 'De ', '', 'Petit ', 'Ti-'])}${given.split(' ')[0] ?? given}`.slice(0, 20)
      : '',
    original,
  };
}

function otherEnding(family: NamePart, random: Random): NamePart {
  if (family.script !== 'cyrillic' || !random.chance(NOISE.otherEnding)) return family;
  return { ...family, spelling: family.spelling.replace(/(ов|ев|ёв|ин)а$/, '$1') };
}

function clerkSpelling(part: NamePart, language: Language, random: Random): string {
  let text = writeInLatin(part, language, random);
  if (random.chance(NOISE.looseParticle)) text = loosenParticle(text, random);
  if (random.chance(NOISE.droppedAccents)) text = dropAccents(text);
  if (random.chance(NOISE.nameTypo)) text = mistype(text, random);
  return text;
}

function loosenParticle(text: string, random: Random): string {
  const loosened = /^(El|Al|Ben|Bin|Van|De|Van den|Van der|Van de)[ -](?=[A-Z])/;
  if (loosened.test(text))
    return text.replace(loosened, (particle) =>
      random.chance(0.5) ? particle.replace(/[ -]/g, '') : `${particle.trimEnd()}-`,
    );
  return text.replace('-', ' ');
}

/** What is left of a text when the accents go: the typewriter's way, ß and ł and ı included. */
export function dropAccents(text: string): string {
  if (/^[ -~]*$/.test(text)) return text;
  return text
    .replace(/ß/g, 'ss')
    .replace(/ł/g, 'l')
    .replace(/Ł/g, 'L')
    .replace(/ı/g, 'i')
    .replace(/ø/g, 'o')
    .replace(/đ/g, 'd')
    .replace(/’/g, "'")
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '');
}

const NEIGHBOURS: Readonly<Record<string, string>> = {
  a: 'q',
  e: 'r',
  i: 'o',
  o: 'p',
  u: 'y',
  n: 'b',
  m: 'n',
  s: 'd',
  t: 'r',
  r: 't',
  l: 'k',
  d: 's',
  k: 'l',
  b: 'v',
  v: 'b',
  c: 'x',
  h: 'g',
  g: 'h',
};

/** One slip of the finger, never in the first letter. */
export function mistype(text: string, random: Random): string {
  if (text.length < 4) return text;
  const at = random.between(1, text.length - 2);
  const here = text.charAt(at);
  const slip = random.weighted({ double: 3, lose: 3, swap: 3, beside: 2 });
  if (slip === 'double') return text.slice(0, at) + here + text.slice(at);
  if (slip === 'lose') return text.slice(0, at) + text.slice(at + 1);
  if (slip === 'swap') return text.slice(0, at) + text.charAt(at + 1) + here + text.slice(at + 2);
  return text.slice(0, at) + (NEIGHBOURS[here] ?? here) + text.slice(at + 1);
}

function writeBirth(birth: string, random: Random): string {
  if (random.chance(NOISE.missingDate)) return '';
  const [year = '', month = '', day = ''] = birth.split('-');
  if (random.chance(NOISE.firstOfJanuary)) return `${year}-01-01`;
  if (Number(day) <= 12 && random.chance(NOISE.swappedDate * (28 / 12))) return `${year}-${day}-${month}`;
  if (random.chance(NOISE.dateTypo))
    return `${year.slice(0, 3)}${(Number(year.slice(3)) + random.between(1, 9)) % 10}-${month}-${day}`;
  return birth;
}

/** One wrong digit among the last six, now and then. */
function spoilDigits(number: string, random: Random): string {
  if (!random.chance(NOISE.identifierTypo)) return number;
  const at = number.length - random.between(1, 4);
  return (
    number.slice(0, at) + String((Number(number[at]) + random.between(1, 9)) % 10) + number.slice(at + 1)
  );
}
