import type { Random } from './random.ts';

/** Cities and streets of the town's map. None of them exists; the postcodes are outside the countries' series. */
export interface Place {
  readonly city: string;
  readonly postcode: string;
  readonly country: string;
}

export interface Address extends Place {
  readonly street: string;
  readonly number: string;
  /** The flat or letter box, '' for a house. */
  readonly box: string;
}

export const PLACES: Readonly<Record<string, readonly Place[]>> = {
  BE: [
    { city: 'Oostkaai', postcode: '8499', country: 'BE' },
    { city: 'Maasdrecht', postcode: '3699', country: 'BE' },
    { city: 'Heidemeer', postcode: '2399', country: 'BE' },
    { city: 'Val-Saint-Orme', postcode: '6899', country: 'BE' },
    { city: 'Ardenne-la-Croix', postcode: '6699', country: 'BE' },
  ],
  FR: [
    { city: 'Port-Clairmont', postcode: '62999', country: 'FR' },
    { city: 'Saint-Évrault-sur-Mer', postcode: '76998', country: 'FR' },
    { city: 'Beaulieu-les-Dunes', postcode: '59998', country: 'FR' },
  ],
  DE: [
    { city: 'Königsbrück am Fluß', postcode: '00991', country: 'DE' },
    { city: 'Neuhafenstadt', postcode: '00992', country: 'DE' },
    { city: 'Grünwalde-Süd', postcode: '00993', country: 'DE' },
  ],
  NL: [
    { city: 'Zeewolderhaven', postcode: '9998 ZZ', country: 'NL' },
    { city: 'Nieuw-Lindum', postcode: '9996 ZX', country: 'NL' },
    { city: 'Waterkerk', postcode: '9997 ZY', country: 'NL' },
  ],
};

const STREETS: Readonly<Record<string, readonly [readonly string[], readonly string[]]>> = {
  BE: [
    [
      'Linden',
      'Molen',
      'Kerk',
      'Haven',
      'Veld',
      'Eiken',
      'Vis',
      'Klooster',
      'Beuken',
      'Statie',
      'Zand',
      'Wilgen',
      'Roos',
      'Dok',
      'Meers',
      'Abdij',
      'Lange',
      'Brug',
      'Sluis',
      'Toren',
    ],
    ['straat', 'laan', 'weg', 'plein', 'dreef', 'steenweg', 'kaai', 'pad', 'hof'],
  ],
  FR: [
    [
      'rue du Moulin',
      'rue de l’Église',
      'avenue des Tilleuls',
      'quai du Nord',
      'impasse du Puits',
      'boulevard de la Plage',
      'allée des Chênes',
      'place du Marché',
      'rue des Pêcheurs',
      'chemin des Dunes',
      'rue de la Gare',
      'cité des Ormes',
      'rue Haute',
      'rue Neuve',
      'quai des Brumes',
    ],
    ['', ' Vieux', ' Est', ' Ouest', ' Supérieur'],
  ],
  DE: [
    [
      'Linden',
      'Bahnhof',
      'Mühlen',
      'Kirch',
      'Hafen',
      'Garten',
      'Schiller',
      'Wiesen',
      'Berg',
      'Schloß',
      'Ring',
      'Ahorn',
      'Deich',
      'Ufer',
      'Brücken',
    ],
    ['straße', 'weg', 'allee', 'platz', 'gasse', 'damm'],
  ],
  NL: [
    [
      'Haven',
      'Dijk',
      'Kerk',
      'Molen',
      'Prinsen',
      'Water',
      'Vaart',
      'Duin',
      'Oranje',
      'Schans',
      'Singel',
      'Visser',
      'Toren',
      'Wal',
      'Kade',
    ],
    ['straat', 'weg', 'laan', 'gracht', 'plein', 'kade', 'singel'],
  ],
};

export function drawPlace(country: string, random: Random): Place {
  return random.pickSkewed(PLACES[country] ?? PLACES['BE'] ?? []);
}

export function drawAddress(country: string, random: Random): Address {
  const place = drawPlace(country, random);
  const [stems, ends] = STREETS[place.country] ?? [['Laan'], ['']];
  return {
    ...place,
    street: random.pick(stems) + random.pick(ends),
    number: String(random.between(1, 180)),
    box: random.chance(0.35) ? String(random.between(1, 24)) : '',
  };
}

/** The town's own name for an address, in truth only. */
export function addressKey(address: Address): string {
  return [address.street, address.number, address.box, address.city, address.country].join('|');
}

const COMPANY_STEMS = [
  'Noordster',
  'Clairval',
  'Ostwind',
  'Havenlicht',
  'Brumaire',
  'Tidewater',
  'Silberbach',
  'Kaapstern',
  'Montclair',
  'Duinrand',
  'Al Nakhil',
  'Severny',
  'Karadağ',
  'Wisła',
  'Carpat',
] as const;
const COMPANY_TRADES = [
  'Transport',
  'Logistics',
  'Garage',
  'Import-Export',
  'Cleaning',
  'Bouw',
  'Café',
  'Telecom',
  'Fruits',
  'Autohandel',
] as const;
const COMPANY_FORMS: Readonly<Record<string, readonly string[]>> = {
  BE: ['BV', 'SRL', 'NV', 'SA'],
  FR: ['SARL', 'SAS'],
  DE: ['GmbH', 'UG'],
  NL: ['BV', 'VOF'],
};

export interface Organisation {
  readonly name: string;
  readonly form: string;
  readonly country: string;
}

export function drawOrganisation(country: string, random: Random): Organisation {
  const forms = COMPANY_FORMS[country] ?? ['BV'];
  const twin = random.chance(0.4) ? ` ${random.between(2, 40)}` : '';
  return {
    name: `${random.pick(COMPANY_STEMS)} ${random.pick(COMPANY_TRADES)}${twin}`,
    form: random.pick(forms),
    country,
  };
}
