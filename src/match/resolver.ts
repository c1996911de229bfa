import { blockKeys, identifierBlock, isIdentifierBlock } from './blocking.ts';
import { CandidateIndex, type Crossing } from './candidate-index.ts';
import { type ClusterChange, ClusterIds, type RememberedRecord } from './cluster-ids.ts';
import { CoreForest } from './core-forest.ts';
import type { Measure } from './findings.ts';
import { JudgementGraph, type Verdict } from './judgement-graph.ts';
import { SHIPPED_MEASURE, subjectWeight } from './pair-weight.ts';
import { PairWeights } from './pair-weights.ts';
import { isPrepared, prepareSubject, type PreparedSubject } from './prepared-subject.ts';
import type { ResolveGraph, ResolveThresholds } from './resolve-graph.ts';
import type { Subject } from './subject.ts';

export interface ResolverOptions {
  readonly defaultCountry?: string;
  /** What the pairs are weighed with; as shipped when left out. A snapshot: it does not change as records come. */
  readonly measure?: Partial<Measure>;
  readonly thresholds?: Partial<ResolveThresholds>;
  /** A value, or a pair of values, that more records than this have in common brings nobody together. */
  readonly blockMax?: number;
}

export interface ResolverRecord {
  readonly id: string;
  readonly subject: Subject;
}

/** A record whose subject was prepared before, under the resolver's default country. */
export interface PreparedRecord {
  readonly id: string;
  readonly subject: PreparedSubject;
}

/** A pair for a person to judge. */
export interface OpenPair {
  readonly left: string;
  readonly right: string;
  readonly weight: number;
}

/** Chosen on one third of public development data, split by entity. */
export const RESOLVE_THRESHOLDS: ResolveThresholds = { link: 16, join: 3, attach: 2 };

/** With less evidence nobody is asked. */
const OPEN_LEAST = 5;

/**
 * Which records are one, kept up to date record by record. In memory, without chance: the clusters are a function of the
 * records and judgements that are in, never of the order in which they came or of what was in before. Only the ids remember
 * (cluster-ids.ts).
 */
export interface Resolver {
  /** Adds a record, or replaces the one of that id. */
  readonly insert: (record: ResolverRecord | PreparedRecord) => void;
  /** Many at once: the same clusters, sooner. */
  readonly insertAll: (records: readonly (ResolverRecord | PreparedRecord)[]) => void;
  readonly remove: (id: string) => void;
  /**
   * Notes a judgement, or with null takes it back. It outweighs every score; the later one on a pair holds. Records need
   * not be in yet, and when one is replaced what was judged of it stays.
   */
  readonly judge: (left: string, right: string, verdict: Verdict | null) => void;
  readonly clusters: () => { readonly id: string; readonly members: readonly string[] }[];
  readonly clusterOf: (record: string) => string | undefined;
  readonly changes: (after?: number) => ClusterChange[];
  /** Pairs of two clusters that could be one, the most evidence first, without those a person has judged. */
  readonly open: (o?: { readonly least?: number; readonly most?: number }) => OpenPair[];
  /** The same of one record, each pair at its alphabetically first record only: for going through a large holding in turns. */
  readonly openOf: (record: string, least?: number) => OpenPair[];
  /**
   * Takes over the ids of an earlier life, when the records are in again. `remembered` is in the order of arrival; what it names
   * and is not in is passed over. `changes` then begins anew with what is different from then.
   */
  readonly recall: (remembered: readonly RememberedRecord[]) => void;
  /** Values and combinations too many records share, set aside, with their number. */
  readonly generic: () => { readonly key: string; readonly size: number }[];
}

/** A resolver with nothing in it. */
export function createResolver(options: ResolverOptions = {}): Resolver {
  const state = new ResolverState(options);
  return {
    insert: (record) => state.insertAll([record]),
    insertAll: (records) => state.insertAll(records),
    remove: (id) => state.remove(id),
    judge: (left, right, verdict) => state.judge(left, right, verdict),
    clusters: () => state.ids.clusters(),
    clusterOf: (record) => state.ids.clusterOf(record),
    changes: (after = 0) => state.ids.changes(after),
    open: (o) => state.open(o?.least ?? OPEN_LEAST, o?.most ?? 200),
    openOf: (record, least = OPEN_LEAST) => state.openOf(record, least),
    recall: (remembered) => state.ids.recall(remembered),
    generic: () => state.index.setAside(),
  };
}

class ResolverState {
  readonly ids = new ClusterIds();
  readonly index: CandidateIndex;
  readonly #country: string;
  readonly #measure: Measure;
  readonly #forest: CoreForest;
  readonly #judgements = new JudgementGraph();
  readonly #numbers = new Map<string, number>();
  /** By number: the id, and what is in. */
  readonly #names: string[] = [''];
  readonly #subjects: (PreparedSubject | undefined)[] = [];
  readonly #weights = new PairWeights();

  constructor(options: ResolverOptions) {
    this.index = new CandidateIndex(options.blockMax ?? 100);
    this.#country = options.defaultCountry ?? 'BE';
    this.#measure = {
      ...SHIPPED_MEASURE,
      ...options.measure,
      isGeneric: (attribute, value) => this.index.isSetAside(identifierBlock(attribute, value)),
    };
    this.#forest = new CoreForest(this.#graph(), { ...RESOLVE_THRESHOLDS, ...options.thresholds });
  }

  insertAll(records: readonly (ResolverRecord | PreparedRecord)[]): void {
    for (const { id } of records) this.remove(id);
    const latest = new Map(records.map((record) => [record.id, record]));
    const dirty = new Set<number>();
    const crossings: Crossing[] = [];
    for (const record of latest.values()) {
      const number = this.#arrive(record);
      dirty.add(number);
      crossings.push(...this.index.add(number, blockKeys(this.#subject(number))));
    }
    const added = new Set(dirty);
    for (const crossing of crossings) this.#reweigh(crossing, dirty, added);
    for (const number of added) this.#compare(number, added);
    this.#settle(dirty, new Set());
  }

  remove(id: string): void {
    const number = this.#numbers.get(id);
    if (number === undefined || !this.#isIn(number)) return;
    const dirty = new Set(this.#judgements.of(number));
    this.#weights.leave(number);
    const crossings = this.index.delete(number);
    for (const crossing of crossings) this.#reweigh(crossing, dirty, new Set());
    this.#subjects[number] = undefined;
    for (const other of dirty) if (!this.#isIn(other)) dirty.delete(other);
    this.#settle(dirty, new Set([number]));
  }

  judge(left: string, right: string, verdict: Verdict | null): void {
    if (left === right) return;
    const [one, other] = [this.#number(left), this.#number(right)];
    this.#judgements.judge(one, other, verdict);
    if (this.#isIn(one) && this.#isIn(other)) this.#settle(new Set([one, other]), new Set());
  }

  open(least: number, most: number): OpenPair[] {
    return this.#names
      .flatMap((left) => this.openOf(left, least))
      .sort(
        (one, other) =>
          other.weight - one.weight || (one.left + one.right < other.left + other.right ? -1 : 1),
      )
      .slice(0, most);
  }

  openOf(left: string, least: number): OpenPair[] {
    const pairs: OpenPair[] = [];
    const number = this.#numbers.get(left) ?? 0;
    this.#weights.each(number, (other, weight) => {
      const right = this.#name(other);
      if (weight < least || left > right || this.#judgements.verdict(number, other) !== null) return;
      if (this.ids.clusterOf(left) !== this.ids.clusterOf(right)) pairs.push({ left, right, weight });
    });
    return pairs;
  }

  #arrive({ id, subject }: ResolverRecord | PreparedRecord): number {
    const number = this.#number(id);
    this.#subjects[number] = isPrepared(subject)
      ? subject
      : prepareSubject(subject, { defaultCountry: this.#country });
    this.ids.arrive(id);
    return number;
  }

  /** A number for an id, kept when the record goes: judgements may come before it and outlast it. */
  #number(id: string): number {
    const known = this.#numbers.get(id);
    if (known !== undefined) return known;
    const number = this.#names.push(id) - 1;
    this.#numbers.set(id, number);
    return number;
  }

  /** Weighs a record against everybody it meets; of two that come together the earlier number does it. */
  #compare(number: number, added: ReadonlySet<number>): void {
    const isOne = added.size === 1;
    for (const other of this.index.candidates(number))
      if (isOne || other > number || !added.has(other)) this.#weigh(number, other);
  }

  /** Always the same way round, so that the order of arrival cannot matter. */
  #weigh(one: number, other: number): void {
    const [first, second] = this.#name(one) < this.#name(other) ? [one, other] : [other, one];
    this.#weights.add(one, other, subjectWeight(this.#subject(first), this.#subject(second), this.#measure));
  }

  /** A block was set aside, or taken up again: who met in it alone meets no more, and its value counts otherwise. */
  #reweigh({ key, members }: Crossing, dirty: Set<number>, added: ReadonlySet<number>): void {
    const isValue = isIdentifierBlock(key);
    members.forEach((one, at) => {
      if (added.has(one)) return;
      for (let next = at + 1; next < members.length; next++) {
        const other = members[next] ?? 0;
        if (added.has(other)) continue;
        const isWeighed = this.#weights.has(one, other);
        const isMet = this.index.meet(one, other);
        if (isMet === isWeighed && !(isMet && isValue)) continue;
        if (isWeighed) this.#weights.delete(one, other);
        if (isMet) this.#weigh(one, other);
        dirty.add(one).add(other);
      }
    });
  }

  #settle(dirty: Set<number>, gone: ReadonlySet<number>): void {
    const groups = this.#forest.update(dirty, gone);
    const named = groups.map((group) => group.map((number) => this.#name(number)));
    this.ids.update(
      named,
      [...gone].map((number) => this.#name(number)),
    );
  }

  #graph(): ResolveGraph {
    return {
      eachWeight: (record, visit) => this.#weights.each(record, visit),
      same: (record) => this.#judgedSame(record),
      isJudgedApart: (left, right) => this.#judgements.verdict(left, right) === 'different',
      areApart: (left, right) =>
        this.#judgements.verdict(left, right) === 'different' || this.#contradict(left, right),
      hasApart: (record) => this.#judgements.hasDifferent(record) || this.#subject(record).proven.length > 0,
      compare: (left, right) => (this.#name(left) < this.#name(right) ? -1 : 1),
    };
  }

  /** Of those judged the same, the ones that are in. */
  #judgedSame(record: number): ReadonlyMap<number, number> {
    const same = this.#judgements.same(record);
    return same.size === 0 ? same : new Map([...same].filter(([other]) => this.#isIn(other)));
  }

  /** Two proven numbers of one country, and none in common. */
  #contradict(left: number, right: number): boolean {
    const [mine, theirs] = [this.#subject(left).proven, this.#subject(right).proven];
    if (mine.length === 0 || theirs.length === 0 || mine.some((one) => theirs.includes(one))) return false;
    return mine.some((one) => theirs.some((other) => one.slice(0, 2) === other.slice(0, 2)));
  }

  #name(number: number): string {
    return this.#names[number] ?? '';
  }

  #isIn(number: number): boolean {
    return this.#subjects[number] !== undefined;
  }

  #subject(number: number): PreparedSubject {
    const subject = this.#subjects[number];
    if (subject === undefined) throw new Error('a record that is not in the resolver was asked for');
    return subject;
  }
}
