import { ATTRIBUTES, numberCountry } from './attributes.ts';
import { type PreparedAddress, prepareAddress } from './prepared-address.ts';
import { type PreparedDate, prepareDate } from './prepared-date.ts';
import { type PreparedName, prepareName } from './prepared-name.ts';
import { type PreparedSpan, prepareSpan } from './prepared-span.ts';
import { bare, VALUE_LENGTH_MAX } from './fold.ts';
import { nameTokens } from './name.ts';
import { standardiseNationalNumber } from './national-number.ts';
import { prepareOrganisation, type PreparedOrganisation } from './organisation-prepare.ts';
import type { Subject } from './subject.ts';

/** A subject read once, so that it can be weighed against thousands: nothing of it is parsed again. */
export interface PreparedSubject {
  readonly kind: Subject['kind'];
  readonly names: readonly PreparedName[];
  /** The names of anything but a person: they are compared as names of firms. */
  readonly firms: readonly PreparedOrganisation[];
  readonly dates: readonly PreparedDate[];
  /** Birth dates of which only bounds are known. */
  readonly spans: readonly PreparedSpan[];
  readonly sexes: readonly ('m' | 'f')[];
  readonly places: readonly string[];
  readonly occupations: readonly string[];
  readonly addresses: readonly PreparedAddress[];
  /** Canonical values in the order of ATTRIBUTES. */
  readonly identifiers: readonly (readonly string[])[];
  /** Whether there is any of them. */
  readonly isIdentified: boolean;
  /** Canonical sounds of the words of all names, by which candidates are found. */
  readonly sounds: readonly string[];
  /** National numbers whose check digit holds ('BE 85…'): two different ones of a country are two people. */
  readonly proven: readonly string[];
  /** National numbers whose check digit does not hold: somebody mistyped them. */
  readonly mistyped: readonly string[];
}

/** More values of one attribute than this are not compared: nobody has them, and each costs a multiplication. */
const VALUES_MAX = 40;

const NOTHING: readonly string[] = [];
const NO_FIRMS: readonly PreparedOrganisation[] = [];
const NO_SPANS: readonly PreparedSpan[] = [];

/** Reads every value of a subject into the form in which it is compared. Values that say nothing are left out. */
export function prepareSubject(subject: Subject, o?: { defaultCountry?: string }): PreparedSubject {
  const country = o?.defaultCountry ?? 'BE';
  const read = subject.kind === 'person' ? unique(subject.names).map(readName) : [];
  const firms =
    subject.kind !== 'person'
      ? unique(subject.names)
          .map(prepareOrganisation)
          .filter((firm) => firm !== null)
      : NO_FIRMS;
  const names = read.map(({ name }) => name).filter((name) => name !== null);
  const identifiers = ATTRIBUTES.map(({ values }) => {
    const found = values(subject, country);
    return found.length === 0 ? NOTHING : unique(found).filter(isText);
  });
  return {
    kind: subject.kind,
    names,
    firms,
    ...prepareDates(unique(subject.birthDates)),
    sexes: unique((subject.sexes ?? []).map(sexOf)).filter((sex) => sex !== null),
    places: unique(subject.birthPlaces.map(plainWords)).filter((place) => place !== ''),
    occupations: unique((subject.occupations ?? []).map(plainWords)).filter((word) => word !== ''),
    addresses: subject.addresses
      .slice(0, VALUES_MAX)
      .map(prepareAddress)
      .filter((address) => address !== null),
    identifiers,
    isIdentified: identifiers.some((values) => values.length > 0),
    sounds: unique([...read.flatMap(({ sounds }) => sounds), ...firms.flatMap(firmSounds)]),
    proven: numbersChecked(subject, 'holds'),
    mistyped: numbersChecked(subject, 'fails'),
  };
}

export function isPrepared(subject: Subject | PreparedSubject): subject is PreparedSubject {
  return 'isIdentified' in subject;
}

/** Each text once, as a date or as a span. */
function prepareDates(texts: readonly string[]): Pick<PreparedSubject, 'dates' | 'spans'> {
  const spans = texts.map(prepareSpan);
  return {
    dates: texts
      .map((text, at) => (spans[at] === null ? prepareDate(text) : null))
      .filter((date) => date !== null),
    spans: spans.every((span) => span === null) ? NO_SPANS : spans.filter((span) => span !== null),
  };
}

/** The telling words of a firm's name in their first reading, and the name in one piece: two firms meet where two agree. */
function firmSounds({ cores }: PreparedOrganisation): string[] {
  return cores.flatMap(({ joined, words }) => [
    joined,
    ...words.filter(({ kind }) => kind === 'core').flatMap(({ skeletons }) => skeletons.slice(0, 1)),
  ]);
}

interface ReadName {
  readonly name: PreparedName | null;
  readonly sounds: readonly string[];
}

const MEMORY_MAX = 50_000;
const memory = new Map<string, ReadName>();

/** Whole names repeat among the records of one holding. Forgetting them never changes an answer. */
function readName(text: string): ReadName {
  const known = memory.get(text);
  if (known !== undefined) return known;
  const sounds = nameTokens(text).map(({ skeleton }) => skeleton);
  const read = { name: prepareName(text), sounds };
  if (memory.size >= MEMORY_MAX) memory.clear();
  memory.set(text, read);
  return read;
}

function numbersChecked(subject: Subject, check: 'holds' | 'fails'): readonly string[] {
  if (subject.nationalNumbers.length === 0) return NOTHING;
  return subject.nationalNumbers.flatMap(({ country, number }) => {
    const standard = standardiseNationalNumber(country, number);
    return standard?.check === check ? [`${numberCountry(country)} ${standard.canonical}`] : [];
  });
}

function unique<T>(values: readonly T[]): readonly T[] {
  return values.length <= 1 ? values : [...new Set(values)].slice(0, VALUES_MAX);
}

function isText(value: string | null | undefined): value is string {
  return typeof value === 'string' && value !== '';
}

const wordsMemory = new Map<string, string>();

/** Lower-case words without marks; other scripts stay themselves. Places and occupations repeat. */
function plainWords(text: string): string {
  if (text.length > VALUE_LENGTH_MAX) return '';
  const known = wordsMemory.get(text);
  if (known !== undefined) return known;
  const plain = bare(text)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
  if (wordsMemory.size >= MEMORY_MAX) wordsMemory.clear();
  wordsMemory.set(text, plain);
  return plain;
}

const MALE = /^(?:m|male|man|masculin|mannlich|mann|homme|hombre|uomo|h|мужской|м|1)$/;
const FEMALE = /^(?:f|female|woman|feminin|weiblich|frau|femme|mujer|donna|v|vrouw|w|женский|ж|2)$/;

/** ISO/IEC 5218 figures, and the words of the countries around. */
function sexOf(text: string): 'm' | 'f' | null {
  const plain = plainWords(text);
  if (MALE.test(plain)) return 'm';
  return FEMALE.test(plain) ? 'f' : null;
}
