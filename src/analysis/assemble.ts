import type { NetworkInput } from './input.ts';
import { joinPieces } from './join.ts';
import { compareText, LeftOutCounter, type Network, type NetworkEdge, type NetworkNode } from './network.ts';
import { askedNode, maskedNode, mostProtected, nodeOf, sealedNode } from './node.ts';
import { ageInDays, collectEdges, collectPieces, type LooseEdge, type Piece } from './pieces.ts';

/**
 * The picture of what is handed in: the same picture for the same input, in whatever order it comes. Informants and
 * persons without a category are never in it; whatever is left out is counted with its reason.
 */
export function assembleNetwork(input: NetworkInput): Network {
  const leftOut = new LeftOutCounter();
  const groups = joinPieces(collectPieces(input, leftOut), input.judgements, leftOut);
  const drawn = groups.filter((group) => mayBeDrawn(group, leftOut));
  const nodeIds = new Map(
    drawn.flatMap((group) => group.map((piece) => [piece.ref, group[0]?.ref ?? ''] as const)),
  );

  const askedThings = input.askedThings ?? [];
  for (const { ref } of askedThings) nodeIds.set(ref, ref);

  const stated = collectEdges(input).flatMap((edge) => attach(edge, nodeIds, leftOut));
  const edges = [...stated, ...openedEdges(input, stated, nodeIds, leftOut)];
  const sealed = input.sealedHits
    .toSorted((a, b) => compareText(a.id, b.id))
    .flatMap((hit) => {
      const about = nodeIds.get(hit.about);
      if (about === undefined) leftOut.add('end-outside-picture');
      return about === undefined
        ? []
        : [{ node: sealedNode(hit, input), edge: sealedEdge(hit, about, input) }];
    });
  const masked = (input.masked ?? [])
    .toSorted((a, b) => compareText(maskedKey(a), maskedKey(b)))
    .flatMap((each, place) => {
      const about = nodeIds.get(each.about);
      if (about === undefined) leftOut.add('end-outside-picture', each.count);
      return about === undefined
        ? []
        : [{ node: maskedNode(each, place + 1), edge: maskedEdge(each.owner, about, place + 1, input) }];
    });

  const extra = [...sealed, ...masked];
  return {
    agency: input.agency,
    asOf: input.asOf,
    nodes: byId<NetworkNode>([
      ...drawn.map((group) => nodeOf(group, input)),
      ...askedThings.map((thing) => askedNode(thing, input)),
      ...extra.map(({ node }) => node),
    ]),
    edges: byId<NetworkEdge>([...edges, ...extra.map(({ edge }) => edge)]),
    leftOut: leftOut.list(),
  };
}

function mayBeDrawn(group: readonly Piece[], leftOut: LeftOutCounter): boolean {
  const category = mostProtected(group.flatMap((piece) => piece.category ?? []));
  if (category !== 'informant' && category !== 'uncategorised') return true;
  leftOut.add(category);
  return false;
}

function attach(
  edge: LooseEdge,
  nodeIds: ReadonlyMap<string, string>,
  leftOut: LeftOutCounter,
): NetworkEdge[] {
  const from = nodeIds.get(edge.from);
  const to = nodeIds.get(edge.to);
  if (from === undefined || to === undefined) leftOut.add('end-outside-picture');
  else if (from === to) leftOut.add('both-ends-one-thing');
  else return [{ ...edge, from, to }];
  return [];
}

/** From what was asked about to what its owner answered, unless both are one thing or the answer links them itself. */
function openedEdges(
  input: NetworkInput,
  stated: readonly NetworkEdge[],
  nodeIds: ReadonlyMap<string, string>,
  leftOut: LeftOutCounter,
): NetworkEdge[] {
  return (input.openedHits ?? []).flatMap((hit) => {
    const from = nodeIds.get(hit.about);
    const to = nodeIds.get(hit.answer);
    if (from === undefined || to === undefined) leftOut.add('end-outside-picture');
    if (from === undefined || to === undefined || from === to) return [];
    const linked = stated.some(
      (edge) =>
        edge.source === 'copy' &&
        edge.owner === hit.owner &&
        ((edge.from === from && edge.to === to) || (edge.from === to && edge.to === from)),
    );
    return linked ? [] : [openedEdge(hit, from, to, input)];
  });
}

function openedEdge(
  hit: NonNullable<NetworkInput['openedHits']>[number],
  from: string,
  to: string,
  { asOf }: NetworkInput,
): NetworkEdge {
  return {
    id: `opened-hit:${hit.id}/${hit.answer}`,
    from,
    to,
    link: 'opened-hit',
    owner: hit.owner,
    source: 'copy',
    certainty: 'assessment',
    handling: hit.handling,
    recordedOn: hit.hitOn,
    ageDays: ageInDays(hit.hitOn, asOf),
    statementIds: [hit.id],
  };
}

function sealedEdge(
  hit: NetworkInput['sealedHits'][number],
  about: string,
  { asOf }: NetworkInput,
): NetworkEdge {
  return {
    id: `sealed-hit:${hit.id}`,
    from: about,
    to: `sealed:${hit.id}`,
    link: 'sealed-hit',
    owner: hit.owner,
    source: 'sealed',
    certainty: 'assessment',
    handling: ['H0'],
    recordedOn: hit.hitOn,
    ageDays: ageInDays(hit.hitOn, asOf),
    statementIds: [hit.id],
  };
}

function maskedEdge(owner: string, about: string, place: number, { asOf }: NetworkInput): NetworkEdge {
  const to = `masked:${owner}/${place}`;
  return {
    id: `edge:${to}`,
    from: about,
    to,
    link: 'masked',
    owner,
    source: 'sealed',
    certainty: 'assessment',
    handling: ['H0'],
    recordedOn: asOf,
    ageDays: 0,
    statementIds: [],
  };
}

function maskedKey(masked: {
  readonly owner: string;
  readonly about: string;
  readonly count: number;
}): string {
  return `${masked.owner} ${masked.about} ${masked.count}`;
}

function byId<Thing extends { readonly id: string }>(things: readonly Thing[]): Thing[] {
  return things.toSorted((left, right) => compareText(left.id, right.id));
}
