import type { Operation } from '../ledger/index.ts';
import type { Purpose, Role } from '../model/index.ts';

/** For which purposes a role may do it; 'any' of the code list. */
export type Purposes = 'any' | readonly Purpose[];

export interface ActRule {
  readonly operation: Operation;
  /** A role that is not named may not. */
  readonly officers: Readonly<Partial<Record<Role, Purposes>>>;
  /** Whether a partner agency's server may bring it about. */
  readonly partner?: true;
  /** Whether this agency's own server may do it by itself. */
  readonly system?: true;
  readonly needs?: { readonly purpose?: true; readonly legalBasis?: true; readonly case?: true };
  readonly sentence: string;
}

/** What goes to partners or searches people: never without purpose, legal basis and case. */
const WITH_CASE = { purpose: true, legalBasis: true, case: true } as const;
/** Tasks that the point of contact carries out itself; to investigate is the investigator's. */
const CONTACT_POINT: Purposes = ['locate-wanted-person', 'identify-victim'];
const EVERYONE = {
  investigator: 'any',
  liaison: 'any',
  'records-officer': 'any',
  'data-protection-officer': 'any',
  operator: 'any',
} as const satisfies Record<Role, Purposes>;

/**
 * The policy table: act × role × purpose. What is not in it is refused. docs/ledger-events.md lists the same for people;
 * a test holds the two together.
 */
export const ACTS = {
  'sign-in': {
    operation: 'login',
    officers: EVERYONE,
    system: true,
    sentence: 'An officer signs in; an attempt that fails is written without the name.',
  },
  'sign-out': { operation: 'login', officers: EVERYONE, sentence: 'An officer signs out.' },
  'search-own': {
    operation: 'consultation',
    officers: { investigator: 'any', liaison: 'any' },
    needs: WITH_CASE,
    sentence: "The agency's own records and received copies are searched.",
  },
  'screen-list': {
    operation: 'consultation',
    officers: { investigator: 'any', liaison: 'any' },
    needs: WITH_CASE,
    sentence: "A list is compared with the agency's own records and received copies; the list is not kept.",
  },
  'read-screening': {
    operation: 'consultation',
    officers: { investigator: 'any', liaison: 'any' },
    sentence: 'What the screening of a list has found is read by the officer who began it.',
  },
  'end-screening': {
    operation: 'erasure',
    officers: { investigator: 'any', liaison: 'any' },
    sentence: 'The screening of a list is stopped, or forgotten with everything it found.',
  },
  'consult-record': {
    operation: 'consultation',
    officers: { investigator: 'any', liaison: 'any', 'records-officer': 'any' },
    sentence: 'One record is opened and read.',
  },
  'review-records': {
    operation: 'consultation',
    officers: { investigator: 'any', 'records-officer': 'any' },
    sentence: 'Own records that may be one person are listed, or two of them are read side by side.',
  },
  'judge-records': {
    operation: 'alteration',
    officers: { investigator: 'any', 'records-officer': 'any' },
    sentence: 'An officer judges whether two own records are one person; no value is moved.',
  },
  'revoke-judgement': {
    operation: 'alteration',
    officers: { investigator: 'any', 'records-officer': 'any' },
    sentence: 'A judgement on two own records is taken back; it stays on file.',
  },
  'resolve-records': {
    operation: 'combination',
    officers: {},
    system: true,
    sentence: 'Own records that are one person are brought together, or parted, after a load or a judgement.',
  },
  'open-case': {
    operation: 'collection',
    officers: { investigator: 'any', liaison: 'any' },
    sentence: 'A case is opened; its reference and title stay outside the ledger.',
  },
  'preview-question': {
    operation: 'consultation',
    officers: { investigator: 'any', liaison: 'any' },
    sentence: 'A question is worked out and shown, and nothing leaves the agency.',
  },
  'ask-partners': {
    operation: 'consultation',
    officers: { investigator: 'any', liaison: CONTACT_POINT },
    needs: WITH_CASE,
    sentence: 'A sealed question is sent to partners.',
  },
  'declare-standing': {
    operation: 'consultation',
    officers: { investigator: 'any', liaison: CONTACT_POINT },
    needs: WITH_CASE,
    sentence: 'A question that is asked is declared to stand until a date within its legal basis.',
  },
  'renew-standing': {
    operation: 'consultation',
    officers: { investigator: 'any', liaison: CONTACT_POINT },
    system: true,
    needs: WITH_CASE,
    sentence:
      'A standing question is confirmed until another date, or asked anew in a new epoch after its basis was checked again.',
  },
  'end-standing': {
    operation: 'erasure',
    officers: { investigator: 'any', liaison: 'any' },
    system: true,
    sentence: 'A standing question ends; what was kept to look up and to ask anew is destroyed.',
  },
  'raise-alert': {
    operation: 'collection',
    officers: {},
    system: true,
    sentence: 'A standing question was hit by what a partner announced later; whoever watches is alerted.',
  },
  'acknowledge-alert': {
    operation: 'alteration',
    officers: { investigator: 'any', liaison: 'any' },
    sentence: 'An alert of a standing question is marked as seen.',
  },
  'read-standing': {
    operation: 'consultation',
    officers: { investigator: 'any', liaison: 'any', 'data-protection-officer': 'any' },
    sentence: 'Standing questions and their alerts are listed.',
  },
  'answer-question': {
    operation: 'disclosure',
    officers: {},
    partner: true,
    sentence: "A partner's sealed question is charged to its budget and evaluated.",
  },
  'read-questions': {
    operation: 'consultation',
    officers: { investigator: 'any', liaison: 'any', 'data-protection-officer': 'any' },
    sentence: 'Questions asked and their hits are listed.',
  },
  'set-hit-aside': {
    operation: 'alteration',
    officers: { investigator: 'any', liaison: 'any' },
    system: true,
    sentence: 'A hit is closed with a reason, without asking its owner.',
  },
  'send-request': {
    operation: 'disclosure',
    officers: { investigator: 'any', liaison: 'any' },
    needs: WITH_CASE,
    sentence: 'A hit is opened towards its owner with a reasoned follow-up request.',
  },
  'receive-request': {
    operation: 'collection',
    officers: {},
    partner: true,
    sentence: "A partner's follow-up request arrives and its opening is checked.",
  },
  'read-requests': {
    operation: 'consultation',
    officers: { investigator: 'any', liaison: 'any', 'data-protection-officer': 'any' },
    sentence: 'Requests sent and received are listed or read.',
  },
  'decide-request': {
    operation: 'disclosure',
    officers: { liaison: 'any' },
    sentence: 'The owner decides a request: chosen fields under handling codes, or a coded refusal.',
  },
  'receive-answer': {
    operation: 'collection',
    officers: {},
    partner: true,
    system: true,
    sentence: "A partner's answer arrives; what it discloses is kept as a received copy.",
  },
  'raise-not-held-alarm': {
    operation: 'collection',
    officers: {},
    system: true,
    sentence:
      'A partner answered “not held” to opened hits more often than may be; the data protection officer is alarmed.',
  },
  'close-not-held-alarm': {
    operation: 'alteration',
    officers: { 'data-protection-officer': 'any' },
    sentence: 'An alarm about a partner is closed with what was found; the count begins anew.',
  },
  'propose-grant': {
    operation: 'configuration',
    officers: { liaison: 'any', 'records-officer': 'any' },
    sentence: 'One person proposes to grant a partner elements beyond its budget; nothing changes yet.',
  },
  'grant-budget': {
    operation: 'configuration',
    officers: { 'data-protection-officer': 'any' },
    sentence: 'A second person grants what was proposed; the partner is told of it and why.',
  },
  'receive-grant': {
    operation: 'collection',
    officers: {},
    partner: true,
    sentence: 'A partner has granted elements beyond the budget that it sets, and says why.',
  },
  'review-grant': {
    operation: 'alteration',
    officers: { 'data-protection-officer': 'any' },
    sentence: 'A grant that is over, given or received, is reviewed.',
  },
  'send-statement': {
    operation: 'disclosure',
    officers: {},
    system: true,
    sentence: 'A partner is told what went between the two on a closed day, by kind and class.',
  },
  'receive-statement': {
    operation: 'collection',
    officers: {},
    partner: true,
    sentence: "A partner's statement about a closed day arrives and is held against our own.",
  },
  'compare-statement': {
    operation: 'combination',
    officers: {},
    system: true,
    sentence: 'A statement that differed is held against what is known now, and comes out otherwise.',
  },
  'settle-difference': {
    operation: 'alteration',
    officers: { 'data-protection-officer': 'any' },
    sentence: 'A difference between two statements is closed with what was found.',
  },
  'view-partners': {
    operation: 'consultation',
    officers: { liaison: 'any', 'records-officer': 'any', 'data-protection-officer': 'any', operator: 'any' },
    sentence: 'The agreement, what partners have used of it, and what two agencies say of a day are read.',
  },
  'view-network': {
    operation: 'combination',
    officers: { investigator: 'any', liaison: 'any' },
    sentence: 'Own and received records are put together as a network and shown.',
  },
  'run-intake': {
    operation: 'collection',
    officers: { 'records-officer': 'any' },
    system: true,
    sentence: 'A file or database of the old system is read into the records.',
  },
  'view-intake': {
    operation: 'consultation',
    officers: { 'records-officer': 'any', 'data-protection-officer': 'any' },
    sentence: 'Intake runs, their balance and their quarantine are read.',
  },
  'view-ledger': {
    operation: 'consultation',
    officers: { 'data-protection-officer': 'any' },
    sentence: 'Ledger entries are read.',
  },
  'export-ledger': {
    operation: 'disclosure',
    officers: { 'data-protection-officer': 'any' },
    system: true,
    sentence: 'The ledger is written to a file for an outside verifier.',
  },
  'answer-audit': {
    operation: 'disclosure',
    officers: {},
    system: true,
    sentence: 'Samples of what was published, offered or asked are shown to the supervisory authority.',
  },
  'publish-index': {
    operation: 'disclosure',
    officers: { operator: 'any' },
    system: true,
    sentence: 'The sealed index of the shareable records is built and offered to partners.',
  },
  'repair-index': {
    operation: 'alteration',
    officers: {},
    system: true,
    sentence: 'A file of the sealed index that was damaged on disk is made anew.',
  },
  'begin-epoch': {
    operation: 'configuration',
    officers: {},
    system: true,
    sentence: 'The epoch of the sealed index ends before its time, and a new one begins.',
  },
  'notice-restore': {
    operation: 'configuration',
    officers: {},
    system: true,
    sentence:
      'A partner shows a word of this server that its own state does not know: nothing is asked or answered until a new epoch is announced.',
  },
  'notice-other-keys': {
    operation: 'configuration',
    officers: {},
    system: true,
    sentence:
      'A partner has been shown other keys of a third member than this agency, both signed by that member: the two signatures are kept.',
  },
  'propose-settlement': {
    operation: 'configuration',
    officers: { liaison: 'any', operator: 'any' },
    sentence:
      'One person proposes which of two chains of manifests is believed that a partner has signed for one place; nothing changes yet.',
  },
  'settle-conflict': {
    operation: 'configuration',
    officers: { 'data-protection-officer': 'any' },
    sentence:
      'A second person confirms which chain is believed: the partner is asked again, and both manifests are kept.',
  },
  'review-other-keys': {
    operation: 'alteration',
    officers: { 'data-protection-officer': 'any' },
    sentence: 'Keys that a member has shown others and not this agency were looked into.',
  },
  'receive-index': {
    operation: 'collection',
    officers: {},
    partner: true,
    system: true,
    sentence: "A partner's manifest and segments are fetched and checked.",
  },
  'confirm-deletion': {
    operation: 'erasure',
    officers: {},
    system: true,
    sentence: 'Segments that a partner has replaced are deleted, and a signed receipt tells the partner so.',
  },
  'receive-index-receipt': {
    operation: 'collection',
    officers: {},
    partner: true,
    sentence: 'A partner confirms with its signature which segments of our index it has deleted.',
  },
  'view-withdrawals': {
    operation: 'consultation',
    officers: { 'records-officer': 'any', 'data-protection-officer': 'any' },
    sentence:
      'Records that were taken back from the index, and which partners have confirmed it, are listed.',
  },
  'receive-checkpoint': {
    operation: 'collection',
    officers: {},
    partner: true,
    system: true,
    sentence: "A partner's ledger checkpoint is compared with those held before, and kept.",
  },
  'start-server': {
    operation: 'configuration',
    officers: {},
    system: true,
    sentence: "The agency's server starts.",
  },
  configure: {
    operation: 'configuration',
    officers: { operator: 'any' },
    system: true,
    sentence: 'Officers, keys, the agreement or settings are changed.',
  },
  'read-access-text': {
    operation: 'consultation',
    officers: { 'data-protection-officer': 'any' },
    sentence: 'The justification of an act is read from the access log.',
  },
  'erase-access-text': {
    operation: 'erasure',
    officers: { 'data-protection-officer': 'any' },
    system: true,
    sentence: 'The justification of an act and its salt are erased; the ledger entry stays verifiable.',
  },
  'erase-received-copy': {
    operation: 'erasure',
    officers: { liaison: 'any' },
    system: true,
    sentence: 'A received copy is erased, at its expiry or because its owner asks.',
  },
} as const satisfies Readonly<Record<string, ActRule>>;

/** The closed list of acts. */
export type Act = keyof typeof ACTS;

export const ACT_NAMES = Object.keys(ACTS) as readonly Act[];

/** The rule of an act; null when the table does not know it. */
export function readActRule(act: string): ActRule | null {
  return Object.hasOwn(ACTS, act) ? ACTS[act as Act] : null;
}
