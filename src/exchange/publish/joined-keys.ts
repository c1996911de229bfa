import { recordKeys } from '../../match/index.ts';
import { readSubjects } from '../../records/index.ts';
import type { Transaction } from '../../store/index.ts';
import { type ExchangeContext, selfMember } from '../context.ts';
import { type KeyOfRecord, keyOfRecord, storeKeys } from './own-key-rows.ts';
import { lookUpOnly, readTouchedUnjoined } from './plan-news.ts';
import { settleTouchedBlocks } from './full-blocks.ts';
import { noteTouched } from './touched-keys.ts';
import { readUnjoined } from './wanted-keys.ts';

/** Which numbers are over their quota is asked once for so many records, for it takes a look at all of them; so many are read at a time. */
const RECORDS_A_STEP = 20_000;
const SUBJECTS_AT_ONCE = 500;
/** A number beyond its block's quota goes out with its user's name, with a number it was in contact with, or with its handset. */
const JOINED_RULES: ReadonlySet<string> = new Set(['phone+name', 'phone+contact', 'phone+device']);

/**
 * Derives the conjunctions of numbers that are over their block's quota, for one step of records. They lie ready: which of them go out is
 * decided with every publication, for the quota's last place may come and go. Gives back whether there may be more to do.
 */
export async function joinFullBlocks(context: ExchangeContext, tx: Transaction): Promise<boolean> {
  return joinAll(context, tx, await readUnjoined(tx, context.agreement().budgets, RECORDS_A_STEP));
}

/** The same of touched numbers, and of those that have moved across the last place of a touched block. */
export async function joinTouchedBlocks(context: ExchangeContext, tx: Transaction): Promise<boolean> {
  await lookUpOnly(tx);
  await settleTouchedBlocks(tx, context.agreement().budgets);
  return joinAll(context, tx, await readTouchedUnjoined(tx, RECORDS_A_STEP));
}

async function joinAll(
  context: ExchangeContext,
  tx: Transaction,
  unjoined: ReadonlyMap<string, ReadonlySet<string>>,
): Promise<boolean> {
  const ids = [...unjoined.keys()];
  for (let at = 0; at < ids.length; at += SUBJECTS_AT_ONCE)
    await storeJoined(context, tx, ids.slice(at, at + SUBJECTS_AT_ONCE), unjoined);
  return unjoined.size === RECORDS_A_STEP;
}

async function storeJoined(
  context: ExchangeContext,
  tx: Transaction,
  ids: readonly string[],
  unjoined: ReadonlyMap<string, ReadonlySet<string>>,
): Promise<void> {
  const today = context.clock.now().toISOString().slice(0, 10);
  const how = { sizeClass: selfMember(context).sizeClass, defaultCountry: context.country };
  const keys: KeyOfRecord[] = [];
  for (const held of await readSubjects(tx, ids, today)) {
    const numbers = unjoined.get(held.entity.id) ?? new Set();
    if (!held.shareable.shareable) continue;
    for (const key of recordKeys(held.subject, { ...how, joined: numbers }).keys) {
      if (!JOINED_RULES.has(key.rule)) continue;
      keys.push({ ...keyOfRecord(held.entity, key), insteadOf: numbersOf(key) });
    }
  }
  await storeKeys(tx, keys);
  await noteTouched(tx, ids);
  // Of these numbers alone: another one of the same person may lose its place later.
  const asked = ids.flatMap((id) => [...(unjoined.get(id) ?? [])].map((number) => ({ id, number })));
  await tx.query(
    `UPDATE exchange.match_key m SET joined = true FROM unnest($1::text[], $2::text[]) AS u (id, number)
      WHERE m.entity_id = u.id AND m.key_class = 'communication' AND m.rule = 'phone' AND m.value = u.number`,
    [asked.map(({ id }) => id), asked.map(({ number }) => number)],
  );
}

/** The numbers that a conjunction holds: of two in contact each may be the one that does not go out bare. */
function numbersOf({ rule, value }: { readonly rule: string; readonly value: string }): readonly string[] {
  const parts = value.split('|');
  return rule === 'phone+contact' ? parts : parts.slice(0, 1);
}
