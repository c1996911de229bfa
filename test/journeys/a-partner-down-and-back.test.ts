import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { manifestBytes, manifestHash, parseSegmentsManifest } from '../../src/sealed/index.ts';
import { agenciesOf, STORY_PHONE } from '../town/story.ts';
import { buildTown, type TownMember } from '../town/town.ts';
import { askForHits, copiesAt, discloseAll, request, requestOf } from '../town/work.ts';

const MINUTE = 60_000;

describe('a partner that is down and comes back', () => {
  it('gets the request that was stored meanwhile, once, and its answer waits for the asker in the same way', async () => {
    await using town = await buildTown(agenciesOf('jpn', 'crp'));
    const jpn = town.member('jpn');
    const crp = town.member('crp');
    const [hit] = await askForHits(town, jpn, STORY_PHONE);
    if (hit === undefined) throw new Error('no hit');

    await crp.stop();
    const id = await request(town, jpn, hit);
    expect(await requestOf(jpn, id)).toMatchObject({ state: 'sending' });
    await crp.start();
    town.clock.advance(MINUTE);
    await town.settle();
    expect(await requestOf(jpn, id)).toMatchObject({ state: 'waiting' });
    const { rows } = await crp.database.query('SELECT id FROM exchange.request');
    expect(rows).toEqual([{ id }]);

    await jpn.stop();
    await discloseAll(town, crp, id);
    await jpn.start();
    town.clock.advance(10 * MINUTE);
    await town.settle();
    expect(await requestOf(jpn, id)).toMatchObject({ state: 'disclosed' });
    expect(await copiesAt(town, jpn)).toMatchObject([{ owner: 'crp', requestId: id }]);
  }, 300_000);

  it('is not asked beyond the life of a question: it stands as not answered, and the partner never hears of it', async () => {
    await using town = await buildTown(agenciesOf('jpn', 'crp', 'ard'));
    const jpn = town.member('jpn');
    const crp = town.member('crp');
    await crp.stop();
    const id = await jpn.ask(STORY_PHONE);
    await town.settle();
    expect((await jpn.question(id)).answers).toMatchObject([
      { partner: 'ard', state: 'no-hit' },
      { partner: 'crp', state: 'waiting' },
    ]);
    // A question lives for 15 minutes.
    town.clock.advance(16 * MINUTE);
    await town.settle();
    expect((await jpn.question(id)).answers).toMatchObject([
      { partner: 'ard', state: 'no-hit' },
      { partner: 'crp', state: 'not-answered', code: 'not-answered-in-time' },
    ]);
    await crp.start();
    town.clock.advance(MINUTE);
    await town.settle();
    expect((await crp.database.query('SELECT 1 FROM exchange.asked')).rowCount).toBe(0);
    // Asked anew, it answers.
    expect(await askForHits(town, jpn, STORY_PHONE)).toMatchObject([{ partner: 'crp' }]);
  }, 300_000);

  it('was away while its partner announced more than 500 times: it follows all of them, and asks again', async () => {
    await using town = await buildTown(agenciesOf('jpn', 'crp'));
    const jpn = town.member('jpn');
    const crp = town.member('crp');
    await jpn.stop();
    const last = await announceAgain(crp, 'jpn', 600);
    await jpn.start();
    expect(await jpn.agency.exchange.refreshPartners()).toEqual({ complete: 1, total: 1 });
    const { rows } = await jpn.database.query(
      `SELECT count(*)::int AS links, max(number) AS last FROM exchange.partner_manifest WHERE partner = 'crp' AND part = 'segments'`,
    );
    expect(rows).toEqual([{ links: last, last }]);
    expect(await askForHits(town, jpn, STORY_PHONE)).toMatchObject([{ partner: 'crp' }]);
  }, 300_000);

  it('has its answer read later when its new segments cannot be fetched at once', async () => {
    await using town = await buildTown(agenciesOf('jpn', 'crp'));
    const jpn = town.member('jpn');
    const crp = town.member('crp');
    const id = await jpn.ask(STORY_PHONE);
    await town.settle();
    // As if jpn had stopped with the answer stored and not read, and lost its copies of the segments.
    const { rows } = await crp.database.query<{ answer: Uint8Array }>(
      `SELECT answer FROM wire.inbox WHERE kind = 'match-query'`,
    );
    await jpn.database.query(`UPDATE exchange.question_partner SET state = 'waiting', answer = $1`, [
      rows[0]?.answer,
    ]);
    await jpn.database.query('DELETE FROM exchange.hit');
    await jpn.stop();
    rmSync(join(jpn.config.data, 'segments', 'from'), { recursive: true });
    await crp.stop();
    await jpn.start();
    await town.settle();
    expect((await jpn.question(id)).answers).toMatchObject([{ state: 'waiting' }]);

    await crp.start();
    await jpn.agency.exchange.refreshPartners();
    await town.settle();
    expect((await jpn.question(id)).answers).toMatchObject([{ state: 'hit', hits: 1 }]);
  }, 300_000);
});

/** The partner's part of the chain goes on by so many manifests over the same segments; gives back the last number. */
async function announceAgain(owner: TownMember, partner: string, times: number): Promise<number> {
  const { rows } = await owner.database.query<{ number: number; epoch: number; bytes: Uint8Array }>(
    `SELECT number, epoch, bytes FROM exchange.own_manifest WHERE partner = $1 AND part = 'segments' ORDER BY number DESC LIMIT 1`,
    [partner],
  );
  const [last] = rows;
  if (last === undefined) throw new Error('nothing was announced');
  const manifest = parseSegmentsManifest(new Uint8Array(last.bytes));
  let previous: Uint8Array = new Uint8Array(last.bytes);
  for (let number = last.number + 1; number <= last.number + times; number += 1) {
    previous = manifestBytes({ ...manifest, number, previous: manifestHash(previous) });
    await owner.database.query(
      `INSERT INTO exchange.own_manifest (partner, part, number, epoch, bytes, hash, issued_at) VALUES ($1, 'segments', $2, $3, $4, $5, $6)`,
      [partner, number, last.epoch, previous, manifestHash(previous), manifest.issuedAt],
    );
  }
  return last.number + times;
}
