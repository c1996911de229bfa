/** The fixture's questions: the story phone, what is known of it here, and its hits. */
import type {
  HitView,
  PreviewView,
  QuestionDraft,
  QuestionListItem,
  QuestionView,
} from '../../src/desk/index.ts';
import { budget } from './desk-fixture-budget.ts';
import { ago, CASES, PARTNERS } from './desk-fixture-books.ts';

export const STORY_PHONE = '+33 6 39 98 47 11';
export const inHours = (hours: number): string => ago(-hours * 60);

export function preview(draft: QuestionDraft): PreviewView {
  return {
    own: [
      {
        entityId: 'own-sim',
        kind: 'exhibit',
        label: 'Exhibit 12, SIM used once',
        owner: 'jpn',
        received: false,
        because: 'The phone number agrees exactly.',
        recordedOn: ago(60 * 24 * 60),
      },
    ],
    copies: [
      {
        entityId: 'copy-tomas',
        kind: 'person',
        label: 'Tomas Averinck',
        category: 'contact',
        owner: 'crp',
        received: true,
        because: 'Received with an earlier answer: uses this number.',
        recordedOn: ago(60 * 24 * 9),
      },
    ],
    stopped: draft.text.includes('4-AAB-902')
      ? [
          {
            about: 'plate 4-AAB-902',
            owner: 'crp',
            handling: ['H0', 'H2'],
            because:
              'Coastal Region Police gave this plate under H2. Asking it onward needs their permission.',
          },
        ]
      : [],
    keys: [
      { about: `phone ${STORY_PHONE}`, keyClass: 'communication', rule: 'phone', count: 1 },
      {
        about: `phone ${STORY_PHONE} in week 2016-W11 and 2 other weeks`,
        keyClass: 'communication',
        rule: 'phone+week',
        count: 3,
      },
      { about: 'ship IMO 9074729', keyClass: 'vehicle', rule: 'imo', count: 1 },
      { about: 'Idris Velhane, 3 November 1991', keyClass: 'person', rule: 'name+birthdate', count: 8 },
      { about: 'Idris Velhane, 1991', keyClass: 'person', rule: 'names+birthyear', count: 4 },
      {
        about: 'Idris Velhane, 1991',
        keyClass: 'person',
        rule: 'name+beginning+birthyear',
        count: 3,
        half: true,
      },
      { about: 'organisation falohan (BE)', keyClass: 'place', rule: 'organisation', count: 1, half: true },
    ],
    withheld: [
      {
        rule: 'names+birthyear',
        about: 'Idris Velhane',
        because: 'At a holding of a million people this name and year would match by chance.',
      },
    ],
    partners: PARTNERS.map(({ id }) => ({
      agencyId: id,
      ready: id !== 'ard',
      ...(id === 'ard' ? { why: 'Their index is from another epoch. A new one is being fetched.' } : {}),
      ...(id === 'fio' ? { unpublished: ['imo'] } : {}),
      classes: [
        { keyClass: 'communication' as const, keys: 4, padded: 16, ...budget(412, 2_000) },
        {
          keyClass: 'person' as const,
          keys: 12,
          padded: 16,
          ...budget(id === 'pcs' ? 3_996 : 96, 4_000),
          ...(id === 'fio' ? { granted: 1_024 } : {}),
        },
      ],
    })),
  };
}

export function questionList(): readonly QuestionListItem[] {
  const item = (index: number, about: string, hits: number, answered = 4): QuestionListItem => ({
    id: `question-${index}`,
    askedAt: ago(60 * 5 * index + 14),
    askedBy: index % 3 === 2 ? 'S. Okerlind' : 'M. Dorvane',
    about,
    caseReference: 'JPN-2026-0417',
    outcome: { hits, answered, partners: 4 },
  });
  return [
    item(1, STORY_PHONE, 2),
    item(2, 'Tomas Averinck, 9 February 1984', 1),
    item(3, 'Quay Lane 14, flat 3', 1, 3),
    item(4, 'plate 9-ZZY-417', 0),
    item(5, 'IMEI 35 209900 176148 1', 0, 2),
    item(6, 'Velhane Transport, BE', 0),
    item(7, 'Lioba Trenk, 1979', 0),
    item(8, 'ICCID 8932 0420 0000 3310', 0),
  ];
}

/** Who a hit on names means, as the asker's own record says. */
const MEANT = { names: ['Idris Velhane', 'إدريس فلهان'], birthDates: ['1991-11-03'] };

function hits(
  questionId: string,
  requested: ReadonlyMap<string, 'requested' | 'set-aside'>,
): readonly HitView[] {
  const hit = (
    id: string,
    owner: string,
    about: string,
    because: string,
    keys: HitView['keys'],
    chance: number,
  ): HitView => {
    const state = requested.get(id);
    return {
      id,
      questionId,
      owner,
      about,
      keys,
      because,
      chance,
      state: state ?? 'sealed',
      ...(state === 'requested' ? { requestId: 'out-crp' } : {}),
      closeBy: inHours(24 * 6 + 3),
      ...(keys.every(({ keyClass }) => keyClass === 'person') ? { meant: MEANT } : {}),
    };
  };
  return [
    hit(
      'hit-crp',
      'crp',
      `phone ${STORY_PHONE}`,
      'The phone number agrees exactly.',
      [{ keyClass: 'communication', rule: 'phone', sentence: 'The whole number, with its country, agrees.' }],
      0.0004,
    ),
    hit(
      'hit-fio',
      'fio',
      'Idris Velhane, 3 November 1991',
      'The name agrees in one of four spellings, and the birth date with day and month swapped.',
      [
        {
          keyClass: 'person',
          rule: 'name+birthdate',
          sentence: 'One name in one of four spellings, and the whole birth date with day and month swapped.',
        },
        { keyClass: 'person', rule: 'names+birthyear', sentence: 'Two names and the birth year agree.' },
      ],
      0.012,
    ),
    hit(
      'hit-pair',
      'pcs',
      'names Idris Velhane, born 1991 with organisation falohan (BE)',
      'Two names and the birth year agree. The name of the organisation agrees without its legal form, and its country.',
      [
        {
          keyClass: 'person',
          rule: 'names+birthyear',
          sentence: 'Two names and the birth year agree.',
          half: { records: 1 },
        },
        {
          keyClass: 'place',
          rule: 'organisation',
          sentence: 'The name of the organisation agrees without its legal form, and its country.',
          half: { records: 1 },
        },
      ],
      0.011,
    ),
    hit(
      'hit-pcs',
      'pcs',
      'plate 9-ZZY-417',
      'The plate and its country agree exactly.',
      [{ keyClass: 'vehicle', rule: 'plate', sentence: 'The plate and its country agree.' }],
      0.002,
    ),
  ];
}

export function questionView(
  id: string,
  askedAt: number,
  requested: ReadonlyMap<string, 'requested' | 'set-aside'>,
): QuestionView {
  const elapsed = Date.now() - askedAt;
  const all = id === 'question-4' ? [] : hits(id, requested);
  const arrived = (ms: number): boolean => elapsed > ms;
  const manifest = { number: 14, issuedAt: ago(4), rules: 11, recordsWithoutKeys: 'under 100' };
  const [theCase] = CASES;
  if (theCase === undefined) throw new Error('the fixture has a case');
  return {
    id,
    askedAt: new Date(askedAt).toISOString(),
    askedBy: 'M. Dorvane',
    case: theCase,
    purpose: 'investigate-offence',
    offence: 'firearms-trafficking',
    about: [`phone ${STORY_PHONE}`, 'Idris Velhane, 3 November 1991', 'plate 9-ZZY-417'],
    partners: [
      {
        agencyId: 'ard',
        state: arrived(900) ? 'no-hit' : 'waiting',
        hits: 0,
        tookMs: arrived(900) ? 210 : null,
        keysSent: 32,
        ...(arrived(900) ? { manifest } : {}),
      },
      {
        agencyId: 'crp',
        state: arrived(400) ? (all.length > 0 ? 'hit' : 'refused') : 'waiting',
        hits: all.length > 0 ? 1 : 0,
        tookMs: arrived(400) ? 310 : null,
        keysSent: 32,
        manifest,
        ...(all.length === 0
          ? { code: 'budget-used-up', why: 'Phone budget used up. Ask again after 00:00.' }
          : {}),
      },
      {
        agencyId: 'fio',
        state: all.length > 0 ? 'hit' : 'not-answered',
        hits: all.length > 0 ? 1 : 0,
        tookMs: 420,
        keysSent: 32,
        manifest,
        ...(all.length === 0
          ? {
              code: 'partner-down',
              why: 'Their server could not be reached. The question expired unanswered.',
            }
          : {}),
      },
      {
        agencyId: 'pcs',
        state: all.length > 0 ? 'hit' : 'no-hit',
        hits: all.length > 0 ? 1 : 0,
        tookMs: 280,
        keysSent: 32,
        manifest,
      },
    ],
    hits: all.filter((hit) => hit.owner !== 'crp' || arrived(400)),
  };
}
