/** The pool: all agencies' records in one place, the same matcher in the clear. It exists only here, to be compared with. */
import { questionKeys, recordKeys, searchTokens } from '../src/match/index.ts';
import { judgeLinks, type LinkKind, type Written } from './joined-up-links.ts';
import type { PooledRecord } from './joined-up-messages.ts';

export interface PoolMember {
  readonly country: string;
  readonly sizeClass: number;
}

/** Two records that the pool shows to belong together. */
export interface PoolPair {
  /** Who asked. */
  readonly by: string;
  readonly left: PooledRecord;
  readonly right: PooledRecord;
  readonly links: readonly LinkKind[];
}

/** Beyond this many records a token says nothing: nobody reads a list of a thousand namesakes. */
const TOKEN_RECORDS_MAX = 400;

export class Pool {
  readonly #members: ReadonlyMap<string, PoolMember>;
  readonly #records: readonly PooledRecord[];
  readonly #byToken = new Map<string, PooledRecord[]>();
  readonly #tokens = new Map<PooledRecord, readonly string[]>();
  readonly #asked = new Map<PooledRecord, ReadonlySet<string>>();

  constructor(records: readonly PooledRecord[], members: ReadonlyMap<string, PoolMember>) {
    this.#members = members;
    this.#records = records;
    for (const record of records)
      for (const token of new Set([...this.#keysOf(record, false), ...this.#tokensOf(record)])) {
        const list = this.#byToken.get(token);
        if (list === undefined) this.#byToken.set(token, [record]);
        else list.push(record);
      }
  }

  /**
   * Answers the agencies' lists, and what their officers ask onward by the same rule: what is joined to somebody of theirs
   * is asked too, of everybody but its owner, until nothing new comes.
   */
  answerLists(): readonly PoolPair[] {
    const pairs: PoolPair[] = [];
    for (const agency of this.#members.keys()) {
      const seen = new Set<string>();
      let turn = this.#records
        .filter((record) => record.agency === agency && record.asked)
        .map((record) => ({ record, roots: [record], notTo: [agency] }));
      while (turn.length > 0) {
        const next: typeof turn = [];
        for (const { record, roots, notTo } of turn) {
          for (const right of this.#candidates(
            record,
            (other) => !notTo.includes(other.agency) && other.shareable,
          )) {
            let joined = false;
            for (const left of roots) {
              const links = left.agency === right.agency ? [] : this.#judge(left, right);
              if (links.length === 0) continue;
              joined = true;
              pairs.push({ by: agency, left, right, links });
            }
            if (!joined || seen.has(right.entityId)) continue;
            seen.add(right.entityId);
            next.push({ record: right, roots: [right, ...roots.slice(0, 3)], notTo: [agency, right.agency] });
          }
        }
        turn = next;
      }
    }
    return pairs;
  }

  /** All records against all others: what is joined although nobody asked, and nobody may. */
  joinAll(): readonly PoolPair[] {
    const pairs: PoolPair[] = [];
    for (const left of this.#records) {
      for (const right of this.#candidates(
        left,
        (other) => other.agency !== left.agency && left.entityId < other.entityId,
      )) {
        const links = this.#judge(left, right);
        if (links.length > 0) pairs.push({ by: left.agency, left, right, links });
      }
    }
    return pairs;
  }

  #candidates(record: PooledRecord, isWanted: (other: PooledRecord) => boolean): ReadonlySet<PooledRecord> {
    const found = new Set<PooledRecord>();
    const keys = this.#askedBy(record);
    for (const token of new Set([...keys, ...this.#tokensOf(record)])) {
      const list = this.#byToken.get(token) ?? [];
      if (list.length > TOKEN_RECORDS_MAX && !keys.has(token)) continue;
      for (const other of list) if (other !== record && isWanted(other)) found.add(other);
    }
    return found;
  }

  #judge(left: PooledRecord, right: PooledRecord): readonly LinkKind[] {
    return judgeLinks(
      this.#written(left),
      this.#written(right),
      this.#members.get(right.agency)?.sizeClass ?? 10_000,
    );
  }

  #written(record: PooledRecord): Written {
    return { subject: record.subject, country: this.#members.get(record.agency)?.country ?? 'BE' };
  }

  #tokensOf(record: PooledRecord): readonly string[] {
    const before = this.#tokens.get(record);
    if (before !== undefined) return before;
    const tokens = tokensOf(this.#written(record));
    this.#tokens.set(record, tokens);
    return tokens;
  }

  #askedBy(record: PooledRecord): ReadonlySet<string> {
    const before = this.#asked.get(record);
    if (before !== undefined) return before;
    const keys = this.#keysOf(record, true);
    this.#asked.set(record, keys);
    return keys;
  }

  #keysOf(record: PooledRecord, asks: boolean): ReadonlySet<string> {
    const { country = 'BE', sizeClass = 10_000 } = this.#members.get(record.agency) ?? {};
    const derive = asks ? questionKeys : recordKeys;
    const { keys } = derive(record.subject, { sizeClass, defaultCountry: country });
    return new Set(keys.map((key) => `k:${key.rule}|${key.value}`));
  }
}

/** Under what a record is looked for in the clear: identifiers alone, names by two words or with a date, whole addresses. */
function tokensOf({ subject, country }: Written): readonly string[] {
  const dates = subject.birthDates
    .flatMap((date) => searchTokens('date', date))
    .filter((token) => token.startsWith('d:'));
  const names = subject.names.flatMap((name) => {
    const words = searchTokens('name', name).toSorted();
    const pairs = words.flatMap((one, at) => words.slice(at + 1).map((other) => `${one} ${other}`));
    return [...pairs, ...words.flatMap((word) => dates.map((date) => `${word} ${date}`))];
  });
  return [
    ...names,
    ...subject.phones.flatMap(({ number }) => searchTokens('phone', number, country).filter(isWhole)),
    ...subject.documents.flatMap(({ number }) => searchTokens('number', number)),
    ...subject.nationalNumbers.flatMap(({ number }) => searchTokens('number', number)),
    ...subject.devices.flatMap(({ imei }) => searchTokens('number', imei)),
    ...subject.sims.flatMap(({ iccid }) => (iccid === undefined ? [] : searchTokens('number', iccid))),
    ...subject.vehicles.flatMap(({ plate }) => (plate === undefined ? [] : searchTokens('number', plate))),
    ...subject.addresses.map(({ text }) => searchTokens('address', text).join(' ')),
  ];
}

function isWhole(token: string): boolean {
  return token.startsWith('i:');
}
