import type { Clock } from '../../base/index.ts';
import { type BudgetsLeft, type Exchange, readBudgetsLeft } from '../../exchange/index.ts';
import type { Role } from '../../model/index.ts';
import type { Actor, AgreedBudget, Oversight } from '../../oversight/index.ts';
import type { Database, Queryable } from '../../store/index.ts';
import type { LedgerView, SessionView, StatusView } from '../api/contract.ts';
import type { DeskSession } from '../api/services.ts';

export interface AgencyFacts {
  readonly id: string;
  readonly letters: string;
  readonly name: string;
  readonly country: string;
}

/** What the desk needs of the agreement; `compose` hands in the whole of it. */
export interface AgreementFacts {
  readonly name: string;
  readonly expiresAt: Date;
  readonly members: readonly (AgencyFacts & {
    /** 32 raw Ed25519 bytes in base64url: the key that an outsider verifies the ledger with. */
    readonly ledgerKey?: string;
    /** How many records it holds, as the agreement says: 10^4 to 10^8. */
    readonly sizeClass?: number;
  })[];
  readonly purposes: readonly string[];
  readonly budgets: Readonly<Record<string, AgreedBudget>>;
}

/** What the services are made of. */
export interface DeskServicesParts {
  readonly agency: AgencyFacts & { readonly language: string };
  readonly database: Database;
  readonly clock: Clock;
  readonly oversight: Oversight;
  readonly exchange: Pick<
    Exchange,
    | 'plan'
    | 'ask'
    | 'sendRequest'
    | 'setHitAside'
    | 'decide'
    | 'renewStanding'
    | 'stopStanding'
    | 'acknowledgeAlert'
    | 'settleDifference'
    | 'proposeSettlement'
    | 'settleConflict'
    | 'reviewOtherKeys'
    | 'proposeGrant'
    | 'grantBudget'
    | 'reviewGrant'
    | 'closeNotHeldAlarm'
    | 'readRestore'
  >;
  readonly agreement: () => AgreementFacts;
  readonly status: () => StatusView;
  /** What the last verification of the own ledger said; null before the first. */
  readonly verifyLedger: () => LedgerView['verified'];
  /** Called after a judgement on own records is committed: what is one person is worked out anew. */
  readonly onJudged?: () => void;
  /** Names and passwords that the sign-in page may show: demonstrations only. */
  readonly demoSignIns?: NonNullable<SessionView['demoSignIns']>;
}

export type OfficerActor = Extract<Actor, { type: 'officer' }>;

/** The officer behind a session, as policy and ledger name them. */
export function actorOf(session: DeskSession): OfficerActor {
  return { type: 'officer', officerId: session.officerId, role: session.role };
}

/** Who may see the values of a record: the roles that may open one. */
export function mayReadValues(role: Role): boolean {
  return role === 'investigator' || role === 'liaison' || role === 'records-officer';
}

/** An agency's letters; its id in capitals where the agreement no longer names it. */
export function lettersOf(parts: Pick<DeskServicesParts, 'agreement'>, agencyId: string): string {
  return (
    parts.agreement().members.find((member) => member.id === agencyId)?.letters ?? agencyId.toUpperCase()
  );
}

/** Today's date in UTC, 'YYYY-MM-DD'. */
export function todayOf(clock: Clock): string {
  return clock.now().toISOString().slice(0, 10);
}

/** What is left of what each partner evaluates for this officer and purpose. */
export function budgetsLeft(
  { agreement, agency, clock }: Pick<DeskServicesParts, 'agreement' | 'agency' | 'clock'>,
  from: Queryable,
  who: { readonly officerId: string; readonly purpose: string },
): Promise<BudgetsLeft> {
  const agreed = agreement();
  const partners = agreed.members.map(({ id }) => id).filter((id) => id !== agency.id);
  return readBudgetsLeft(agreed, from, { partners, ...who, now: clock.now() });
}
