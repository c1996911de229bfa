import type { KeyClass } from '../../model/index.ts';
import { recordKeys } from '../../match/index.ts';
import {
  carriersAmong,
  idsAround,
  idsDueForReview,
  listEntityIds,
  readSubjects,
  SUBJECT_KINDS,
} from '../../records/index.ts';
import {
  countChanges,
  noteChanges,
  type Queryable,
  takeChanges,
  type Transaction,
} from '../../store/index.ts';
import { type ExchangeContext, selfMember } from '../context.ts';
import { type KeyOfRecord, keyOfRecord, storeKeys } from './own-key-rows.ts';
import { halvesToKeep, halvesWithheld, type OwnHalf, storeHalfKeys } from './half-keys.ts';
import { noteKeyless } from './keyless-records.ts';
import { noteTouched } from './touched-keys.ts';
import { forgetKept, rememberPublished } from './withdrawals.ts';

/** One canonical value of one rule, as it goes into the sealed index. */
export interface OwnKey {
  readonly keyClass: KeyClass;
  readonly rule: string;
  readonly value: string;
}

/** Raised where keys, blocks or grounds of records as they are come out otherwise than before: all are derived anew, once. */
const DERIVATION = 2;
/** A first load is followed in few steps, so that a record is not derived again for each of its neighbours. */
const CHANGES_AT_ONCE = 20_000;
const SUBJECTS_AT_ONCE = 500;

/**
 * Changes that nobody makes. A review date that has come: once a day the records it concerns are put into the feed, so that what may
 * not be shared any longer leaves the index. A version that derives keys otherwise: all records, once. The first call only notes both.
 */
export async function noteReviewsDue(context: ExchangeContext, tx: Transaction): Promise<void> {
  const today = context.clock.now().toISOString().slice(0, 10);
  await tx.query(
    'INSERT INTO exchange.followed (reviewed_until, derived) VALUES ($1, $2) ON CONFLICT DO NOTHING',
    [today, DERIVATION],
  );
  await noteDerivedBefore(tx);
  const { rows } = await tx.query<{ day: string }>(
    'SELECT reviewed_until AS day FROM exchange.followed FOR UPDATE',
  );
  const day = rows[0]?.day ?? today;
  if (day >= today) return;
  await noteChanges(tx, await idsDueForReview(tx, { after: day, until: today }));
  await tx.query('UPDATE exchange.followed SET reviewed_until = $1', [today]);
}

async function noteDerivedBefore(tx: Transaction): Promise<void> {
  const { rowCount } = await tx.query('UPDATE exchange.followed SET derived = $1 WHERE derived <> $1', [
    DERIVATION,
  ]);
  if (rowCount === 0) return;
  for (let after = ''; ; ) {
    const ids = await listEntityIds(tx, SUBJECT_KINDS, after, CHANGES_AT_ONCE);
    await noteChanges(tx, ids);
    const last = ids.at(-1);
    if (last === undefined) return;
    after = last;
  }
}

/**
 * Follows the change feed for one step: derives anew the match keys of the changed records and of those that
 * share a thing with them.
 * Gives back how many changes it followed and how many are left, or null when there was nothing to follow.
 */
export async function refreshOwnKeys(
  context: ExchangeContext,
  tx: Transaction,
  progress: (done: number, total: number) => void = () => {},
): Promise<{ readonly changes: number; readonly left: number } | null> {
  const taken = await takeChanges(tx, CHANGES_AT_ONCE);
  if (taken.entityIds.length === 0) return null;
  const ids = await idsAround(tx, taken.entityIds);
  await noteTouched(tx, ids);
  await rememberPublished(tx, ids);
  await tx.query('DELETE FROM exchange.match_key WHERE entity_id = ANY($1)', [ids]);
  await tx.query('DELETE FROM exchange.withheld_key WHERE entity_id = ANY($1)', [ids]);
  await storeHalfKeys(tx, ids, []);
  const carriers = await carriersAmong(tx, ids, SUBJECT_KINDS);
  for (let at = 0; at < carriers.length; at += SUBJECTS_AT_ONCE) {
    await deriveKeys(context, tx, carriers.slice(at, at + SUBJECTS_AT_ONCE));
    progress(Math.min(at + SUBJECTS_AT_ONCE, carriers.length), carriers.length);
  }
  await noteTouched(tx, ids);
  await noteKeyless(tx, ids);
  await forgetKept(tx, ids);
  return { changes: taken.entityIds.length, left: taken.more ? await countChanges(tx) : 0 };
}

async function deriveKeys(context: ExchangeContext, tx: Transaction, ids: readonly string[]): Promise<void> {
  const self = selfMember(context);
  const today = context.clock.now().toISOString().slice(0, 10);
  const keys: KeyOfRecord[] = [];
  const halves: OwnHalf[] = [];
  const withheld: { entityId: string; rule: string; because: string }[] = [];
  for (const held of await readSubjects(tx, ids, today)) {
    if (!held.shareable.shareable) {
      withheld.push({ entityId: held.entity.id, rule: 'all', because: held.shareable.because });
      continue;
    }
    const derived = recordKeys(held.subject, {
      sizeClass: self.sizeClass,
      defaultCountry: context.country,
      withHalves: true,
    });
    const kept = halvesToKeep(derived.keys);
    for (const { keyClass, rule, value, family } of kept)
      halves.push({ entityId: held.entity.id, keyClass, rule, value, family });
    for (const line of kept.length > 0 ? [] : halvesWithheld(derived.keys))
      withheld.push({ entityId: held.entity.id, ...line });
    // In the index of full keys every key is a hit on its own.
    for (const key of derived.keys.filter(({ strength }) => strength === 'full'))
      keys.push(keyOfRecord(held.entity, key));
    for (const { rule, because } of derived.withheld)
      withheld.push({ entityId: held.entity.id, rule, because });
  }
  await storeHalfKeys(
    tx,
    halves.map((half) => half.entityId),
    halves,
  );
  await storeKeys(tx, keys);
  await tx.query(
    `INSERT INTO exchange.withheld_key (entity_id, rule, because) SELECT * FROM unnest($1::text[], $2::text[], $3::text[]) ON CONFLICT DO NOTHING`,
    [
      withheld.map((line) => line.entityId),
      withheld.map((line) => line.rule),
      withheld.map((line) => line.because),
    ],
  );
}

/** The own records behind a key value that a partner has opened. */
export async function recordsBehind(from: Queryable, key: OwnKey): Promise<readonly string[]> {
  const { rows } = await from.query<{ entity_id: string }>(
    'SELECT entity_id FROM exchange.match_key WHERE key_class = $1 AND rule = $2 AND value = $3 ORDER BY entity_id LIMIT 200',
    [key.keyClass, key.rule, key.value],
  );
  return rows.map((row) => row.entity_id);
}
