import { randomBytes } from 'node:crypto';
import { SALT_BYTES } from '../../sealed/index.ts';
import type { Queryable } from '../../store/index.ts';

/** 32 random bytes per partner and epoch: they reach that partner sealed, and nobody else. */
export async function partnerSalt(from: Queryable, partner: string, epoch: number): Promise<Uint8Array> {
  await from.query(
    'INSERT INTO exchange.partner_salt (partner, epoch, salt) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING',
    [partner, epoch, randomBytes(SALT_BYTES)],
  );
  const { rows } = await from.query<{ salt: Uint8Array }>(
    'SELECT salt FROM exchange.partner_salt WHERE partner = $1 AND epoch = $2',
    [partner, epoch],
  );
  const salt = rows[0]?.salt;
  if (salt === undefined) throw new Error('assertion failed: a salt that was just written is there');
  return new Uint8Array(salt);
}
