/** A list that was screened, as the desk would show it. Everybody named here is invented. */
import type {
  DeskServices,
  ScreenedMatch,
  ScreenedRow,
  ScreeningPreview,
  ScreeningState,
  ScreeningView,
} from '../../src/desk/index.ts';
import { budget } from './desk-fixture-budget.ts';
import { CASES } from './desk-fixture-books.ts';

const GIVEN = ['Tomas', 'Odile', 'Idris', 'Maro', 'Selma', 'Joris', 'Lina', 'Pavel', 'Nadia', 'Bastian'];
const FAMILY = ['Averinck', 'Velhane', 'Telvik', 'Dorvane', 'Okerlind', 'Fenwarde', 'Brennholt', 'Palka'];
const ROWS = 4_212;
const HITS = 240;

type Read = <T>(name: string, value: () => T, empty: T) => Promise<T>;

function match(at: number): ScreenedMatch {
  const bands = ['confirmed', 'likely', 'possible', 'same-name-only', 'identifier'] as const;
  const band = bands[at % bands.length] ?? 'possible';
  const dated = band !== 'same-name-only' && band !== 'identifier';
  return {
    entityId: 'own-odile',
    kind: band === 'identifier' ? 'phone' : 'person',
    label: band === 'identifier' ? '+33 6 39 98 47 11' : `${GIVEN[at % 10]} ${FAMILY[at % 8]}`,
    ...(band === 'identifier'
      ? {}
      : { category: at % 3 === 0 ? ('suspect' as const) : ('contact' as const) }),
    owner: at % 4 === 3 ? 'crp' : 'jpn',
    received: at % 4 === 3,
    ...(at % 4 === 3 ? { requestId: 'out-crp' } : {}),
    recordedOn: '2026-06-11',
    band,
    probability: band === 'identifier' ? null : ([0.993, 0.94, 0.41, 0.22][at % 5] ?? 0.2),
    evidence: dated ? 21.4 : 11.2,
    reasons: [
      { attribute: 'name', level: 'exact', because: 'the names agree word by word', weight: 11.2 },
      dated
        ? { attribute: 'birth date', level: 'exact', because: 'the same day', weight: 10.2 }
        : {
            attribute: 'birth date',
            level: 'not-given',
            because: 'nothing to compare: a birth date is missing',
            weight: 0,
          },
    ],
  };
}

/** Found by a name and a firm together. */
const BY_PAIR: ScreenedRow['sealed'][number] = {
  questionId: 'question-1',
  hitId: 'hit-pair',
  owner: 'pcs',
  rules: ['rare-names', 'organisation'],
  because: 'Two names agree. The name of the organisation agrees without its legal form, and its country.',
  halves: { keys: 2, records: 1 },
  chance: 0.00003,
};

function row(at: number, asked: boolean): ScreenedRow {
  return {
    lines: at % 17 === 0 ? [at * 17 + 3, at * 17 + 9] : [at * 17 + 3],
    label: at === 4 ? 'إدريس فلهان' : `${GIVEN[at % 10]} ${FAMILY[at % 8]}`,
    here: at % 6 === 5 ? [] : at % 9 === 1 ? [match(at), match(at + 1)] : [match(at)],
    more: at % 9 === 1 ? 3 : 0,
    sealed:
      asked && at % 12 === 5
        ? [BY_PAIR]
        : asked && at % 6 >= 4
          ? [
              {
                questionId: 'question-1',
                hitId: 'hit-1',
                owner: 'fio',
                rules: ['name+birthdate'],
                because: 'One word of the name and the birth date agree.',
                chance: 0.004,
              },
            ]
          : [],
  };
}

function view(state: ScreeningState, page: number): ScreeningView {
  const [file] = CASES;
  const asked = state === 'asking' || state === 'done' || state === 'stopped';
  const done = state === 'looking' ? 1_630 : ROWS;
  const all = Array.from({ length: state === 'looking' ? 41 : HITS }, (_, at) => row(at, asked)).filter(
    ({ here, sealed }) => here.length + sealed.length > 0,
  );
  return {
    startedAt: '2026-11-23T08:00:00.000Z',
    state,
    case: { id: file?.id ?? '', reference: file?.reference ?? '', title: file?.title ?? '' },
    purpose: 'investigate-offence',
    list: {
      format: 'csv',
      lines: 4_230,
      rows: ROWS,
      unusedColumns: ['seat', 'booking'],
      unreadCount: 3,
      unread: [
        { line: 88, because: 'quotes-broken', read: false },
        { line: 904, because: 'date-alone', read: false },
        { line: 2_377, because: 'too-many-values', read: true },
      ],
    },
    here: { done, total: ROWS, hits: all.filter(({ here }) => here.length > 0).length },
    sealed: asked
      ? {
          rows: 4_180,
          asked: state === 'asking' ? 960 : 2_880,
          questions: 66,
          questionsAsked: state === 'asking' ? 15 : 45,
          hits: 40,
          partners: [
            {
              agencyId: 'crp',
              answered: 2_880,
              notAnswered: 0,
              notAsked: 1_300,
              why: 'Our budget with them is used up for today. Ask again after midnight UTC.',
            },
            {
              agencyId: 'fio',
              answered: 2_816,
              notAnswered: 64,
              notAsked: 1_300,
              why: 'Their server could not be reached in time. The question expired unanswered.',
            },
          ],
        }
      : null,
    hits: all.slice(page * 100, (page + 1) * 100),
    hitCount: all.length,
    page,
    pages: Math.ceil(all.length / 100),
    forgottenAt: state === 'looking' || state === 'asking' ? null : '2026-11-23T08:30:00.000Z',
  };
}

const PRICE: ScreeningPreview = {
  rows: 4_180,
  withoutKeys: 30,
  questions: 66,
  halves: { rows: 312, keys: 6_871, strangers: 0.21 },
  stoppedCount: 2,
  stopped: [
    { lines: [41], label: 'Maro Telvik', owner: 'crp', handling: ['H0', 'H2'] },
    { lines: [77, 612], label: 'Selma Dorvane', owner: 'fio', handling: ['H3'] },
  ],
  partners: [
    {
      agencyId: 'crp',
      ready: true,
      rowsInBudget: 2_880,
      classes: [
        { keyClass: 'person', keys: 66_120, padded: 67_584, ...budget(1_200, 50_000) },
        { keyClass: 'communication', keys: 812, padded: 1_056, ...budget(16, 20_000) },
      ],
    },
    {
      agencyId: 'fio',
      ready: true,
      rowsInBudget: 4_180,
      classes: [
        { keyClass: 'person', keys: 66_120, padded: 67_584, ...budget(0, 100_000) },
        { keyClass: 'communication', keys: 812, padded: 1_056, ...budget(0, 20_000) },
      ],
    },
    {
      agencyId: 'ard',
      ready: false,
      why: 'Its index has not arrived here in full.',
      rowsInBudget: 0,
      classes: [],
    },
  ],
};

/** The services of a list: what is started looks for a while, is asked about, and is over when it is looked at again. */
export function fixtureScreening(
  read: Read,
  sent: unknown[],
): Pick<
  DeskServices,
  'startScreening' | 'screening' | 'previewScreening' | 'askScreening' | 'stopScreening' | 'forgetScreening'
> {
  let state: ScreeningState | null = null;
  const current = (page = 0) => ({ screening: state === null ? null : view(state, page) });
  return {
    startScreening: async (_session, draft) => {
      sent.push(draft);
      state = 'looking';
      return current();
    },
    screening: (_session, { page = 0 }) =>
      read(
        'screening',
        () => {
          const now = current(page);
          if (state === 'looking') state = 'looked';
          else if (state === 'asking') state = 'done';
          return now;
        },
        { screening: null },
      ),
    previewScreening: () => read('previewScreening', () => PRICE, PRICE),
    askScreening: async (_session, draft) => {
      sent.push(draft);
      state = 'asking';
      return current();
    },
    stopScreening: async () => {
      if (state !== null) state = 'stopped';
    },
    forgetScreening: async () => {
      state = null;
    },
  };
}
