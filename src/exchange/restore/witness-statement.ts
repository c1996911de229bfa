import { randomId } from '../../base/index.ts';
import { readTellingNotes } from '../../ledger/index.ts';
import type { Queryable } from '../../store/index.ts';
import type { ExchangeContext } from '../context.ts';
import { toBody, type WitnessStatement } from '../messages.ts';
import { keysToTell } from './keys-told.ts';
import { buildMessage, type OutgoingMessage } from '../outgoing.ts';

/** As many keys manifests as eight years of epochs have. */
export const CHAIN_LINKS_MAX = 32;

/**
 * What we hold of a partner, for itself: its own signed words, so that it sees whether its state is older than what it has
 * said. With the newest links of its chain of keys manifests where it asks for them, and what keys other members have shown us.
 */
export async function witnessMessage(
  context: ExchangeContext,
  partner: string,
  withChain: boolean,
): Promise<OutgoingMessage> {
  const { database } = context;
  const body: WitnessStatement = {
    checkpoints: [...(await readTellingNotes(database, partner))],
    keys: await heldPlace(database, partner, 'keys'),
    segments: await heldPlace(database, partner, 'segments'),
    chain: withChain ? await heldChain(database, partner) : [],
    told: await keysToTell(database, partner),
  };
  return buildMessage(context, {
    id: randomId(),
    to: partner,
    kind: 'witness-statement',
    body: toBody(body),
  });
}

/** The newest place of the partner's chain that it has signed. */
async function heldPlace(
  from: Queryable,
  partner: string,
  part: 'keys' | 'segments',
): Promise<WitnessStatement['keys']> {
  const { rows } = await from.query<NonNullable<WitnessStatement['keys']>>(
    `SELECT number, (convert_from(bytes, 'UTF8')::jsonb->>'epoch')::int AS epoch, hash, signature FROM exchange.partner_manifest
      WHERE partner = $1 AND part = $2 AND signature IS NOT NULL ORDER BY number DESC LIMIT 1`,
    [partner, part],
  );
  return rows[0] ?? null;
}

async function heldChain(from: Queryable, partner: string): Promise<string[]> {
  const { rows } = await from.query<{ manifest: string }>(
    `SELECT convert_from(bytes, 'UTF8') AS manifest FROM exchange.partner_manifest
      WHERE partner = $1 AND part = 'keys' ORDER BY number DESC LIMIT ${CHAIN_LINKS_MAX}`,
    [partner],
  );
  return rows.map((row) => row.manifest).toReversed();
}
