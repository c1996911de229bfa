import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  assembleNetwork,
  gaps,
  layout,
  neighbourhood,
  NODE_HEIGHT,
  NODE_WIDTH,
  ownRef,
  shortestPath,
  timeline,
} from './index.ts';
import type { Network } from './index.ts';
import { NOW, ownEntity, ownRelation, story } from './town.test-kit.ts';

const PAIRS = fc.array(fc.tuple(fc.nat(40), fc.nat(40)), { maxLength: 90 });

function pictureOf(count: number, pairs: readonly (readonly [number, number])[]): Network {
  const entities = Array.from({ length: count }, (_, index) =>
    ownEntity(`e${index}`, 'phone', 'number', `${index}`),
  );
  const relations = pairs.map(([from, to], index) =>
    ownRelation(`r${index}`, `e${from % count}`, 'contacted', `e${to % count}`),
  );
  return assembleNetwork({
    agency: 'jpn',
    asOf: NOW,
    own: { entities, relations },
    copies: [],
    judgements: [],
    sealedHits: [],
  });
}

describe('paths', () => {
  it('finds the chain over four owners', () => {
    const network = assembleNetwork(story());
    const idris = network.nodes.find((node) => node.label === 'Idris Velhane')?.id ?? '';
    expect(shortestPath(network, ownRef('x'), idris)).toMatchObject({ owners: ['jpn', 'crp', 'fio', 'ard'] });
    expect(shortestPath(network, ownRef('x'), 'own:nobody')).toBeNull();
    expect(shortestPath(network, ownRef('x'), ownRef('x'))).toEqual({
      nodeIds: [ownRef('x')],
      edgeIds: [],
      owners: [],
    });
  });

  it('takes the better evaluated of two ways of equal length, then the smaller id', () => {
    const entities = ['a', 'b', 'c', 'd'].map((id) => ownEntity(id, 'phone', 'number', id));
    const ways = [ownRelation('1', 'a', 'uses', 'b'), ownRelation('2', 'b', 'uses', 'd')];
    const others = [ownRelation('3', 'a', 'uses', 'c'), ownRelation('4', 'c', 'uses', 'd')];
    const input = { agency: 'jpn', asOf: NOW, copies: [], judgements: [], sealedHits: [] };
    const same = assembleNetwork({ ...input, own: { entities, relations: [...ways, ...others] } });
    expect(shortestPath(same, ownRef('a'), ownRef('d'))?.edgeIds).toEqual([ownRef('1'), ownRef('2')]);
    const better = others.map((relation) => ({
      ...relation,
      evaluation: { scheme: 'eu-4x4', code: 'A1' } as const,
    }));
    const unlike = assembleNetwork({ ...input, own: { entities, relations: [...ways, ...better] } });
    expect(shortestPath(unlike, ownRef('a'), ownRef('d'))?.edgeIds).toEqual([ownRef('3'), ownRef('4')]);
  });

  it('is a chain of edges, never longer than any other, on any picture', () => {
    fc.assert(
      fc.property(PAIRS, fc.nat(40), fc.nat(40), (pairs, from, to) => {
        const network = pictureOf(41, pairs);
        const path = shortestPath(network, ownRef(`e${from}`), ownRef(`e${to}`));
        const steps = reachable(network, ownRef(`e${from}`)).get(ownRef(`e${to}`));
        expect(path?.edgeIds.length).toBe(steps);
        for (const [index, id] of (path?.edgeIds ?? []).entries()) {
          const edge = network.edges.find((each) => each.id === id);
          const ends = [path?.nodeIds[index] ?? '', path?.nodeIds[index + 1] ?? ''];
          expect([
            [edge?.from, edge?.to],
            [edge?.to, edge?.from],
          ]).toContainEqual(ends);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('shows what is near a node and counts what lies beyond', () => {
    const network = assembleNetwork(story());
    const near = neighbourhood(network, ownRef('p'));
    // The phone, its exhibit, Tomas and the sealed hit; three edges between them.
    expect(near.nodes).toHaveLength(4);
    expect(near.edges).toHaveLength(3);
    expect(near.beyond).toEqual({ nodes: 4, edges: 3 });
    expect(neighbourhood(network, 'own:nobody').nodes).toEqual([]);
  });
});

/** Distances by relaxing every edge until nothing changes: slow, and written in another way on purpose. */
function reachable(network: Network, from: string): Map<string, number> {
  const found = new Map([[from, 0]]);
  for (let round = 0; round < network.nodes.length; round += 1) {
    for (const edge of network.edges) {
      for (const [one, other] of [
        [edge.from, edge.to],
        [edge.to, edge.from],
      ] as const) {
        const via = (found.get(one) ?? Infinity) + 1;
        if (via < (found.get(other) ?? Infinity)) found.set(other, via);
      }
    }
  }
  return found;
}

describe('timeline and gaps', () => {
  it('lists dated facts oldest first and counts the links without a date', () => {
    const seizure = ownEntity('s', 'event', 'date', '2026-03');
    const stay = {
      ...ownRelation('st', 's', 'present-at', 's2'),
      validFrom: '2026-02-01',
      validUntil: '2026-05-01',
    };
    const place = ownEntity('s2', 'address', 'address', 'Hall 2');
    const story1 = story();
    const own = {
      entities: [...story1.own.entities, seizure, place],
      relations: [...story1.own.relations, stay],
    };
    const { entries, undatedLinks } = timeline(assembleNetwork({ ...story1, own }));
    expect(entries.map((entry) => [entry.on, entry.what, entry.about])).toEqual([
      ['2026-02-01', 'began', 'present-at'],
      ['2026-03', 'happened', 'date'],
      ['2026-05-01', 'ended', 'present-at'],
    ]);
    // holds, uses, family-of, rents, stays-at and the sealed hit carry no date.
    expect(undatedLinks).toBe(6);
  });

  it('names exhibits nobody read, hits nobody opened, late reviews, and numbers nobody joined or asked', () => {
    const input = story();
    const old = ownEntity('o', 'vehicle', 'plate', '1-ZZY-411');
    const late = { ...old, statements: old.statements.map((each) => ({ ...each, reviewOn: '2026-01-01' })) };
    const own = {
      ...input.own,
      entities: [...input.own.entities, ownEntity('x2', 'exhibit', 'name', 'Exhibit 13'), late],
    };
    const found = gaps(assembleNetwork({ ...input, own }), { asked: [ownRef('p')], letters: { pcs: 'PCS' } });
    const of = (code: string): string[] => found.filter((gap) => gap.code === code).map((gap) => gap.nodeId);
    expect(of('exhibit-unread')).toEqual([ownRef('x2')]);
    expect(of('hit-not-opened')).toEqual(['sealed:h1']);
    expect(of('past-review')).toEqual([ownRef('o')]);
    expect(of('permission-missing')).toEqual(['copy:copy-of-crp-2/v']);
    // CRP's copy of the plate and our own record of it.
    expect(of('same-value-unjudged')).toEqual(['copy:copy-of-crp-2/v']);
    expect(of('not-asked')).toContain(ownRef('o'));
    expect(of('not-asked')).not.toContain(ownRef('p'));
  });
});

describe('the layout', () => {
  it('gives every node a place where no label covers another, the same for the same seed', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 300 }), PAIRS, fc.nat(), (count, pairs, seed) => {
        const network = count === 0 ? pictureOf(1, []) : pictureOf(count, pairs);
        const places = layout(network, seed);
        expect(places.size).toBe(network.nodes.length);
        expect(overlaps([...places.values()])).toBe(0);
        const again = layout({ nodes: network.nodes.toReversed(), edges: network.edges.toReversed() }, seed);
        expect(again).toEqual(places);
      }),
      { numRuns: 12 },
    );
  }, 300_000);

  it('gives the thing with most links room, near what it is linked to, and has no cap', () => {
    const star = pictureOf(
      40,
      Array.from({ length: 20 }, (_, index) => [0, index + 1] as const),
    );
    const places = layout(star, 1);
    const far = (from: number, to: number): number => {
      const [one, other] = [places.get(ownRef(`e${from}`)), places.get(ownRef(`e${to}`))];
      return Math.hypot((one?.x ?? 0) - (other?.x ?? 0), (one?.y ?? 0) - (other?.y ?? 0));
    };
    const mean = (ids: readonly number[]): number =>
      ids.reduce((sum, id) => sum + far(0, id), 0) / ids.length;
    const linked = Array.from({ length: 20 }, (_, index) => index + 1);
    const loose = Array.from({ length: 19 }, (_, index) => index + 21);
    expect(mean(linked)).toBeLessThan(mean(loose));
    expect(layout(pictureOf(1200, [[0, 1]]), 1).size).toBe(1200);
    expect(layout({ nodes: [], edges: [] }, 1).size).toBe(0);
  }, 300_000);
});

function overlaps(places: readonly { readonly x: number; readonly y: number }[]): number {
  return places.filter((one, index) =>
    places
      .slice(index + 1)
      .some((other) => Math.abs(one.x - other.x) < NODE_WIDTH && Math.abs(one.y - other.y) < NODE_HEIGHT),
  ).length;
}
