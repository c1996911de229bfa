import { averageEvidence, groupsApart, type ResolveGraph } from './resolve-graph.ts';

interface Group {
  readonly first: number;
  members: number[];
  /** Towards every group with which any member was compared. */
  readonly sums: Map<Group, { sum: number; pairs: number }>;
  best: Group | null;
  bestAverage: number;
}

/**
 * Records that hang together, joined pair of groups by pair of groups as long as the *average* evidence between two
 * reaches `join` (average linkage): a chain of look-alikes does not become one, because its ends were compared too.
 * Judgements come first, and groups that may not be one are never joined. The same whatever the order of the records.
 */
export function agglomerate(records: readonly number[], graph: ResolveGraph, join: number): number[][] {
  const groups = startGroups(records, graph);
  if (groups.size > 1) joinAll(groups, graph, join);
  return [...groups].map(({ members }) => members.sort(graph.compare));
}

function joinAll(groups: Set<Group>, graph: ResolveGraph, join: number): void {
  for (const group of groups) findBest(group, graph);
  for (;;) {
    let next: Group | null = null;
    for (const group of groups) {
      if (group.best === null || group.bestAverage < join) continue;
      if (next === null || isEarlier(group, next, graph)) next = group;
    }
    if (next === null || next.best === null) return;
    const other = next.best;
    if (groupsApart(next.members, other.members, graph)) {
      next.sums.delete(other);
      other.sums.delete(next);
      findBest(next, graph);
      findBest(other, graph);
    } else {
      const [keep, gone] = graph.compare(next.first, other.first) < 0 ? [next, other] : [other, next];
      groups.delete(gone);
      absorb(keep, gone, graph);
    }
  }
}

/** The better average first, then the order of the records. */
function isEarlier(group: Group, other: Group, graph: ResolveGraph): boolean {
  if (group.bestAverage !== other.bestAverage) return group.bestAverage > other.bestAverage;
  return graph.compare(group.first, other.first) < 0;
}

function absorb(keep: Group, gone: Group, graph: ResolveGraph): void {
  keep.members = [...keep.members, ...gone.members];
  keep.sums.delete(gone);
  gone.sums.delete(keep);
  for (const [other, { sum, pairs }] of gone.sums) {
    const known = keep.sums.get(other);
    const joined = { sum: (known?.sum ?? 0) + sum, pairs: (known?.pairs ?? 0) + pairs };
    keep.sums.set(other, joined);
    other.sums.delete(gone);
    other.sums.set(keep, joined);
  }
  findBest(keep, graph);
  for (const [other, { sum, pairs }] of keep.sums) {
    if (other.best === keep || other.best === gone) findBest(other, graph);
    else offer(other, keep, averageEvidence(sum, pairs, keep.members.length * other.members.length), graph);
  }
}

/** Takes the candidate as the best one if it is. */
function offer(group: Group, candidate: Group, average: number, graph: ResolveGraph): void {
  const isBetter =
    group.best === null ||
    average > group.bestAverage ||
    (average === group.bestAverage && graph.compare(candidate.first, group.best.first) < 0);
  if (!isBetter) return;
  group.best = candidate;
  group.bestAverage = average;
}

function findBest(group: Group, graph: ResolveGraph): void {
  group.best = null;
  group.bestAverage = Number.NEGATIVE_INFINITY;
  for (const [other, { sum, pairs }] of group.sums) {
    offer(group, other, averageEvidence(sum, pairs, group.members.length * other.members.length), graph);
  }
}

/** One group a record, or for all that are judged the same; a judgement that would join what is judged apart waits. */
function startGroups(records: readonly number[], graph: ResolveGraph): Set<Group> {
  const groupOf = new Map<number, Group>();
  for (const record of records) {
    groupOf.set(record, {
      first: record,
      members: [record],
      sums: new Map(),
      best: null,
      bestAverage: 0,
    });
  }
  joinJudged(records, graph, groupOf);
  for (const record of records) {
    const mine = groupOf.get(record);
    if (mine === undefined || records.length === 1) continue;
    graph.eachWeight(record, (other, weight) => {
      const theirs = groupOf.get(other);
      if (theirs === undefined || mine === theirs || graph.compare(record, other) > 0) return;
      addEdge(mine, theirs, weight);
    });
  }
  return new Set(groupOf.values());
}

function addEdge(mine: Group, theirs: Group, weight: number): void {
  const known = mine.sums.get(theirs) ?? { sum: 0, pairs: 0 };
  const grown = { sum: known.sum + weight, pairs: known.pairs + 1 };
  mine.sums.set(theirs, grown);
  theirs.sums.set(mine, grown);
}

function joinJudged(records: readonly number[], graph: ResolveGraph, groupOf: Map<number, Group>): void {
  const judged = records
    .flatMap((record) => [...graph.same(record)].map(([other, at]) => ({ record, other, at })))
    .filter(({ record, other }) => groupOf.has(other) && graph.compare(record, other) < 0)
    .sort((left, right) => left.at - right.at);
  for (const { record, other } of judged) {
    const [mine, theirs] = [groupOf.get(record), groupOf.get(other)];
    if (mine === undefined || theirs === undefined || mine === theirs) continue;
    const [keep, gone] = graph.compare(mine.first, theirs.first) < 0 ? [mine, theirs] : [theirs, mine];
    if (groupsApart(keep.members, gone.members, graph) && !mayOverrule(keep, gone, graph)) continue;
    keep.members = [...keep.members, ...gone.members];
    for (const member of gone.members) groupOf.set(member, keep);
  }
}

/** A person's "the same" outweighs two contradicting numbers, but not another person's "different". */
function mayOverrule(keep: Group, gone: Group, graph: ResolveGraph): boolean {
  return !keep.members.some((one) => gone.members.some((other) => graph.isJudgedApart(one, other)));
}
