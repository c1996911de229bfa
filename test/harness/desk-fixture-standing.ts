/** The fixture's standing questions and two alerts: of a number, and of a name with its firm. Everybody is invented. */
import type { AlertView, StandingView } from '../../src/desk/index.ts';
import { ago } from './desk-fixture-books.ts';

/** In minutes, as `ago` counts. */
const DAY = 1_440;
const inDays = (days: number): string => new Date(Date.now() + days * DAY * 60_000).toISOString();

export function standingView(seen: ReadonlySet<string>): StandingView {
  const alert: AlertView = {
    id: 'alert-1',
    standingId: 'standing-1',
    questionId: 'question-1',
    owner: 'crp',
    about: 'phone +33639984711',
    because: 'The same telephone number.',
    chance: 0.0004,
    raisedAt: ago(2),
    hitState: 'sealed',
    delivery: 'sent',
    ...(seen.has('alert-1') ? { seen: { at: ago(0), by: 'M. Dorvane' } } : {}),
  };
  const pair: AlertView = {
    id: 'alert-2',
    standingId: 'standing-3',
    questionId: 'question-1',
    owner: 'pcs',
    about: 'names Hendrik Peeters with organisation kaaimeeuw (BE)',
    because: 'Two names agree. The name of the organisation agrees without its legal form, and its country.',
    halves: { keys: 2, records: 1 },
    chance: 0.000035,
    raisedAt: ago(300),
    hitState: 'requested',
    delivery: 'sent',
    seen: { at: ago(280), by: 'S. Okerlind' },
  };
  const grounds = {
    case: { id: 'case-1', reference: 'JPN-2026-0417', title: 'Quay' },
    askedBy: 'M. Dorvane',
    purpose: 'investigate-offence',
    legalBasis: 'criminal-procedure',
  } as const;
  return {
    questions: [
      {
        ...grounds,
        id: 'standing-1',
        questionId: 'question-1',
        about: ['+33 6 39 98 47 11'],
        declaredAt: ago(12 * DAY),
        confirmedAt: ago(12 * DAY),
        until: inDays(78),
        partners: [
          {
            agencyId: 'crp',
            state: 'watched',
            manifest: { number: 214, issuedAt: ago(2) },
            checkedAt: ago(0),
            keys: { watched: 14, asked: 14 },
            pairs: 9,
            renewals: 0,
          },
          {
            agencyId: 'fio',
            state: 'not-watched',
            manifest: { number: 96, issuedAt: ago(190) },
            notSince: ago(180),
            code: 'not-followed',
            why: 'Their server has not been reached since. What they announce is looked up when it is.',
            keys: { watched: 5, asked: 5 },
            pairs: 0,
            renewals: 1,
          },
          { agencyId: 'pcs', state: 'asking', keys: { watched: 0, asked: 5 }, pairs: 0, renewals: 0 },
        ],
      },
      {
        ...grounds,
        id: 'standing-3',
        questionId: 'question-1',
        about: ['Hendrik Peeters', 'Kaaimeeuw BV'],
        declaredAt: ago(3 * DAY),
        confirmedAt: ago(3 * DAY),
        until: inDays(57),
        partners: [
          {
            agencyId: 'crp',
            state: 'watched',
            manifest: { number: 214, issuedAt: ago(2) },
            checkedAt: ago(0),
            keys: { watched: 3, asked: 3 },
            pairs: 2,
            renewals: 0,
          },
          {
            agencyId: 'pcs',
            state: 'watched',
            manifest: { number: 51, issuedAt: ago(7) },
            checkedAt: ago(0),
            keys: { watched: 3, asked: 3 },
            pairs: 2,
            renewals: 0,
          },
        ],
      },
      {
        ...grounds,
        id: 'standing-2',
        questionId: 'question-2',
        about: ['Idris Velhane', '29 February 1988'],
        declaredAt: ago(150 * DAY),
        confirmedAt: ago(150 * DAY),
        until: ago(30 * DAY),
        ended: { at: ago(30 * DAY), code: 'expired' },
        partners: [
          {
            agencyId: 'crp',
            state: 'ended',
            code: 'expired',
            why: 'Its last day has passed.',
            keys: { watched: 4, asked: 4 },
            pairs: 0,
            renewals: 1,
          },
        ],
      },
    ],
    alerts: [alert, pair],
    here: [{ agencyId: 'ard', epoch: 3, questions: 4, elements: 208 }],
  };
}

export const NOTHING_STANDS: StandingView = { questions: [], alerts: [], here: [] };
