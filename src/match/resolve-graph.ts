/** What clustering needs to know of the records, each of which is a number here. */
export interface ResolveGraph {
  /** Evidence with everybody the record was compared with, in powers of two, symmetric. */
  readonly eachWeight: (record: number, visit: (other: number, weight: number) => void) => void;
  /** Judged the same, in the order of the judgements. */
  readonly same: (record: number) => ReadonlyMap<number, number>;
  /** Whether two records may never be one: judged different, or contradicting each other in what a person has once. */
  readonly areApart: (left: number, right: number) => boolean;
  /** Judged different, whatever the values say. */
  readonly isJudgedApart: (left: number, right: number) => boolean;
  /** Whether the record is apart from any other at all. */
  readonly hasApart: (record: number) => boolean;
  /** An order that does not depend on who came first. */
  readonly compare: (left: number, right: number) => number;
}

export interface ResolveThresholds {
  /** Evidence from which two records hang together. */
  readonly link: number;
  /** The average between two groups from which they are one. */
  readonly join: number;
  /** The same for a group that hangs on a larger one by weaker evidence. */
  readonly attach: number;
}

/** What two records count that were never compared: they share nothing that is looked up. */
const NEVER_MET = -3;

/** The average over all pairs of two groups, of which some were compared. */
export function averageEvidence(sum: number, pairs: number, allPairs: number): number {
  return (sum + NEVER_MET * (allPairs - pairs)) / allPairs;
}

/** Whether any of one group may never be one with any of the other. */
export function groupsApart(left: readonly number[], right: readonly number[], graph: ResolveGraph): boolean {
  const constrained = left.filter(graph.hasApart);
  if (constrained.length === 0) return false;
  const others = right.filter(graph.hasApart);
  return constrained.some((one) => others.some((other) => graph.areApart(one, other)));
}
