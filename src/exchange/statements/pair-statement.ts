import { toHex, utf8 } from '../../base/index.ts';
import { hashLeaf, TreeEdge } from '../../ledger/index.ts';
import type { Queryable } from '../../store/index.ts';
import type { PairStatement, StatementSide } from '../messages.ts';
import { COUNTED_KINDS, readTraffic, sumCounts, type TrafficLine } from './traffic.ts';

/** What two statements about one day do not agree on, seen from here. */
export interface Difference {
  /** 'sent': of what we sent. 'taken': of what we took. */
  readonly direction: 'sent' | 'taken';
  /** A kind of message, a class of elements, or 'messages' where the counts agree and the ids do not. */
  readonly what: string;
  readonly ours: number;
  readonly theirs: number;
}

/** What happened between the two on a closed day, as we know it now. */
export async function ownStatement(
  from: Queryable,
  partner: string,
  day: string,
): Promise<Omit<PairStatement, 'leaf'>> {
  return {
    day,
    sent: sideOf(await readTraffic(from, partner, 'sent', day)),
    taken: sideOf(await readTraffic(from, partner, 'taken', day)),
  };
}

/** RFC 9162 §2.1: a tree over the message ids, in their order; the hash of nothing where there was none. */
function sideOf(lines: readonly TrafficLine[]): StatementSide {
  const tree = new TreeEdge();
  for (const { messageId } of lines) tree.append(hashLeaf(utf8(messageId)));
  return {
    messages: COUNTED_KINDS.map((kind) => ({
      kind,
      count: lines.filter((line) => line.kind === kind).length,
    })).filter(({ count }) => count > 0),
    elements: [...sumCounts(lines)],
    root: toHex(tree.root()),
  };
}

/** Each thing the two statements say otherwise: what we sent against what they took, and the other way. */
export function compareStatements(
  ours: Omit<PairStatement, 'leaf'>,
  theirs: Omit<PairStatement, 'leaf'>,
): readonly Difference[] {
  return [
    ...compareSides('sent', ours.sent, theirs.taken),
    ...compareSides('taken', ours.taken, theirs.sent),
  ];
}

function compareSides(
  direction: Difference['direction'],
  ours: StatementSide,
  theirs: StatementSide,
): readonly Difference[] {
  const counts = [
    ...compareCounts(ours.messages.map(toPair), theirs.messages.map(toPair)),
    ...compareCounts(ours.elements.map(toPair), theirs.elements.map(toPair)),
  ].map((one) => ({ direction, ...one }));
  if (counts.length > 0 || ours.root === theirs.root) return counts;
  const total = ours.messages.reduce((sum, { count }) => sum + count, 0);
  return [{ direction, what: 'messages', ours: total, theirs: total }];
}

type Pair = readonly [what: string, count: number];

const toPair = (one: { kind?: string; keyClass?: string; count: number }): Pair => [
  one.kind ?? one.keyClass ?? '',
  one.count,
];

function compareCounts(ours: readonly Pair[], theirs: readonly Pair[]): Omit<Difference, 'direction'>[] {
  const [here, there] = [new Map(ours), new Map(theirs)];
  return [...new Set([...here.keys(), ...there.keys()])]
    .map((what) => ({ what, ours: here.get(what) ?? 0, theirs: there.get(what) ?? 0 }))
    .filter((one) => one.ours !== one.theirs);
}

/** A statement as ledger entries have it: counts by name, `sent` and `taken` as its sender sees them. */
export function countsOfStatement(statement: Omit<PairStatement, 'leaf'>): Readonly<Record<string, number>> {
  const of = (direction: 'sent' | 'taken', side: StatementSide): (readonly [string, number])[] =>
    [...side.messages, ...side.elements].map((one) => [`${direction}/${toPair(one)[0]}`, one.count]);
  return Object.fromEntries([...of('sent', statement.sent), ...of('taken', statement.taken)]);
}
