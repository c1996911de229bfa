import type { Commitment } from '../ledger/index.ts';
import {
  type HandlingCode,
  LEGAL_BASES,
  type LegalBasis,
  type Offence,
  OFFENCES,
  type Purpose,
  PURPOSES,
  type Role,
  ROLES,
} from '../model/index.ts';
import { type Act, type ActRule, readActRule } from './acts.ts';

export type Actor =
  | { readonly type: 'officer'; readonly officerId: string; readonly role: Role }
  | { readonly type: 'partner'; readonly agencyId: string }
  | { readonly type: 'system' };

/** Who wants to do what, and why. */
export interface ActRequest {
  readonly act: Act;
  readonly actor: Actor;
  readonly purpose?: Purpose;
  readonly offence?: Offence;
  readonly legalBasis?: LegalBasis;
  readonly caseId?: string;
  /** Free text. The ledger gets a salted commitment; text and salt stay in the access log. */
  readonly justification?: string;
  readonly partners?: readonly string[];
  readonly categories?: Readonly<Record<string, number>>;
  readonly onBehalfOf?: string;
  readonly messageId?: string;
  /** Hash of the partner's own entry about this act, hexadecimal. */
  readonly peerLeaf?: string;
}

/** What came of it: counts, names of fields and codes, never values. */
export interface Outcome {
  readonly result: 'done' | 'refused' | 'failed';
  readonly count?: number;
  readonly fields?: readonly string[];
  readonly recipients?: readonly string[];
  readonly handling?: readonly HandlingCode[];
  readonly evaluation?: string;
  readonly commitments?: readonly Commitment[];
  readonly manifests?: Readonly<Record<string, string>>;
  readonly rule?: string;
  readonly messageId?: string;
  readonly peerLeaf?: string;
}

export type DenyRule =
  | 'act-unknown'
  | 'role-unknown'
  | 'role-not-allowed'
  | 'partner-not-allowed'
  | 'system-not-allowed'
  | 'purpose-needed'
  | 'purpose-not-allowed'
  | 'legal-basis-needed'
  | 'legal-basis-unknown'
  | 'offence-unknown'
  | 'case-needed'
  | 'case-unknown';

/** What each refusal says to a person. */
export const DENY_SENTENCES: Readonly<Record<DenyRule, string>> = {
  'act-unknown': 'the policy table does not know this act',
  'role-unknown': 'the policy table does not know this role',
  'role-not-allowed': 'the role may not do this',
  'partner-not-allowed': 'a partner may not bring this about',
  'system-not-allowed': 'the server may not do this by itself; an officer must',
  'purpose-needed': 'this act needs a purpose',
  'purpose-not-allowed': 'the role may not do this for this purpose',
  'legal-basis-needed': 'this act needs a legal basis',
  'legal-basis-unknown': 'the legal basis is not on the code list',
  'offence-unknown': 'the offence is not on the code list',
  'case-needed': 'this act needs a case',
  'case-unknown': 'the case does not exist here or is closed',
};

export type Decision =
  | { readonly decision: 'allow'; readonly rule: string }
  | { readonly decision: 'deny'; readonly rule: DenyRule };

/** Facts that the table cannot know by itself. */
export interface PolicyFacts {
  /** Whether the request's case exists in this agency and is open. */
  readonly caseOpen: boolean;
}

const deny = (rule: DenyRule): Decision => ({ decision: 'deny', rule });

/** May this happen? Default deny; the first rule that speaks against it is the one that is said. */
export function decide(request: ActRequest, facts: PolicyFacts): Decision {
  const rule = readActRule(request.act);
  if (rule === null) return deny('act-unknown');
  return (
    decideActor(rule, request) ??
    decideCodes(request) ??
    decideNeeds(rule, request, facts) ?? {
      decision: 'allow',
      rule: `${actorWord(request.actor)}/${request.act}`,
    }
  );
}

function decideActor(rule: ActRule, { actor, purpose }: ActRequest): Decision | undefined {
  if (actor.type === 'partner') return rule.partner === true ? undefined : deny('partner-not-allowed');
  if (actor.type === 'system') return rule.system === true ? undefined : deny('system-not-allowed');
  if (!ROLES.includes(actor.role)) return deny('role-unknown');
  const purposes = rule.officers[actor.role];
  if (purposes === undefined) return deny('role-not-allowed');
  if (purposes !== 'any' && purpose !== undefined && !purposes.includes(purpose))
    return deny('purpose-not-allowed');
  return undefined;
}

function decideCodes(request: ActRequest): Decision | undefined {
  const { purpose, legalBasis, offence } = request;
  if (purpose !== undefined && !PURPOSES.includes(purpose)) return deny('purpose-not-allowed');
  if (legalBasis !== undefined && !LEGAL_BASES.includes(legalBasis)) return deny('legal-basis-unknown');
  if (offence !== undefined && !OFFENCES.includes(offence)) return deny('offence-unknown');
  return undefined;
}

function decideNeeds(rule: ActRule, request: ActRequest, facts: PolicyFacts): Decision | undefined {
  if (rule.needs?.purpose === true && request.purpose === undefined) return deny('purpose-needed');
  if (rule.needs?.legalBasis === true && request.legalBasis === undefined) return deny('legal-basis-needed');
  if (rule.needs?.case === true && request.caseId === undefined) return deny('case-needed');
  const namesOwnCase = request.actor.type === 'officer' && request.caseId !== undefined;
  return namesOwnCase && !facts.caseOpen ? deny('case-unknown') : undefined;
}

const actorWord = (actor: Actor): string => (actor.type === 'officer' ? actor.role : actor.type);
