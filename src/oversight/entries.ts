import type { IntentContent, OutcomeContent, Result } from '../ledger/index.ts';
import { readActRule } from './acts.ts';
import type { Actor, ActRequest, Decision, Outcome } from './policy.ts';

/** When and where: the same on every entry. */
export interface EntryStamp {
  readonly agencyId: string;
  readonly time: Date;
}

/** What an outcome repeats of its intent. */
export interface ActHead {
  readonly act: string;
  readonly operation: IntentContent['operation'];
  readonly actor: string;
}

/** The id under which an actor stands in the ledger. */
export function actorId(actor: Actor): string {
  if (actor.type === 'officer') return actor.officerId;
  return actor.type === 'partner' ? actor.agencyId : 'system';
}

export function headOf(request: ActRequest): ActHead {
  const rule = readActRule(request.act);
  // An act that the table does not know is still written down, under a name of ours: what came in may be anything.
  return rule === null
    ? { act: 'unknown-act', operation: 'configuration', actor: actorId(request.actor) }
    : { act: request.act, operation: rule.operation, actor: actorId(request.actor) };
}

/** The intent entry of a request and the decision on it. */
export function intentOf(
  request: ActRequest,
  decision: Decision,
  commitment: string | undefined,
  stamp: EntryStamp,
): IntentContent {
  const { act, operation, actor } = headOf(request);
  return {
    kind: 'intent',
    act,
    operation,
    time: stamp.time.toISOString(),
    agency: stamp.agencyId,
    actor,
    ...(request.actor.type === 'officer' ? { role: request.actor.role } : {}),
    policy: { decision: decision.decision, rule: decision.rule },
    ...present({
      onBehalfOf: request.onBehalfOf,
      purpose: request.purpose,
      legalBasis: request.legalBasis,
      offence: request.offence,
      caseId: request.caseId,
      commitment,
      partners: request.partners,
      categories: request.categories,
      messageId: request.messageId,
      peerLeaf: request.peerLeaf,
    }),
  };
}

/** The outcome entry that closes an intent. */
export function outcomeOf(
  intentId: string,
  head: ActHead,
  outcome: Omit<Outcome, 'result'> & { readonly result: Result },
  stamp: EntryStamp,
): OutcomeContent {
  return {
    kind: 'outcome',
    act: head.act,
    operation: head.operation,
    time: stamp.time.toISOString(),
    agency: stamp.agencyId,
    actor: head.actor,
    intent: intentId,
    result: outcome.result,
    ...present({
      rule: outcome.rule,
      count: outcome.count,
      fields: outcome.fields,
      recipients: outcome.recipients,
      handling: outcome.handling,
      evaluation: outcome.evaluation,
      commitments: outcome.commitments,
      manifests: outcome.manifests,
      messageId: outcome.messageId,
      peerLeaf: outcome.peerLeaf,
    }),
  };
}

type Present<T> = { [Key in keyof T]?: Exclude<T[Key], undefined> };

function present<T extends Record<string, unknown>>(fields: T): Present<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Present<T>;
}
