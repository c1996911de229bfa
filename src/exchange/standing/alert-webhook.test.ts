import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readWebhookKey, webhookSignature } from './alert-webhook.ts';

const folder = mkdtempSync(join(tmpdir(), 'entente-webhook-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const keyIn = (text: string): Uint8Array => {
  const file = join(folder, 'alert.key');
  writeFileSync(file, text);
  return readWebhookKey(file);
};

describe('the signature of a webhook', () => {
  it('is the one that other libraries of Standard Webhooks verify', () => {
    // From the tests of the reference libraries.
    const key = keyIn('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n');
    expect(webhookSignature(key, 'msg_p5jXN8AQM9LWM0D4loKWxJek', 1_614_265_330, '{"test": 2432232314}')).toBe(
      'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    );
  });
});

describe('the key file of a webhook', () => {
  it('holds 24 to 64 bytes in base64, with or without its prefix', () => {
    expect(keyIn(Buffer.alloc(24, 1).toString('base64'))).toEqual(new Uint8Array(24).fill(1));
    expect(keyIn(`whsec_${Buffer.alloc(64, 1).toString('base64')}`)).toHaveLength(64);
  });

  it.each([
    ['is empty', ''],
    ['is too short', Buffer.alloc(23).toString('base64')],
    ['is too long', Buffer.alloc(65).toString('base64')],
    ['is no base64', '-'.repeat(40)],
    ['never ends', 'A'.repeat(100_000)],
  ])('is refused when it %s', (_, text) => {
    expect(() => keyIn(text)).toThrow(expect.objectContaining({ code: 'webhook-key-invalid' }));
  });

  it('is refused when it is not there', () => {
    expect(() => readWebhookKey(join(folder, 'nowhere'))).toThrow(
      expect.objectContaining({ code: 'webhook-key-invalid' }),
    );
  });
});
