import { ATTRIBUTES } from './attributes.ts';
import type { Finding, Measure } from './findings.ts';
import type { PreparedAddress } from './prepared-address.ts';
import { digitsApart, type PreparedDate } from './prepared-date.ts';
import { PRIOR_SHARES, type Term } from './term-frequency.ts';
import type { Level, Weights } from './weights.ts';
import { isTypo } from './typo.ts';

/** A value so rare that chance is no longer what decides: mistakes and relatives are. */
const SHARE_MIN = 2e-6;

/** The best agreement between any date of one and any of the other. */
export function weighDates(
  left: readonly PreparedDate[],
  right: readonly PreparedDate[],
  weights: Weights,
): Finding | null {
  let best: Finding | null = null;
  for (const one of left) {
    for (const other of right) {
      const level = agreeDates(one, other);
      if (best === null || weights[level] > best.weight) best = { level, weight: weights[level] };
    }
  }
  return best;
}

function agreeDates(one: PreparedDate, other: PreparedDate): Level {
  if (!one.isDay || !other.isDay) {
    if (one.year === other.year) return 'dateYearOnly';
    return digitsApart(one.digits.slice(0, 4), other.digits.slice(0, 4)) === 1
      ? 'dateYearDigit'
      : 'dateDiffers';
  }
  if (one.digits === other.digits) return 'dateExact';
  if (one.swapped === other.digits || other.swapped === one.digits) return 'dateSwapped';
  const apart = digitsApart(one.digits, other.digits);
  if (apart === 1) return 'dateOneDigit';
  if (apart === 2) return 'dateTwoDigits';
  return one.year === other.year ? 'dateYear' : 'dateDiffers';
}

/** Different only when no sex of one is among those of the other. */
export function weighSexes(
  left: readonly string[],
  right: readonly string[],
  weights: Weights,
): Finding | null {
  if (left.length === 0 || right.length === 0) return null;
  const level = left.some((sex) => right.includes(sex)) ? 'sexSame' : 'sexDiffers';
  return { level, weight: weights[level] };
}

export function weighPlaces(
  left: readonly string[],
  right: readonly string[],
  measure: Measure,
): Finding | null {
  if (left.length === 0 || right.length === 0) return null;
  const { weights } = measure;
  let best: Finding = { level: 'placeDiffers', weight: weights.placeDiffers };
  for (const one of left) {
    for (const other of right) {
      if (one === other) best = larger(best, byShare('placeSame', 'place', one, measure));
      else if (isTypo(one, other) || one.includes(other) || other.includes(one))
        best = larger(best, { level: 'placeNear', weight: weights.placeNear });
    }
  }
  return best;
}

export function weighOccupations(
  left: readonly string[],
  right: readonly string[],
  measure: Measure,
): Finding | null {
  if (left.length === 0 || right.length === 0) return null;
  let best: Finding = { level: 'occupationDiffers', weight: measure.weights.occupationDiffers };
  for (const one of left)
    if (right.includes(one)) best = larger(best, byShare('occupationSame', 'occupation', one, measure));
  return best;
}

/** People move and own several addresses: different ones say little, one in common much. */
export function weighAddresses(
  left: readonly PreparedAddress[],
  right: readonly PreparedAddress[],
  measure: Measure,
): Finding | null {
  if (left.length === 0 || right.length === 0) return null;
  let best: Finding = { level: 'addressDiffers', weight: measure.weights.addressDiffers };
  for (const one of left) {
    for (const other of right) best = larger(best, agreeAddresses(one, other, measure) ?? best);
  }
  return best;
}

function agreeAddresses(one: PreparedAddress, other: PreparedAddress, measure: Measure): Finding | null {
  const street = one.words.length > 0 && other.words.length > 0 ? agreeStreets(one, other, measure) : null;
  const code = one.postcode !== '' && other.postcode !== '' ? agreePostcodes(one, other, measure) : null;
  const best = street !== null && code !== null ? larger(street, code) : (street ?? code);
  const isHome = isOneHome(one, other, street !== null);
  return best !== null && isHome ? { ...best, isHome } : best;
}

/**
 * One home as far as it can be read: the whole address, or of street, house number and postal code two, where the codes are a
 * digit apart all but that digit.
 */
function isOneHome(one: PreparedAddress, other: PreparedAddress, isStreet: boolean): boolean {
  if (one.whole !== '' && one.whole === other.whole) return true;
  if (one.postcode === '' || one.postcode.length !== other.postcode.length) return false;
  const apart = digitsApart(one.postcode, other.postcode);
  if (apart > 1) return false;
  const isNumber = one.number !== '' && one.number === other.number;
  if (apart === 0 && isNumber) return true;
  return (apart === 0 || isNumber) && (isStreet || isStreetAlike(one, other));
}

/** Two thirds of the words of the shorter street are words of the other, give or take a slip. */
function isStreetAlike(one: PreparedAddress, other: PreparedAddress): boolean {
  const [shorter, longer] =
    one.words.length <= other.words.length ? [one.words, other.words] : [other.words, one.words];
  const alike = shorter.filter((word) =>
    longer.some((theirs) => word === theirs || isTypo(word, theirs)),
  ).length;
  return alike > 0 && alike * 3 >= shorter.length * 2;
}

function agreeStreets(one: PreparedAddress, other: PreparedAddress, measure: Measure): Finding | null {
  if (one.whole !== '' && one.whole === other.whole)
    return byShare('addressWhole', 'address', one.whole, measure);
  const common = one.words.filter((word) => other.words.includes(word)).length;
  const smaller = Math.min(one.words.length, other.words.length);
  if (common * 3 < smaller * 2) return null;
  const street = byShare('addressStreet', 'street', one.words.join(' '), measure);
  const isSameHouse = one.number !== '' && one.number === other.number;
  return isSameHouse ? { level: street.level, weight: street.weight + 4 } : street;
}

function agreePostcodes(one: PreparedAddress, other: PreparedAddress, measure: Measure): Finding | null {
  if (one.postcode === other.postcode) return byShare('postcodeSame', 'postcode', one.postcode, measure);
  if (one.postcode.length === other.postcode.length && digitsApart(one.postcode, other.postcode) === 1)
    return { level: 'postcodeTypo', weight: measure.weights.postcodeTypo };
  return one.district !== '' && one.district === other.district
    ? byShare('postcodeDistrict', one.district.length > 2 ? 'district' : 'region', one.district, measure)
    : null;
}

/** How much less a number says where one side does not say of which country it is: some thirty could have issued it. */
const UNISSUED = 5;

/** One number ('BE 85…'), and no country said on one side. */
function agreeUnissued(one: string, other: string): boolean {
  const [mine, theirs] = [one.indexOf(' '), other.indexOf(' ')];
  return (mine === 0 || theirs === 0) && one.slice(mine) === other.slice(theirs);
}

/**
 * Values in common, or not, of one attribute that identifies; null also where a person has one value only and the two differ: how
 * far they differ is then weighed apart (number-weights.ts).
 */
export function weighIdentifiers(
  attribute: number,
  left: readonly string[],
  right: readonly string[],
  measure: Measure,
): Finding | null {
  const worth = ATTRIBUTES[attribute];
  if (worth === undefined || left.length === 0 || right.length === 0) return null;
  const common = left.filter((value) => right.includes(value));
  const telling = common.find((value) => !measure.isGeneric(worth.attribute, value));
  if (telling !== undefined)
    return {
      level: 'identifierSame',
      weight: Math.log2(worth.same / worth.chance),
      attribute: worth.attribute,
    };
  if (common.length > 0) return { level: 'identifierGeneric', weight: 1, attribute: worth.attribute };
  if (worth.exclusive && left.some((one) => right.some((other) => agreeUnissued(one, other))))
    return {
      level: 'identifierUnissued',
      weight: Math.log2(worth.same / worth.chance) - UNISSUED,
      attribute: worth.attribute,
    };
  if (worth.exclusive) return null;
  return {
    level: 'identifierDiffers',
    weight: Math.log2((1 - worth.same) / (1 - worth.chance)),
    attribute: worth.attribute,
  };
}

function byShare(level: Level, term: Exclude<Term, 'word'>, value: string, measure: Measure): Finding {
  const share = measure.frequencies.shareOf(term, value, PRIOR_SHARES[term]);
  return { level, weight: measure.weights[level] - Math.log2(Math.max(SHARE_MIN, share)) };
}

function larger(one: Finding, other: Finding): Finding {
  return other.weight > one.weight ? other : one;
}
