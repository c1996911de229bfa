/** One well-formed body of each kind, as small as it may be. Everyone in them is invented. */
import type { MESSAGE_BODIES } from '../../src/exchange/index.ts';

const ID = '0123456789abcdef0123456789abcdef';
const HASH = ID + ID;
const TIME = '2026-11-03T12:00:00.000Z';
/** 16 elements of 32 bytes in base64url. */
const ELEMENTS = 'A'.repeat(683);
const MARKED = {
  recordedOn: '2026-01-01',
  evaluation: { scheme: 'eu-4x4', code: 'B2' },
  certainty: 'fact',
  handling: ['H0'],
};

export const SAMPLE_BODIES: Readonly<Record<keyof typeof MESSAGE_BODIES, object>> = {
  'match-query': {
    handle: ID,
    officerHandle: ID,
    epoch: 1,
    keyVersion: 1,
    purpose: 'investigate-offence',
    offence: 'terrorism',
    legalBasis: 'criminal-procedure',
    urgency: 'normal',
    elementsRoot: 'A'.repeat(43),
    classes: [{ keyClass: 'communication', elements: ELEMENTS }],
    standing: 0,
    leaf: HASH,
  },
  'match-result': {
    handle: ID,
    epoch: 1,
    manifestNumber: 1,
    classes: [{ keyClass: 'communication', elements: ELEMENTS, proof: 'A'.repeat(86) }],
    leaf: HASH,
  },
  'follow-up-request': {
    questionHandle: ID,
    officerHandle: ID,
    caseHandle: HASH,
    openings: [
      {
        keyClass: 'communication',
        rule: 'phone',
        value: '+33639984711',
        position: 0,
        scalar: 'A'.repeat(43),
        path: ['A'.repeat(43), 'A'.repeat(43), 'A'.repeat(43), 'A'.repeat(43)],
      },
    ],
    purpose: 'investigate-offence',
    offence: 'terrorism',
    urgency: 'normal',
    urgencyReason: '',
    wanted: ['name'],
    meant: { names: ['Tomas Averinck'], birthDates: ['1990-05-17'] },
    facts: 'The number stands in a seized handset.',
    connection: '',
    restrictions: '',
    dueAt: TIME,
    leaf: HASH,
  },
  disclosure: {
    requestId: ID,
    subjectRef: 'e1',
    entities: [
      {
        ref: 'e1',
        kind: 'person',
        category: 'contact',
        statements: [{ property: 'name', written: 'Tomas Averinck', value: 'Tomas Averinck', ...MARKED }],
      },
      { ref: 'e2', kind: 'phone', statements: [] },
    ],
    relations: [{ from: 'e1', to: 'e2', link: 'uses', ...MARKED }],
    handling: ['H0'],
    keepUntil: TIME,
    leaf: HASH,
  },
  refusal: { requestId: ID, ground: 'not-held', leaf: HASH },
  receipt: { messageId: ID, leaf: HASH },
  checkpoint: { note: 'entente/crp\n1\nAAAA\n\n— entente/crp AAAA\n' },
  'index-notice': { number: 1 },
  'index-receipt': { number: 1, deleted: [HASH], inForce: [HASH], leaf: HASH },
  'index-salt': {
    keys: '{}',
    segments: '{}',
    salt: 'A'.repeat(43),
    keysSignature: 'A'.repeat(86),
    segmentsSignature: 'A'.repeat(86),
    oldest: { keys: 1, segments: 1 },
    since: null,
  },
  'budget-grant': {
    grant: ID,
    keyClass: 'communication',
    elements: 64,
    until: TIME,
    expectedRecords: 10.01,
    reason: 'an abduction under way',
    leaf: HASH,
  },
  'pair-statement': {
    day: '2026-11-02',
    sent: {
      messages: [{ kind: 'match-query', count: 1 }],
      elements: [{ keyClass: 'communication', count: 16 }],
      root: HASH,
    },
    taken: { messages: [], elements: [], root: HASH },
    leaf: HASH,
  },
  'witness-statement': {
    checkpoints: [],
    keys: { number: 1, epoch: 1, hash: HASH, signature: 'A'.repeat(86) },
    segments: null,
    chain: [],
    told: [{ party: 'ard', number: 1, epoch: 1, hash: HASH, signature: 'A'.repeat(86) }],
  },
};
