import type { Evaluation } from '../model/index.ts';
import { compareText, type Network, type NetworkEdge } from './network.ts';

export interface NetworkPath {
  readonly nodeIds: readonly string[];
  readonly edgeIds: readonly string[];
  /** Agencies whose word the path rests on, in order of first appearance. */
  readonly owners: readonly string[];
}

interface Step {
  readonly edge: NetworkEdge;
  readonly to: string;
}

/**
 * The path with the fewest steps, links taken in both directions; null when there is none. Where several are as short,
 * each step takes the better evaluated link, then the smaller id: one answer for one picture.
 */
export function shortestPath(network: Network, from: string, to: string): NetworkPath | null {
  const steps = stepsFrom(network);
  const left = distancesTo(to, steps);
  if (!left.has(from) || !network.nodes.some((node) => node.id === from)) return null;
  const nodeIds = [from];
  const edges: NetworkEdge[] = [];
  for (let at = from; at !== to; ) {
    const distance = left.get(at) ?? 0;
    const next = (steps.get(at) ?? []).find((step) => left.get(step.to) === distance - 1);
    if (next === undefined) return null;
    edges.push(next.edge);
    nodeIds.push(next.to);
    at = next.to;
  }
  return {
    nodeIds,
    edgeIds: edges.map((edge) => edge.id),
    owners: [...new Set(edges.map((edge) => edge.owner))],
  };
}

/** What lies within so many steps of a node, and how many nodes and edges of the picture lie beyond. */
export function neighbourhood(
  network: Network,
  centre: string,
  stepsMax = 1,
): Pick<Network, 'nodes' | 'edges'> & {
  readonly beyond: { readonly nodes: number; readonly edges: number };
} {
  const known = network.nodes.some((node) => node.id === centre);
  const distances = known ? distancesTo(centre, stepsFrom(network)) : new Map<string, number>();
  const near = (id: string): boolean => (distances.get(id) ?? Infinity) <= stepsMax;
  const nodes = network.nodes.filter((node) => near(node.id));
  const edges = network.edges.filter((edge) => near(edge.from) && near(edge.to));
  const beyond = { nodes: network.nodes.length - nodes.length, edges: network.edges.length - edges.length };
  return { nodes, edges, beyond };
}

/** The steps out of each node, the preferred one first. */
function stepsFrom(network: Network): Map<string, Step[]> {
  const steps = new Map<string, Step[]>(network.nodes.map((node) => [node.id, []]));
  for (const edge of network.edges.toSorted(preferred)) {
    steps.get(edge.from)?.push({ edge, to: edge.to });
    steps.get(edge.to)?.push({ edge, to: edge.from });
  }
  return steps;
}

function distancesTo(target: string, steps: ReadonlyMap<string, readonly Step[]>): Map<string, number> {
  const distances = new Map([[target, 0]]);
  // A Map iterates over what is added while it is walked: this is the queue of a breadth-first search.
  for (const [id, distance] of distances) {
    for (const step of steps.get(id) ?? []) if (!distances.has(step.to)) distances.set(step.to, distance + 1);
  }
  return distances;
}

function preferred(left: NetworkEdge, right: NetworkEdge): number {
  return compareText(rank(left.evaluation), rank(right.evaluation)) || compareText(left.id, right.id);
}

/**
 * Decides ties alone, and says nothing about people: source first, then information, each in its scheme's own order;
 * the schemes are not converted into each other. A hit nobody opened comes last.
 */
function rank(evaluation: Evaluation | undefined): string {
  return evaluation === undefined ? '~' : `${evaluation.code} ${evaluation.scheme}`;
}
