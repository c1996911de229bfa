/** The fixture's requests, incoming and outgoing, with clocks that run and answers that came. */
import type {
  CopyField,
  DisclosableField,
  DisclosureDraft,
  DisclosurePreview,
  RecordView,
  RequestListItem,
  RequestView,
} from '../../src/desk/index.ts';
import { ago } from './desk-fixture-books.ts';
import { PERSON_OF_RECORD } from './desk-fixture-review.ts';
import { inHours, STORY_PHONE } from './desk-fixture-questions.ts';

const LIST: readonly RequestListItem[] = [
  {
    id: 'in-crp',
    direction: 'incoming',
    partner: 'crp',
    summary: 'Person record: identity, phone, plate',
    urgency: 'urgent-direct',
    sentAt: ago(350),
    dueAt: inHours(2.17),
    state: 'waiting',
  },
  {
    id: 'in-fio',
    direction: 'incoming',
    partner: 'fio',
    summary: 'Phone number: holder',
    urgency: 'urgent-direct',
    sentAt: ago(60 * 9),
    dueAt: ago(40),
    state: 'waiting',
  },
  {
    id: 'in-pcs',
    direction: 'incoming',
    partner: 'pcs',
    summary: 'Vehicle: owner and address',
    urgency: 'normal',
    sentAt: ago(60 * 48),
    dueAt: inHours(24 * 5),
    state: 'waiting',
  },
  {
    id: 'out-crp',
    direction: 'outgoing',
    partner: 'crp',
    summary: `phone ${STORY_PHONE}: holder, plate`,
    urgency: 'urgent-indirect',
    sentAt: ago(60 * 12),
    dueAt: inHours(60),
    state: 'disclosed',
  },
  {
    id: 'out-ard',
    direction: 'outgoing',
    partner: 'ard',
    summary: 'Quay Lane 14, flat 3: who stays there',
    urgency: 'urgent-direct',
    sentAt: ago(100),
    dueAt: inHours(6.3),
    state: 'waiting',
  },
  {
    id: 'out-fio',
    direction: 'outgoing',
    partner: 'fio',
    summary: 'Tomas Averinck: family, address',
    urgency: 'urgent-indirect',
    sentAt: ago(60 * 30),
    dueAt: inHours(42),
    state: 'refused',
  },
];

export function requestList(
  decided: ReadonlyMap<string, 'disclosed' | 'refused'>,
): readonly RequestListItem[] {
  return LIST.map((item) => ({ ...item, state: decided.get(item.id) ?? item.state }));
}

const A1 = { scheme: 'eu-4x4', code: 'A1' } as const;
const B3 = { scheme: 'eu-4x4', code: 'B3' } as const;
const field = (
  statementId: string,
  property: DisclosableField['property'],
  written: string,
  more: Partial<DisclosableField> = {},
): DisclosableField => ({
  statementId,
  entityId: 'own-idris',
  kind: 'person',
  property,
  written,
  certainty: 'fact',
  evaluation: A1,
  handling: ['H0'],
  recordedOn: ago(60 * 24 * 61),
  ...more,
});

/** Behind the same key: somebody else who uses the number. */
const FITS = {
  verdict: 'fits' as const,
  because: 'The names agree exactly. The whole date agrees, with day and month swapped.',
};

const OTHER_RECORD = {
  entityId: 'own-odile',
  label: 'Odile Averinck',
  kind: 'person' as const,
  category: 'contact' as const,
  identity: {
    verdict: 'differs' as const,
    because: 'None of the 2 names agrees in sound. Nothing to compare: a birth date is missing.',
  },
  fields: [
    field('o1', 'name', 'Odile Averinck', { entityId: 'own-odile' }),
    field('o2', 'sex', 'W', { entityId: 'own-odile', read: 'F' }),
    field('o3', 'nationality', 'BEL', { entityId: 'own-odile' }),
  ],
};

/** One own record by its id, as the box over the page shows it. */
export function recordOf(entityId: string): RecordView | undefined {
  const record = requestView('in-pcs', new Map())?.records?.[entityId === OTHER_RECORD.entityId ? 1 : 0];
  if (record === undefined) return undefined;
  const locators = record.fields.map(({ statementId }) => ({
    statementId,
    sentence: 'record 129 of PERSREG.EBC, bytes 46080–46439',
  }));
  return { ...record, ...(entityId === OTHER_RECORD.entityId ? { person: PERSON_OF_RECORD } : {}), locators };
}

/** What a draft would send: its ticked fields, thing by thing. */
export function previewOf(draft: DisclosureDraft): DisclosurePreview {
  const records = requestView('in-pcs', new Map())?.records ?? [];
  const chosen = [draft, ...(draft.also ?? [])].flatMap((one) => one.fields);
  const fields = records.flatMap((record) =>
    record.fields.flatMap(({ statementId, entityId: _own, blocked: _why, ...said }): CopyField[] => {
      const ticked = chosen.find((one) => one.statementId === statementId);
      const { label, kind, category } = record;
      return ticked === undefined
        ? []
        : [
            {
              ...said,
              handling: ticked.handling,
              thing: { ref: label, label, kind, category: category ?? 'other' },
            },
          ];
    }),
  );
  return { fields, bare: [], links: [], handling: ['H0'], expiresAt: inHours(24 * 300) };
}

export function requestView(
  id: string,
  decided: ReadonlyMap<string, 'disclosed' | 'refused'>,
): RequestView | undefined {
  const item = requestList(decided).find((candidate) => candidate.id === id);
  if (item === undefined) return undefined;
  const copies: readonly CopyField[] = [
    {
      kind: 'person',
      property: 'name',
      written: 'Tomas Averinck',
      certainty: 'fact',
      evaluation: A1,
      handling: ['H0'],
      recordedOn: ago(60 * 24 * 9),
    },
    {
      kind: 'person',
      property: 'birth-date',
      written: '09/02/1984',
      certainty: 'fact',
      evaluation: A1,
      handling: ['H0'],
      recordedOn: ago(60 * 24 * 9),
    },
    {
      kind: 'vehicle',
      link: 'uses',
      property: 'plate',
      written: '4-AAB-902',
      certainty: 'assessment',
      evaluation: B3,
      handling: ['H0', 'H2'],
      recordedOn: ago(60 * 24 * 17),
    },
  ];
  return {
    ...item,
    purpose: 'investigate-offence',
    offence: 'firearms-trafficking',
    urgencyReason: item.urgency === 'urgent-direct' ? 'A handover is expected tonight.' : '',
    wanted: ['name', 'birth-date', 'number', 'plate'],
    ...(item.id === 'in-pcs' ? { meant: { names: ['Idris Velhane'], birthDates: ['1991-11-03'] } } : {}),
    facts: 'Four pistols were found in a van at dock 6 on 11 June. Its user called one number 41 times.',
    connection: 'The number called is used by the person in your record.',
    restrictions: 'Analysis only. No use in court without asking us.',
    officerHandle: 'h-58c1',
    checks: [
      { check: 'signature', ok: true, sentence: 'Signature and agreement are in order.' },
      { check: 'opening', ok: true, sentence: 'The opened key belongs to the question they asked.' },
      { check: 'budget', ok: true, sentence: 'Within their budget of the day.' },
    ],
    ...(item.direction === 'incoming'
      ? {
          records: [
            {
              entityId: 'own-idris',
              label: 'Idris Velhane',
              kind: 'person' as const,
              category: 'suspect' as const,
              ...(item.id === 'in-pcs' ? { identity: FITS } : {}),
              fields: [
                field('s1', 'name', 'Idris Velhane'),
                field('s2', 'birth-date', '11/03/1991'),
                field('s3', 'number', '+44 7700 900 147', {
                  kind: 'phone',
                  link: 'uses',
                  handling: ['H0', 'H1'],
                }),
                field('s4', 'plate', '9-ZZY-417', {
                  kind: 'vehicle',
                  link: 'uses',
                  evaluation: B3,
                  certainty: 'assessment',
                }),
                field('s5', 'name', 'Velhane Transport', {
                  kind: 'organisation',
                  link: 'member-of',
                  evaluation: B3,
                  certainty: 'assessment',
                  handling: ['H0', 'H1'],
                }),
                field('s6', 'note', 'Read its limit first', {
                  handling: ['H0', 'H3'],
                  blocked: 'Carries H3: read its limit in the old system and decide there.',
                }),
                field('s7', 'address', 'Quay Lane 14, flat 3', {
                  kind: 'address',
                  link: 'stays-at',
                  handling: ['H0', 'H2'],
                  blocked: 'Received from Arden Police. Ask the owner.',
                }),
                field('s8', 'name', 'Two witnesses', {
                  kind: 'person',
                  link: 'associate-of',
                  blocked: 'Witnesses are left out.',
                }),
              ],
            },
            ...(item.id === 'in-crp' ? [] : [OTHER_RECORD]),
          ],
        }
      : {}),
    ...(item.state === 'disclosed'
      ? {
          answer: {
            decidedAt: ago(60 * 4),
            fields: copies,
            handling: ['H0', 'H2'] as const,
            expiresAt: inHours(24 * 90),
          },
        }
      : {}),
    ...(item.state === 'refused'
      ? { answer: { decidedAt: ago(60 * 8), ground: 'would-endanger' as const } }
      : {}),
  };
}
