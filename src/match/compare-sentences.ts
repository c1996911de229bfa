import type { ComparisonLevel } from './comparison-level.ts';
import type { Finding } from './findings.ts';
import { wordWeight } from './name-weight.ts';
import type { PreparedName } from './prepared-name.ts';

type Said = Pick<ComparisonLevel, 'attribute' | 'level' | 'because'>;

const SAID: Readonly<Record<Exclude<Finding['level'], `identifier${string}`>, Said>> = {
  dateExact: said('birth date', 'exact', 'the whole date agrees'),
  dateSwapped: said('birth date', 'close', 'day and month swapped'),
  dateOneDigit: said('birth date', 'close', 'one digit differs'),
  dateTwoDigits: said('birth date', 'partial', 'two digits differ'),
  dateYear: said('birth date', 'partial', 'the year agrees, the day does not'),
  dateYearOnly: said('birth date', 'partial', 'the year agrees; one of them has no day'),
  dateYearDigit: said('birth date', 'partial', 'one digit of the year differs; one of them has no day'),
  dateDiffers: said('birth date', 'differs', 'the dates differ'),
  dateSpan: said('birth date', 'partial', 'the dates can be one, as far as they are known'),
  dateSpanDiffers: said('birth date', 'differs', 'the dates cannot be one, as far as they are known'),
  sexSame: said('sex', 'exact', 'the same'),
  sexDiffers: said('sex', 'differs', 'not the same'),
  placeSame: said('birth place', 'exact', 'the birth place agrees'),
  placeNear: said('birth place', 'close', 'the birth places resemble each other'),
  placeDiffers: said('birth place', 'differs', 'the birth places differ'),
  occupationSame: said('occupation', 'exact', 'the occupation agrees'),
  occupationDiffers: said('occupation', 'differs', 'the occupations differ'),
  addressWhole: said('address', 'exact', 'street, number and town agree'),
  addressStreet: said('address', 'close', 'the street agrees'),
  postcodeSame: said('address', 'close', 'the postal code agrees'),
  postcodeTypo: said('address', 'partial', 'one character of the postal code differs'),
  postcodeDistrict: said('address', 'partial', 'the postal district agrees'),
  addressDiffers: said('address', 'differs', 'no address in common'),
};

function said(attribute: string, level: ComparisonLevel['level'], because: string): Said {
  return { attribute, level, because };
}

/** A finding in words. */
export function sentenceOf({ level, attribute = '' }: Finding): Said {
  switch (level) {
    case 'identifierSame':
      return said(attribute, 'exact', `the ${attribute} agrees exactly`);
    case 'identifierGeneric':
      return said(attribute, 'partial', `the ${attribute} agrees, but very many share it`);
    case 'identifierNear':
      return said(attribute, 'close', 'one character differs');
    case 'identifierUnissued':
      return said(attribute, 'close', `the ${attribute} agrees; which country issued it is not said of both`);
    case 'identifierTwoWrong':
      return said(attribute, 'partial', 'two characters differ');
    case 'identifierMistyped':
      return said(attribute, 'differs', 'none in common, and one of them fails its own check digit');
    case 'identifierDiffers':
      return said(attribute, 'differs', 'none in common');
    default:
      return SAID[level];
  }
}

/** How two names agree, in words; `weight` is what it is worth. */
export function nameSentence(left: PreparedName, right: PreparedName, weight: number): ComparisonLevel {
  const [mine, theirs] = [tellingWords(left), tellingWords(right)];
  const pairs = mine.map((word) => theirs.find((other) => wordWeight(word, other) > 0));
  const agreed = pairs.filter((other) => other !== undefined).length;
  const spelled = pairs.filter((other, at) => other !== undefined && other.latin !== mine[at]?.latin).length;
  const smaller = Math.min(mine.length, theirs.length);
  const isEvery = agreed >= smaller && weight > 0;
  const isExact =
    isEvery && spelled === 0 && mine.length === theirs.length && left.words.length === right.words.length;
  return {
    attribute: 'name',
    level: isExact ? 'exact' : isEvery ? 'close' : agreed > 0 ? 'partial' : 'differs',
    because: isExact ? 'the names agree exactly' : agreement(agreed, smaller, spelled, isEvery),
    weight,
  };
}

function agreement(agreed: number, smaller: number, spelled: number, isEvery: boolean): string {
  if (agreed === 0) return isEvery ? 'the names resemble each other' : 'no name agrees in any spelling';
  const every = smaller === 1 ? 'the one name given agrees' : 'all names agree in sound';
  const count = isEvery ? every : `${agreed} of ${smaller} names agree in sound`;
  return spelled === 0 ? count : `${count}, ${spelled} of them in another spelling`;
}

function tellingWords(name: PreparedName): PreparedName['words'] {
  return name.words.filter((word) => !word.isInitial && !word.isSmall);
}
