/** The page Partners: days on which two agencies said the same, and one on which they did not. */
import type { PartnersView } from '../../src/desk/api/contract.ts';

const day = (back: number): string => new Date(Date.now() - back * 86_400_000).toISOString().slice(0, 10);

/** As an agreement that says nothing of it divides a class among four partners. */
function division(
  keyClass: PartnersView['division'][number]['keyClass'],
  perDay: number,
  perEpoch: number,
  isGuessed: boolean,
): PartnersView['division'][number] {
  const part = (share: number) => ({ perDay: perDay * share, perEpoch: perEpoch * share });
  const records = { perDay: (40 * perDay) / perEpoch, perEpoch: 40 };
  return {
    keyClass,
    partner: part(1),
    all: part(4),
    records: isGuessed ? records : null,
    officer: part(0.5),
    purpose: part(0.75),
  };
}

export function partnersPage(): PartnersView {
  return {
    agreement: { name: 'Agreement of the demo town', expiresAt: `${day(-200)}T00:00:00.000Z` },
    settings: [
      { keyClass: 'communication', perEpoch: 100_000, oneIn: 10_000, expectedRecords: 10, expectedNow: 9.41 },
      { keyClass: 'document', perEpoch: 10_000, oneIn: 1_000, expectedRecords: 10, expectedNow: 4.32 },
      { keyClass: 'vehicle', perEpoch: 100_000, oneIn: 10_000, expectedRecords: 10, expectedNow: 3.1 },
    ],
    conflicts: [
      {
        partner: 'fio',
        state: 'proposed',
        places: [
          {
            part: 'keys',
            foundAt: `${day(0)}T06:12:00.000Z`,
            first: { number: 7, epoch: 7, hash: `${'7d'.repeat(24)}9a01c44e77f0b3d2`, isSigned: true },
            second: { number: 7, epoch: 8, hash: `${'e1'.repeat(24)}0b5ee2d19c3347aa`, isSigned: true },
          },
        ],
        settlement: {
          id: 's1',
          believed: 'second',
          reason:
            'Restored from Tuesday’s backup after a disk failed; both ends of the hash read out on the duty line at 07:40.',
          at: `${day(0)}T07:55:00.000Z`,
        },
      },
    ],
    otherKeys: [
      {
        party: 'pcs',
        number: 4,
        toldBy: 'ard',
        foundAt: `${day(1)}T18:30:00.000Z`,
        oursHash: `${'aa'.repeat(24)}4410b7e29c00d1f5`,
        theirsHash: `${'bb'.repeat(24)}9c1188ea02d47e31`,
        reviewed: false,
      },
    ],
    ownDamaged: [{ partner: 'crp', foundAt: `${day(3)}T02:10:00.000Z`, madeFrom: 'kept-tags' }],
    ownPlaces: [
      { partner: null, number: 7, epoch: 7, hash: `${'c3'.repeat(24)}11d09ab2ff307e54` },
      { partner: 'ard', number: 90_412, epoch: 7, hash: `${'c4'.repeat(24)}77aa01e5cd1209bb` },
      { partner: 'crp', number: 88_017, epoch: 7, hash: `${'c5'.repeat(24)}0e9b3c714fd8a260` },
    ],
    division: [
      division('person', 20_000, 400_000, false),
      division('communication', 20_000, 100_000, true),
      division('document', 5_000, 10_000, true),
    ],
    grantLimits: {
      hoursMax: 72,
      classes: [
        { keyClass: 'person', perEpoch: 400_000 },
        { keyClass: 'communication', perEpoch: 100_000 },
        { keyClass: 'document', perEpoch: 10_000 },
        { keyClass: 'vehicle', perEpoch: 100_000 },
        { keyClass: 'place', perEpoch: 400_000 },
      ],
    },
    grants: [
      {
        id: 'g1',
        direction: 'given',
        partner: 'crp',
        keyClass: 'communication',
        elements: 4_096,
        used: 0,
        until: `${day(-1)}T12:00:00.000Z`,
        expectedRecords: 10.41,
        reason: 'an abduction; every number of three exhibits is asked tonight',
        proposedAt: `${day(0)}T00:10:00.000Z`,
        state: 'proposed',
      },
      {
        id: 'ard-g2',
        direction: 'received',
        partner: 'ard',
        keyClass: 'person',
        elements: 1_024,
        until: `${day(9)}T12:00:00.000Z`,
        expectedRecords: null,
        reason: 'the list of a flight that lands in an hour',
        proposedAt: `${day(10)}T09:00:00.000Z`,
        state: 'overdue',
      },
    ],
    days: [
      {
        partner: 'fio',
        day: day(2),
        state: 'differs',
        sent: 41,
        taken: 12,
        differences: [
          { direction: 'sent', what: 'match-query', ours: 38, theirs: 37 },
          { direction: 'sent', what: 'communication', ours: 1_216, theirs: 1_200 },
        ],
      },
      { partner: 'ard', day: day(1), state: 'agrees', sent: 17, taken: 22, differences: [] },
      { partner: 'crp', day: day(1), state: 'agrees', sent: 63, taken: 40, differences: [] },
      { partner: 'fio', day: day(1), state: 'agrees', sent: 28, taken: 9, differences: [] },
      { partner: 'pcs', day: day(1), state: 'awaited', sent: 3, taken: 0, differences: [] },
      { partner: 'ard', day: day(2), state: 'agrees', sent: 20, taken: 31, differences: [] },
      {
        partner: 'crp',
        day: day(2),
        state: 'settled',
        sent: 55,
        taken: 44,
        differences: [{ direction: 'taken', what: 'messages', ours: 44, theirs: 44 }],
      },
      { partner: 'pcs', day: day(2), state: 'agrees', sent: 1, taken: 2, differences: [] },
    ],
  };
}
