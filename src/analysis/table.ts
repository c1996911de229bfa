import type { Certainty, Evaluation, Handling } from '../model/index.ts';
import { compareText, type Network, type NetworkEdge } from './network.ts';
import type { NetworkPath } from './paths.ts';

/** One edge as a row: the table is the picture's full equal. */
export interface NetworkRow {
  readonly edgeId: string;
  /** Place on the path, from 1. */
  readonly step?: number;
  readonly from: string;
  readonly link: NetworkEdge['link'];
  readonly to: string;
  readonly owner: string;
  readonly source: NetworkEdge['source'];
  readonly ageDays: number;
  readonly evaluation?: Evaluation;
  readonly certainty: Certainty;
  readonly handling: Handling;
}

/** A row for every edge, those of the path first, then by the labels of their ends. */
export function networkTable(network: Network, path: NetworkPath | null = null): NetworkRow[] {
  const labels = new Map(network.nodes.map((node) => [node.id, node.label]));
  const rows = network.edges.map((edge): NetworkRow => {
    const step = path?.edgeIds.indexOf(edge.id) ?? -1;
    const { link, owner, source, ageDays, certainty, handling } = edge;
    return {
      edgeId: edge.id,
      ...(step < 0 ? {} : { step: step + 1 }),
      from: labels.get(edge.from) ?? '',
      to: labels.get(edge.to) ?? '',
      link,
      owner,
      source,
      ageDays,
      certainty,
      handling,
      ...(edge.evaluation === undefined ? {} : { evaluation: edge.evaluation }),
    };
  });
  return rows.toSorted(
    (left, right) =>
      (left.step ?? network.edges.length + 1) - (right.step ?? network.edges.length + 1) ||
      compareText(`${left.from} ${left.to} ${left.edgeId}`, `${right.from} ${right.to} ${right.edgeId}`),
  );
}
