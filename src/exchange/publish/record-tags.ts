import { randomBytes } from 'node:crypto';
import { recordTag, TAG_SECRET_BYTES } from '../../sealed/index.ts';
import type { Queryable } from '../../store/index.ts';

/** 32 random bytes per partner and epoch, known to us alone: record tags follow from them and go with them. */
export async function tagSecret(from: Queryable, partner: string, epoch: number): Promise<Uint8Array> {
  await from.query(
    'INSERT INTO exchange.tag_secret (partner, epoch, secret) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING',
    [partner, epoch, randomBytes(TAG_SECRET_BYTES)],
  );
  const { rows } = await from.query<{ secret: Uint8Array }>(
    'SELECT secret FROM exchange.tag_secret WHERE partner = $1 AND epoch = $2',
    [partner, epoch],
  );
  const secret = rows[0]?.secret;
  if (secret === undefined) throw new Error('assertion failed: a secret that was just written is there');
  return new Uint8Array(secret);
}

/** The tags that records bear in their families, each worked out once. */
export function recordTagsUnder(secret: Uint8Array): (entityId: string, family: string) => Uint8Array {
  const known = new Map<string, Uint8Array>();
  return (entityId, family) => {
    const name = `${entityId}\n${family}`;
    const made = known.get(name) ?? recordTag(secret, entityId, family);
    known.set(name, made);
    return made;
  };
}
