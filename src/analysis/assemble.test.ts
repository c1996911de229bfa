import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HANDLING_CODES } from '../model/index.ts';
import {
  assembleNetwork,
  copyRef,
  gaps,
  networkTable,
  ownRef,
  shortestPath,
  type NetworkInput,
  type NetworkNode,
} from './index.ts';
import { copyOf, NOW, ownEntity, ownRelation, story } from './town.test-kit.ts';

function nodeNamed(label: string, input: NetworkInput): NetworkNode {
  const node = assembleNetwork(input).nodes.find((each) => each.label === label);
  if (node === undefined) throw new Error(`no node is called ${label}`);
  return node;
}

describe('the assembled network', () => {
  it('joins what was judged the same and keeps owner, age, evaluation and handling on each edge', () => {
    const network = assembleNetwork(story());
    // Own: exhibit, phone. Copies: Tomas, Odile, the flat, Idris, the vehicle. One sealed hit.
    expect(network.nodes).toHaveLength(8);
    expect(nodeNamed('+33639984711', story())).toMatchObject({ owners: ['jpn', 'crp'], state: 'own' });
    const rents = network.edges.find((edge) => edge.link === 'rents');
    // Recorded on 24 October at noon, drawn on 3 November at noon: ten days.
    expect(rents).toMatchObject({
      owner: 'fio',
      source: 'copy',
      ageDays: 10,
      evaluation: { code: 'B2' },
      handling: ['H0'],
    });
    expect(network.leftOut).toEqual([]);
  });

  it('never draws a contact, a victim or a witness like a suspect', () => {
    const drawn = (category: 'contact' | 'victim' | 'witness' | 'suspect' | 'convicted' | 'other'): string =>
      nodeNamed('A', {
        ...story(),
        own: { entities: [ownEntity('a', 'person', 'name', 'A', category)], relations: [] },
      }).drawing;
    expect(['suspect', 'convicted'].map((each) => drawn(each as 'suspect'))).toEqual(['filled', 'filled']);
    expect([drawn('contact'), drawn('other')]).toEqual(['open', 'open']);
    expect([drawn('victim'), drawn('witness')]).toEqual(['protected', 'protected']);
  });

  it('lets the category that protects most decide when owners differ, and lists both', () => {
    const input = story();
    const tomas = copyOf('ard', [['z', 'person', 'name', 'T. Averinck', 'suspect']], []);
    const same = { left: copyRef('copy-of-fio', 't'), right: copyRef('late', 'z'), verdict: 'same' } as const;
    const both = {
      ...input,
      copies: [...input.copies, { ...tomas, id: 'late' }],
      judgements: [...input.judgements, same],
    };
    expect(nodeNamed('Tomas Averinck', both)).toMatchObject({
      category: 'contact',
      drawing: 'open',
      categories: [
        { owner: 'ard', category: 'suspect' },
        { owner: 'crp', category: 'contact' },
        { owner: 'fio', category: 'contact' },
      ],
    });
  });

  it('leaves out informants, the uncategorised and what is over, and says how many and why', () => {
    const input = story();
    const network = assembleNetwork({
      ...input,
      own: {
        entities: [
          ...input.own.entities,
          ownEntity('i', 'person', 'name', 'Quiet Source', 'informant'),
          ownEntity('u', 'person', 'name', 'Not Yet Known'),
        ],
        relations: [
          ...input.own.relations,
          ownRelation('ip', 'i', 'uses', 'p'),
          ownRelation('pq', 'p', 'uses', 'gone'),
        ],
      },
      copies: [...input.copies, { ...copyOf('pcs', [['v', 'vehicle', 'plate', 'OLD']], []), expiresAt: NOW }],
    });
    expect(network.leftOut.map(({ reason, count }) => [reason, count])).toEqual([
      ['copy-expired', 1],
      ['end-outside-picture', 2],
      ['informant', 1],
      ['uncategorised', 1],
    ]);
    expect(JSON.stringify(network)).not.toMatch(/Quiet Source|Not Yet Known|OLD/);
  });

  it('does not draw a person whom one owner calls an informant, whatever the others say', () => {
    const input = story();
    const own = {
      ...input.own,
      entities: [...input.own.entities, ownEntity('s', 'person', 'name', 'Tomas', 'informant')],
    };
    const same = { left: ownRef('s'), right: copyRef('copy-of-crp', 't'), verdict: 'same' } as const;
    const network = assembleNetwork({ ...input, own, judgements: [...input.judgements, same] });
    expect(JSON.stringify(network)).not.toContain('Tomas');
  });

  it('does not apply a judgement that crosses kinds or contradicts another', () => {
    const input = story();
    const extra = [
      { left: ownRef('x'), right: ownRef('p'), verdict: 'same' },
      { left: copyRef('copy-of-crp', 't'), right: copyRef('copy-of-ard', 'i'), verdict: 'different' },
      { left: copyRef('copy-of-fio', 't'), right: copyRef('copy-of-ard', 'i'), verdict: 'same' },
      { left: ownRef('x'), right: ownRef('elsewhere'), verdict: 'same' },
    ] as const;
    const network = assembleNetwork({ ...input, judgements: [...input.judgements, ...extra] });
    expect(network.nodes).toHaveLength(8);
    expect(network.leftOut.map((each) => each.reason)).toEqual([
      'judgement-across-kinds',
      'judgement-contradicted',
      'judgement-outside-picture',
    ]);
  });

  it('shows of a hit nobody opened its owner and its rule, and of masked things their number', () => {
    const network = assembleNetwork({
      ...story(),
      masked: [{ owner: 'ard', about: copyRef('copy-of-ard', 'i'), count: 3 }],
    });
    const sealed = network.nodes.find((node) => node.state === 'sealed');
    expect(sealed).toMatchObject({
      label: 'Sealed phone',
      lines: ['PCS · hit, not opened', 'phone'],
      values: [],
      mayAskOnward: false,
    });
    const masked = network.nodes.find((node) => node.state === 'masked');
    expect(masked).toMatchObject({ label: '3 more, masked', masked: 3, values: [] });
    expect(masked).not.toHaveProperty('kind');
  });

  it('links what was asked to what its owner answered, unless the answer links or is it already', () => {
    const opened = (id: string, owner: string, answer: string) => ({
      id,
      owner,
      about: ownRef('p'),
      answer,
      handling: ['H0', 'H1'] as const,
      hitOn: '2026-11-02T12:00:00.000Z',
    });
    const network = assembleNetwork({
      ...story(),
      openedHits: [
        opened('links itself', 'crp', copyRef('copy-of-crp', 't')),
        opened('is the same', 'crp', copyRef('copy-of-crp', 'n')),
        opened('says no more', 'ard', copyRef('copy-of-ard', 'i')),
        opened('is gone', 'ard', copyRef('expired', 'i')),
      ],
    });
    const edges = network.edges.filter((edge) => edge.link === 'opened-hit');
    expect(edges).toMatchObject([
      {
        from: ownRef('p'),
        to: copyRef('copy-of-ard', 'i'),
        owner: 'ard',
        source: 'copy',
        certainty: 'assessment',
        handling: ['H0', 'H1'],
      },
    ]);
    expect(network.leftOut.find(({ reason }) => reason === 'end-outside-picture')?.count).toBe(1);
  });

  it('draws what was asked and nobody holds as asked, so that its hits hang on it', () => {
    const keys = [{ keyClass: 'vehicle', rule: 'plate' }] as const;
    const hit = { id: 'h2', owner: 'pcs', about: 'asked:1', keys, hitOn: '2026-11-02T12:00:00.000Z' };
    const network = assembleNetwork({
      ...story(),
      sealedHits: [hit],
      askedThings: [{ ref: 'asked:1', label: 'plate 9ZZY417 (BE)', keys }],
    });
    expect(network.nodes.find((node) => node.id === 'asked:1')).toMatchObject({
      kind: 'vehicle',
      label: 'plate 9ZZY417 (BE)',
      lines: ['asked about, not held here'],
      owners: ['jpn'],
      values: [],
      mayAskOnward: false,
    });
    expect(network.edges.find((edge) => edge.link === 'sealed-hit')).toMatchObject({ from: 'asked:1' });
  });

  it('stops at a copy under H2 and names whose permission is missing', () => {
    const vehicle = nodeNamed('1-ZZY-411', story());
    expect(vehicle).toMatchObject({ mayAskOnward: false, stop: 'CRP’s permission is missing (H2).' });
    const found = gaps(assembleNetwork(story()), { letters: { crp: 'CRP' } });
    expect(found.find((gap) => gap.nodeId === vehicle.id)).toMatchObject({
      code: 'permission-missing',
      sentence: 'Not asked: CRP’s permission is missing (H2).',
    });
  });

  it('is the same picture for the same things in any order, with every statement of every edge traceable', () => {
    const input = story();
    const known = new Set([
      ...input.own.relations.map((relation) => relation.id),
      ...input.copies.flatMap((copy) =>
        copy.relations.map((_, index) => `copy:${copy.id}#relation-${index + 1}`),
      ),
      ...input.sealedHits.map((hit) => hit.id),
    ]);
    const picture = JSON.stringify(assembleNetwork(input));
    const orders = fc.tuple(
      fc.shuffledSubarray([...input.copies], { minLength: input.copies.length }),
      fc.shuffledSubarray([...input.judgements], { minLength: input.judgements.length }),
      fc.shuffledSubarray([...input.own.entities], { minLength: input.own.entities.length }),
    );
    fc.assert(
      fc.property(orders, ([copies, judgements, entities]) => {
        const network = assembleNetwork({ ...input, copies, judgements, own: { ...input.own, entities } });
        expect(JSON.stringify(network)).toBe(picture);
        for (const edge of network.edges) expect(edge.statementIds.every((id) => known.has(id))).toBe(true);
      }),
    );
  });

  it('never marks a value under H2 or H3 of somebody else as askable, whichever way the codes arrive', () => {
    const codes = fc.subarray([...HANDLING_CODES]);
    fc.assert(
      fc.property(codes, codes, (ofCopy, ofValue) => {
        const [copy] = story().copies;
        if (copy === undefined) return;
        const entities = copy.entities.map((entity) => ({
          ...entity,
          statements: entity.statements.map((statement) => ({ ...statement, handling: ofValue })),
        }));
        const input = {
          ...story(),
          copies: [{ ...copy, handling: ofCopy, entities }],
          judgements: [],
          sealedHits: [],
        };
        const held = [...ofCopy, ...ofValue].some((code) => code === 'H2' || code === 'H3');
        for (const node of assembleNetwork(input).nodes.filter((each) => each.state === 'copy')) {
          expect(node.mayAskOnward).toBe(!held);
          expect(node.values.every((value) => value.mayAskOnward === !held)).toBe(true);
          expect(node.stop === undefined).toBe(!held);
        }
      }),
    );
  });

  it('has the same rows in the table as edges in the picture, the path first', () => {
    const network = assembleNetwork(story());
    const idris = network.nodes.find((node) => node.label === 'Idris Velhane')?.id ?? '';
    const rows = networkTable(network, shortestPath(network, ownRef('x'), idris));
    expect(rows).toHaveLength(network.edges.length);
    expect(rows.slice(0, 5).map((row) => [row.step, row.link, row.owner])).toEqual([
      [1, 'holds', 'jpn'],
      [2, 'uses', 'crp'],
      [3, 'family-of', 'fio'],
      [4, 'rents', 'fio'],
      [5, 'stays-at', 'ard'],
    ]);
  });
});
