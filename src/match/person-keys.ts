import { isFull, strengthOf } from './chance.ts';
import { type NameGroup, groupValue, groupWords, pairsOf, spelledValue, triplesOf } from './name-groups.ts';
import { standardiseNationalNumber } from './national-number.ts';
import { beginningValues } from './beginning-keys.ts';
import { type PersonPart, type PersonValue, plainDate, waysOf } from './person-parts.ts';
import type { Rule } from './rules.ts';
import type { Subject } from './subject.ts';

/**
 * The key values of a person, the most telling first: everything canonical before any second spelling, so that a limit cuts
 * spellings and not names. A conjunction is left out where a part of it is a full key already: whoever meets it meets the part.
 */
export function personValues(
  part: PersonPart,
  nationalNumbers: Subject['nationalNumbers'],
  sizeClass: number,
): PersonValue[] {
  const found = [...numberValues(part, nationalNumbers), ...dateValues(part)];
  for (const words of part.names) {
    for (const group of pairsOf(words)) found.push(...pairValues(group, part, sizeClass));
    for (const group of triplesOf(words)) found.push(...tripleValues(group, part, sizeClass));
    found.push(...beginningValues(words, part, sizeClass));
  }
  return found
    .filter((value) => !isCovered(value, sizeClass))
    .map((value, at) => ({ value, at }))
    .sort(
      (left, right) =>
        left.value.depth - right.value.depth ||
        (WORTH.get(left.value.rule) ?? 0) - (WORTH.get(right.value.rule) ?? 0) ||
        left.at - right.at,
    )
    .map(({ value }) => value);
}

/** A half key says nothing more where a part of it is a half key already: both are of one family. */
function isCovered({ rule, value, partOf }: PersonValue, sizeClass: number): boolean {
  if (partOf === undefined || isFull(rule, sizeClass, value)) return false;
  return strengthOf(partOf.rule, sizeClass, partOf.value) !== null;
}

const WORTH: ReadonlyMap<Rule, number> = new Map(
  (
    [
      'national-number+name',
      'name+birthdate',
      'names+birthdate',
      'name+beginning+birthdate',
      'names+birthyear',
      'spelled-names+birthyear',
      'rare-names',
      'name+beginning+birthyear',
      'names+birthplace',
      'beginnings+birthdate',
      'name+beginning',
      'names+birthday',
    ] as const
  ).map((rule, at) => [rule, at]),
);

function* numberValues(
  part: PersonPart,
  nationalNumbers: Subject['nationalNumbers'],
): Generator<PersonValue> {
  for (const { country, number } of nationalNumbers) {
    const standard = standardiseNationalNumber(country, number);
    if (standard === null) continue;
    for (const { way, depth } of waysOf(part)) {
      const about = `national number ${country.toUpperCase()} ${standard.canonical} and name ${way.latin}`;
      const value = `${country.toUpperCase()}|${standard.canonical}|${way.skeleton}`;
      yield { rule: 'national-number+name', value, about, subjectPart: number, depth };
    }
  }
}

function* dateValues(part: PersonPart): Generator<PersonValue> {
  for (const { way, depth, written } of waysOf(part)) {
    for (const date of part.dates) {
      const about = `name ${way.latin} and birth date ${plainDate(date)}`;
      yield {
        rule: 'name+birthdate',
        value: `${way.skeleton}|${date}`,
        about,
        subjectPart: written,
        depth,
      };
    }
  }
}

function* pairValues(group: NameGroup, part: PersonPart, sizeClass: number): Generator<PersonValue> {
  const names = groupValue(group);
  const value = (rule: Rule, more: string | null, about: string): PersonValue => ({
    rule,
    value: more === null ? names : `${names}|${more}`,
    about: `names ${groupWords(group)}${about}`,
    subjectPart: group.ways.map((way) => way.latin).join(' '),
    depth: group.depth,
    ...(more === null ? {} : { partOf: { rule: 'rare-names', value: names } }),
  });
  yield value('rare-names', null, '');
  if (isFull('rare-names', sizeClass, names)) return;
  for (const date of part.dates) {
    const isPartFull =
      group.ways.some((way) => isFull('name+birthdate', sizeClass, `${way.skeleton}|${date}`)) ||
      isFull('names+birthyear', sizeClass, `${names}|${date.slice(0, 4)}`);
    if (!isPartFull) yield value('names+birthdate', date, `, born ${plainDate(date)}`);
  }
  for (const year of part.years) yield value('names+birthyear', year, `, born ${year}`);
  for (const year of part.years) {
    if (isFull('names+birthyear', sizeClass, `${names}|${year}`)) continue;
    const spelled = value('spelled-names+birthyear', year, `, spelled so, born ${year}`);
    yield { ...spelled, value: `${spelledValue(group)}|${year}` };
  }
  for (const place of part.places)
    yield value('names+birthplace', place.skeletons, `, born in ${place.written}`);
  for (const day of part.days) yield value('names+birthday', day, `, born on ${plainDate(day)} of a year`);
}

/** Three names where no two of them are full. */
function* tripleValues(group: NameGroup, part: PersonPart, sizeClass: number): Generator<PersonValue> {
  const names = groupValue(group);
  const pairs = group.ways.map((_, without) =>
    group.ways
      .filter((__, at) => at !== without)
      .map((way) => way.skeleton)
      .join('|'),
  );
  if (pairs.some((pair) => isFull('rare-names', sizeClass, pair))) return;
  const value = (rule: Rule, more: string, about: string): PersonValue => ({
    rule,
    value: names + more,
    about: `names ${groupWords(group)}${about}`,
    subjectPart: group.ways.map((way) => way.latin).join(' '),
    depth: group.depth,
    partOf: {
      rule: 'rare-names',
      value: pairs.find((pair) => strengthOf('rare-names', sizeClass, pair) !== null) ?? names,
    },
  });
  yield value('rare-names', '', '');
  if (isFull('rare-names', sizeClass, names)) return;
  for (const year of part.years) {
    if (pairs.some((pair) => isFull('names+birthyear', sizeClass, `${pair}|${year}`))) continue;
    yield value('names+birthyear', `|${year}`, `, born ${year}`);
  }
}
