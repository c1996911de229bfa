import { describe, expect, it } from 'vitest';
import { ClusterSizes, type Move, noteMoves } from './cluster-moves.ts';

const move = (entity: string, from: string | null, to: string | null): Move => ({ entity, from, to });

function notesOf(moves: readonly Move[], after: Readonly<Record<string, number>>) {
  const sizes = new ClusterSizes();
  for (const [cluster, size] of Object.entries(after))
    for (let at = 0; at < size; at += 1) sizes.add(cluster, 1);
  return noteMoves(moves, sizes);
}

describe('what moves come to', () => {
  it('is a merge where a cluster went whole, with the records that have another id now', () => {
    expect(notesOf([move('c', 'c', 'a'), move('d', 'c', 'a')], { a: 4 })).toEqual([
      { kind: 'merged', cluster: 'a', others: ['c'], entities: ['c', 'd'] },
    ]);
  });

  it('is a split where something stayed, or went two ways', () => {
    expect(notesOf([move('b', 'a', 'b')], { a: 1, b: 1 })).toEqual([
      { kind: 'split', cluster: 'a', others: ['b'], entities: ['b'] },
    ]);
    expect(
      notesOf([move('b', 'a', 'b'), move('c', 'a', 'd')], { b: 1, d: 2 }).map(({ kind }) => kind),
    ).toEqual(['split', 'split']);
  });

  it('is nothing where a record came or went alone, and is told where it was with others', () => {
    expect(notesOf([move('a', null, 'a'), move('b', 'b', null)], { a: 1 })).toEqual([]);
    expect(notesOf([move('b', null, 'a'), move('d', 'c', null)], { a: 2, c: 1 })).toEqual([
      { kind: 'joined', cluster: 'a', others: [], entities: ['b'] },
      { kind: 'left', cluster: 'c', others: [], entities: ['d'] },
    ]);
  });
});
