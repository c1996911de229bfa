import { compare, emptySubject, type Subject } from '../../match/index.ts';
import { readSubjects } from '../../records/index.ts';
import type { Queryable } from '../../store/index.ts';
import type { Meant } from '../messages.ts';

/** Whether one of our records can be the person that a request means. It rates this match, and says why. */
export interface IdentityCheck {
  readonly verdict: 'fits' | 'differs' | 'cannot-say';
  /** The comparison's reasons in sentences, name first. */
  readonly because: readonly string[];
}

/** What a person has once: one of these that speaks against tells two people apart. */
const ONCE_IN_A_LIFE: ReadonlySet<string> = new Set(['name', 'birth date']);

interface Meaning {
  readonly meant: Meant;
  /** The country in which the request was written: how its names and dates are read. */
  readonly country: string;
  readonly sizeClass: number;
  /** An ISO date. */
  readonly today: string;
}

/**
 * Compares who is meant with each person record behind an opened key, in the clear and only here: a key can fit a stranger by
 * chance, and a stranger's record is not disclosed. Records of other kinds are left out.
 */
export async function checkIdentities(
  from: Queryable,
  entityIds: readonly string[],
  meaning: Meaning,
): Promise<ReadonlyMap<string, IdentityCheck>> {
  const held = await readSubjects(from, entityIds, meaning.today);
  const persons = held.filter(({ entity }) => entity.kind === 'person');
  return new Map(persons.map(({ entity, subject }) => [entity.id, checkIdentity(subject, meaning)]));
}

/** One person of ours beside who is meant: by name and birth date alone, for that is all a request says. */
export function checkIdentity(held: Subject, { meant, country, sizeClass }: Meaning): IdentityCheck {
  const asked: Subject = {
    ...emptySubject('person'),
    names: [...meant.names],
    birthDates: [...meant.birthDates],
  };
  const ours: Subject = { ...emptySubject('person'), names: held.names, birthDates: held.birthDates };
  const { levels, band } = compare(asked, ours, { sizeClass, defaultCountry: country });
  const compared = levels.filter(({ level }) => level !== 'not-given');
  const against = compared.some(({ attribute, weight }) => ONCE_IN_A_LIFE.has(attribute) && weight < 0);
  const because = levels.map((level) => level.because);
  if (against || band === 'different') return { verdict: 'differs', because };
  const isName = band === 'same-name-only' || band === 'nothing-to-compare';
  return { verdict: isName ? 'cannot-say' : 'fits', because };
}
