import type { EntityKind, Property } from '../model/index.ts';
import { type NetworkInput } from './input.ts';
import { compareText, type Network, type NetworkNode } from './network.ts';
import { heldBack, lettersOf } from './node.ts';

export type GapCode =
  | 'exhibit-unread'
  | 'hit-not-opened'
  | 'past-review'
  | 'not-asked'
  | 'permission-missing'
  | 'same-value-unjudged';

/** Something that is missing from the picture and that somebody could go and get. */
export interface Gap {
  readonly code: GapCode;
  readonly nodeId: string;
  readonly count: number;
  readonly sentence: string;
}

/** Kinds by which a partner can be asked. */
const ASKABLE: readonly EntityKind[] = [
  'person',
  'organisation',
  'address',
  'phone',
  'sim',
  'device',
  'online-account',
  'document',
  'vehicle',
  'vessel',
  'bank-account',
];

/** What an exhibit shows once it was read. */
const READ_FROM_EXHIBIT: readonly EntityKind[] = [
  'phone',
  'sim',
  'device',
  'online-account',
  'document',
  'bank-account',
];

/** Properties of which one value belongs to one thing. */
const UNIQUE: readonly Property[] = [
  'number',
  'iccid',
  'imsi',
  'imei',
  'plate',
  'vin',
  'imo',
  'mmsi',
  'handle',
  'national-number',
];

/** What is missing, and why, in the order of the nodes. */
export function gaps(network: Network, input: Pick<NetworkInput, 'asked' | 'letters'> = {}): Gap[] {
  const found = network.nodes.flatMap((node) => [
    ...unreadExhibit(node, network),
    ...unopenedHit(node, input),
    ...pastReview(node, network.asOf),
    ...unasked(node, input.asked ?? []),
  ]);
  return [...found, ...unjudged(network)].toSorted(
    (left, right) => compareText(left.code, right.code) || compareText(left.nodeId, right.nodeId),
  );
}

function unreadExhibit(node: NetworkNode, network: Network): Gap[] {
  if (node.kind !== 'exhibit') return [];
  const kinds = new Map(network.nodes.map((each) => [each.id, each.kind]));
  const read = network.edges.some((edge) => {
    const other = edge.from === node.id ? edge.to : edge.to === node.id ? edge.from : undefined;
    const kind = other === undefined ? undefined : kinds.get(other);
    return kind !== undefined && edge.source !== 'sealed' && READ_FROM_EXHIBIT.includes(kind);
  });
  return read ? [] : [gap('exhibit-unread', node, 1, 'The exhibit waits to be read.')];
}

function unopenedHit(node: NetworkNode, input: Pick<NetworkInput, 'letters'>): Gap[] {
  if (node.state !== 'sealed') return [];
  const owner = lettersOf(node.owners[0] ?? '', input);
  return [gap('hit-not-opened', node, 1, `A hit at ${owner} was not opened.`)];
}

function pastReview(node: NetworkNode, asOf: string): Gap[] {
  const today = asOf.slice(0, 10);
  const late = node.values.filter((value) => value.reviewOn !== undefined && value.reviewOn < today).length;
  return late === 0
    ? []
    : [gap('past-review', node, late, `${late} of its values are past their review date.`)];
}

function unasked(node: NetworkNode, asked: readonly string[]): Gap[] {
  if (node.kind === undefined || !ASKABLE.includes(node.kind) || node.values.length === 0) return [];
  const missing = heldBack(node.values).length;
  const stopped =
    missing === 0 ? [] : [gap('permission-missing', node, missing, `Not asked: ${node.stop ?? ''}`)];
  const open = node.mayAskOnward && !node.refs.some((ref) => asked.includes(ref));
  return open ? [...stopped, gap('not-asked', node, 1, 'No partner was asked about it yet.')] : stopped;
}

/** Two nodes of one kind with one identifying value, which nobody has judged the same or different. */
function unjudged(network: Network): Gap[] {
  const holders = new Map<string, NetworkNode[]>();
  for (const node of network.nodes) {
    const values = node.values.filter((value) => UNIQUE.includes(value.property));
    for (const key of new Set(values.map((value) => `${node.kind} ${value.property} ${value.value}`)))
      holders.set(key, [...(holders.get(key) ?? []), node]);
  }
  return [...holders.values()].flatMap(([first, ...others]) =>
    first === undefined || others.length === 0
      ? []
      : [
          gap(
            'same-value-unjudged',
            first,
            others.length + 1,
            `${others.length + 1} things share one number and were not joined.`,
          ),
        ],
  );
}

function gap(code: GapCode, node: NetworkNode, count: number, sentence: string): Gap {
  return { code, nodeId: node.id, count, sentence };
}
