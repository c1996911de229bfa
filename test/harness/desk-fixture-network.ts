/** The fixture's network: the chain of the story with everything round it, positions in the layout's own units. */
import type { NetworkEdge, NetworkNode, NetworkQuery, NetworkView } from '../../src/desk/index.ts';
import { ago } from './desk-fixture-books.ts';

type Row = readonly [
  id: string,
  kind: NetworkNode['kind'],
  label: string,
  owner: string,
  x: number,
  y: number,
  more?: Partial<NetworkNode>,
];

const ROWS: readonly Row[] = [
  ['idris', 'person', 'Idris Velhane', 'ard', 900, 246, { category: 'suspect' }],
  ['exhibit', 'exhibit', 'Exhibit 12', 'jpn', 104, 246],
  ['sim', 'sim', 'SIM ··3310', 'jpn', 190, 160],
  ['phone', 'phone', '+33 6 39 98 47 11', 'jpn', 270, 246],
  ['tomas', 'person', 'Tomas Averinck', 'crp', 420, 192, { category: 'contact' }],
  ['odile', 'person', 'Odile Averinck', 'fio', 580, 246, { category: 'contact' }],
  ['flat', 'address', 'Quay Lane 14, flat 3', 'fio', 748, 192],
  [
    'plate',
    'vehicle',
    '4-AAB-902',
    'crp',
    420,
    330,
    { stop: 'Coastal Region Police gave this plate under H2. Ask them before you ask it onward.' },
  ],
  ['bakery', 'organisation', 'Averinck Bakery', 'fio', 500, 80],
  ['card', 'document', 'ID card ··8841', 'jpn', 60, 120],
  ['handset', 'device', 'Handset ··7702', 'crp', 320, 70],
  ['mail', 'online-account', 'q.lane@mail.example', 'crp', 640, 70],
  ['maro', 'person', 'Maro Telvik', 'jpn', 250, 380, { category: 'suspect' }],
  ['firm', 'organisation', 'Velhane Transport', 'jpn', 120, 380],
  ['account', 'bank-account', 'Account ··0092', 'jpn', 180, 480],
  ['dock', 'event', 'Seizure at dock 6', 'jpn', 330, 470],
  ['lioba', 'person', 'Lioba Trenk', 'fio', 560, 370, { category: 'witness' }],
  ['anselm', 'person', 'Anselm Korvade', 'fio', 720, 370, { category: 'victim' }],
  ['assault', 'event', 'Assault, 2 April', 'fio', 640, 470],
  ['gun', 'firearm', 'Pistol ··118', 'jpn', 440, 520],
  ['hit-pcs', 'vehicle', 'Sealed vehicle', 'pcs', 520, 440, { state: 'sealed' }],
  ['hit-ard', 'person', 'Sealed person', 'ard', 860, 90, { state: 'sealed' }],
  ['masked', 'person', '2 more, masked', 'ard', 960, 150, { state: 'masked' }],
];

const CHAIN = ['exhibit', 'phone', 'tomas', 'odile', 'flat', 'idris'] as const;
const LINKS: readonly (readonly [
  from: string,
  to: string,
  link: NetworkEdge['link'],
  owner: string,
  certainty?: NetworkEdge['certainty'],
])[] = [
  ['exhibit', 'phone', 'holds', 'jpn'],
  ['tomas', 'phone', 'uses', 'crp', 'assessment'],
  ['tomas', 'odile', 'family-of', 'fio'],
  ['odile', 'flat', 'rents', 'fio'],
  ['idris', 'flat', 'stays-at', 'ard'],
  ['exhibit', 'sim', 'holds', 'jpn'],
  ['sim', 'phone', 'uses', 'jpn'],
  ['tomas', 'plate', 'uses', 'crp'],
  ['tomas', 'bakery', 'member-of', 'fio'],
  ['odile', 'bakery', 'owns', 'fio'],
  ['exhibit', 'card', 'holds', 'jpn'],
  ['phone', 'handset', 'uses', 'crp', 'assessment'],
  ['tomas', 'mail', 'uses', 'crp'],
  ['maro', 'firm', 'member-of', 'jpn', 'assessment'],
  ['maro', 'phone', 'contacted', 'jpn'],
  ['firm', 'account', 'holds', 'jpn'],
  ['maro', 'dock', 'present-at', 'jpn'],
  ['dock', 'gun', 'holds', 'jpn'],
  ['lioba', 'odile', 'associate-of', 'fio', 'assessment'],
  ['lioba', 'assault', 'present-at', 'fio'],
  ['anselm', 'assault', 'present-at', 'fio'],
  ['plate', 'hit-pcs', 'sealed-hit', 'pcs'],
  ['flat', 'hit-ard', 'sealed-hit', 'ard'],
  ['hit-ard', 'masked', 'sealed-hit', 'ard'],
];

export const emptyNetwork: NetworkView = { nodes: [], edges: [], path: [], leftOut: [], gaps: [] };

export function network(query: NetworkQuery): NetworkView {
  const end = query.to ?? 'idris';
  const start = query.from ?? 'exhibit';
  const onChain = CHAIN.indexOf(start as (typeof CHAIN)[number]) === 0 && end === 'idris';
  return {
    nodes: ROWS.map(toNode),
    edges: LINKS.map(toEdge),
    path: onChain ? CHAIN : [],
    leftOut: [{ reason: 'Informants are never drawn.', count: 0 }],
    gaps: [{ sentence: 'Handset ··7702 was seized and is not read yet.', nodeId: 'handset' }],
  };
}

function toNode([id, kind, label, owner, x, y, more]: Row): NetworkNode {
  const own = owner === 'jpn';
  const state = more?.state ?? (own ? 'own' : 'copy');
  const handling = owner === 'fio' || more?.stop !== undefined ? (['H0', 'H2'] as const) : (['H0'] as const);
  const base = {
    kind,
    certainty: 'fact',
    evaluation: { scheme: 'eu-4x4', code: 'A1' },
    owner,
    received: !own,
    recordedOn: ago(60 * 24 * 9),
    handling,
  } as const;
  const values: NetworkNode['values'] =
    state === 'sealed' || state === 'masked'
      ? []
      : kind === 'person'
        ? [
            { ...base, property: 'name', written: label, ...(own ? {} : { expiresAt: ago(-60 * 24 * 80) }) },
            { ...base, property: 'birth-date', written: id === 'odile' ? '14.07.1957' : '11/03/1991' },
            {
              ...base,
              property: 'birth-date',
              written: '1958',
              owner: 'crp',
              received: true,
              certainty: 'assessment',
              evaluation: { scheme: 'eu-4x4', code: 'C3' },
              handling: ['H0'],
            },
            { ...base, property: 'nationality', written: 'BE' },
          ]
        : [
            {
              ...base,
              property:
                kind === 'vehicle'
                  ? 'plate'
                  : kind === 'address'
                    ? 'address'
                    : kind === 'phone'
                      ? 'number'
                      : 'name',
              written: label,
            },
          ];
  const sub = state === 'sealed' ? 'hit, not opened' : '';
  return {
    id,
    kind,
    label,
    sub,
    owners: [owner],
    state,
    x,
    y,
    values,
    mayAskOnward: more?.stop === undefined && state !== 'sealed' && state !== 'masked',
    ...more,
  };
}

function toEdge([from, to, link, owner, certainty]: (typeof LINKS)[number]): NetworkEdge {
  const sealed = link === 'sealed-hit';
  return {
    id: `${from}-${to}`,
    from,
    to,
    link,
    owner,
    source: sealed ? 'sealed' : owner === 'jpn' ? 'own' : 'copy',
    certainty: certainty ?? 'fact',
    ...(sealed
      ? {}
      : { evaluation: { scheme: 'eu-4x4', code: certainty === 'assessment' ? 'B3' : 'A1' } as const }),
    handling: owner === 'fio' ? ['H0', 'H2'] : owner === 'crp' ? ['H0', 'H1'] : ['H0'],
    recordedOn: ago(60 * 24 * (owner === 'fio' ? 1_100 : 9)),
  };
}
