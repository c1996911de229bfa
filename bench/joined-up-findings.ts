/** What was judged and what was learned, in the records' names of the truth: of the agencies' officers, and of the pool. */
import { fieldsOf, fieldsOfKey } from './joined-up-links.ts';
import type { AskReport, Decided, PooledRecord, Ref } from './joined-up-messages.ts';
import type { PoolMember, PoolPair } from './joined-up-pool.ts';
import { type Learned, linkName, type TruthIndex } from './joined-up-score.ts';

/** Links whose two ends may be shared and one of which stands on a list: without what is asked onward. */
export function withinReach(truth: TruthIndex, records: readonly PooledRecord[]): ReadonlySet<string> {
  const shareable = new Set<string>();
  const asked = new Set<string>();
  for (const record of records) {
    const name = truth.recordOf(record.entityId);
    if (name === null || !record.shareable) continue;
    shareable.add(name);
    if (record.asked) asked.add(name);
  }
  return new Set(
    [...truth.links].filter((link) => {
      const [, left = '', right = ''] = link.split(' ');
      return shareable.has(left) && shareable.has(right) && (asked.has(left) || asked.has(right));
    }),
  );
}

export interface Findings {
  readonly judged: ReadonlySet<string>;
  readonly learned: readonly Learned[];
}

/** What the five agencies' officers judged and learned. */
export function ententeFindings(
  truth: TruthIndex,
  reports: ReadonlyMap<string, AskReport>,
  decided: readonly Decided[],
): Findings {
  const decisions = new Map(decided.map((decision) => [decision.request, decision]));
  const recordOf = (ref: Ref): string | null => {
    const entity =
      'own' in ref
        ? ref.own
        : decisions.get(ref.request)?.disclosed.find((one) => one.ref === ref.ref)?.entityId;
    return entity === undefined ? null : truth.recordOf(entity);
  };
  const judged = new Set<string>();
  const learned: Learned[] = [];
  for (const [agency, report] of reports) {
    for (const { request, ref, pairs, fields } of report.judged) {
      const right = recordOf({ request, ref });
      const through = rulesOf(decisions.get(request));
      const known = pairs.flatMap((pair) => {
        const left = recordOf(pair.left);
        return left === null || right === null || !areApart(left, right)
          ? []
          : [{ left, right, links: pair.links }];
      });
      for (const pair of known)
        for (const kind of pair.links) judged.add(linkName(kind, pair.left, pair.right));
      // Learned of the right person as soon as one of those it was asked for is that person.
      const first = known[0];
      if (first === undefined || known.some((pair) => !truth.areTwoPeople(pair.left, pair.right))) continue;
      const joined = known.find((pair) => truth.areJoined(pair.left, pair.right)) ?? first;
      learned.push({
        by: agency,
        left: joined.left,
        right: joined.right,
        about: first.right,
        through,
        fields,
      });
    }
    for (const { id, partner, about } of report.requests) {
      const { openings = [], behind = [], told = [] } = decisions.get(id) ?? {};
      const fields = [...openings.flatMap(({ rule, value }) => fieldsOfKey(rule, value)), ...told];
      const rights = behind.flatMap((entity) => truth.recordOf(entity) ?? []);
      for (const left of about.flatMap((ref) => recordOf(ref) ?? [])) {
        const first = rights[0];
        if (first === undefined || rights.some((right) => !truth.areTwoPeople(left, right))) continue;
        const right = rights.find((one) => truth.areJoined(left, one)) ?? first;
        learned.push({ by: partner, left, right, about: left, through: rulesOf(decisions.get(id)), fields });
      }
    }
  }
  return { judged, learned };
}

/** The rules of a request's keys, each once. */
function rulesOf(decided: Decided | undefined): string {
  return [...new Set((decided?.openings ?? []).map(({ rule }) => rule))].toSorted().join(' ');
}

/** A link across agencies; what stands twice in one agency is that agency's own affair. */
function areApart(left: string, right: string): boolean {
  return left.split('/')[0] !== right.split('/')[0];
}

/** In a pool both sides see the whole record of the other. */
export function poolFindings(
  truth: TruthIndex,
  pairs: readonly PoolPair[],
  members: ReadonlyMap<string, PoolMember>,
): Findings {
  const judged = new Set<string>();
  const learned: Learned[] = [];
  for (const pair of pairs) {
    const [left, right] = [truth.recordOf(pair.left.entityId), truth.recordOf(pair.right.entityId)];
    if (left === null || right === null || !areApart(left, right)) continue;
    for (const kind of pair.links) judged.add(linkName(kind, left, right));
    const [ofLeft, ofRight] = [pair.left, pair.right].map((one) =>
      fieldsOf({ subject: one.subject, country: members.get(one.agency)?.country ?? '' }),
    );
    const through = pair.links.toSorted().join(' ');
    learned.push({ by: pair.by, left, right, about: right, through, fields: ofRight ?? [] });
    learned.push({ by: pair.right.agency, left, right, about: left, through, fields: ofLeft ?? [] });
  }
  return { judged, learned };
}
