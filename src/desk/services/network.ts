import {
  assembleNetwork,
  type Gap,
  gaps,
  layout,
  type Network,
  type NetworkEdge as AnalysisEdge,
  type NetworkNode as AnalysisNode,
  shortestPath,
} from '../../analysis/index.ts';
import type { NetworkEdge, NetworkNode, NetworkView } from '../api/contract.ts';
import type { DeskServices } from '../api/services.ts';
import type { Consultations } from './consultations.ts';
import { readAs } from './field-views.ts';
import { gatherNetwork, type UndrawnHits } from './network-input.ts';
import type { DeskServicesParts } from './parts.ts';

/** The picture of one case. */
export function networkServices(
  parts: DeskServicesParts,
  consultations: Consultations,
): Pick<DeskServices, 'network'> {
  return {
    async network(session, { case: caseId, from, to }) {
      const gathered = await consultations.read(session, { act: 'view-network', caseId }, async (tx) => {
        const { input, undrawn } = await gatherNetwork(parts, tx, caseId);
        const network = assembleNetwork(input);
        return { value: { network, undrawn, gaps: gaps(network, input) }, count: network.nodes.length };
      });
      // Placing takes a moment in a large picture: no transaction waits for it.
      const places = layout(gathered.network, seedOf(caseId));
      return networkView(gathered, places, from === undefined || to === undefined ? null : { from, to });
    },
  };
}

interface Gathered {
  readonly network: Network;
  readonly undrawn: UndrawnHits;
  readonly gaps: readonly Gap[];
}

/** One case has one picture, whoever opens it. */
function seedOf(caseId: string): number {
  const seed = Number.parseInt(caseId.slice(0, 8), 16);
  return Number.isNaN(seed) ? 1 : seed;
}

function networkView(
  { network, undrawn, gaps: found }: Gathered,
  places: ReadonlyMap<string, { readonly x: number; readonly y: number }>,
  ends: { readonly from: string; readonly to: string } | null,
): NetworkView {
  const path = ends === null ? null : shortestPath(network, ends.from, ends.to);
  return {
    nodes: network.nodes.map((node) => nodeView(node, places.get(node.id) ?? { x: 0, y: 0 })),
    edges: network.edges.map(edgeView),
    path: path?.nodeIds ?? [],
    leftOut: [
      ...network.leftOut.map(({ sentence, count }) => ({ reason: sentence, count })),
      ...undrawnReasons(undrawn),
    ],
    gaps: found.map(({ sentence, nodeId }) => ({
      sentence: `${labelOf(network, nodeId)}: ${sentence}`,
      nodeId,
    })),
  };
}

function undrawnReasons({ setAside, refused, answerGone }: UndrawnHits): NetworkView['leftOut'] {
  const reasons = [
    { reason: 'Hits that were set aside.', count: setAside },
    { reason: 'Hits whose owner refused to disclose.', count: refused },
    { reason: 'Answered hits whose received copy has expired.', count: answerGone },
  ];
  return reasons.filter(({ count }) => count > 0);
}

function labelOf(network: Network, nodeId: string): string {
  return network.nodes.find(({ id }) => id === nodeId)?.label ?? nodeId;
}

function nodeView(node: AnalysisNode, { x, y }: { readonly x: number; readonly y: number }): NetworkNode {
  const { id, label, lines, owners, category, state, mayAskOnward, stop } = node;
  // A masked thing has no kind: the desk draws it by its state.
  const kind = node.kind ?? 'person';
  return {
    id,
    kind,
    label,
    // The page writes the category in the reader's language; what is left is other names, or what agreed.
    sub: lines.filter((line) => !node.categories.some((each) => each.category === line)).join(' · '),
    owners,
    ...(category === undefined ? {} : { category }),
    state,
    x,
    y,
    values: node.values.map((value) => {
      const { property, written, certainty, evaluation, handling, recordedOn, owner, received, expiresAt } =
        value;
      const field = {
        kind,
        property,
        written,
        ...readAs(value),
        certainty,
        evaluation,
        handling,
        recordedOn,
        owner,
        received,
      };
      return expiresAt === undefined ? field : { ...field, expiresAt };
    }),
    mayAskOnward,
    ...(stop === undefined ? {} : { stop }),
  };
}

function edgeView(edge: AnalysisEdge): NetworkEdge {
  const { id, from, to, link, owner, source, certainty, evaluation, handling, recordedOn } = edge;
  const line = { id, from, to, link, owner, source, certainty, handling, recordedOn };
  return evaluation === undefined ? line : { ...line, evaluation };
}
