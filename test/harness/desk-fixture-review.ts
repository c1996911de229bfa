/** The fixture's people and firms that may be one: a queue of pairs, what was judged, and undo. Everybody is invented. */
import { randomId } from '../../src/base/index.ts';
import type {
  JudgementDraft,
  JudgementView,
  PersonView,
  ReviewPairView,
  ReviewSide,
  ReviewView,
} from '../../src/desk/index.ts';
import { ago } from './desk-fixture-books.ts';

const side = (
  entityId: string,
  label: string,
  category: ReviewSide['category'],
  sources: readonly string[],
  records = 1,
): ReviewSide => ({
  entityId,
  kind: category === undefined ? 'organisation' : 'person',
  label,
  ...(category === undefined ? {} : { category }),
  records,
  sources,
  recordedOn: '2024-05-02',
});

const value = (...written: readonly string[]) => written.map((one) => ({ written: one }));

const PEOPLE = {
  idris: side('p-idris', 'Idris Velhane', 'suspect', ['persreg'], 2),
  idrisArabic: side('p-idris-ar', 'إدريس فلحان', 'contact', ['stolen-phones']),
  odile: side('p-odile', 'Odile Averinck', 'contact', ['persreg']),
  odette: side('p-odette', 'Odette Averinck', 'contact', ['stolen-phones']),
  marek: side('p-marek', 'Marek Torsvik', 'suspect', ['persreg']),
  marekOnly: side('p-marek-2', 'TORSVIK MAREK', 'witness', ['complaints']),
  garage: side('o-garage', 'Garage Velhane BV', undefined, ['persreg']),
  garageToo: side('o-garage-2', 'Velhane Garage', undefined, ['stolen-phones']),
} as const;

/** What Odile Averinck's record is one with: one by comparison, one by a colleague's word. */
export const PERSON_OF_RECORD: PersonView = {
  records: [
    { ...PEOPLE.odile, entityId: 'own-odile', records: 3 },
    { ...PEOPLE.odette, records: 3 },
    { ...PEOPLE.odile, entityId: 'p-odile-2', label: 'AVERINCK O.', records: 3 },
  ],
  judgements: [
    {
      id: 'judged-odile',
      left: { entityId: 'own-odile', label: 'Odile Averinck' },
      right: { entityId: 'p-odile-2', label: 'AVERINCK O.' },
      verdict: 'same',
      by: 'J. Fenwarde',
      at: ago(60 * 24 * 3),
      reason: 'The same identity card was shown twice.',
    },
  ],
};

const PAIRS: readonly ReviewPairView[] = [
  {
    left: PEOPLE.idris,
    right: PEOPLE.idrisArabic,
    prior: -12.3,
    weight: 9.1,
    evidence: 21.4,
    band: 'confirmed',
    isOne: false,
    rows: [
      {
        attribute: 'name',
        left: value('Idris Velhane'),
        right: value('إدريس فلحان'),
        level: 'close',
        because: 'All names agree in sound, 2 of them in another spelling.',
        weight: 13.2,
      },
      {
        attribute: 'birth-date',
        left: [{ written: '3.11.91', read: '1991-11-03' }],
        right: value('1991-03-11'),
        level: 'close',
        because: 'Day and month swapped.',
        weight: 6.4,
      },
      {
        attribute: 'phone-number',
        left: value('+32 470 00 01 01', '+32 470 00 01 77'),
        right: value('0470/000101'),
        level: 'exact',
        because: 'The phone number agrees exactly.',
        weight: 8.3,
      },
      {
        attribute: 'birth-place',
        left: value('Oostvaart'),
        right: [],
        level: 'not-given',
        because: 'Nothing to compare: a birth place is missing.',
        weight: 0,
      },
      {
        attribute: 'address',
        left: value('Averelstraat 14, Oostvaart'),
        right: value('Kaai 3, Oostvaart'),
        level: 'differs',
        because: 'No address in common.',
        weight: -1.1,
      },
      {
        attribute: 'family',
        left: [],
        right: [],
        level: 'partial',
        because: 'Relatives of one household would share as much.',
        weight: -5.4,
      },
      {
        attribute: 'nationality',
        left: [{ written: 'BEL', read: 'BE' }],
        right: [],
        level: 'not-compared',
        because: '',
        weight: 0,
      },
    ],
  },
  {
    left: PEOPLE.odile,
    right: PEOPLE.odette,
    prior: -12.3,
    weight: -3.2,
    evidence: 9.1,
    band: 'possible',
    isOne: false,
    rows: [
      {
        attribute: 'name',
        left: value('Odile Averinck'),
        right: value('Odette Averinck'),
        level: 'partial',
        because: '1 of 2 names agree in sound.',
        weight: 5.1,
      },
      {
        attribute: 'birth-date',
        left: value('1990-02-14'),
        right: value('1990-02-19'),
        level: 'close',
        because: 'One digit differs.',
        weight: 4.0,
      },
    ],
  },
  {
    left: PEOPLE.marek,
    right: PEOPLE.marekOnly,
    prior: -12.3,
    weight: -3.8,
    evidence: 8.5,
    band: 'same-name-only',
    isOne: false,
    rows: [
      {
        attribute: 'name',
        left: value('Marek Torsvik'),
        right: value('TORSVIK MAREK'),
        level: 'exact',
        because: 'The names agree exactly.',
        weight: 8.5,
      },
      {
        attribute: 'birth-date',
        left: value('1981-07-23'),
        right: [],
        level: 'not-given',
        because: 'Nothing to compare: a birth date is missing.',
        weight: 0,
      },
    ],
  },
  {
    left: PEOPLE.garage,
    right: PEOPLE.garageToo,
    prior: -12.3,
    weight: 3.7,
    evidence: 16,
    band: 'same-name-only',
    isOne: false,
    rows: [
      {
        attribute: 'name',
        left: value('Garage Velhane BV'),
        right: value('Velhane Garage'),
        level: 'exact',
        because: 'The words agree exactly.',
        weight: 16,
      },
      {
        attribute: 'address',
        left: value('Kaai 3, Oostvaart'),
        right: [],
        level: 'not-given',
        because: 'Nothing to compare: an address is missing.',
        weight: 0,
      },
    ],
  },
];

/** The queue of one fixture desk: judging takes a pair out, taking back puts it in again. */
export class ReviewFixture {
  readonly #judged: JudgementView[] = [];

  view(): ReviewView {
    const open = PAIRS.filter((pair) => this.#inForce(pair.left.entityId, pair.right.entityId) === undefined);
    return {
      pairs: open.map(({ left, right, weight, prior }) => ({
        left,
        right,
        weight: weight - prior,
        further: left.records - 1,
      })),
      open: open.length,
      records: 5_004,
      joined: 312,
      isWaiting: false,
      comparedAt: ago(12),
      lately: this.#judged.toReversed(),
      setAside: [{ attribute: 'phone-number', value: '+3225550000', records: 131 }],
    };
  }

  empty(): ReviewView {
    return {
      pairs: [],
      open: 0,
      records: 0,
      joined: 0,
      isWaiting: false,
      comparedAt: null,
      lately: [],
      setAside: [],
    };
  }

  pair(left: string, right: string): ReviewPairView | undefined {
    const pair = PAIRS.find((one) => one.left.entityId === left && one.right.entityId === right);
    if (pair === undefined) return undefined;
    const judged = this.#inForce(left, right);
    return judged === undefined ? pair : { ...pair, judged };
  }

  judge({ left, right, verdict, reason }: JudgementDraft, by: string): string {
    const id = randomId();
    const labelOf = (entityId: string): string =>
      Object.values(PEOPLE).find((one) => one.entityId === entityId)?.label ?? entityId;
    this.#judged.push({
      id,
      left: { entityId: left, label: labelOf(left) },
      right: { entityId: right, label: labelOf(right) },
      verdict,
      by,
      at: new Date().toISOString(),
      ...(reason === '' ? {} : { reason }),
    });
    return id;
  }

  takeBack(id: string, by: string): boolean {
    const at = this.#judged.findIndex((one) => one.id === id && one.takenBack === undefined);
    const judgement = this.#judged[at];
    if (judgement === undefined) return false;
    this.#judged[at] = { ...judgement, takenBack: { by, at: new Date().toISOString() } };
    return true;
  }

  #inForce(left: string, right: string): JudgementView | undefined {
    return this.#judged.find(
      (one) => one.left.entityId === left && one.right.entityId === right && one.takenBack === undefined,
    );
  }
}
