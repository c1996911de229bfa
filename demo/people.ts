import type { IdentifierDesk } from './identifiers.ts';
import { drawFamilyName, drawGivenName, familyNameFor, type NamePart, type Origin } from './names.ts';
import { NOISE } from './noise.ts';
import { type Address, drawAddress, drawOrganisation, type Organisation } from './places.ts';
import type { Random } from './random.ts';

export interface Phone {
  readonly number: string;
  readonly sim: { readonly iccid: string; readonly imsi: string } | null;
  readonly imei: string | null;
}
export interface IdDocument {
  readonly kind: 'passport' | 'id-card';
  readonly issuer: string;
  readonly number: string;
  readonly validUntil: string;
}
export interface Vehicle {
  readonly plate: string;
  readonly country: string;
  readonly make: string;
  readonly colour: string;
  readonly vin: string;
}

/** A person of the town as truth knows them; what agencies know are records. */
export interface TruePerson {
  readonly id: string;
  readonly origin: Origin;
  readonly family: NamePart;
  readonly given: readonly NamePart[];
  readonly sex: 'M' | 'F';
  /** YYYY-MM-DD */
  readonly birth: string;
  readonly birthPlace: string;
  /** ISO 3166-1 alpha-3 */
  readonly nationality: string;
  /** Country of residence, ISO 3166-1 alpha-2. */
  readonly residence: string;
  readonly nationalNumber: string;
  readonly phones: readonly Phone[];
  readonly document: IdDocument | null;
  readonly vehicle: Vehicle | null;
  readonly address: Address;
  readonly organisation: Organisation | null;
}

interface OriginFacts {
  readonly weight: number;
  readonly nationality: string;
  readonly phone: string;
  readonly birthPlaces: readonly string[];
}
const ORIGINS: Readonly<Record<Origin, OriginFacts>> = {
  dutch: {
    weight: 20,
    nationality: 'BEL',
    phone: 'BE',
    birthPlaces: ['Oostkaai', 'Maasdrecht', 'Heidemeer', 'Zeewolderhaven'],
  },
  french: {
    weight: 22,
    nationality: 'FRA',
    phone: 'FR',
    birthPlaces: ['Port-Clairmont', 'Val-Saint-Orme', 'Saint-Évrault-sur-Mer'],
  },
  german: {
    weight: 12,
    nationality: 'DEU',
    phone: 'DE',
    birthPlaces: ['Neuhafenstadt', 'Königsbrück am Fluß'],
  },
  arabic: {
    weight: 18,
    nationality: 'MAR',
    phone: 'MA',
    birthPlaces: ['Dar el Bahr', 'Oued Zitoun', 'Qasr al-Rih'],
  },
  cyrillic: {
    weight: 10,
    nationality: 'UKR',
    phone: 'UA',
    birthPlaces: ['Zarichne', 'Novy Bereg', 'Kamyanets'],
  },
  turkish: { weight: 8, nationality: 'TUR', phone: 'TR', birthPlaces: ['Karapınar Köy', 'Taşlıdere'] },
  polish: { weight: 4, nationality: 'POL', phone: 'PL', birthPlaces: ['Lipowo Dolne', 'Brzezina'] },
  romanian: { weight: 3, nationality: 'ROU', phone: 'RO', birthPlaces: ['Valea Cernei', 'Dragomirna Nouă'] },
  english: { weight: 3, nationality: 'GBR', phone: 'GB', birthPlaces: ['Ashcombe', 'Winmere'] },
};
const ORIGIN_WEIGHTS = Object.fromEntries(
  Object.entries(ORIGINS).map(([name, facts]) => [name, facts.weight]),
) as Record<Origin, number>;
const RESIDENCES = { BE: 40, FR: 22, DE: 18, NL: 20 } as const;
const NATIONALITY_OF: Readonly<Record<string, string>> = { BE: 'BEL', FR: 'FRA', DE: 'DEU', NL: 'NLD' };
const MAKES = [
  'VW Golf',
  'Renault Clio',
  'Peugeot 308',
  'Opel Astra',
  'Ford Transit',
  'Mercedes Sprinter',
  'BMW 320',
  'Skoda Octavia',
  'Fiat Ducato',
  'Toyota Yaris',
] as const;
const COLOURS = ['black', 'white', 'grey', 'blue', 'red', 'green'] as const;

/** An endless town: people arrive household by household. */
export class Population {
  readonly #random: Random;
  readonly #desk: IdentifierDesk;
  readonly #organisations = new Map<string, Organisation[]>();
  readonly #known: TruePerson[] = [];
  readonly #waiting: TruePerson[] = [];
  #count = 0;

  constructor(random: Random, desk: IdentifierDesk) {
    this.#random = random;
    this.#desk = desk;
  }

  next(): TruePerson {
    while (this.#waiting.length === 0) this.#waiting.push(...this.#household());
    const person = this.#waiting.shift() as TruePerson;
    this.#known.push(person);
    return person;
  }

  #household(): TruePerson[] {
    const random = this.#random;
    const origin = random.weighted(ORIGIN_WEIGHTS);
    const residence = this.#residenceOf(origin);
    const address = drawAddress(residence, random);
    const family = drawFamilyName(origin, random);
    const size = random.chance(0.45) ? 1 : random.between(2, 5);
    const shared = size > 1 && random.chance(NOISE.sharedPhone * 3) ? this.#phone(origin, residence) : null;
    const members: TruePerson[] = [];
    for (let place = 0; place < size; place += 1) {
      const twin = place > 2 && random.chance(NOISE.twins * 5) ? members[place - 1] : undefined;
      const year = place < 2 ? random.between(1950, 2002) : random.between(1975, 2008);
      members.push(
        this.#person(origin, residence, address, family, twin?.birth ?? this.#birth(year), shared),
      );
    }
    if (random.chance(NOISE.sharedFlat)) {
      const other = random.pick(['arabic', 'romanian', 'polish', 'cyrillic', 'french'] as const);
      for (let lodger = 0; lodger < random.between(1, 3); lodger += 1) {
        members.push(
          this.#person(
            other,
            residence,
            address,
            drawFamilyName(other, random),
            this.#birth(random.between(1970, 2003)),
            null,
          ),
        );
      }
    }
    return members;
  }

  #residenceOf(origin: Origin): string {
    const random = this.#random;
    if (origin === 'dutch') return random.chance(0.5) ? 'BE' : 'NL';
    if (origin === 'french') return random.chance(0.4) ? 'BE' : 'FR';
    if (origin === 'german') return random.chance(0.85) ? 'DE' : 'BE';
    return random.weighted(RESIDENCES);
  }

  #birth(year: number): string {
    const day = this.#random.between(1, 28);
    const month = this.#random.between(1, 12);
    return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
  }

  #phone(origin: Origin, residence: string): Phone {
    const random = this.#random;
    const country = random.chance(0.12) ? ORIGINS[origin].phone : residence;
    return {
      number: this.#desk.phone(country),
      sim: random.chance(0.3) ? { iccid: this.#desk.iccid(), imsi: this.#desk.imsi() } : null,
      imei: random.chance(0.4) ? this.#desk.imei() : null,
    };
  }

  #person(
    origin: Origin,
    residence: string,
    address: Address,
    family: NamePart,
    birth: string,
    shared: Phone | null,
  ): TruePerson {
    const random = this.#random;
    const sex = random.chance(0.68) ? 'M' : 'F';
    const local = random.chance(0.45);
    const nationality = local ? (NATIONALITY_OF[residence] ?? 'BEL') : ORIGINS[origin].nationality;
    let given = [drawGivenName(origin, sex, random)];
    if (random.chance(0.12)) given.push(drawGivenName(origin, sex, random));
    let surname = familyNameFor(family, sex);
    let born = birth;
    const earlier =
      this.#known.length > 20 && random.chance(NOISE.namesake) ? random.pick(this.#known) : undefined;
    if (earlier !== undefined && earlier.origin === origin && earlier.sex === sex) {
      given = [...earlier.given];
      surname = earlier.family;
      if (random.chance(NOISE.namesakeSameYear)) born = earlier.birth.slice(0, 4) + birth.slice(4);
    }
    const phones = shared === null || random.chance(0.5) ? [] : [shared];
    if (phones.length === 0 || random.chance(0.2))
      if (random.chance(0.85)) phones.push(this.#phone(origin, residence));
    if (random.chance(0.15)) phones.push(this.#phone(origin, residence));
    this.#count += 1;
    return {
      id: `p${String(this.#count).padStart(7, '0')}`,
      origin,
      family: surname,
      given,
      sex,
      birth: born,
      birthPlace: random.pick(random.chance(0.4) ? ORIGINS.dutch.birthPlaces : ORIGINS[origin].birthPlaces),
      nationality,
      residence,
      nationalNumber:
        (residence === 'BE' || residence === 'NL') && random.chance(0.8)
          ? this.#desk.nationalNumber(residence, born, sex)
          : '',
      phones,
      document: random.chance(0.7) ? this.#document(nationality) : null,
      vehicle: random.chance(0.3) ? this.#vehicle(residence) : null,
      address,
      organisation: random.chance(0.1) ? this.#organisation(residence) : null,
    };
  }

  #document(issuer: string): IdDocument {
    const kind = this.#random.chance(0.5) ? 'passport' : 'id-card';
    const validUntil = `${this.#random.between(2027, 2035)}-${String(this.#random.between(1, 12)).padStart(2, '0')}-15`;
    return { kind, issuer, number: this.#desk.document(kind, issuer), validUntil };
  }

  #vehicle(country: string): Vehicle {
    const random = this.#random;
    return {
      plate: this.#desk.plate(country),
      country,
      make: random.pick(MAKES),
      colour: random.pick(COLOURS),
      vin: this.#desk.vin(),
    };
  }

  #organisation(country: string): Organisation {
    const known = this.#organisations.get(country) ?? [];
    if (known.length > 4 && this.#random.chance(0.75)) return this.#random.pick(known);
    const fresh = drawOrganisation(country, this.#random);
    this.#organisations.set(country, [...known, fresh]);
    return fresh;
  }
}
