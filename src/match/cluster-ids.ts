import { groupBy } from '../base/index.ts';

/** What became of clusters, in the order in which it happened. Ids are those of clusters, members those of records. */
export type ClusterChange = { readonly sequence: number } & (
  | { readonly kind: 'created'; readonly cluster: string; readonly members: readonly string[] }
  | {
      readonly kind: 'changed';
      readonly cluster: string;
      readonly added: readonly string[];
      readonly removed: readonly string[];
    }
  | { readonly kind: 'merged'; readonly into: string; readonly from: readonly string[] }
  | { readonly kind: 'split'; readonly from: string; readonly into: readonly string[] }
  | { readonly kind: 'ended'; readonly cluster: string }
);

type Happening = ClusterChange extends infer Change
  ? Change extends { sequence: number }
    ? Omit<Change, 'sequence'>
    : never
  : never;

interface Identity {
  readonly id: string;
  /** The record it is named after. */
  readonly founder: string;
  members: readonly string[];
}

/** To which cluster a record belonged when it was last looked at. */
export interface RememberedRecord {
  readonly record: string;
  readonly cluster: string;
  /** The record that the cluster is named after, whether it is still in or not. */
  readonly founder: string;
}

/**
 * Ids that stay. A cluster is named after its founder, the record that came first. When clusters merge, the id whose founder
 * came first survives; when one splits, the part with the founder keeps the id and every other part is named after its own
 * earliest record, so that undoing a merge brings both ids back. Where the founder itself is gone, the id stays with the
 * largest part.
 */
export class ClusterIds {
  readonly #clusters = new Map<string, Identity>();
  readonly #clusterOf = new Map<string, string>();
  readonly #arrival = new Map<string, number>();
  readonly #changes: ClusterChange[] = [];
  #arrivals = 0;

  arrive(record: string): void {
    this.#arrivals += 1;
    this.#arrival.set(record, this.#arrivals);
  }

  /**
   * Takes over the ids of an earlier life, given for each record in the order of arrival. The clusters stay as they are; from
   * here on `changes` tells what is different from then, and what came before is forgotten.
   */
  recall(remembered: readonly RememberedRecord[]): void {
    const groups = [...this.#clusters.values()].map(({ members }) => members);
    const present = groups.flat().sort((left, right) => this.#came(left) - this.#came(right));
    const known = remembered.filter(({ record }) => this.#arrival.has(record));
    this.#clusters.clear();
    this.#clusterOf.clear();
    this.#changes.length = 0;
    this.#arrival.clear();
    for (const [id, kept] of groupBy(known, ({ cluster }) => cluster)) {
      const founder = kept[0]?.founder ?? id;
      this.#clusters.set(id, { id, founder, members: kept.map(({ record }) => record) });
    }
    for (const { record, cluster } of known) {
      this.arrive(record);
      this.#clusterOf.set(record, cluster);
    }
    for (const record of present) if (!this.#arrival.has(record)) this.arrive(record);
    this.update(
      groups.filter((members) => !this.#isCluster(members)),
      [],
    );
  }

  /** Whether these and no others are a cluster already. */
  #isCluster(members: readonly string[]): boolean {
    const id = this.#clusterOf.get(members[0] ?? '') ?? '';
    return (
      this.#clusters.get(id)?.members.length === members.length &&
      members.every((member) => this.#clusterOf.get(member) === id)
    );
  }

  /** Takes the new clusters of all records that may have moved; `gone` are those that exist no more. */
  update(groups: readonly (readonly string[])[], gone: readonly string[]): void {
    const before = new Map<string, Identity>();
    for (const record of [...groups.flat(), ...gone]) {
      const cluster = this.#clusters.get(this.#clusterOf.get(record) ?? '');
      if (cluster !== undefined) before.set(cluster.id, cluster);
      this.#clusterOf.delete(record);
    }
    for (const id of before.keys()) this.#clusters.delete(id);
    const sorted = groups.map((members) =>
      members.toSorted((left, right) => this.#came(left) - this.#came(right)),
    );
    sorted.sort((left, right) => this.#came(left[0] ?? '') - this.#came(right[0] ?? ''));
    const claims = this.#claims(sorted, before);
    const after = sorted.map((members, at) => this.#name(members, claims.get(at) ?? []));
    this.#tell(before, after, new Set(gone));
    for (const record of gone) this.#arrival.delete(record);
  }

  /** Clusters and their records, in the order in which they were founded; a single record is a cluster too. */
  clusters(): { readonly id: string; readonly members: readonly string[] }[] {
    return [...this.#clusters.values()]
      .map(({ id, members }) => ({ id, members }))
      .sort((left, right) => this.#came(left.members[0] ?? '') - this.#came(right.members[0] ?? ''));
  }

  clusterOf(record: string): string | undefined {
    return this.#clusterOf.get(record);
  }

  /** What happened after a sequence number: 0 for everything. */
  changes(after: number): ClusterChange[] {
    return this.#changes.slice(after);
  }

  #came(record: string): number {
    return this.#arrival.get(record) ?? Number.POSITIVE_INFINITY;
  }

  /** Which old ids each new group has a right to: that of its founder, or of the most of its members. */
  #claims(
    groups: readonly (readonly string[])[],
    before: ReadonlyMap<string, Identity>,
  ): Map<number, Identity[]> {
    const groupOf = new Map<string, number>();
    groups.forEach((members, at) => {
      for (const member of members) groupOf.set(member, at);
    });
    const claims = new Map<number, Identity[]>();
    for (const identity of before.values()) {
      const at = groupOf.get(identity.founder) ?? largestPart(identity.members, groupOf);
      if (at !== undefined) claims.set(at, [...(claims.get(at) ?? []), identity]);
    }
    return claims;
  }

  #name(members: readonly string[], claims: readonly Identity[]): Identity {
    const [earliest] = claims.toSorted((left, right) => this.#age(left) - this.#age(right));
    const founder = earliest?.founder ?? members[0] ?? '';
    const identity: Identity = { id: earliest?.id ?? this.#freeId(founder), founder, members };
    this.#clusters.set(identity.id, identity);
    for (const member of members) this.#clusterOf.set(member, identity.id);
    return identity;
  }

  /** When the founder came; of an id whose founder is gone, when the earliest record it still has came. */
  #age({ founder, members }: Identity): number {
    const came = this.#arrival.get(founder);
    return came ?? Math.min(...members.map((member) => this.#came(member)));
  }

  /** The founder's own id, unless a cluster that it founded earlier still lives under it. */
  #freeId(founder: string): string {
    let id = founder;
    for (let at = 2; this.#clusters.has(id); at++) id = `${founder}~${at}`;
    return id;
  }

  #tell(before: ReadonlyMap<string, Identity>, after: readonly Identity[], gone: ReadonlySet<string>): void {
    const origins = new Map<string, string>();
    for (const { id, members } of before.values()) for (const member of members) origins.set(member, id);
    const parts = new Map<string, string[]>();
    for (const { id, members } of after) {
      const from = [
        ...new Set(members.map((member) => origins.get(member)).filter((origin) => origin !== undefined)),
      ];
      for (const origin of from) parts.set(origin, [...(parts.get(origin) ?? []), id]);
      const ended = from.filter((origin) => origin !== id && !after.some((cluster) => cluster.id === origin));
      if (!before.has(id)) this.#add({ kind: 'created', cluster: id, members });
      else this.#tellMembers(before.get(id)?.members ?? [], members, id);
      if (ended.length > 0) this.#add({ kind: 'merged', into: id, from: ended });
    }
    for (const [from, into] of parts) if (into.length > 1) this.#add({ kind: 'split', from, into });
    for (const { id, members } of before.values())
      if (members.every((member) => gone.has(member))) this.#add({ kind: 'ended', cluster: id });
  }

  #tellMembers(before: readonly string[], members: readonly string[], cluster: string): void {
    const [was, is] = [new Set(before), new Set(members)];
    const added = members.filter((member) => !was.has(member));
    const removed = before.filter((member) => !is.has(member));
    if (added.length + removed.length > 0) this.#add({ kind: 'changed', cluster, added, removed });
  }

  #add(change: Happening): void {
    this.#changes.push({ sequence: this.#changes.length + 1, ...change });
  }
}

function largestPart(members: readonly string[], groupOf: ReadonlyMap<string, number>): number | undefined {
  const sizes = new Map<number, number>();
  for (const member of members) {
    const at = groupOf.get(member);
    if (at !== undefined) sizes.set(at, (sizes.get(at) ?? 0) + 1);
  }
  const [largest] = [...sizes].sort((left, right) => right[1] - left[1] || left[0] - right[0]);
  return largest?.[0];
}
