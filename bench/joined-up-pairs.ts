/** Who can be found by a pair of half keys and by nothing else: links of one person that no full key joins. */
import { groupBy } from '../src/base/index.ts';
import { type MatchKey, pairsToSpend, questionKeys, recordKeys } from '../src/match/index.ts';
import type { PooledRecord } from './joined-up-messages.ts';
import type { PoolMember } from './joined-up-pool.ts';
import type { TruthIndex } from './joined-up-score.ts';

export interface PairOnly {
  readonly exist: number;
  readonly found: number;
}

/** Of the links within reach that are one person: those whose two records meet in a pair and in no full key, and how many were judged. */
export function countPairOnly(
  truth: TruthIndex,
  records: readonly PooledRecord[],
  members: ReadonlyMap<string, PoolMember>,
  withinReach: ReadonlySet<string>,
  judged: ReadonlySet<string>,
): PairOnly {
  const named = groupBy(
    records.filter((record) => record.shareable),
    (record) => truth.recordOf(record.entityId) ?? '',
  );
  const links = [...withinReach].filter((link) => {
    const [kind, left = '', right = ''] = link.split(' ');
    const [one, other] = [named.get(left)?.[0], named.get(right)?.[0]];
    if (kind !== 'person' || one === undefined || other === undefined) return false;
    const meets = [
      ...(one.asked ? [howTheyMeet(one, other, members)] : []),
      ...(other.asked ? [howTheyMeet(other, one, members)] : []),
    ];
    return !meets.includes('full key') && meets.includes('pair');
  });
  return { exist: links.length, found: links.filter((link) => judged.has(link)).length };
}

type Meeting = 'full key' | 'pair' | 'not at all';

function howTheyMeet(
  asked: PooledRecord,
  held: PooledRecord,
  members: ReadonlyMap<string, PoolMember>,
): Meeting {
  const { sizeClass, country } = memberOf(members, held);
  const keys = recordKeys(held.subject, { sizeClass, defaultCountry: country, withHalves: true }).keys;
  const borne = new Set(keys.map(nameOf));
  const wanted = questionKeys(asked.subject, {
    sizeClass,
    defaultCountry: memberOf(members, asked).country,
    withHalves: true,
  }).keys;
  const isFull = ({ strength }: MatchKey): boolean => strength === 'full';
  if (wanted.some((key) => isFull(key) && borne.has(nameOf(key)))) return 'full key';
  const halves = wanted.filter((key) => !isFull(key));
  const meet = pairsToSpend(halves, sizeClass).some(
    ({ first, second }) => borne.has(nameOf(first)) && borne.has(nameOf(second)),
  );
  return meet ? 'pair' : 'not at all';
}

function memberOf(members: ReadonlyMap<string, PoolMember>, { agency }: PooledRecord): PoolMember {
  const member = members.get(agency);
  if (member === undefined) throw new Error(`assertion failed: ${agency} is a member`);
  return member;
}

function nameOf({ rule, value, strength }: MatchKey): string {
  return `${strength} ${rule}|${value}`;
}
