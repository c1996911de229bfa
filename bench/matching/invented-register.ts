import { emptySubject, type Subject } from '../../src/match/index.ts';
import { seeded } from './random.ts';

/** A record of an invented register and whose it is. */
export interface RegisterRecord {
  readonly id: string;
  readonly truth: string;
  readonly subject: Subject;
}

/** What an invented register is made of. */
export interface RegisterPlan {
  readonly seed: number;
  /** People who live alone. */
  readonly single: number;
  /** Households of a couple and up to four children; of the births, one in `twinsIn` brings two. */
  readonly families?: number;
  readonly twinsIn?: number;
  /** Twins who live together and have no other relative in the register. */
  readonly twins?: number;
  /** Each person stands in it once, and up to so many times more. */
  readonly copies: number;
  /** In a copy, how often each of given name, surname, birth date and number is another person's. */
  readonly slips: {
    readonly given: number;
    readonly surname: number;
    readonly date: number;
    readonly number: number;
  };
}

interface Person {
  readonly truth: string;
  readonly given: string;
  readonly surname: string;
  readonly date: string;
  readonly number: string;
  readonly home: { readonly text: string; readonly city: string; readonly postcode: string };
}

const BEGIN = 'Ba Ke Lo Mi Ru Sa Te Vo Da Fe Gi Ho Ju Na Pe Qui Ra So Tu Wi'.split(' ');
const MIDDLE = 'rin lan mor vel dos gar ten bis kal num sor fid'.split(' ');
const END = 'a o ek is un ert ia en'.split(' ');
const SURNAME_END = 'sson mark veld inck ovar ette stra backer'.split(' ');
const TOWNS = ['Oostvaart', 'Nieuwkaai', 'Belmontel', 'Averlo', 'Sint-Averel'];

/** An invented register: the same for the same plan. */
export function inventedRegister(plan: RegisterPlan): RegisterRecord[] {
  const random = seeded(plan.seed);
  const maker = new Maker(random);
  const people: Person[] = [];
  for (let at = 0; at < plan.single; at++) people.push(maker.person(maker.surname(), maker.home()));
  for (let at = 0; at < (plan.twins ?? 0); at++) people.push(...maker.twins(maker.surname(), maker.home()));
  for (let at = 0; at < (plan.families ?? 0); at++) people.push(...maker.family(plan.twinsIn ?? 40));
  return people.flatMap((person) => {
    const count = 1 + Math.floor(random() * (plan.copies + 1));
    return Array.from({ length: count }, (_, copy) => ({
      id: `${person.truth}-${copy}`,
      truth: person.truth,
      subject: subjectOf(copy === 0 ? person : maker.slipped(person, plan.slips)),
    }));
  });
}

class Maker {
  readonly #random: () => number;
  #made = 0;

  constructor(random: () => number) {
    this.#random = random;
  }

  person(surname: string, home: Person['home'], date = this.date()): Person {
    this.#made += 1;
    return { truth: `p${this.#made}`, given: this.given(), surname, date, number: this.number(), home };
  }

  twins(surname: string, home: Person['home']): Person[] {
    const one = this.person(surname, home);
    const other = this.person(surname, home, one.date);
    return other.given === one.given ? [one] : [one, other];
  }

  family(twinsIn: number): Person[] {
    const [surname, home] = [this.surname(), this.home()];
    const people = [
      this.person(surname, home),
      this.person(this.#random() < 0.7 ? surname : this.surname(), home),
    ];
    for (let births = Math.floor(this.#random() * 4); births > 0; births--)
      people.push(
        ...(this.#random() < 1 / twinsIn ? this.twins(surname, home) : [this.person(surname, home)]),
      );
    return people;
  }

  slipped(person: Person, slips: RegisterPlan['slips']): Person {
    return {
      ...person,
      given: this.#random() < slips.given ? this.given() : person.given,
      surname: this.#random() < slips.surname ? this.surname() : person.surname,
      date: this.#random() < slips.date ? this.date() : person.date,
      number: this.#random() < slips.number ? this.number() : person.number,
    };
  }

  given(): string {
    return this.#pick(BEGIN) + this.#pick(MIDDLE) + this.#pick(END);
  }

  surname(): string {
    return this.#pick(BEGIN) + this.#pick(MIDDLE) + this.#pick(MIDDLE) + this.#pick(SURNAME_END);
  }

  date(): string {
    return `${1930 + this.#below(75)}-${two(1 + this.#below(12))}-${two(1 + this.#below(28))}`;
  }

  number(): string {
    return String(1_000_000 + this.#below(9_000_000));
  }

  home(): Person['home'] {
    const street = `${this.#pick(BEGIN)}${this.#pick(MIDDLE)}${this.#pick(MIDDLE)}straat`;
    return {
      text: `${street} ${1 + this.#below(180)}`,
      city: this.#pick(TOWNS),
      postcode: String(1000 + this.#below(3000)),
    };
  }

  #pick<T>(from: readonly T[]): T {
    return from[this.#below(from.length)] as T;
  }

  #below(count: number): number {
    return Math.floor(this.#random() * count);
  }
}

/** National numbers of a country whose check digits are not known here, so that the numbers alone prove nothing. */
function subjectOf({ given, surname, date, number, home }: Person): Subject {
  return {
    ...emptySubject('person'),
    names: [`${given} ${surname}`],
    birthDates: [date],
    nationalNumbers: [{ country: 'AU', number }],
    addresses: [home],
  };
}

function two(number: number): string {
  return String(number).padStart(2, '0');
}
