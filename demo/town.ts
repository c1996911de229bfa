import { AGENCY_IDS, type AgencyId } from './agencies.ts';
import { isoDay, objectsOf, writeRecord } from './clerk.ts';
import { DEFECTS, plantedCount } from './defects.ts';
import { DemoError } from './errors.ts';
import { buildHiddenNetwork, type HiddenNetwork } from './hidden-network.ts';
import { IdentifierDesk } from './identifiers.ts';
import { sourceKey } from './keys.ts';
import { NOISE } from './noise.ts';
import { Population, type TruePerson } from './people.ts';
import { type Address, PLACES } from './places.ts';
import { Random } from './random.ts';
import type { RecordedEvent, TownRecord } from './record.ts';
import { RESERVED_IDENTIFIERS } from './story.ts';

export const DEFAULT_SEED = 'oostkaai';

export interface TownOptions {
  readonly seed?: string | number;
  /** Ordinary records an agency gets, 60 to 200,000; the story and the planted bad rows come on top. */
  readonly peoplePerAgency?: number;
  /** Other sizes for single agencies. */
  readonly sizes?: Partial<Record<AgencyId, number>>;
}

export interface Town {
  readonly seed: string;
  readonly peoplePerAgency: number;
  readonly people: readonly TruePerson[];
  readonly holdings: Readonly<Record<AgencyId, readonly TownRecord[]>>;
  readonly network: HiddenNetwork;
}

/** Where a person of each country is first known to the police. */
const FIRST_KNOWN: Readonly<Record<string, Readonly<Record<AgencyId, number>>>> = {
  BE: { jpn: 9, ard: 9, crp: 1, fio: 1, pcs: 1 },
  FR: { jpn: 1, ard: 1, crp: 12, fio: 1, pcs: 1 },
  DE: { jpn: 1, ard: 1, crp: 1, fio: 12, pcs: 1 },
  NL: { jpn: 1, ard: 1, crp: 1, fio: 1, pcs: 12 },
};

/** The whole town: the same seed and sizes give the same town, byte for byte. */
export function generateTown(options: TownOptions = {}): Town {
  const seed = String(options.seed ?? DEFAULT_SEED);
  const peoplePerAgency = options.peoplePerAgency ?? 5000;
  const sizeOf = (agency: AgencyId) => options.sizes?.[agency] ?? peoplePerAgency;
  for (const agency of AGENCY_IDS) checkSize(sizeOf(agency));
  const root = new Random(seed);
  const desk = new IdentifierDesk(root.fork('identifiers'), RESERVED_IDENTIFIERS);
  const population = new Population(root.fork('people'), desk);
  const people: TruePerson[] = [];
  const holdings = Object.fromEntries(AGENCY_IDS.map((agency) => [agency, [] as TownRecord[]])) as Record<
    AgencyId,
    TownRecord[]
  >;

  settle(root.fork('clerks'), population, people, holdings, sizeOf);
  addEvents(root.fork('events'), holdings);
  addFamilies(people, holdings.fio);
  const network = buildHiddenNetwork(root.fork('network'), desk, Math.max(...AGENCY_IDS.map(sizeOf)));
  people.push(...network.people, ...network.bystanders);
  for (const record of network.records) holdings[record.agency].push(record);
  plantBadRows(root.fork('defects'), population, people, holdings, sizeOf);
  return { seed, peoplePerAgency, people, holdings, network };
}

function checkSize(size: number): void {
  if (Number.isInteger(size) && size >= 60 && size <= 200_000) return;
  throw new DemoError('size-out-of-range', `an agency of the demo town has 60 to 200000 people, got ${size}`);
}

function settle(
  random: Random,
  population: Population,
  people: TruePerson[],
  holdings: Record<AgencyId, TownRecord[]>,
  sizeOf: (agency: AgencyId) => number,
): void {
  const hasRoom = (agency: AgencyId) => holdings[agency].length < sizeOf(agency);
  const add = (person: TruePerson, agency: AgencyId) => {
    const key = sourceKey(agency, holdings[agency].length + 1);
    holdings[agency].push(writeRecord(person, agency, key, random));
  };
  let lastAddress: Address | null = null;
  let lastFirst: AgencyId = 'jpn';
  for (;;) {
    const open = AGENCY_IDS.filter(hasRoom);
    if (open.length === 0) return;
    const person = population.next();
    people.push(person);
    const drawn = random.weighted(FIRST_KNOWN[person.residence] as Record<AgencyId, number>);
    // A household is mostly known to one police force.
    const wished: AgencyId = person.address === lastAddress && random.chance(0.85) ? lastFirst : drawn;
    lastAddress = person.address;
    lastFirst = wished;
    const first = hasRoom(wished) ? wished : random.pick(open);
    add(person, first);
    if (hasRoom(first) && random.chance(NOISE.doubleRecord)) add(person, first);
    if (!random.chance(NOISE.secondAgency)) continue;
    const others = AGENCY_IDS.filter((agency) => agency !== first && hasRoom(agency));
    if (others.length === 0) continue;
    const second = random.pick(others);
    add(person, second);
    const third = others.find((agency) => agency !== second);
    if (third !== undefined && random.chance(NOISE.thirdAgency)) add(person, third);
  }
}

/** Incidents of the log book and checks in the port; and exhibits: every twenty-fifth record of the register is a seized phone. */
function addEvents(random: Random, holdings: Record<AgencyId, TownRecord[]>): void {
  let incident: RecordedEvent | null = null;
  let left = 0;
  holdings.crp = holdings.crp.map((record, place) => {
    if (left === 0 || incident === null) {
      left = random.between(1, 4);
      const kind = random.pick(['incident', 'offence'] as const);
      const place_ = random.pick(PLACES['FR'] ?? []).city;
      incident = {
        number: `EV2024-${String(place + 1).padStart(6, '0')}`,
        kind,
        date: isoDay(random, 2021, 2025),
        place: place_,
      };
    }
    left -= 1;
    return { ...record, event: incident };
  });
  holdings.pcs = holdings.pcs.map((record, place) => {
    if (random.chance(0.35)) return record;
    const kind = random.chance(0.85) ? 'border-check' : 'seizure';
    return {
      ...record,
      event: {
        number: `C${String(place + 1).padStart(6, '0')}`,
        kind,
        date: isoDay(random, 2021, 2025),
        place: random.pick(['Kade 4', 'Kade 11', 'Terminal Oost', 'Veerdam']),
      },
    };
  });
  holdings.jpn = holdings.jpn.map((record, place) => {
    const phone = record.phones[0];
    if (phone === undefined || place % 25 !== 7) return record;
    return asExhibit(record, place, random);
  });
}

function asExhibit(record: TownRecord, place: number, random: Random): TownRecord {
  const phones = record.phones.slice(0, 1);
  const kind = phones[0]?.imei === '' ? 'SIM' : 'GSM';
  const exhibit: Omit<TownRecord, 'objects'> = {
    ...record,
    kind: 'exhibit',
    personId: '',
    category: 'other',
    family: '',
    given: '',
    alias: '',
    birth: '',
    birthPlace: '',
    sex: '',
    nationality: '',
    nationalNumber: '',
    phones,
    document: null,
    vehicle: null,
    address: null,
    organisation: null,
    exhibit: {
      number: `${2020 + (place % 6)}-${String(place).padStart(6, '0')}`,
      kind,
      seizedOn: isoDay(random, 2020, 2025),
      note: 'IN BESLAG GENOMEN, NOG TE LEZEN',
    },
  };
  return { ...exhibit, objects: objectsOf(exhibit) };
}

/** People of one household in the inquiry office's database are related there. */
function addFamilies(people: readonly TruePerson[], records: TownRecord[]): void {
  const byId = new Map(people.map((person) => [person.id, person]));
  const lastAt = new Map<Address, TownRecord>();
  records.forEach((record, place) => {
    const address = byId.get(record.personId)?.address;
    if (address === undefined) return;
    const before = lastAt.get(address);
    lastAt.set(address, record);
    if (before === undefined || before.personId === record.personId) return;
    const sameFamily =
      byId.get(before.personId)?.family.spelling === byId.get(record.personId)?.family.spelling;
    records[place] = {
      ...record,
      links: [{ key: before.key, category: before.category, link: sameFamily ? 'family' : 'associate' }],
    };
  });
}

/** Bad rows are people of their own, so that no true link hangs on a row that intake must refuse. */
function plantBadRows(
  random: Random,
  population: Population,
  people: TruePerson[],
  holdings: Record<AgencyId, TownRecord[]>,
  sizeOf: (agency: AgencyId) => number,
): void {
  for (const agency of AGENCY_IDS) {
    const rows = holdings[agency];
    const late: TownRecord[] = [];
    const good = rows.filter((record) => record.kind === 'person' && record.personId.startsWith('p'));
    let n = sizeOf(agency);
    for (const defect of DEFECTS[agency]) {
      for (let count = plantedCount(defect, sizeOf(agency)); count > 0; count -= 1) {
        if (defect.kind === 'repeated-row') {
          late.push({ ...(good[random.whole(good.length)] as TownRecord), defect: defect.kind });
          continue;
        }
        const person = population.next();
        people.push(person);
        n += 1;
        const reused = defect.kind === 'key-reused' ? random.pick(good).key : null;
        const record = {
          ...writeRecord(person, agency, reused ?? sourceKey(agency, n), random),
          defect: defect.kind,
        };
        (reused === null ? rows : late).push(record);
      }
    }
    shuffle(rows, random);
    rows.push(...late);
  }
}

function shuffle<T>(list: T[], random: Random): void {
  for (let place = list.length - 1; place > 0; place -= 1) {
    const other = random.whole(place + 1);
    [list[place], list[other]] = [list[other] as T, list[place] as T];
  }
}
