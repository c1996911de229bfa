import type { Category, EntityKind, Property } from '../model/index.ts';
import type { AskedThingInput, MaskedInput, NetworkInput, SealedHitInput } from './input.ts';
import { compareText, type Drawing, type NetworkNode, type NetworkValue } from './network.ts';
import type { Piece } from './pieces.ts';

/** Where owners differ, the category that protects most decides how a person is drawn; all are listed. */
const MOST_PROTECTED_FIRST: readonly Category[] = [
  'informant',
  'uncategorised',
  'victim',
  'witness',
  'contact',
  'other',
  'suspect',
  'convicted',
];

const LABEL_PROPERTIES: readonly Property[] = [
  'name',
  'number',
  'plate',
  'vin',
  'imo',
  'mmsi',
  'iccid',
  'imsi',
  'imei',
  'handle',
  'address',
  'event-kind',
  'alias',
];

/** The node of one group of pieces. */
export function nodeOf(group: readonly Piece[], input: NetworkInput): NetworkNode {
  const [first] = group;
  const values = group.flatMap((piece) => piece.values);
  const categories = distinctCategories(group);
  const category = mostProtected(categories.map((each) => each.category));
  const label = labelOf(values, first?.kind) ?? first?.kind ?? '';
  const stop = missingPermission(values, input);
  return {
    id: first?.ref ?? '',
    refs: group.map((piece) => piece.ref),
    ...(first === undefined ? {} : { kind: first.kind }),
    label,
    lines: linesOf(values, label, categories),
    owners: [...new Set(group.map((piece) => piece.owner))],
    ...(category === undefined ? {} : { category }),
    categories,
    drawing: drawingOf(category),
    state: group.some((piece) => !piece.received) ? 'own' : 'copy',
    values,
    mayAskOnward: values.some((value) => value.mayAskOnward),
    ...(stop === undefined ? {} : { stop }),
  };
}

/** The most protecting of the categories of a group; undefined for things. */
export function mostProtected(categories: readonly Category[]): Category | undefined {
  return MOST_PROTECTED_FIRST.find((category) => categories.includes(category));
}

/** "CRP's permission is missing (H2)", one sentence an owner and code; undefined when nothing is held back. */
function missingPermission(values: readonly NetworkValue[], input: NetworkInput): string | undefined {
  const sentences = heldBack(values).map((value) => {
    const code = value.handling.includes('H3') ? 'H3' : 'H2';
    return `${lettersOf(value.owner, input)}’s permission is missing (${code}).`;
  });
  return sentences.length === 0 ? undefined : [...new Set(sentences)].toSorted(compareText).join(' ');
}

/** Values that may not be asked onward, but those that another owner, or we ourselves, let go all the same. */
export function heldBack(values: readonly NetworkValue[]): readonly NetworkValue[] {
  const free = new Set(
    values.filter((value) => value.mayAskOnward).map(({ property, value }) => `${property} ${value}`),
  );
  return values.filter(
    ({ mayAskOnward, property, value }) => !mayAskOnward && !free.has(`${property} ${value}`),
  );
}

/** An agency's letters. */
export function lettersOf(agency: string, { letters }: Pick<NetworkInput, 'letters'>): string {
  return letters?.[agency] ?? agency.toUpperCase();
}

/** A hit that nobody has opened: owner, and the rules that agreed. No name, no values. */
export function sealedNode(hit: SealedHitInput, input: NetworkInput): NetworkNode {
  const kind = sealedKind(hit);
  return {
    id: `sealed:${hit.id}`,
    refs: [],
    kind,
    label: `Sealed ${kind}`,
    lines: [
      `${lettersOf(hit.owner, input)} · hit, not opened`,
      ...hit.keys.map((key) => key.rule).toSorted(compareText),
    ],
    owners: [hit.owner],
    categories: [],
    drawing: 'thing',
    state: 'sealed',
    sealed: hit.keys,
    values: [],
    mayAskOnward: false,
    stop: 'Nothing is known of it before its owner answers.',
  };
}

/** What a question was about and nobody here holds: known only as it was asked, and said so. */
export function askedNode(thing: AskedThingInput, { agency }: NetworkInput): NetworkNode {
  return {
    id: thing.ref,
    refs: [thing.ref],
    kind: sealedKind(thing),
    label: thing.label,
    lines: ['asked about, not held here'],
    owners: [agency],
    categories: [],
    drawing: 'thing',
    state: 'own',
    values: [],
    mayAskOnward: false,
  };
}

/** What lies behind a disclosed thing and was not disclosed: a number, no kind. */
export function maskedNode(masked: MaskedInput, place: number): NetworkNode {
  return {
    id: `masked:${masked.owner}/${place}`,
    refs: [],
    label: `${masked.count} more, masked`,
    lines: [],
    owners: [masked.owner],
    categories: [],
    drawing: 'thing',
    state: 'masked',
    masked: masked.count,
    values: [],
    mayAskOnward: false,
    stop: 'Only their number is known.',
  };
}

function sealedKind({ keys }: Pick<SealedHitInput, 'keys'>): EntityKind {
  if (keys.some((key) => key.keyClass === 'person')) return 'person';
  const [key] = keys;
  if (key?.keyClass === 'communication') {
    if (key.rule === 'imei' || key.rule === 'sim+device') return 'device';
    return key.rule === 'imsi' || key.rule === 'iccid' ? 'sim' : 'phone';
  }
  if (key?.keyClass === 'place') return key.rule === 'organisation' ? 'organisation' : 'address';
  if (key?.keyClass === 'vehicle') return key.rule === 'imo' || key.rule === 'mmsi' ? 'vessel' : 'vehicle';
  if (key?.rule === 'iban' || key?.rule === 'account') return 'bank-account';
  return key?.rule === 'email' || key?.rule === 'crypto-address' ? 'online-account' : 'document';
}

function labelOf(values: readonly NetworkValue[], kind: EntityKind | undefined): string | undefined {
  // What an exhibit is called is often what it is a kind of ("SIM"): its number says which one it is.
  const first: readonly Property[] = kind === 'exhibit' ? ['number'] : [];
  for (const property of [...first, ...LABEL_PROPERTIES]) {
    const value = values.find((candidate) => candidate.property === property);
    if (value !== undefined) return value.written;
  }
  return undefined;
}

function linesOf(
  values: readonly NetworkValue[],
  label: string,
  categories: NetworkNode['categories'],
): string[] {
  const words = new Set(categories.map((each) => each.category as string));
  const names = values.filter((value) => value.property === 'name' || value.property === 'alias');
  const others = new Set(names.map((value) => value.written).filter((name) => name !== label));
  return [...words, ...others];
}

function distinctCategories(group: readonly Piece[]): { owner: string; category: Category }[] {
  const seen = new Map<string, { owner: string; category: Category }>();
  for (const { owner, category } of group) {
    if (category !== undefined) seen.set(`${owner} ${category}`, { owner, category });
  }
  return [...seen].toSorted(([left], [right]) => compareText(left, right)).map(([, each]) => each);
}

function drawingOf(category: Category | undefined): Drawing {
  if (category === undefined) return 'thing';
  if (category === 'suspect' || category === 'convicted') return 'filled';
  return category === 'victim' || category === 'witness' ? 'protected' : 'open';
}
