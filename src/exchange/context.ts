import type { Clock } from '../base/index.ts';
import type { Oversight } from '../oversight/index.ts';
import type { IndexBuilder } from '../sealed/index.ts';
import type { Database, Transaction } from '../store/index.ts';
import type { Agreement, AgencyKeys, Member, PeerClient } from '../wire/index.ts';
import type { FetchesUnderWay } from './follow/fetches.ts';
import type { OutgoingMessage } from './outgoing.ts';
import type { RestoreGuard } from './restore/restore-guard.ts';
import type { Sealer } from './seal/sealer.ts';
import type { StandingInMemory } from './standing/standing-tags.ts';

/** What the room needs of the house; `compose` hands it in once. */
export interface ExchangeContext {
  readonly agencyId: string;
  readonly country: string;
  readonly database: Database;
  readonly clock: Clock;
  readonly oversight: Oversight;
  readonly keys: AgencyKeys;
  readonly agreement: () => Agreement;
  readonly client: PeerClient;
  /** Opens the worker threads of one index build; the caller closes them. */
  readonly openIndexBuilder: () => IndexBuilder;
  /** Holds the seeds of the epochs; whatever takes a secret key is done behind it. */
  readonly sealer: Sealer;
  /** The handles' key and the key that seals what rests in the database; one owner, mode 0700. */
  readonly keyFolder: string;
  /** The smallest number of keys that a delta for a partner shows; 1: it is not padded. */
  readonly padTo: number;
  /** Segments, own and fetched: caches, rebuilt from records and keys. */
  readonly segmentFolder: string;
  /** Stores a message in the caller's transaction; it is sent after the commit, and again until it is answered. */
  readonly post: (tx: Transaction, message: OutgoingMessage) => Promise<void>;
  /** A partner has a newer manifest: it and its segments are to be fetched. */
  readonly partnerAnnounced: (partner: string) => void;
  /** A partner's answer was stored: it is to be read. */
  readonly answerArrived: (questionId: string, partner: string) => void;
  /** Has an alert sent to the machine that is told of alerts, in the transaction that raises it; null where none is. */
  readonly sendAlert: ((tx: Transaction, alertId: string) => Promise<void>) | null;
  /** Whether anything may be asked and answered: not while this state is older than what partners hold of us. */
  readonly restore: RestoreGuard;
  /** Tags of standing questions, as they were last opened. */
  readonly standing: StandingInMemory;
  /** Another at each start of the program. */
  readonly runId: string;
  /** What is being fetched from partners now. */
  readonly fetches: FetchesUnderWay;
  readonly log: (event: string, fields: Readonly<Record<string, string | number>>) => void;
}

/** The own entry of the agreement. */
export function selfMember(context: ExchangeContext): Member {
  const self = context.agreement().members.find((member) => member.id === context.agencyId);
  if (self === undefined) throw new Error('assertion failed: the agreement names this agency');
  return self;
}

/** All other members, in the agreement's order. */
export function partnersOf(context: ExchangeContext): readonly Member[] {
  return context.agreement().members.filter((member) => member.id !== context.agencyId);
}
