import type { Certainty, Property } from '../model/index.ts';
import { compareText, type Network, type NetworkEdge } from './network.ts';

/** One dated fact: something happened, began or ended on a day. */
export interface TimelineEntry {
  /** ISO date, or the year and month or the year alone where no more is known. */
  readonly on: string;
  readonly what: 'happened' | 'began' | 'ended';
  readonly nodeIds: readonly string[];
  readonly edgeId?: string;
  readonly about: Property | NetworkEdge['link'];
  readonly written?: string;
  readonly owner: string;
  readonly certainty: Certainty;
  readonly statementId: string;
}

/** The dated facts of the picture, oldest first, and how many links carry no date. */
export function timeline(network: Network): {
  readonly entries: readonly TimelineEntry[];
  readonly undatedLinks: number;
} {
  const facts = network.nodes.flatMap((node) =>
    node.values.flatMap((value): TimelineEntry[] => {
      const { owner, certainty, statementId, written } = value;
      const fact = { nodeIds: [node.id], about: value.property, written, owner, certainty, statementId };
      const happened = value.property === 'date' && isDate(value.value);
      return [
        ...(happened ? [{ ...fact, on: value.value, what: 'happened' as const }] : []),
        ...bounds(value).map((bound) => ({ ...fact, ...bound })),
      ];
    }),
  );
  const links = network.edges.flatMap((edge) =>
    bounds(edge).map((bound): TimelineEntry => {
      const { owner, certainty, link: about } = edge;
      const [statementId = edge.id] = edge.statementIds;
      return {
        ...bound,
        nodeIds: [edge.from, edge.to],
        edgeId: edge.id,
        about,
        owner,
        certainty,
        statementId,
      };
    }),
  );
  return {
    entries: [...facts, ...links].toSorted(
      (left, right) => compareText(left.on, right.on) || compareText(entryKey(left), entryKey(right)),
    ),
    undatedLinks: network.edges.filter((edge) => bounds(edge).length === 0).length,
  };
}

function bounds(dated: { readonly validFrom?: string; readonly validUntil?: string }): {
  on: string;
  what: 'began' | 'ended';
}[] {
  return [
    ...(dated.validFrom === undefined ? [] : [{ on: dated.validFrom, what: 'began' as const }]),
    ...(dated.validUntil === undefined ? [] : [{ on: dated.validUntil, what: 'ended' as const }]),
  ];
}

function isDate(text: string): boolean {
  return /^\d{4}(-\d{2}(-\d{2})?)?$/.test(text);
}

function entryKey(entry: TimelineEntry): string {
  return `${entry.statementId} ${entry.what} ${entry.nodeIds.join()}`;
}
