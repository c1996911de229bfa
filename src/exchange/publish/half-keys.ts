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

/** How a half key stands in the tables of this file, in the order of `OwnHalf`. */
const COLUMNS = 'entity_id AS "entityId", key_class AS "keyClass", rule, value, family';

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

/** Every half key that is to be published, or those of these records. */
export async function wantedHalves(
  from: Queryable,
  entityIds: readonly string[] | null,
): Promise<readonly OwnHalf[]> {
  const { rows } = await from.query<OwnHalf>(
    `SELECT ${COLUMNS} FROM exchange.half_key WHERE $1::text[] IS NULL OR entity_id = ANY($1) ORDER BY entity_id, rule, value`,
    [entityIds],
  );
  return rows;
}

/** The half keys of these records as they were published in this epoch. */
export async function publishedHalves(
  from: Queryable,
  epoch: number,
  entityIds: readonly string[],
): Promise<readonly OwnHalf[]> {
  const { rows } = await from.query<OwnHalf>(
    `SELECT ${COLUMNS} FROM exchange.published_half WHERE epoch = $1 AND entity_id = ANY($2) ORDER BY entity_id, rule, value`,
    [epoch, entityIds],
  );
  return rows;
}

/** The records whose half keys differ from what was published in this epoch. */
export async function recordsWithOtherHalves(from: Queryable, epoch: number): Promise<readonly string[]> {
  const wanted = 'SELECT entity_id, key_class, rule, value FROM exchange.half_key';
  const published = 'SELECT entity_id, key_class, rule, value FROM exchange.published_half WHERE epoch = $1';
  const { rows } = await from.query<{ id: string }>(
    `SELECT DISTINCT entity_id AS id FROM ((${wanted} EXCEPT ${published}) UNION ALL (${published} EXCEPT ${wanted})) d ORDER BY 1`,
    [epoch],
  );
  return rows.map(({ id }) => id);
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
