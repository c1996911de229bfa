import { agglomerate } from './agglomerate.ts';
import { averageEvidence, groupsApart, type ResolveGraph, type ResolveThresholds } from './resolve-graph.ts';

/** Records joined by strong evidence. A core hangs on at most one larger one, by weaker evidence. */
interface Core {
  readonly members: readonly number[];
  parent: Core | null;
  average: number;
  readonly children: Set<Core>;
}

interface Sum {
  sum: number;
  pairs: number;
}

function averageOf(one: Core, other: Core, { sum, pairs }: Sum): number {
  return averageEvidence(sum, pairs, one.members.length * other.members.length);
}

/**
 * The clusters as a function of the graph alone. Records that hang together by strong links are joined into cores
 * (agglomerate.ts); each core then hangs on the larger core it fits best, if it fits; a tree of cores is a cluster. Every
 * step looks no further than its neighbours, so that after a change only the neighbourhood is worked out again, with the
 * same outcome as from nothing.
 */
export class CoreForest {
  readonly #graph: ResolveGraph;
  readonly #thresholds: ResolveThresholds;
  readonly #coreOf = new Map<number, Core>();
  /** Records that hang together: what must be joined anew as one. */
  readonly #componentOf = new Map<number, readonly number[]>();

  constructor(graph: ResolveGraph, thresholds: ResolveThresholds) {
    this.#graph = graph;
    this.#thresholds = thresholds;
  }

  /**
   * Works out what changed: `dirty` are all records with a new, changed or lost edge or judgement, `gone` those that
   * exist no more. Gives the clusters of every record whose cluster may have changed.
   */
  update(dirty: Iterable<number>, gone: ReadonlySet<number>): number[][] {
    const seeds = [...dirty, ...gone];
    const affected = this.#affected(seeds, gone);
    const touched = new Set<Core>();
    for (const record of [...affected, ...gone]) this.#addTree(this.#coreOf.get(record), touched);
    const { renewed, loose } = this.#renewCores(affected, gone);
    for (const core of renewed) this.#hangWithNeighbours(core, renewed, touched);
    for (const core of loose) this.#hang(core, this.#sums(core));
    const records = new Set(
      [...touched].flatMap(({ members }) => members).filter((record) => !gone.has(record)),
    );
    const trees = new Set<Core>();
    for (const record of [...records, ...affected]) this.#addTree(this.#coreOf.get(record), trees);
    return [...trees].filter(({ parent }) => parent === null).flatMap((root) => this.#clustersOf(root));
  }

  /** The old components of the seeds and everything that is linked to them now. */
  #affected(seeds: readonly number[], gone: ReadonlySet<number>): Set<number> {
    const affected = new Set<number>();
    const open = seeds.flatMap((seed) => [seed, ...(this.#componentOf.get(seed) ?? [])]);
    for (let record = open.pop(); record !== undefined; record = open.pop()) {
      if (gone.has(record) || affected.has(record)) continue;
      affected.add(record);
      open.push(...this.#linked(record));
    }
    return affected;
  }

  #linked(record: number): number[] {
    const linked = [...this.#graph.same(record).keys()];
    const { link } = this.#thresholds;
    this.#graph.eachWeight(record, (other, weight) => {
      if (weight >= link && !this.#graph.isJudgedApart(record, other)) linked.push(other);
    });
    return linked;
  }

  /** New cores for the affected records, and the old ones that had hung on a core which is no more. */
  #renewCores(
    affected: ReadonlySet<number>,
    gone: ReadonlySet<number>,
  ): { renewed: Set<Core>; loose: Set<Core> } {
    const old = new Set<Core>();
    for (const record of [...affected, ...gone]) {
      const core = this.#coreOf.get(record);
      if (core !== undefined) old.add(core);
    }
    const loose = new Set<Core>();
    for (const core of old) {
      core.parent?.children.delete(core);
      for (const child of core.children) {
        child.parent = null;
        if (!old.has(child)) loose.add(child);
      }
    }
    for (const record of gone) {
      this.#coreOf.delete(record);
      this.#componentOf.delete(record);
    }
    const renewed = new Set<Core>();
    const done = new Set<number>();
    for (const record of affected) {
      if (done.has(record)) continue;
      const component = this.#component(record, done);
      for (const members of agglomerate(component, this.#graph, this.#thresholds.join)) {
        const core: Core = { members, parent: null, average: 0, children: new Set() };
        renewed.add(core);
        for (const member of members) this.#coreOf.set(member, core);
      }
      for (const member of component) this.#componentOf.set(member, component);
    }
    return { renewed, loose };
  }

  #component(from: number, done: Set<number>): number[] {
    const component: number[] = [];
    const open = [from];
    for (let record = open.pop(); record !== undefined; record = open.pop()) {
      if (done.has(record)) continue;
      done.add(record);
      component.push(record);
      open.push(...this.#linked(record));
    }
    return component;
  }

  /** Evidence towards every core with which any member was compared. */
  #sums(core: Core): Map<Core, Sum> {
    const sums = new Map<Core, Sum>();
    const add = (other: number, weight: number): void => {
      const theirs = this.#coreOf.get(other);
      if (theirs === undefined || theirs === core) return;
      const known = sums.get(theirs);
      if (known === undefined) sums.set(theirs, { sum: weight, pairs: 1 });
      else {
        known.sum += weight;
        known.pairs += 1;
      }
    };
    for (const member of core.members) this.#graph.eachWeight(member, add);
    return sums;
  }

  /** A new core finds its place, and smaller ones around it move to it where it suits them better. */
  #hangWithNeighbours(core: Core, renewed: ReadonlySet<Core>, touched: Set<Core>): void {
    const sums = this.#sums(core);
    this.#hang(core, sums);
    for (const [theirs, sum] of sums) {
      if (renewed.has(theirs) || this.#isLarger(theirs, core)) continue;
      const average = averageOf(theirs, core, sum);
      if (!this.#isBetter(theirs, core, average)) continue;
      this.#addTree(theirs, touched);
      theirs.parent?.children.delete(theirs);
      theirs.parent = core;
      theirs.average = average;
      core.children.add(theirs);
    }
  }

  /** Whether `larger` suits the core better than what it hangs on now. */
  #isBetter(core: Core, larger: Core, average: number): boolean {
    if (average < this.#thresholds.attach) return false;
    if (core.parent !== null) {
      if (average < core.average) return false;
      if (average === core.average && !this.#isLarger(larger, core.parent)) return false;
    }
    return !groupsApart(core.members, larger.members, this.#graph);
  }

  /** Hangs a core on the larger one it fits best, if any: larger by members, then by order, so there is no circle. */
  #hang(core: Core, sums: ReadonlyMap<Core, Sum>): void {
    core.parent?.children.delete(core);
    core.parent = null;
    for (const [theirs, sum] of sums) {
      if (!this.#isLarger(theirs, core)) continue;
      const average = averageOf(core, theirs, sum);
      if (!this.#isBetter(core, theirs, average)) continue;
      core.parent = theirs;
      core.average = average;
    }
    core.parent?.children.add(core);
  }

  #isLarger(one: Core, other: Core): boolean {
    if (one.members.length !== other.members.length) return one.members.length > other.members.length;
    return this.#graph.compare(one.members[0] ?? 0, other.members[0] ?? 0) < 0;
  }

  /** Adds all cores of the tree in which this one stands. */
  #addTree(core: Core | undefined, into: Set<Core>): void {
    if (core === undefined || into.has(core)) return;
    let root = core;
    while (root.parent !== null) root = root.parent;
    const open = [root];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      into.add(next);
      open.push(...next.children);
    }
  }

  /** A tree as one cluster; a branch that may not be one with what is already in it becomes its own. */
  #clustersOf(root: Core): number[][] {
    const cluster = [...root.members];
    const clusters = [cluster];
    const open = [...root.children];
    while (open.length > 0) {
      open.sort(
        (left, right) =>
          right.average - left.average || this.#graph.compare(left.members[0] ?? 0, right.members[0] ?? 0),
      );
      const branch = open.shift();
      if (branch === undefined) break;
      if (groupsApart(branch.members, cluster, this.#graph)) clusters.push(...this.#clustersOf(branch));
      else {
        cluster.push(...branch.members);
        open.push(...branch.children);
      }
    }
    return clusters;
  }
}
