import { emptySubject, type Subject } from '../../src/match/index.ts';

/** Two people who are not one, and what they are to each other. Invented. */
export interface FamilyPair {
  readonly kinship: 'siblings' | 'father and son' | 'twins' | 'couple';
  readonly left: Subject;
  readonly right: Subject;
}

const SURNAMES =
  'Averinck Velhane Torsvik Marandel Kowaltzik Benhamsi Ostrelov Quintaval Demirkaya Lindevall Papadrakis Haddouri Vermaelst Sorokhin Bellacorte Achterdam'.split(
    ' ',
  );
const GIVEN =
  'Idris Odile Maarten Samira Jonas Leila Viktor Ines Bruno Nadia Tomas Hanna Rachid Elif Pavel Sofia'.split(
    ' ',
  );
const STREETS = ['Averelstraat', 'rue du Lavoir', 'Molenweg', 'Lindenallee', 'Kade', 'Kerkplein'];
const TOWNS = ['Oostvaart', 'Nieuwkaai', 'Sint-Averel', 'Belmontel'];
const KINSHIPS = ['siblings', 'father and son', 'twins', 'couple'] as const;

/** About two hundred pairs of one household: surname, address, telephone and birth place shared, the same every time. */
export function familyPairs(): FamilyPair[] {
  return Array.from({ length: 208 }, (_, at) => familyPair(at));
}

function familyPair(at: number): FamilyPair {
  const kinship = pick(KINSHIPS, at);
  const surname = pick(SURNAMES, at * 7 + (at >> 4));
  const given = pick(GIVEN, at * 3 + (at >> 3));
  const other = pick(GIVEN, at * 3 + (at >> 3) + 1 + (at % 5));
  const year = 1955 + ((at * 11) % 45);
  const born = date(year, at);
  const home = {
    addresses: [{ text: `${pick(STREETS, at)} ${1 + ((at * 13) % 90)}`, city: pick(TOWNS, at >> 2) }],
    phones: at % 3 === 0 ? [] : [{ number: `+3247${String(1_000_000 + at * 7919)}` }],
    birthPlaces: at % 2 === 0 ? [pick(TOWNS, at >> 1)] : [],
  };
  const otherBorn = { siblings: date(year + 2, at + 5), twins: born, couple: date(year - 1, at + 9) };
  const right =
    kinship === 'father and son'
      ? person(at % 2 === 0 ? `${given} ${surname}` : `${other} ${surname}`, date(year + 27, at + 3), home)
      : person(`${other} ${surname}`, otherBorn[kinship], home);
  return { kinship, left: person(`${given} ${surname}`, born, home), right };
}

function person(name: string, birthDate: string, home: Partial<Subject>): Subject {
  return { ...emptySubject('person'), names: [name], birthDates: [birthDate], ...home };
}

function date(year: number, at: number): string {
  return `${year}-${two(2 + ((at * 5) % 11))}-${two(2 + ((at * 17) % 26))}`;
}

function two(number: number): string {
  return String(number).padStart(2, '0');
}

function pick<T>(from: readonly T[], at: number): T {
  return from[at % from.length] as T;
}
