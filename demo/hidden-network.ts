import { AGENCY_IDS, type AgencyId } from './agencies.ts';
import { isoDay } from './clerk.ts';
import type { IdentifierDesk } from './identifiers.ts';
import { sourceKey } from './keys.ts';
import { latin, type NamePart } from './names.ts';
import { arabicSpelling } from './names-arabic.ts';
import { tellOfTheMover } from './mover.ts';
import { type Builder, called, person, put, use } from './network-records.ts';
import type { Phone, TruePerson, Vehicle } from './people.ts';
import { type Address, addressKey } from './places.ts';
import type { Random } from './random.ts';
import type { TownRecord } from './record.ts';
import { STORY } from './story.ts';

export interface StoryRecords {
  readonly exhibit: string;
  readonly burnerExhibit: string;
  readonly tomasAtCrp: string;
  readonly tomasAtFio: string;
  readonly odileAtFio: string;
  readonly idrisAtArd: string;
  readonly driverAtPcs: string;
  readonly moverAtArd: string;
  readonly moverAtCrp: string;
  /** A man of the mover's name who has nothing to do with it. */
  readonly namesakeAtCrp: string;
  readonly manyRecords: readonly string[];
  readonly hubCallers: readonly string[];
}

/** One edge of the network that no single agency can see: two members, the object that joins them, who holds which end. */
export interface HiddenLink {
  readonly from: string;
  readonly to: string;
  readonly via: string;
  readonly fromAgency: AgencyId;
  readonly toAgency: AgencyId;
}

export interface HiddenNetwork {
  readonly people: readonly TruePerson[];
  /** Not of the network: the thirty suspects who called one number, and the mover's namesake. */
  readonly bystanders: readonly TruePerson[];
  readonly records: readonly TownRecord[];
  readonly links: readonly HiddenLink[];
  readonly story: StoryRecords;
}

/** The further members: given name, family name, sound where the family writes Arabic. All invented. */
const MEMBERS: readonly (readonly [string, string, 'M' | 'F', string?])[] = [
  ['Casimir', 'Dravenne', 'M'],
  ['Maren', 'Tolvik', 'F'],
  ['Anton', 'Brezhkar', 'M'],
  ['Yusra', 'Belqasour', 'F', 'yusrY|bilqaSUr'],
  ['Corneel', 'Hooftwaart', 'M'],
  ['Ilir', 'Santavuk', 'M'],
  ['Nadir', 'Ouzelmane', 'M', 'nAdir|wazilmAn'],
  ['Sibylle', 'Krautmoor', 'F'],
  ['Remko', 'Zandvlinder', 'M'],
  ['Aurel', 'Cimbrescu', 'M'],
  ['Farid', 'Tazmalout', 'M', 'farId|tazmalUt'],
  ['Odo', 'Wexelbrand', 'M'],
  ['Lioba', 'Stenmarck', 'F'],
  ['Gaspard', 'Vernoulles', 'M'],
  ['Miro', 'Kolvanets', 'M'],
  ['Hamid', 'Serghourn', 'M', 'HamId|sarghUrn'],
  ['Jorre', 'Plankaert', 'M'],
  ['Tilda', 'Morskade', 'F'],
  ['Rafiq', 'Azmourane', 'M', 'rafIq|azmUrAn'],
  ['Bogumil', 'Trzanek', 'M'],
  ['Elvire', 'Cassepont', 'F'],
  ['Sadık', 'Gökpınarlı', 'M'],
];

/** Its records get key numbers beyond the ordinary ones; the rows themselves are shuffled among all others. */
export function buildHiddenNetwork(
  random: Random,
  desk: IdentifierDesk,
  peoplePerAgency: number,
): HiddenNetwork {
  const counters = new Map<AgencyId, number>();
  const builder: Builder = {
    random,
    desk,
    records: [],
    nextKey: (agency) => {
      const n = (counters.get(agency) ?? 0) + 1;
      counters.set(agency, n);
      return sourceKey(agency, n * 13 + peoplePerAgency * 2);
    },
  };
  const people = storyPeople(desk);
  const [tomas, odile, idris] = people as [TruePerson, TruePerson, TruePerson];
  const members = MEMBERS.map((member, place) => memberPerson(member, place, random, desk));
  const links: HiddenLink[] = [];
  const callers: TruePerson[] = [];
  const story = tellStory(builder, { tomas, odile, idris }, members, callers, links, peoplePerAgency);
  weave(builder, [idris, ...members], links);
  // Last, so that whoever is drawn before stays who they are.
  const mover = tellOfTheMover(builder, members[0] as TruePerson);
  links.push(mover.link);
  return {
    people: [...people, ...members, mover.person],
    bystanders: [...callers, mover.namesake],
    records: builder.records,
    links,
    story: {
      ...story,
      moverAtArd: mover.atArd,
      moverAtCrp: mover.atCrp,
      namesakeAtCrp: mover.namesakeAtCrp,
    },
  };
}

function storyPeople(desk: IdentifierDesk): TruePerson[] {
  const phone: Phone = {
    number: STORY.storyPhone,
    sim: { iccid: STORY.storyIccid, imsi: desk.imsi() },
    imei: null,
  };
  return [
    person(
      's0000001',
      latin(STORY.tomas.given),
      latin(STORY.tomas.family),
      'M',
      STORY.tomas.birth,
      STORY.flat,
      [phone],
    ),
    person(
      's0000002',
      latin(STORY.odile.given),
      latin(STORY.odile.family),
      'F',
      STORY.odile.birth,
      STORY.flat,
      [],
    ),
    person(
      's0000003',
      latin(STORY.idris.given),
      latin(STORY.idris.family),
      'M',
      STORY.idris.birth,
      STORY.flat,
      [],
    ),
  ];
}

function memberPerson(
  member: (typeof MEMBERS)[number],
  place: number,
  random: Random,
  desk: IdentifierDesk,
): TruePerson {
  const [given, family, sex, sounds] = member;
  const [givenSound, familySound] = sounds?.split('|') ?? [];
  const part = (text: string, sound: string | undefined): NamePart =>
    sound === undefined ? latin(text) : { script: 'arabic', spelling: arabicSpelling(sound), sound };
  const address: Address = {
    street: 'Schippersdreef',
    number: String(20 + place),
    box: '',
    postcode: '8499',
    city: 'Oostkaai',
    country: 'BE',
  };
  const phone: Phone = {
    number: desk.phone('BE'),
    sim: { iccid: desk.iccid(), imsi: desk.imsi() },
    imei: desk.imei(),
  };
  return {
    ...person(
      `s${String(place + 4).padStart(7, '0')}`,
      part(given, givenSound),
      part(family, familySound),
      sex,
      isoDay(random, 1975, 2000),
      address,
      [phone],
    ),
    ...(sounds === undefined ? {} : { origin: 'arabic' as const }),
  };
}

interface Trio {
  readonly tomas: TruePerson;
  readonly odile: TruePerson;
  readonly idris: TruePerson;
}

function tellStory(
  builder: Builder,
  trio: Trio,
  members: readonly TruePerson[],
  callers: TruePerson[],
  links: HiddenLink[],
  people: number,
): Omit<StoryRecords, 'moverAtArd' | 'moverAtCrp' | 'namesakeAtCrp'> {
  const { tomas, odile, idris } = trio;
  const { random, desk } = builder;
  const storyPhone = tomas.phones[0] as Phone;
  const vehicle: Vehicle = {
    plate: STORY.h2Plate,
    country: STORY.h2PlateCountry,
    make: 'Renault Clio',
    colour: 'grey',
    vin: desk.vin(),
  };
  const flat = `address:${addressKey(STORY.flat)}`;

  const exhibit = put(builder, null, 'jpn', 'other', {
    kind: 'exhibit',
    family: '',
    given: '',
    original: '',
    sex: '',
    nationality: '',
    birthPlace: '',
    exhibit: {
      number: '2026-0417-03',
      kind: 'SIM',
      seizedOn: '2026-04-17',
      note: 'SIM EENMALIG GEBRUIKT, GEVONDEN IN TREINTOILET',
    },
    phones: [use(storyPhone)],
  });
  const burner = put(builder, null, 'jpn', 'other', {
    kind: 'exhibit',
    family: '',
    given: '',
    original: '',
    sex: '',
    nationality: '',
    birthPlace: '',
    exhibit: {
      number: '2026-0388-01',
      kind: 'SIM',
      seizedOn: '2026-03-29',
      note: 'PREPAID KAART, NOG TE LEZEN',
    },
    phones: [{ ...called(STORY.burnerPhone), contacted: false, iccid: desk.iccid() }],
  });
  const tomasAtCrp = put(builder, tomas, 'crp', 'contact', {
    phones: [use(storyPhone, false)],
    vehicle,
    vehicleHandling: 'H2',
    event: { number: 'EV2026-00231', kind: 'incident', date: '2026-02-11', place: 'Port-Clairmont' },
    note: 'Entendu comme contact. Véhicule signalé par un service tiers.',
  });
  const odileAtFio = put(builder, odile, 'fio', 'contact', { address: STORY.flat, addressLink: 'rents' });
  const tomasAtFio = put(builder, tomas, 'fio', 'contact', {
    links: [{ key: odileAtFio.key, category: 'contact', link: 'family' }],
  });
  const idrisAtArd = put(builder, idris, 'ard', 'suspect', {
    address: STORY.flat,
    addressLink: 'stays',
    wantedSince: STORY.idris.wantedSince,
    note: 'Recherché. Vu à cette adresse, source à recouper.',
  });
  const driver = members[0] as TruePerson;
  const driverAtPcs = put(builder, driver, 'pcs', 'suspect', { vehicle });
  links.push(
    { from: tomas.id, to: odile.id, via: `person:${tomas.id}`, fromAgency: 'crp', toAgency: 'fio' },
    { from: odile.id, to: idris.id, via: flat, fromAgency: 'fio', toAgency: 'ard' },
    {
      from: tomas.id,
      to: driver.id,
      via: `vehicle:${STORY.h2PlateCountry}|${STORY.h2Plate}`,
      fromAgency: 'crp',
      toAgency: 'pcs',
    },
  );

  const busy = members[5] as TruePerson;
  const manyRecords: string[] = [];
  for (let n = 0; n < (people >= 500 ? 40 : 6); n += 1) {
    manyRecords.push(
      put(builder, busy, 'crp', 'suspect', {
        phones: n % 4 === 0 ? [use(busy.phones[0] as Phone, false)] : [],
        event: {
          number: `EV2025-${String(400 + n).padStart(5, '0')}`,
          kind: 'offence',
          date: isoDay(random, 2023, 2025),
          place: 'Port-Clairmont',
        },
      }).key,
    );
  }
  const hubOwner = members[9] as TruePerson;
  put(builder, hubOwner, 'pcs', 'suspect', { phones: [{ ...called(STORY.hubPhone), contacted: false }] });
  const hubCallers: string[] = [];
  for (let n = 0; n < (people >= 500 ? 30 : 5); n += 1) {
    const caller = person(
      `h${String(n + 1).padStart(7, '0')}`,
      latin(random.pick(['Luka', 'Noah', 'Milan', 'Sam', 'Adam', 'Elias'])),
      latin(
        `Bel${random.pick(['vaux', 'court', 'lande', 'rive'])}${random.pick(['ais', 'ard', 'in', 'et', 'on', 'elle'])}`,
      ),
      'M',
      isoDay(random, 1980, 2004),
      {
        ...STORY.flat,
        street: 'Rue Neuve',
        box: '',
        city: 'Port-Clairmont',
        postcode: '62999',
        country: 'FR',
      },
      [],
    );
    callers.push(caller);
    hubCallers.push(put(builder, caller, 'crp', 'suspect', { phones: [called(STORY.hubPhone)] }).key);
  }
  return {
    exhibit: exhibit.key,
    burnerExhibit: burner.key,
    tomasAtCrp: tomasAtCrp.key,
    tomasAtFio: tomasAtFio.key,
    odileAtFio: odileAtFio.key,
    idrisAtArd: idrisAtArd.key,
    driverAtPcs: driverAtPcs.key,
    manyRecords,
    hubCallers,
  };
}

/** Joins the members into one network: a tree and a few more edges, each edge's two ends in two different agencies. */
function weave(builder: Builder, members: readonly TruePerson[], links: HiddenLink[]): void {
  const { random } = builder;
  for (let place = 1; place < members.length; place += 1) {
    const later = members[place] as TruePerson;
    const earlier = members[Math.max(0, place - random.between(1, 4))] as TruePerson;
    join(builder, earlier, later, links);
    if (place % 5 === 0 && place > 6) join(builder, members[place - 6] as TruePerson, later, links);
  }
}

/** The later member uses a phone; in another agency the earlier one was in contact with it. */
function join(builder: Builder, earlier: TruePerson, later: TruePerson, links: HiddenLink[]): void {
  const { random } = builder;
  const phone = later.phones[0] as Phone;
  const toAgency = AGENCY_IDS[Number(later.id.slice(1)) % 5] as AgencyId;
  const fromAgency = random.pick(AGENCY_IDS.filter((agency) => agency !== toAgency));
  const held = builder.records.some(
    (record) => record.agency === toAgency && record.personId === later.id && record.phones.length > 0,
  );
  if (!held) put(builder, later, toAgency, 'suspect', { phones: [use(phone)] });
  put(builder, earlier, fromAgency, 'suspect', { phones: [called(phone.number)] });
  links.push({ from: earlier.id, to: later.id, via: `phone:${phone.number}`, fromAgency, toAgency });
}
