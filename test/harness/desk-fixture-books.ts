/** The fixture's agencies, cases, intake runs and ledger. */
import { createHash } from 'node:crypto';
import type {
  AgencyBadge,
  CaseView,
  IntakeRunDetail,
  IntakeRunView,
  LedgerLine,
  LedgerView,
  QuarantinedRow,
  WithdrawalView,
} from '../../src/desk/index.ts';

const badge = (id: string, name: string, country: string, hue: number): AgencyBadge => ({
  id,
  letters: id.toUpperCase(),
  name,
  country,
  hue,
});
export const AGENCY = badge('jpn', 'Judicial Police North', 'BE', 0);
export const PARTNERS = [
  badge('ard', 'Arden Police', 'BE', 1),
  badge('crp', 'Coastal Region Police', 'FR', 2),
  badge('fio', 'Federal Inquiry Office', 'DE', 3),
  badge('pcs', 'Port Customs Service', 'NL', 4),
];

export const ago = (minutes: number): string => new Date(Date.now() - minutes * 60_000).toISOString();
export const hash = (text: string): string => createHash('sha256').update(text).digest('hex');

export const CASES: readonly CaseView[] = [
  { id: 'case-quay', reference: 'JPN-2026-0417', title: 'Quay', openedAt: ago(60 * 24 * 19) },
  { id: 'case-harbour', reference: 'JPN-2026-0388', title: 'Harbour van', openedAt: ago(60 * 24 * 44) },
];

function run(index: number): IntakeRunView {
  const read = 5_012 + index * 3;
  const quarantined = index % 5 === 3 ? 24 : 12;
  const skipped = { 'header-or-trailer': 2, 'marked-deleted': 3 + (index % 4) };
  const accepted = index === 0 ? 1_204 : 40 + index;
  const unchanged = read - accepted - quarantined - 5 - (index % 4);
  const failed = index === 7;
  return {
    id: `run-${index}`,
    source: 'persreg',
    origin: `PERSREG.D2611${String(22 - (index % 20)).padStart(2, '0')}`,
    format: 'copybook',
    mode: 'full',
    startedAt: ago(60 * 24 * index + 390),
    tookMs: failed ? null : 4_200 + index * 37,
    state: failed ? 'discarded' : 'published',
    ...(failed
      ? { why: 'More rows were quarantined than this source allows. The load before it stays in force.' }
      : {}),
    rows: { read, accepted, unchanged, quarantined, skipped },
    cells: { read: read * 14, stated: read * 9, empty: read * 4, unknown: read - 31, bad: 31 },
    balanced: true,
  };
}

export function intakeRuns(): readonly IntakeRunView[] {
  return Array.from({ length: 22 }, (_, index) => run(index));
}

/** One record that a partner has not confirmed for days, one on its way, one that is gone everywhere. */
export function withdrawals(): readonly WithdrawalView[] {
  const line = (
    index: number,
    whole: boolean,
    states: readonly ('waiting' | 'no-hit' | 'deleted')[],
  ): WithdrawalView => ({
    entityId: hash(`withdrawn ${index}`).slice(0, 32),
    rows: [`persreg: ${String(4_711 + index * 31).padStart(8, '0')}`],
    since: ago(60 * 24 * (index + 1)),
    whole,
    partners: states.map((state, at) => ({
      agencyId: PARTNERS[at]?.id ?? '',
      state,
      at: ago(60 * 24 * (index + 1) - (state === 'waiting' ? 0 : 2 + at)),
    })),
  });
  return [
    line(0, true, ['no-hit', 'no-hit', 'waiting', 'no-hit']),
    line(3, false, ['no-hit', 'no-hit', 'waiting', 'no-hit']),
    line(9, true, ['deleted', 'deleted', 'deleted', 'deleted']),
    line(11, false, ['deleted', 'deleted', 'deleted', 'deleted']),
  ];
}

export function intakeRun(id: string): IntakeRunDetail | undefined {
  const view = intakeRuns().find((candidate) => candidate.id === id);
  if (view === undefined) return undefined;
  const field = (name: string, filled: number, bad: number) => ({
    field: name,
    filled: Math.round(view.rows.read * filled),
    bad,
    unknown: 4,
    read: view.rows.read,
  });
  return {
    ...view,
    fields: [
      field('NAAM', 0.999, 0),
      field('VOORNAAM', 0.996, 0),
      field('GEB-DATUM', 0.934, 17),
      field('CATEGORIE', 0.992, 0),
      field('TELEFOON', 0.41, 9),
      field('SIM', 0.12, 3),
      field('DOCUMENT', 0.365, 2),
      field('ADRES', 0.718, 0),
      field('KANTOOR-NR', 0.981, 0),
    ],
    reasons: [
      { reason: 'packed-damaged', sentence: 'A packed number has no valid sign.', count: 7 },
      { reason: 'category-missing', sentence: 'The category of a person is missing.', count: 4 },
      { reason: 'record-short', sentence: 'The record is shorter than the copybook says.', count: 1 },
    ],
    keys: [
      { rule: 'name+birthdate', published: 3_911, withheld: 402, why: 'birth date is 1 January' },
      { rule: 'phone', published: 1_840, withheld: 12, why: 'on the list of switchboards' },
      { rule: 'names+birthyear', published: 2_077, withheld: 1_834, why: 'too common at this size' },
      { rule: 'address', published: 2_210, withheld: 95, why: 'no house number' },
      { rule: 'plate', published: 611, withheld: 0, why: '' },
      { rule: 'phone+week', published: 212, withheld: 3, why: 'no date seen' },
    ],
  };
}

export function quarantined(): readonly QuarantinedRow[] {
  const row = (number: number, reason: string, sentence: string): QuarantinedRow => ({
    number,
    reason,
    sentence,
    // Blank to its end, as a record of fixed length is: longer than its pane at the smaller of the two sizes.
    bytesHex: `f0f0f0f8f1f7f3f4d2d6d9e5c1c4c5404040404040c1d5e2c5d3d440404040404040f1f9f8f8f0f2f2f9d4e5f240404040d8e4c1e840d3c1d5c540f1f44000${'40'.repeat(448)}`,
    decoded: `00081734KORVADE      ANSELM       19880229MV2    QUAY LANE 14 ·${' '.repeat(448)}`,
    badRange: { offset: 45, length: 4 },
    fields: [
      { field: 'PERSOON-NR', range: '0–7', readAs: '00081734', state: 'good' },
      { field: 'GEB-DATUM', range: '34–41', readAs: '29 February 1988', state: 'good' },
      { field: 'CATEGORIE', range: '43–44', readAs: 'V2', state: 'victim' },
      { field: 'KANTOOR-NR', range: '45–48', readAs: '40 40 40 40', state: 'not a packed number' },
    ],
  });
  return [
    ...Array.from({ length: 7 }, (_, index) =>
      row(
        1_734 + index * 211,
        'packed-damaged',
        'Bytes 45–48 should hold a packed number. They hold four spaces.',
      ),
    ),
    ...Array.from({ length: 4 }, (_, index) =>
      row(
        2_002 + index * 97,
        'category-missing',
        'Bytes 43–44 should hold a category. They hold W7, which the mapping does not know.',
      ),
    ),
    row(5_011, 'record-short', 'The record ends after 61 of 64 bytes.'),
  ];
}

const ACTS: readonly (readonly [string, string, string])[] = [
  ['search-own', 'investigator', 'u-7f31'],
  ['ask-partners', 'investigator', 'u-7f31'],
  ['answer-question', 'partner', 'crp'],
  ['decide-request', 'liaison', 'u-0c77'],
  ['view-network', 'investigator', 'u-7f31'],
  ['publish-index', 'system', 'system'],
  ['receive-checkpoint', 'partner', 'fio'],
  ['consult-record', 'investigator', 'u-21be'],
];

function line(index: number): LedgerLine {
  const [act, role, who] = ACTS[(index >> 1) % ACTS.length] ?? ['search-own', 'investigator', 'u-7f31'];
  const outcome = index % 2 === 1;
  return {
    index,
    time: ago((1_204 - index) * 2.3 + 4),
    kind: outcome ? 'outcome' : 'intent',
    act,
    who,
    role,
    ...(outcome ? { result: index % 37 === 1 ? 'refused' : 'done' } : { purpose: 'investigate-offence' }),
    ...(act === 'ask-partners' && !outcome
      ? { partners: ['ard', 'crp', 'fio', 'pcs'], counts: { communication: 1, person: 12 } }
      : {}),
    ...(act === 'decide-request' && outcome ? { fields: ['name', 'birth-date', 'plate'] } : {}),
    leafHash: hash(String(index)),
  };
}

export function ledgerPage(before = 1_204, limit = 100): LedgerView {
  return {
    entries: Array.from({ length: Math.min(limit, before) }, (_, index) => line(before - 1 - index)),
    size: 1_204,
    waiting: 2,
    checkpoint: `entente.example/jpn\n1204\n${hash('root').slice(0, 43)}=\n`,
    checkpointAt: ago(4),
    checkpoints: Array.from({ length: 24 }, (_, index) => ({
      size: 1_204 - index * 31,
      at: ago(4 + index * 60),
    })),
    verifyCommand:
      'npx entente ledger verify ledger-jpn.ndjson --key entente.example/jpn+5f1c9a02+AUrd0b8vJ3m1uPz1mS0o0kq2R5xW7cT9yB4nE6hG8iLq',
    verified: {
      ok: true,
      at: ago(12),
      sentence: 'Every entry hashes into the checkpoint, and each checkpoint contains the one before.',
    },
    witnesses: [
      { agencyId: 'crp', size: 1_190, at: ago(18), state: 'consistent', contradictions: 0 },
      { agencyId: 'fio', size: 1_204, at: ago(3), state: 'consistent', contradictions: 0 },
      { agencyId: 'ard', size: 1_100, at: ago(240), state: 'older', contradictions: 0 },
      { agencyId: 'pcs', size: 1_204, at: ago(3), state: 'first', contradictions: 0 },
    ],
    notHeld: [
      {
        agencyId: 'pcs',
        answered: 17,
        notHeld: 3,
        since: ago(60 * 24 * 300),
        alarm: { id: 'alarm-pcs', raisedAt: ago(60 * 26), answered: 14, notHeld: 2 },
      },
      { agencyId: 'crp', answered: 412, notHeld: 1, since: ago(60 * 24 * 365) },
      { agencyId: 'fio', answered: 96, notHeld: 0, since: ago(60 * 24 * 365) },
    ],
    budgets: [
      { partner: 'ard', keyClass: 'communication', used: 2_000, perDay: 2_000 },
      { partner: 'crp', keyClass: 'communication', used: 1_710, perDay: 2_000 },
      { partner: 'crp', keyClass: 'person', used: 412, perDay: 4_000 },
      { partner: 'fio', keyClass: 'vehicle', used: 96, perDay: 1_000 },
      { partner: 'pcs', keyClass: 'document', used: 16, perDay: 1_000 },
      { partner: 'fio', keyClass: 'place', used: 208, perDay: 1_000 },
    ],
  };
}
