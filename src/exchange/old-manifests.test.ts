import { createHash, randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { freshDatabase } from '../../test/harness/database.ts';
import { ManualClock } from '../base/index.ts';
import { KEY_CLASSES } from '../model/index.ts';
import { manifestBytes, manifestHash, type SegmentsManifest } from '../sealed/index.ts';
import type { Database } from '../store/index.ts';
import { forgetOldManifests } from './old-manifests.ts';

const BEAT_MS = 5_000;
/** Six hours of beats of five seconds, each with news. */
const BEATS = 4_320;
const BATCH = 480;
const LIVE_A_CLASS = 8;

describe('the manifests of some thousand beats', () => {
  it('weigh kilobytes each while they are whole, a few hundred bytes as places, and then nothing', async () => {
    await using database = await freshDatabase();
    const clock = new ManualClock(new Date('2026-11-01T00:00:00.000Z'));
    await fillDay(database, clock);
    const whole = await bytesABeat(database);
    expect(Math.min(...whole)).toBeGreaterThan(3_000);
    clock.advance(27 * 3_600_000);
    await forgetOldManifests({ database, clock });
    // 4.4 KB whole, 229 and 224 bytes as places; of 17,280 beats a day that is 76 MB, and 4.
    const [own, held] = await bytesABeat(database);
    expect(own).toBeLessThan(350);
    expect(held).toBeLessThan(460);
    clock.advance(20 * 86_400_000);
    await forgetOldManifests({ database, clock });
    for (const table of ['own_manifest', 'partner_manifest'])
      expect((await database.query(`SELECT number FROM exchange.${table}`)).rows).toEqual([
        { number: BEATS },
      ]);
  });
});

/** A day of beats, each with a manifest of forty live segments that names the one before. */
async function fillDay(database: Database, clock: ManualClock): Promise<void> {
  let previous: string | null = null;
  const live = KEY_CLASSES.flatMap((keyClass) =>
    Array.from({ length: LIVE_A_CLASS }, () => ({ keyClass, hash: randomBytes(32).toString('hex') })),
  );
  for (let from = 1; from <= BEATS; from += BATCH) {
    const rows: { number: number; bytes: Uint8Array; hash: string; at: Date }[] = [];
    for (let number = from; number < from + BATCH; number += 1) {
      // A new segment at each beat takes the place of an old one, in turn.
      const changed = live[number % live.length];
      if (changed !== undefined) changed.hash = createHash('sha256').update(String(number)).digest('hex');
      const bytes = manifestBytes(manifestOf(number, previous, live, clock.now()));
      previous = manifestHash(bytes);
      rows.push({ number, bytes, hash: previous, at: clock.now() });
      clock.advance(BEAT_MS);
    }
    const columns = [
      rows.map((row) => row.number),
      rows.map((row) => Buffer.from(row.bytes)),
      rows.map((row) => row.hash),
      rows.map((row) => row.at),
    ];
    await database.query(
      `INSERT INTO exchange.own_manifest (partner, part, number, epoch, bytes, hash, issued_at)
       SELECT 'crp', 'segments', n, 1, b, h, a FROM unnest($1::int[], $2::bytea[], $3::text[], $4::timestamptz[]) AS r (n, b, h, a)`,
      columns,
    );
    await database.query(
      `INSERT INTO exchange.partner_manifest (partner, part, number, bytes, hash, received_at, signature)
       SELECT 'crp', 'segments', n, b, h, a, repeat('x', 86) FROM unnest($1::int[], $2::bytea[], $3::text[], $4::timestamptz[]) AS r (n, b, h, a)`,
      columns,
    );
  }
  await database.query(
    `INSERT INTO exchange.partner_state (partner, epoch, number, keys_number, issued_at, salt, checked_at, complete, confirmed_number)
     VALUES ('crp', 1, $1, 1, $2, '\\x00', $2, true, $1)`,
    [BEATS, clock.now()],
  );
}

function manifestOf(
  number: number,
  previous: string | null,
  live: readonly { readonly keyClass: (typeof KEY_CLASSES)[number]; readonly hash: string }[],
  issuedAt: Date,
): SegmentsManifest {
  return {
    part: 'segments',
    version: 1,
    party: 'jpn',
    number,
    previous,
    partner: 'crp',
    epoch: 1,
    issuedAt: issuedAt.toISOString(),
    rules: Object.fromEntries(KEY_CLASSES.map((keyClass) => [keyClass, []])) as never,
    segments: live.map(({ keyClass, hash }, at) => ({
      hash,
      keyClass,
      kind: 'delta',
      bits: 64,
      count: 16,
      bytes: 164,
      sequence: at + 1,
    })),
    coverage: { recordsWithoutKeysBucket: 'under-100' },
  };
}

/** What a manifest takes on disk of the own ones and of a partner's, with the indexes, once the database has tidied up for itself. */
async function bytesABeat(database: Database): Promise<readonly [number, number]> {
  const sizes: number[] = [];
  for (const table of ['own_manifest', 'partner_manifest']) {
    await database.query(`VACUUM FULL exchange.${table}`);
    const { rows } = await database.query<{ bytes: number }>(
      `SELECT pg_total_relation_size('exchange.${table}')::bigint AS bytes`,
    );
    sizes.push(Number(rows[0]?.bytes) / BEATS);
  }
  return [sizes[0] ?? 0, sizes[1] ?? 0];
}
