import { UndirectedGraph } from 'graphology';
import forceAtlas2Module from 'graphology-layout-forceatlas2';
import type { ForceAtlas2SynchronousLayoutParameters } from 'graphology-layout-forceatlas2';
import { seededRandom } from './random.ts';
import type { Network } from './network.ts';
import { type Position, spread } from './spread.ts';

type Layout = (
  graph: UndirectedGraph,
  parameters: ForceAtlas2SynchronousLayoutParameters,
) => Record<string, Position>;
// The package is CommonJS whose whole export is the function; its types describe an ES default.
const forceAtlas2 = forceAtlas2Module as unknown as Layout;

/**
 * A place for every node, in pixels around (0, 0): the same for the same picture and seed, however large. Linked things
 * lie near each other; no two nodes with their labels (110 × 70) overlap.
 */
export function layout(network: Pick<Network, 'nodes' | 'edges'>, seed: number): Map<string, Position> {
  const graph = toGraph(network, seed);
  if (graph.order === 0) return new Map();
  const found = forceAtlas2(graph, {
    iterations: iterationsFor(graph.order),
    settings: {
      barnesHutOptimize: graph.order > 500,
      gravity: 1,
      linLogMode: false,
      // Things with many links get room around them.
      outboundAttractionDistribution: true,
      scalingRatio: 10,
      slowDown: 4,
    },
  });
  return spread(new Map(Object.entries(found)));
}

function toGraph({ nodes, edges }: Pick<Network, 'nodes' | 'edges'>, seed: number): UndirectedGraph {
  const graph = new UndirectedGraph();
  const random = seededRandom(seed);
  for (const id of nodes.map((node) => node.id).toSorted())
    graph.addNode(id, { x: (random() - 0.5) * 1000, y: (random() - 0.5) * 600 });
  for (const edge of edges.toSorted((left, right) => (left.id < right.id ? -1 : 1)))
    if (!graph.hasEdge(edge.from, edge.to)) graph.addEdge(edge.from, edge.to);
  return graph;
}

/** Enough for a small picture to come to rest; a large one gets fewer, so that it ends in seconds. */
function iterationsFor(order: number): number {
  return order <= 300 ? 300 : Math.max(60, Math.round(90_000 / order));
}
