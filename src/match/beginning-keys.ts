import { isFull } from './chance.ts';
import { beginningOf, type NameWord, type PersonPart, type PersonValue, plainDate } from './person-parts.ts';
import type { Rule } from './rules.ts';
import type { Spelling } from './sounds.ts';

/** One word in one spelling beside the beginning of another. */
interface Beside {
  readonly way: Spelling;
  readonly other: NameWord;
  readonly begins: readonly [string, string];
  readonly depth: number;
}

/**
 * One name with the beginning of another, or two beginnings: what survives a bad transliteration or an ending of its own.
 * The beginning is one sound, and where that says too little also two.
 */
export function* beginningValues(
  words: readonly NameWord[],
  part: PersonPart,
  sizeClass: number,
): Generator<PersonValue> {
  for (const [at, word] of words.entries()) {
    for (const [otherAt, other] of words.entries()) {
      if (at === otherAt) continue;
      for (const beside of besides(word, other)) {
        yield* besideValues(beside, part, sizeClass);
        if (at < otherAt) yield* bothBeginnings(beside, part);
      }
    }
  }
}

function* besides(word: NameWord, other: NameWord): Generator<Beside> {
  for (const [depth, way] of word.spellings.entries()) {
    const known = new Set<string>();
    for (const [steps, otherWay] of other.spellings.entries()) {
      const begins = [beginningOf(otherWay.skeleton, 1), beginningOf(otherWay.skeleton, 2)] as const;
      if (known.has(begins[1]) || depth + steps > 2) continue;
      known.add(begins[1]);
      yield { way, other, begins, depth: depth + steps };
    }
  }
}

function* besideValues(beside: Beside, part: PersonPart, sizeClass: number): Generator<PersonValue> {
  const { way } = beside;
  for (const date of part.dates) {
    if (isFull('name+birthdate', sizeClass, `${way.skeleton}|${date}`)) continue;
    const value = {
      rule: 'name+beginning+birthdate',
      time: date,
      about: `, born ${plainDate(date)}`,
    } as const;
    yield* untilFull(beside, value, sizeClass);
  }
  for (const year of part.years) {
    yield* untilFull(
      beside,
      { rule: 'name+beginning+birthyear', time: year, about: `, born ${year}` },
      sizeClass,
    );
  }
  yield* untilFull(beside, { rule: 'name+beginning', time: null, about: '' }, sizeClass);
}

/** With one sound; and with two where one is not a full key. */
function* untilFull(
  { way, other, begins, depth }: Beside,
  { rule, time, about }: { rule: Rule; time: string | null; about: string },
  sizeClass: number,
): Generator<PersonValue> {
  for (const beginning of begins) {
    const value = [way.skeleton, beginning, ...(time === null ? [] : [time])].join('|');
    const partOf = lessSaid(rule, way.skeleton, beginning, time);
    yield {
      rule,
      value,
      about: `name ${way.latin} and the beginning of ${other.written}${about}`,
      subjectPart: `${way.latin} ${other.written}`,
      depth,
      ...(partOf === null ? {} : { partOf }),
    };
    if (isFull(rule, sizeClass, value)) return;
  }
}

function lessSaid(
  rule: Rule,
  skeleton: string,
  beginning: string,
  time: string | null,
): { rule: Rule; value: string } | null {
  if (time === null) return null;
  return rule === 'name+beginning+birthdate'
    ? { rule: 'name+birthdate', value: `${skeleton}|${time}` }
    : { rule: 'name+beginning', value: `${skeleton}|${beginning}` };
}

function* bothBeginnings({ way, other, begins, depth }: Beside, part: PersonPart): Generator<PersonValue> {
  const [low, high] = [beginningOf(way.skeleton, 1), begins[0]].sort();
  for (const date of part.dates) {
    yield {
      rule: 'beginnings+birthdate',
      value: `${low}|${high}|${date}`,
      about: `the beginnings of ${way.latin} and ${other.written}, birth date ${plainDate(date)}`,
      subjectPart: `${way.latin} ${other.written}`,
      depth,
    };
  }
}
