import { groupBy } from '../../base/index.ts';
import { isRule, keyFamilyOf, type MatchKey } from '../../match/index.ts';
import type { KeyClass } from '../../model/index.ts';
import type { Queryable, Transaction } from '../../store/index.ts';

/** A half key of one of our records. */
export interface OwnHalf {
  readonly entityId: string;
  readonly keyClass: KeyClass;
  readonly rule: string;
  readonly value: string;
  readonly family: string;
}

/** The half keys of a record, when it has them in two families; of one family alone they lead to nothing, and none is kept. */
export function halvesToKeep(keys: readonly MatchKey[]): readonly MatchKey[] {
  const halves = keys.filter(({ strength }) => strength === 'half');
  return new Set(halves.map(({ family }) => family)).size > 1 ? halves : [];
}

/** Why the half keys of a record with one family of them do not go out, for the records officer. */
export function halvesWithheld(keys: readonly MatchKey[]): readonly { rule: string; because: string }[] {
  const full = new Set<string>(keys.filter(({ strength }) => strength === 'full').map(({ rule }) => rule));
  const rules = new Set<string>(keys.filter(({ strength }) => strength === 'half').map(({ rule }) => rule));
  return [...rules]
    .filter((rule) => !full.has(rule))
    .map((rule) => ({
      rule,
      because: 'half a key: nothing of another kind beside it to make it a whole one',
    }));
}

/** Replaces the half keys of these records. */
export async function storeHalfKeys(
  tx: Transaction,
  entityIds: readonly string[],
  halves: readonly OwnHalf[],
): Promise<void> {
  await tx.query('DELETE FROM exchange.half_key WHERE entity_id = ANY($1)', [entityIds]);
  await insertHalves(tx, halves);
}

async function insertHalves(tx: Transaction, halves: readonly OwnHalf[]): Promise<void> {
  const columns = [
    halves.map((half) => half.entityId),
    halves.map((half) => half.keyClass),
    halves.map((half) => half.rule),
    halves.map((half) => half.value),
    halves.map((half) => half.family),
  ];
  await tx.query(
    `INSERT INTO exchange.half_key (entity_id, key_class, rule, value, family)
     SELECT u.* FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[]) u ON CONFLICT DO NOTHING`,
    columns,
  );
}

/**
 * The own records behind half keys that a partner has opened in one request: those to which keys of two families lead. One half
 * key, or several of one family, lead to nobody. By the place of each opening.
 */
export async function recordsBehindHalves(
  from: Queryable,
  openings: readonly { readonly keyClass: KeyClass; readonly rule: string; readonly value: string }[],
): Promise<readonly (readonly string[])[]> {
  const { rows } = await from.query<{ place: number; entity_id: string }>(
    `SELECT o.place::int AS place, h.entity_id FROM unnest($1::text[], $2::text[], $3::text[]) WITH ORDINALITY AS o (key_class, rule, value, place)
       JOIN exchange.half_key h ON h.key_class = o.key_class AND h.rule = o.rule AND h.value = o.value ORDER BY 2, 1 LIMIT 20000`,
    [
      openings.map((opening) => opening.keyClass),
      openings.map((opening) => opening.rule),
      openings.map((opening) => opening.value),
    ],
  );
  const familyAt = (place: number): string => {
    const rule = openings[place - 1]?.rule ?? '';
    return isRule(rule) ? keyFamilyOf(rule) : '';
  };
  const behind = [...groupBy(rows, (row) => row.entity_id)].filter(
    ([, list]) => new Set(list.map(({ place }) => familyAt(place))).size > 1,
  );
  return openings.map((_, at) =>
    behind.filter(([, list]) => list.some(({ place }) => place === at + 1)).map(([entityId]) => entityId),
  );
}
