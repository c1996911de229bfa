/** A record whose cluster is another than it was; null where it was in none, or is in none any more. */
export interface Move {
  readonly entity: string;
  readonly from: string | null;
  readonly to: string | null;
}

/** What became of clusters. `others` are cluster ids, `entities` the records whose cluster id is another than before. */
export interface ClusterNote {
  readonly kind: 'merged' | 'split' | 'joined' | 'left';
  /** Into which was merged, which was split, which was joined or left. */
  readonly cluster: string;
  readonly others: readonly string[];
  readonly entities: readonly string[];
}

/** How many records each cluster has. */
export class ClusterSizes {
  readonly #sizes = new Map<string, number>();

  of(cluster: string): number {
    return this.#sizes.get(cluster) ?? 0;
  }

  add(cluster: string | null, by: 1 | -1): void {
    if (cluster !== null) this.#sizes.set(cluster, this.of(cluster) + by);
  }
}

/**
 * What these moves come to, `sizes` being what clusters have after them. A cluster that moved whole has merged; one that
 * still has records, or went several ways, was split. A record that came or went alone is told of nobody else.
 */
export function noteMoves(moves: readonly Move[], sizes: ClusterSizes): readonly ClusterNote[] {
  const notes: ClusterNote[] = [];
  const by = new Map<string, { from: string | null; to: string | null; entities: string[] }>();
  for (const { entity, from, to } of moves) {
    const key = JSON.stringify([from, to]);
    const way = by.get(key) ?? { from, to, entities: [] };
    way.entities.push(entity);
    by.set(key, way);
  }
  const ways = [...by.values()];
  for (const { from, to, entities } of ways) {
    if (from !== null && to !== null) {
      const whole = sizes.of(from) === 0 && ways.filter((way) => way.from === from).length === 1;
      notes.push(
        whole
          ? { kind: 'merged', cluster: to, others: [from], entities }
          : { kind: 'split', cluster: from, others: [to], entities },
      );
    } else if (to !== null && sizes.of(to) > 1) {
      notes.push({ kind: 'joined', cluster: to, others: [], entities });
    } else if (from !== null && sizes.of(from) > 0) {
      notes.push({ kind: 'left', cluster: from, others: [], entities });
    }
  }
  return notes;
}
