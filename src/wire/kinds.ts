const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/**
 * What kinds of message there are and how long one may live, from its creation to its expiry. Wire reads nothing else into
 * a kind. An answer lives at least as long as what it answers, so that a stored answer can still be sent again.
 */
export const MESSAGE_LIFETIMES_MS = {
  'match-query': 15 * MINUTE,
  'match-result': 15 * MINUTE,
  'follow-up-request': 30 * DAY,
  'clarification-request': 30 * DAY,
  disclosure: 30 * DAY,
  refusal: 30 * DAY,
  'permission-request': 30 * DAY,
  'permission-decision': 30 * DAY,
  'compliance-receipt': 30 * DAY,
  'index-salt': 7 * DAY,
  'index-notice': 1 * DAY,
  'index-receipt': 30 * DAY,
  checkpoint: 1 * DAY,
  'witness-statement': 15 * MINUTE,
  // What went between two agencies on a day that is over.
  'pair-statement': 30 * DAY,
  // Elements beyond a budget, for hours.
  'budget-grant': 3 * DAY,
  // Says that a message was taken, where nothing else is to be said.
  receipt: 30 * DAY,
  // Says that a message was not taken, and why.
  'wire-refusal': 15 * MINUTE,
} as const;

export type MessageKind = keyof typeof MESSAGE_LIFETIMES_MS;

export const MESSAGE_KINDS = Object.keys(MESSAGE_LIFETIMES_MS) as readonly MessageKind[];

/** The kind of that name; null for a name that is none. */
export function readMessageKind(text: string): MessageKind | null {
  return Object.hasOwn(MESSAGE_LIFETIMES_MS, text) ? (text as MessageKind) : null;
}

/** When a message of this kind that is made at `createdAt` expires. */
export function expiryOf(kind: MessageKind, createdAt: Date): Date {
  return new Date(createdAt.getTime() + MESSAGE_LIFETIMES_MS[kind]);
}
