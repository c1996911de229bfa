import { CodedError } from '../../base/index.ts';
import { openMessage } from '../../wire/index.ts';
import { type ExchangeContext, partnersOf } from '../context.ts';
import { ExchangeError } from '../errors.ts';
import { parseBody, type WitnessStatement, witnessStatement } from '../messages.ts';
import { fetchManifestFile } from '../follow/partner-chain.ts';
import { judgeKeysTold } from './keys-told.ts';
import { judgeStatement } from './restore-notice.ts';

/** A partner that takes longer counts as silent for now: a start waits for nobody. */
const HEAR_TIMEOUT_MS = 4_000;

/**
 * Asks every partner what it holds of us, and stops asking and answering where one shows a newer word than our state knows.
 * Gives back the partners that could not be reached.
 */
export async function hearPartners(context: ExchangeContext, chain = false): Promise<readonly string[]> {
  const ids = partnersOf(context).map((partner) => partner.id);
  const reached = await Promise.all(ids.map((id) => ask(context, id, chain)));
  // One after the other: the first that shows something newer is the one that is written down.
  for (const id of ids) await judge(context, id);
  return ids.filter((_, at) => reached[at] !== true);
}

/** One partner, before it is handed anything; false when it cannot be reached. */
export async function hearPartner(context: ExchangeContext, partner: string): Promise<boolean> {
  if (!(await ask(context, partner, false))) return false;
  await judge(context, partner);
  return true;
}

async function judge(context: ExchangeContext, partner: string): Promise<void> {
  const heard = context.restore.heard.get(partner) ?? null;
  if (heard === null) return;
  await judgeStatement(context, partner, heard);
  await judgeKeysTold(context, partner, heard.told);
}

/** Whether the partner answered at all. An answer that cannot be read shows nothing: nobody is stopped by it. */
async function ask(context: ExchangeContext, partner: string, chain: boolean): Promise<boolean> {
  const { heard } = context.restore;
  try {
    heard.set(partner, await fetchStatement(context, partner, chain));
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    heard.delete(partner);
    if (error.code === 'partner-down' || error.code === 'partner-busy') return false;
    context.log('witness-not-understood', { partner, code: error.code });
    heard.set(partner, null);
  }
  return true;
}

async function fetchStatement(
  context: ExchangeContext,
  partner: string,
  chain: boolean,
): Promise<WitnessStatement> {
  const path = chain ? 'witness/chain' : 'witness';
  const bytes = await fetchManifestFile(context, partner, path, { timeoutMs: HEAR_TIMEOUT_MS });
  const opened = openMessage({
    keys: context.keys,
    agreement: context.agreement(),
    self: context.agencyId,
    bytes,
    now: context.clock.now(),
  });
  if (opened.header.from !== partner || opened.header.kind !== 'witness-statement')
    throw new ExchangeError(
      'message-malformed',
      'the partner answered with something other than its statement',
    );
  return parseBody(witnessStatement, opened.body);
}
