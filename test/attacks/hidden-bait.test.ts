import { createHmac } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { concatBytes, sha256 } from '../../src/base/index.ts';
import {
  type AuditAnswer,
  detectionChance,
  drawSamples,
  openSegmentFiles,
  readPartnerIndex,
  type SegmentsFinding,
  verifyAudit,
} from '../../src/exchange/index.ts';
import { KEY_VERSION } from '../../src/match/index.ts';
import { openSealerOf } from '../../src/open-sealer.ts';
import {
  buildSegment,
  createIndexBuilder,
  HEADER_BYTES,
  keyInput,
  openSegment,
  paddingSeedFor,
  readKeptTags,
  rebuildSegment,
  sealTags,
  segmentHash,
  sortTags,
  tagMany,
} from '../../src/sealed/index.ts';
import { type Audit, audit } from '../town/audits.ts';
import { link, person, row, thing } from '../town/rows.ts';
import { agenciesOf } from '../town/story.ts';
import { buildTown, type Town, type TownMember } from '../town/town.ts';
import { askForHits } from '../town/work.ts';

const NUMBERS = Array.from({ length: 70 }, (_, at) => `+336399815${String(at).padStart(2, '0')}`);
const BAIT = '+33639989999';
const suspectWith = (number: string) =>
  row(
    `row ${number}`,
    [
      person(`person ${number}`, 'suspect', [
        ['name', `Bearer Velhane ${number.slice(-2)}`],
        ['birth-date', `19${number.slice(-2)}-03-04`],
      ]),
      thing(`phone ${number}`, 'phone', [['number', number]]),
    ],
    [link(`person ${number}`, 'uses', `phone ${number}`)],
  );

type SegmentShape = Parameters<typeof rebuildSegment>[0];

const faultsOf = ({ result }: Audit): Record<string, string> =>
  Object.fromEntries(
    result.lists.flatMap(({ keyClass, fault }: SegmentsFinding) =>
      fault === null ? [] : [[keyClass, fault]],
    ),
  );

describe('bait that is hidden in a segment', () => {
  let town: Town;
  let jpn: TownMember;
  let crp: TownMember;
  beforeAll(async () => {
    town = await buildTown(agenciesOf('jpn', 'crp'));
    [jpn, crp] = [town.member('jpn'), town.member('crp')];
    for (const count of [40, 43, 70]) {
      await crp.load(NUMBERS.slice(0, count).map(suspectWith));
      await town.publish();
    }
    // One goes: a tombstone covers it from now on.
    await crp.load(NUMBERS.slice(1).map(suspectWith));
    await town.publish();
  }, 240_000);
  afterAll(() => town[Symbol.asyncDispose]());

  /** What a dishonest owner has in hand of one of its live segments, and how it puts another in its place. */
  async function swap(
    change: (own: {
      readonly tags: Uint8Array;
      readonly bait: Uint8Array;
      readonly seed: Uint8Array;
      readonly name: Uint8Array;
      readonly shape: SegmentShape;
    }) => { readonly segment: Uint8Array; readonly tags: Uint8Array },
    kind: 'base' | 'delta',
  ): Promise<void> {
    const { rows } = await crp.database.query<{ hash: string; epoch: number; bits: 32 | 64; count: number }>(
      `SELECT hash, epoch, bits, count FROM exchange.own_segment WHERE partner = 'jpn' AND key_class = 'communication' AND kind = $1
        ORDER BY sequence DESC LIMIT 1`,
      [kind],
    );
    const [{ hash, epoch, bits, count } = { hash: '', epoch: 1, bits: 64 as const, count: 0 }] = rows;
    const shape = { keyClass: 'communication', kind, bits, count } as const;
    const sealer = await openSealerOf(crp.config, crp.agency.agreement, () => {});
    const files = openSegmentFiles(join(crp.config.data, 'segments'));
    const key = await sealer.tagsKey(epoch);
    const about = `crp jpn ${epoch} communication`;
    const path = files.tagsPath('jpn', hash);
    const { name, tags } = readKeptTags({ key, about }, { hash, path });
    const salts = await crp.database.query<{ salt: Uint8Array }>(
      `SELECT salt FROM exchange.partner_salt WHERE partner = 'jpn'`,
    );
    const seeds = await crp.database.query<{ seed: Uint8Array }>(
      'SELECT seed FROM exchange.padding_seed WHERE epoch = $1',
      [epoch],
    );
    await using builder = createIndexBuilder({ workers: 1 });
    const inputs = [keyInput(KEY_VERSION, 'phone', BAIT)];
    const output = await sealer.build({ epoch, keyClass: 'communication', inputs }, builder);
    const bait = tagMany(new Uint8Array(salts.rows[0]?.salt ?? []), output);
    const seed = paddingSeedFor(new Uint8Array(seeds.rows[0]?.seed ?? []), 'jpn');
    const before = rebuildSegment(shape, { seed, name, tags });
    expect(segmentHash(before)).toBe(hash);
    const swapped = change({ tags, bait, seed, name, shape });
    const after = segmentHash(swapped.segment);
    await files.keep('jpn', {
      hash: after,
      segment: swapped.segment,
      tags: sealTags(key, `${about}\n${after}`, swapped.tags, name),
    });
    await crp.database.query(
      `UPDATE exchange.own_segment SET hash = $2, bytes = $3 WHERE partner = 'jpn' AND hash = $1`,
      [hash, after, swapped.segment.length],
    );
  }

  /** Announces whatever lies there by loading one more record, and has all lists shown. */
  let loaded = 0;
  async function announced(): Promise<Audit> {
    loaded += 1;
    const more = Array.from({ length: loaded }, (_, at) =>
      suspectWith(`+336399816${String(at).padStart(2, '0')}`),
    );
    await crp.load([...NUMBERS.slice(1).map(suspectWith), ...more]);
    await town.publish();
    return audit(town, crp, 'segments');
  }

  /** The owner puts things right again: the class is evaluated and built anew. */
  async function repair(): Promise<void> {
    await crp.database.query(
      `UPDATE exchange.own_segment SET hash = encode(sha256(hash::bytea), 'hex') WHERE key_class = 'communication'`,
    );
    expect(faultsOf(await announced())).toEqual({});
  }

  it('is not there in an honest index: each segment is keys, committed padding and nothing else', async () => {
    const { result } = await announced();
    expect(result.ok).toBe(true);
    expect(result.counts.accounted).toBe(6);
    const { rows } = await crp.database.query<{ keyClass: string; count: number }>(
      `SELECT key_class AS "keyClass", count(*)::int AS count FROM exchange.published_key GROUP BY 1`,
    );
    for (const { keyClass, count } of rows)
      expect(result.lists.find((list) => list.keyClass === keyClass)).toMatchObject({
        keys: count,
        opened: count,
      });
    const index = await readPartnerIndex(jpn.database, 'crp');
    const shown = index?.segments.segments.filter(({ keyClass }) => keyClass === 'communication') ?? [];
    const { segments, padding } = result.lists.find(({ keyClass }) => keyClass === 'communication') ?? {};
    expect(segments).toBe(shown.length);
    expect(shown.some(({ kind }) => kind === 'tombstone')).toBe(true);
    expect(padding).toBeGreaterThan(0);
  }, 240_000);

  it('is found in the padding of a delta, where the partner has a hit on it', async () => {
    await announced();
    await swap(({ tags, bait, shape }) => {
      const padding = Array.from({ length: shape.count - tags.length / 16 - 1 }, (_, at) =>
        createHmac('sha256', 'padding').update(String(at)).digest().subarray(0, 16),
      );
      const all = concatBytes(tags, bait, ...padding);
      return {
        segment: buildSegment({ ...shape, tags: all }),
        tags,
      };
    }, 'delta');
    const found = await announced();
    expect(await askForHits(town, jpn, BAIT)).toHaveLength(1);
    expect(faultsOf(found)).toEqual({ communication: 'segment-differs' });
    expect(found.result.ok).toBe(false);
    await repair();
  }, 240_000);

  it('is found where it is called a key: the ledger has not published as many', async () => {
    await announced();
    await swap(({ tags, bait, seed, name, shape }) => {
      const all = sortTags(concatBytes(tags, bait));
      return { segment: rebuildSegment(shape, { seed, name, tags: all }), tags: all };
    }, 'delta');
    const found = await announced();
    expect(await askForHits(town, jpn, BAIT)).toHaveLength(1);
    expect(faultsOf(found)).toEqual({ communication: 'balance-differs' });
    await repair();
  }, 240_000);

  it('is found in the place of a key when its tag is drawn', async () => {
    await swap(({ tags, bait, seed, name, shape }) => {
      const all = sortTags(concatBytes(tags.subarray(16), bait));
      return { segment: rebuildSegment(shape, { seed, name, tags: all }), tags: all };
    }, 'base');
    const found = await announced();
    // Fewer than 300 keys: every one is opened. Of more, one in a hundred is found with 95 %, one in a thousand with 26 %.
    expect(faultsOf(found)).toEqual({ communication: 'tag-unexplained' });
    expect(detectionChance(1_000_000, 300, 0.01)).toBeCloseTo(0.951, 3);
    expect(detectionChance(1_000_000, 300, 0.001)).toBeCloseTo(0.259, 3);
    await repair();
  }, 240_000);

  it('is found in the free cells of a filter', async () => {
    await swap(({ tags, seed, name, shape }) => {
      // One byte of a cell that no key needs, and a checksum that fits.
      const honest = rebuildSegment(shape, { seed, name, tags });
      const other = Array.from({ length: honest.length - HEADER_BYTES - 32 }, (_, at) => {
        const content = honest.slice(0, -32);
        content[HEADER_BYTES + at] = (content[HEADER_BYTES + at] ?? 0) ^ 1;
        return concatBytes(content, sha256(content));
      }).find((bytes) => openSegment(bytes).which(tags).length === tags.length / 16);
      if (other === undefined) throw new Error('an eighth of the cells is free');
      return { segment: other, tags };
    }, 'base');
    expect(faultsOf(await announced())).toEqual({ communication: 'segment-differs' });
    await repair();
  }, 240_000);

  it('cannot be talked away: another seed, salt, name, manifest or list of tags leads nowhere', async () => {
    const whole = await announced();
    const { found, manifests, request, requestHash, answer } = whole;
    type Segments = Extract<AuditAnswer['answers'][number], { state: 'segments' }>;
    const faults = (change: (shown: Segments) => Partial<Segments>): readonly (string | null)[] => {
      const answers = answer.answers.map((shown) =>
        shown.state === 'segments' && shown.place === 1 ? { ...shown, ...change(shown) } : shown,
      );
      const { lists, ok } = verifyAudit(found, request, requestHash, { ...answer, answers }, manifests);
      expect(ok).toBe(false);
      return lists.flatMap(({ fault }) => (fault === null ? [] : [fault]));
    };
    const other = 'A'.repeat(43);
    expect(faults(() => ({ padding: other }))).toEqual(['seed-differs']);
    expect(faults(() => ({ salt: other }))).toEqual(['tag-unexplained']);
    expect(faults(() => ({ opened: [] }))).toEqual(['tag-unexplained']);
    expect(faults(({ opened }) => ({ opened: opened.map((one) => ({ ...one, element: other })) }))).toEqual([
      'tag-unexplained',
    ]);
    expect(faults(({ opened }) => ({ opened: opened.map((one) => ({ ...one, value: BAIT })) }))).toEqual([
      'tag-unexplained',
    ]);
    expect(faults(({ manifest }) => ({ manifest: manifest.slice(4) }))).toEqual(['manifest-differs']);
    expect(faults(({ segments }) => ({ segments: segments.slice(1) }))).toEqual(['segment-not-shown']);
    const tagsOf = (change: (tags: string) => string) =>
      faults(({ segments }) => ({ segments: segments.map((one) => ({ ...one, tags: change(one.tags) })) }));
    for (const change of [
      () => '',
      (tags: string) => tags.slice(4),
      (tags: string) => `${tags}${'A'.repeat(44)}`,
      (tags: string) => `${tags.slice(0, 64)}${tags.slice(0, 64)}`,
      () => 'A'.repeat(64 * 3_000),
    ])
      expect(tagsOf(change)).toEqual(['segment-differs']);
    expect(
      faults(({ segments }) => ({ segments: segments.map((one) => ({ ...one, name: 'A'.repeat(22) })) })),
    ).toEqual(['segment-differs']);
    // An index that an older version began was built without the seed: nothing of it is drawn.
    const late = found.map((one) => (one.kind === 'padding-seed' ? { ...one, index: one.index + 1 } : one));
    const nonce = sha256(new Uint8Array(1));
    expect(() => drawSamples(late, { what: 'segments', nonce, samples: 5, manifests })).toThrow(
      expect.objectContaining({ code: 'audit-nothing-committed' }) as Error,
    );
    const left = answer.answers.slice(1);
    const { counts } = verifyAudit(found, request, requestHash, { ...answer, answers: left }, manifests);
    expect(counts).toMatchObject({ accounted: 5, 'not-shown': 1 });
  }, 240_000);

  it('is looked for in what was offered when the lists were drawn, also when that was merged away since', async () => {
    await crp.load(NUMBERS.slice(5).map(suspectWith));
    await town.publish();
    const before = await audit(town, crp, 'segments');
    const [list] = before.result.lists.filter(({ keyClass }) => keyClass === 'communication');
    expect(list?.segments).toBeGreaterThan(1);
    town.clock.advance(5 * 86_400_000);
    expect(await crp.agency.exchange.merge()).toBeGreaterThan(0);
    await town.settle();
    const again = await audit(town, crp, 'segments', { as: before.request });
    expect(again.result.counts.accounted).toBe(6);
    // What a merge offers is accounted for as well.
    expect((await audit(town, crp, 'segments')).result.ok).toBe(true);
  }, 240_000);
});
