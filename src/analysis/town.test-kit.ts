import type { Category, EntityKind, LinkKind, Property } from '../model/index.ts';
import {
  copyRef,
  type CopyInput,
  type NetworkInput,
  type OwnEntity,
  ownRef,
  type OwnRelation,
} from './index.ts';

/** For this room's tests: a small invented case at JPN with copies from CRP, FIO and ARD. */
export const NOW = '2026-11-03T12:00:00.000Z';

const marking = {
  evaluation: { scheme: 'eu-4x4', code: 'B2' },
  certainty: 'fact',
  handling: ['H0'],
  recordedOn: '2026-10-24T12:00:00.000Z',
} as const;
const ownMarking = {
  ...marking,
  legalBasis: 'police-act',
  classification: 'none',
  reviewOn: '2028-01-01',
} as const;
const locator = { type: 'table', server: 's', table: 't', key: '1', snapshotAt: NOW, rowHash: 'ab' } as const;

export function ownEntity(
  id: string,
  kind: EntityKind,
  property: Property,
  value: string,
  category?: Category,
): OwnEntity {
  const statement = { ...ownMarking, id: `${id}-1`, entityId: id, property, written: value, value, locator };
  return { id, kind, ...(category === undefined ? {} : { category }), statements: [statement] };
}

export function ownRelation(id: string, from: string, link: LinkKind, to: string): OwnRelation {
  return { ...ownMarking, id, from, link, to, locator };
}

export function copyOf(
  owner: string,
  things: readonly (readonly [
    ref: string,
    kind: EntityKind,
    property: Property,
    value: string,
    category?: Category,
  ])[],
  links: readonly (readonly [from: string, link: LinkKind, to: string])[],
  handling: CopyInput['handling'] = ['H0'],
): CopyInput {
  return {
    id: `copy-of-${owner}`,
    owner,
    receivedAt: '2026-11-01T12:00:00.000Z',
    expiresAt: '2027-05-01T00:00:00.000Z',
    handling,
    entities: things.map(([ref, kind, property, value, category]) => ({
      ref,
      kind,
      ...(category === undefined ? {} : { category }),
      statements: [{ ...marking, property, written: value, value }],
    })),
    relations: links.map(([from, link, to]) => ({ ...marking, from, link, to })),
  };
}

/** Exhibit → number → contact (CRP) → his mother (FIO) → flat → wanted man (ARD), and a plate under H2. */
export function story(): NetworkInput {
  const crp = copyOf(
    'crp',
    [
      ['n', 'phone', 'number', '+33639984711'],
      ['t', 'person', 'name', 'Tomas Averinck', 'contact'],
    ],
    [['t', 'uses', 'n']],
  );
  const plate = {
    ...copyOf('crp', [['v', 'vehicle', 'plate', '1-ZZY-411']], [], ['H0', 'H2']),
    id: 'copy-of-crp-2',
  };
  const fio = copyOf(
    'fio',
    [
      ['t', 'person', 'name', 'Tomas Averinck', 'contact'],
      ['o', 'person', 'name', 'Odile Averinck', 'contact'],
      ['f', 'address', 'address', 'Quay Lane 14 flat 3'],
    ],
    [
      ['t', 'family-of', 'o'],
      ['o', 'rents', 'f'],
    ],
  );
  const ard = copyOf(
    'ard',
    [
      ['f', 'address', 'address', 'Quay Lane 14 flat 3'],
      ['i', 'person', 'name', 'Idris Velhane', 'suspect'],
    ],
    [['i', 'stays-at', 'f']],
  );
  return {
    agency: 'jpn',
    asOf: NOW,
    own: {
      entities: [
        ownEntity('x', 'exhibit', 'name', 'Exhibit 12'),
        ownEntity('p', 'phone', 'number', '+33639984711'),
      ],
      relations: [ownRelation('xp', 'x', 'holds', 'p')],
    },
    copies: [crp, plate, fio, ard],
    judgements: [
      { left: ownRef('p'), right: copyRef('copy-of-crp', 'n'), verdict: 'same' },
      { left: copyRef('copy-of-crp', 't'), right: copyRef('copy-of-fio', 't'), verdict: 'same' },
      { left: copyRef('copy-of-fio', 'f'), right: copyRef('copy-of-ard', 'f'), verdict: 'same' },
    ],
    sealedHits: [
      {
        id: 'h1',
        owner: 'pcs',
        about: ownRef('p'),
        keys: [{ keyClass: 'communication', rule: 'phone' }],
        hitOn: '2026-11-02T12:00:00.000Z',
      },
    ],
    letters: { crp: 'CRP', pcs: 'PCS' },
  };
}
