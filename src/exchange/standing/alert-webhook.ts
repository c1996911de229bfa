import { createHmac } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';
import { declareFaultPoint, reach } from '../../base/index.ts';
import { enqueue, type Job, type JobHandler, type Transaction, write } from '../../store/index.ts';
import type { ExchangeContext } from '../context.ts';
import { ExchangeError } from '../errors.ts';

const WEBHOOK_ANSWERED = declareFaultPoint('exchange/alert-webhook-answered');

/** The machine that is told of alerts: where, and the secret that both sides know. */
export interface AlertWebhook {
  readonly url: string;
  readonly key: Uint8Array;
}

type Parts = Pick<ExchangeContext, 'database' | 'clock' | 'agencyId' | 'log'>;

export const ALERT_JOB = 'exchange/alert-webhook';

const KEY_FILE_BYTES_MAX = 1_024;
/** Standard Webhooks, "Symmetric": between 24 and 64 random bytes. */
const KEY_BYTES_MIN = 24;
const KEY_BYTES_MAX = 64;
const ANSWER_WITHIN_MS = 5_000;
/** After this nobody is helped by being told; the alert stands at the desk all the same. */
const GIVE_UP_MS = 24 * 3_600_000;

/** The secret in a file: `whsec_` and base64, or base64 alone; throws `webhook-key-invalid`. */
export function readWebhookKey(file: string): Uint8Array {
  const text = readStart(file).trim();
  const base64 = text.startsWith('whsec_') ? text.slice('whsec_'.length) : text;
  const key = new Uint8Array(Buffer.from(base64, 'base64'));
  const isBase64 = /^[A-Za-z0-9+/]+={0,2}$/.test(base64);
  if (!isBase64 || key.length < KEY_BYTES_MIN || key.length > KEY_BYTES_MAX)
    throw new ExchangeError(
      'webhook-key-invalid',
      `the key file of the alert webhook holds ${KEY_BYTES_MIN} to ${KEY_BYTES_MAX} random bytes in base64`,
    );
  return key;
}

function readStart(file: string): string {
  let handle: number;
  try {
    handle = openSync(file, 'r');
  } catch (cause) {
    throw new ExchangeError('webhook-key-invalid', 'the key file of the alert webhook cannot be opened', {
      cause,
    });
  }
  try {
    const bytes = Buffer.alloc(KEY_FILE_BYTES_MAX);
    return bytes.subarray(0, readSync(handle, bytes, 0, bytes.length, 0)).toString('latin1');
  } finally {
    closeSync(handle);
  }
}

/** Standard Webhooks, "Signature scheme": `v1,` and the base64 of HMAC-SHA256 over id ‖ `.` ‖ Unix seconds ‖ `.` ‖ the exact body. */
export function webhookSignature(key: Uint8Array, id: string, seconds: number, body: string): string {
  return `v1,${createHmac('sha256', key).update(`${id}.${seconds}.${body}`).digest('base64')}`;
}

/** Adds the job that tells the machine, in the transaction that raises the alert. */
export async function enqueueAlert(tx: Transaction, alertId: string): Promise<void> {
  await enqueue(tx, { kind: ALERT_JOB, payload: { alertId }, key: alertId });
}

/**
 * Tells the machine of one alert: that there is one, at which agency and since when. Nothing of whom, of what, or of which partner.
 * Every attempt has the same id and body, so that the receiver takes it once; throws while it is not taken, to be run again.
 */
export function alertJob(parts: Parts, webhook: AlertWebhook): JobHandler {
  return async (job, tx) => {
    const alertId = alertOf(job);
    const { rows } = await tx.query<{ raised_at: Date }>(
      `SELECT raised_at FROM exchange.alert WHERE id = $1 AND delivery = 'waiting'`,
      [alertId],
    );
    const [alert] = rows;
    if (alert === undefined) return undefined;
    const now = parts.clock.now();
    if (now.getTime() - alert.raised_at.getTime() > GIVE_UP_MS) {
      await write(tx, `UPDATE exchange.alert SET delivery = 'given-up' WHERE id = $1`, [alertId]);
      parts.log('alert-not-sent', { alert: alertId });
      return undefined;
    }
    await tell(parts, webhook, alertId, alert.raised_at);
    reach(WEBHOOK_ANSWERED);
    await write(
      tx,
      `UPDATE exchange.alert SET delivery = 'sent', delivery_code = NULL, delivered_at = $2 WHERE id = $1`,
      [alertId, now],
    );
    return undefined;
  };
}

function alertOf(job: Job): string {
  return String(job.payload['alertId']);
}

async function tell(parts: Parts, webhook: AlertWebhook, id: string, raisedAt: Date): Promise<void> {
  const body = JSON.stringify({
    type: 'alert.raised',
    timestamp: raisedAt.toISOString(),
    data: { agency: parts.agencyId, alert: id },
  });
  const seconds = Math.floor(parts.clock.now().getTime() / 1_000);
  const code = await post(webhook.url, body, {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': String(seconds),
    'webhook-signature': webhookSignature(webhook.key, id, seconds, body),
  });
  if (code === null) return;
  // Beside the job's own transaction, which will be rolled back.
  await parts.database.query('UPDATE exchange.alert SET delivery_code = $2 WHERE id = $1', [id, code]);
  throw new ExchangeError(code, 'the machine that is told of alerts did not take one; it is told again');
}

/** Null when it was taken. What the machine answers is not read: its status is all there is to know. */
async function post(
  url: string,
  body: string,
  headers: Readonly<Record<string, string>>,
): Promise<'webhook-refused' | 'webhook-unreachable' | null> {
  try {
    const signal = AbortSignal.timeout(ANSWER_WITHIN_MS);
    const answer = await fetch(url, { method: 'POST', body, headers, signal, redirect: 'error' });
    await answer.body?.cancel();
    return answer.ok ? null : 'webhook-refused';
  } catch {
    return 'webhook-unreachable';
  }
}
