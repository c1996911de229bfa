/** The page Partners: days on which two agencies said the same, and one on which they did not. */
import type { PartnersView } from '../../src/desk/api/contract.ts';

const day = (back: number): string => new Date(Date.now() - back * 86_400_000).toISOString().slice(0, 10);

export function partnersPage(): PartnersView {
  return {
    agreement: { name: 'Agreement of the demo town', expiresAt: `${day(-200)}T00:00:00.000Z` },
    settings: [
      { keyClass: 'communication', perEpoch: 100_000, oneIn: 10_000, expectedRecords: 10, expectedNow: 9.41 },
      { keyClass: 'document', perEpoch: 10_000, oneIn: 1_000, expectedRecords: 10, expectedNow: 4.32 },
      { keyClass: 'vehicle', perEpoch: 100_000, oneIn: 10_000, expectedRecords: 10, expectedNow: 3.1 },
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
