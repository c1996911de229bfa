import { createHmac } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { concatBytes, sha256 } from '../../src/base/index.ts';
import {
  type AuditAnswer,
  auditAnswer,
  type KnownSubject,
  openSegmentFiles,
  pairsBalance,
  parseAuditFile,
  readPartnerIndex,
  type SegmentsFault,
  verifyAudit,
} from '../../src/exchange/index.ts';
import { emptySubject, KEY_VERSION } from '../../src/match/index.ts';
import { MIGRATION_PLAN } from '../../src/migration-plan.ts';
import { openSealerOf } from '../../src/open-sealer.ts';
import {
  createIndexBuilder,
  ENTRY_BYTES,
  HEADER_BYTES,
  KEPT_VALUES,
  keyInput,
  paddingSeedFor,
  pairOutput,
  pairTag,
  readKeptValues,
  rebuildValues,
  sealTags,
  segmentHash,
  sortTags,
} from '../../src/sealed/index.ts';
import { migrate } from '../../src/store/index.ts';
import { type Audit, audit } from '../town/audits.ts';
import { link, person, row, thing } from '../town/rows.ts';
import { buildTown, type Town, type TownMember } from '../town/town.ts';
import { askForHits } from '../town/work.ts';

const FIRMS = ['Falohan', 'Quist Bakery', 'Garage Petit', 'Oriel Cleaning', 'Tamber Freight', 'Sorrel Taxi'];
/** A suspect of a common name, who belongs to a firm. */
const memberOf = (key: string, firm: string, year = '1990') =>
  row(
    key,
    [
      person(`p${key}`, 'suspect', [
        ['name', 'Ali Hassan'],
        ['birth-date', year],
      ]),
      thing(`f ${firm}`, 'organisation', [
        ['name', firm],
        ['country', 'BE'],
      ]),
    ],
    [link(`p${key}`, 'member-of', `f ${firm}`)],
  );
/** Ten of one name in one firm: two more than a pair has slots for. */
const CROWD = Array.from({ length: 10 }, (_, at) => memberOf(`c${at}`, 'Velhane Works', '1971'));
const HELD = [...FIRMS.map((firm, at) => memberOf(`h${at}`, firm)), ...CROWD];
/** Nobody of this name and year is in the firm: a pair of two half keys of which each is published, of different records. */
const BAIT: KnownSubject = {
  subject: {
    ...emptySubject('person'),
    names: ['Ali Hassan'],
    birthDates: ['1990'],
    employers: [{ name: 'Velhane Works', country: 'BE' }],
  },
  about: 'Ali Hassan',
  refs: {},
};

type Kind = 'base' | 'delta' | 'tombstone';
type ShownValues = Extract<AuditAnswer['answers'][number], { state: 'values' }>;
const listOf = ({ result }: Audit) => result.lists.find(({ keyClass }) => keyClass === 'half-keys');
const faultOf = (found: Audit): SegmentsFault | null | undefined => listOf(found)?.fault;

describe('bait that is hidden among the pairs of half keys', () => {
  let town: Town;
  let jpn: TownMember;
  let crp: TownMember;
  beforeAll(async () => {
    town = await buildTown([
      { id: 'jpn', country: 'BE', rows: [] },
      { id: 'crp', country: 'FR', rows: HELD },
    ]);
    [jpn, crp] = [town.member('jpn'), town.member('crp')];
    // Two go, one of them of the crowd: tombstones cover them from now on.
    await hold(HELD.filter((_, at) => at !== 1 && at !== HELD.length - 1));
  }, 240_000);
  afterAll(() => town[Symbol.asyncDispose]());

  let held = HELD;
  async function hold(rows: typeof HELD): Promise<void> {
    held = rows;
    await crp.load(rows);
    await town.publish();
  }
  /** Announces whatever lies there by loading one more record, and has the list shown. */
  let loaded = 0;
  async function announced(): Promise<Audit> {
    loaded += 1;
    await hold([...held, memberOf(`n${loaded}`, 'Falohan', String(1950 + loaded))]);
    return audit(town, crp, 'segments', { of: 'half-keys' });
  }
  const hits = () => askForHits(town, jpn, '', { subjects: [BAIT], partners: ['crp'] });

  interface Own {
    readonly entries: Uint8Array;
    /** Bait for all names beside the firm, as many entries as padding has room for. */
    readonly bait: Uint8Array;
    readonly room: number;
    readonly seed: Uint8Array;
    readonly name: Uint8Array;
    readonly shape: { readonly kind: Kind; readonly count: number };
  }

  /** What a dishonest owner has in hand of one of its live segments, and how it puts another in its place. */
  async function swap(
    kind: Kind,
    change: (own: Own) => { readonly segment: Uint8Array; readonly entries: Uint8Array },
  ): Promise<void> {
    const { rows } = await crp.database.query<{ hash: string; epoch: number; count: number }>(
      `SELECT hash, epoch, count FROM exchange.own_values WHERE partner = 'jpn' AND kind = $1 ORDER BY sequence DESC LIMIT 1`,
      [kind],
    );
    const [{ hash, epoch, count } = { hash: '', epoch: 1, count: 0 }] = rows;
    const sealer = await openSealerOf(crp.config, crp.agency.agreement, () => {});
    const files = openSegmentFiles(join(crp.config.data, 'segments'));
    const keeper = { key: await sealer.tagsKey(epoch), about: `crp jpn ${epoch} half-keys` };
    const { name, entries } = readKeptValues(keeper, { hash, path: files.tagsPath('jpn', hash) });
    const seed = paddingSeedFor(
      await secretOf('SELECT seed AS secret FROM exchange.padding_seed WHERE epoch = $1', epoch),
      'jpn',
    );
    const room = count - entries.length / ENTRY_BYTES;
    const bait = await baitEntries(epoch);
    const swapped = change({ entries, bait, room, seed, name, shape: { kind, count } });
    const after = segmentHash(swapped.segment);
    await files.keep('jpn', {
      hash: after,
      segment: swapped.segment,
      tags: sealTags(keeper.key, `${keeper.about}\n${after}`, swapped.entries, name, KEPT_VALUES),
    });
    await crp.database.query(
      `UPDATE exchange.own_values SET hash = $2, bytes = $3 WHERE partner = 'jpn' AND hash = $1`,
      [hash, after, swapped.segment.length],
    );
  }

  async function secretOf(query: string, epoch: number): Promise<Uint8Array> {
    const { rows } = await crp.database.query<{ secret: Uint8Array }>(query, [epoch]);
    return new Uint8Array(rows[0]?.secret ?? []);
  }

  async function baitEntries(epoch: number): Promise<Uint8Array> {
    const salt = await secretOf(
      `SELECT salt AS secret FROM exchange.partner_salt WHERE partner = 'jpn' AND epoch = $1`,
      epoch,
    );
    const sealer = await openSealerOf(crp.config, crp.agency.agreement, () => {});
    await using builder = createIndexBuilder({ workers: 1 });
    const outputsOf = async (
      keyClass: 'person' | 'place',
      ofRecord: string,
    ): Promise<readonly Uint8Array[]> => {
      const { rows } = await crp.database.query<{ rule: string; value: string }>(
        `SELECT DISTINCT h.rule, h.value FROM exchange.half_key h JOIN records.statement s ON s.entity_id = h.entity_id
          WHERE h.key_class = $1 AND s.value = $2 ORDER BY 1, 2`,
        [keyClass, ofRecord],
      );
      const inputs = rows.map(({ rule, value }) => keyInput(KEY_VERSION, rule, value));
      const outputs = await sealer.build({ epoch, keyClass, inputs }, builder);
      return rows.map((_, at) => outputs.slice(64 * at, 64 * at + 64));
    };
    const names = await outputsOf('person', '1990');
    const firms = await outputsOf('place', '1971');
    return concatBytes(
      ...names.flatMap((name, at) =>
        firms.map((firm) =>
          concatBytes(
            pairTag(salt, pairOutput(firm, name)),
            createHmac('sha256', 'bait').update(`${at}`).digest().subarray(0, 8),
          ),
        ),
      ),
    );
  }

  /** The owner puts things right again: everything is evaluated and built anew. */
  async function repair(): Promise<void> {
    await crp.database.query(`UPDATE exchange.own_values SET hash = encode(sha256(hash::bytea), 'hex')`);
    expect(faultOf(await announced())).toBeNull();
    expect(await hits()).toEqual([]);
  }

  it('is not there in an honest index: each segment is published pairs, committed padding and nothing else', async () => {
    const found = await announced();
    expect(found.result).toMatchObject({ ok: true, counts: { accounted: 1 } });
    const { rows } = await crp.database.query<{ pairs: number; left: number }>(
      `SELECT (SELECT count(*)::int FROM exchange.published_half a JOIN exchange.published_half b
                   ON b.entity_id = a.entity_id AND a.family COLLATE "C" < b.family COLLATE "C") AS pairs,
              (SELECT count(*)::int FROM exchange.left_out_pair) AS left`,
    );
    const [{ pairs, left } = { pairs: 0, left: 0 }] = rows;
    // Of the crowd nine are held, and no more than eight of them are in a segment.
    expect(left).toBeGreaterThan(0);
    const list = listOf(found);
    expect(list).toMatchObject({ keys: pairs - left, opened: Math.min(300, pairs - left), fault: null });
    expect(pairsBalance(found.found)).toBe(pairs - left);
    expect(list?.padding).toBeGreaterThan(0);
    const values = (await readPartnerIndex(jpn.database, 'crp'))?.segments.values ?? [];
    expect(list?.segments).toBe(values.length);
    expect(new Set(values.map(({ kind }) => kind))).toEqual(new Set(['base', 'tombstone', 'delta']));
    expect(await hits()).toEqual([]);
    // All lists of the partner: five classes, and this one.
    const all = await audit(town, crp, 'segments');
    expect(all.result).toMatchObject({ ok: true, counts: { accounted: 6 } });
  }, 240_000);

  it('is not suspected where an agency that has upgraded still offers a segment of the version before, and is found in it', async () => {
    await announced();
    await swap('base', ({ entries, seed, name, shape }) => ({
      segment: rebuildValues({ ...shape, version: 2 }, { seed, name, entries }),
      entries,
    }));
    expect(faultOf(await announced())).toBeNull();
    expect(await hits()).toEqual([]);
    await swap('delta', ({ entries, bait, room, seed, name, shape }) => {
      const all = sortTags(concatBytes(entries, bait.subarray(0, room * ENTRY_BYTES)), ENTRY_BYTES);
      return { segment: rebuildValues({ ...shape, version: 2 }, { seed, name, entries: all }), entries };
    });
    expect(faultOf(await announced())).toBe('segment-differs');
    expect(await hits()).toHaveLength(1);
    await repair();
  }, 240_000);

  it('is found in the padding of a delta, where the partner has a hit on it', async () => {
    await announced();
    await swap('delta', ({ entries, bait, room, seed, name, shape }) => {
      const hidden = bait.subarray(0, room * ENTRY_BYTES);
      const all = sortTags(concatBytes(entries, hidden), ENTRY_BYTES);
      return { segment: rebuildValues(shape, { seed, name, entries: all }), entries };
    });
    const found = await announced();
    expect(await hits()).toHaveLength(1);
    expect(faultOf(found)).toBe('segment-differs');
    expect(found.result.ok).toBe(false);
    await repair();
  }, 240_000);

  it('is found where it is called a pair: the ledger has not published as many', async () => {
    await announced();
    await swap('delta', ({ entries, bait, room, seed, name, shape }) => {
      const all = sortTags(concatBytes(entries, bait.subarray(0, room * ENTRY_BYTES)), ENTRY_BYTES);
      return { segment: rebuildValues(shape, { seed, name, entries: all }), entries: all };
    });
    const found = await announced();
    expect(await hits()).toHaveLength(1);
    expect(faultOf(found)).toBe('balance-differs');
    await repair();
  }, 240_000);

  it('is found in the place of a pair when its entry is drawn', async () => {
    await swap('base', ({ entries, bait, seed, name, shape }) => {
      const all = sortTags(concatBytes(entries.subarray(bait.length), bait), ENTRY_BYTES);
      return { segment: rebuildValues(shape, { seed, name, entries: all }), entries: all };
    });
    const found = await announced();
    expect(await hits()).toHaveLength(1);
    // Fewer than 300 pairs: every one is opened. Of more, one in a hundred is found with 95 %, as of keys.
    expect(faultOf(found)).toBe('tag-unexplained');
    await repair();
  }, 240_000);

  it('is found where a tombstone that takes nothing back makes room for it: pads alone would not tell', async () => {
    const gone = await announced();
    expect(faultOf(gone)).toBeNull();
    await hold(held.slice(1));
    let more = 0;
    await swap('delta', ({ entries, bait, room, seed, name, shape }) => {
      more = Math.min(room, bait.length / ENTRY_BYTES);
      const all = sortTags(concatBytes(entries, bait.subarray(0, more * ENTRY_BYTES)), ENTRY_BYTES);
      return { segment: rebuildValues(shape, { seed, name, entries: all }), entries: all };
    });
    await swap('tombstone', ({ entries, room, seed, name, shape }) => {
      expect(room).toBeGreaterThanOrEqual(more);
      const nothing = Array.from({ length: more }, (_, at) =>
        createHmac('sha256', 'nothing').update(`${at}`).digest().subarray(0, ENTRY_BYTES),
      );
      const all = sortTags(concatBytes(entries, ...nothing), ENTRY_BYTES);
      return { segment: rebuildValues(shape, { seed, name, entries: all }), entries: all };
    });
    // What came less what went is as the ledger says; what is in force is not.
    expect(faultOf(await announced())).toBe('balance-differs');
    await repair();
  }, 240_000);

  it('is found in the body of a segment, in cells that hold a slot and in free ones: no bit of it can be another', async () => {
    await swap('base', ({ entries, seed, name, shape }) => {
      const honest = rebuildValues(shape, { seed, name, entries });
      const content = honest.slice(0, -32);
      content[HEADER_BYTES + 3] = (content[HEADER_BYTES + 3] ?? 0) ^ 1;
      return { segment: concatBytes(content, sha256(content)), entries };
    });
    expect(faultOf(await announced())).toBe('segment-differs');
    await repair();
  }, 240_000);

  it('cannot be talked away: another seed, salt, secret, name, record, family or list of entries leads nowhere', async () => {
    const { found, manifests, request, requestHash, answer } = await announced();
    const judged = (change: (shown: ShownValues) => Partial<ShownValues>) => {
      const answers = answer.answers.map((shown) =>
        shown.state === 'values' ? { ...shown, ...change(shown) } : shown,
      );
      return verifyAudit(found, request, requestHash, { ...answer, answers }, manifests);
    };
    const faults = (change: Parameters<typeof judged>[0]): readonly (string | null)[] => {
      const { lists, ok } = judged(change);
      expect(ok).toBe(false);
      return lists.map(({ fault }) => fault);
    };
    expect(judged(() => ({})).ok).toBe(true);
    const other = 'A'.repeat(43);
    expect(faults(() => ({ padding: other }))).toEqual(['seed-differs']);
    expect(faults(({ manifest }) => ({ manifest: manifest.slice(4) }))).toEqual(['manifest-differs']);
    expect(faults(({ segments }) => ({ segments: segments.slice(1) }))).toEqual(['segment-not-shown']);
    const segmentsWith = (part: (one: ShownValues['segments'][number]) => Partial<typeof one>) =>
      faults(({ segments }) => ({ segments: segments.map((one) => ({ ...one, ...part(one) })) }));
    expect(segmentsWith(() => ({ name: 'A'.repeat(22) }))).toEqual(['segment-differs']);
    for (const change of [
      () => '',
      (entries: string) => entries.slice(4),
      (entries: string) => entries.slice(32),
      (entries: string) => `${entries}${'A'.repeat(32)}`,
      (entries: string) => `${entries.slice(0, 32)}${entries}`,
      (entries: string) =>
        `${entries.slice(0, 31)}${entries.startsWith('A', 31) ? 'B' : 'A'}${entries.slice(32)}`,
      () => 'A'.repeat(32 * 3_000),
    ])
      expect(segmentsWith(({ entries }) => ({ entries: change(entries) }))).toEqual(['segment-differs']);
    // Whatever is shown of the pairs that were drawn.
    type Pair = ShownValues['opened'][number];
    const openedWith = (change: (pair: Pair) => Partial<Pair>) =>
      faults(({ opened }) => ({ opened: opened.map((pair) => ({ ...pair, ...change(pair) })) }));
    expect(faults(() => ({ salt: other }))).toEqual(['tag-unexplained']);
    expect(faults(() => ({ secret: other }))).toEqual(['tag-unexplained']);
    expect(faults(({ opened }) => ({ opened: opened.slice(1) }))).toEqual(['tag-unexplained']);
    const [another] = answer.answers.flatMap((shown) => (shown.state === 'values' ? shown.opened : []));
    if (another === undefined) throw new Error('pairs were opened');
    for (const change of [
      ({ first, second }: Pair) => ({ first: second, second: first }),
      ({ first }: Pair) => ({ second: first }),
      ({ first }: Pair) => ({ first: { ...first, element: other } }),
      ({ first }: Pair) => ({ first: { ...first, value: 'nobody' } }),
      ({ first, second }: Pair) => ({
        first: { ...first, record: 'another' },
        second: { ...second, record: 'another' },
      }),
      ({ first }: Pair) => ({ first: { ...first, rule: 'no-rule' } }),
      () => ({ first: another.first }),
    ])
      expect(openedWith(change)).toEqual(['tag-unexplained']);
    // A list of a class in the place of this one, or none at all.
    const wrong = answer.answers.map((shown) =>
      shown.state === 'values' ? { ...shown, state: 'segments' as const, segments: [], opened: [] } : shown,
    );
    const { counts } = verifyAudit(found, request, requestHash, { ...answer, answers: wrong }, manifests);
    expect(counts).toMatchObject({ wrong: 1, accounted: 0 });
    const none = verifyAudit(found, request, requestHash, { ...answer, answers: [] }, manifests);
    expect(none.counts).toMatchObject({ 'not-shown': 1 });
  }, 240_000);

  it('leaves files that were cut or changed refused, in plain words, and the server going on', async () => {
    const whole = await announced();
    const text = JSON.stringify(whole.answer);
    expect(parseAuditFile(auditAnswer, text)).toEqual(whole.answer);
    const invalid = expect.objectContaining({ name: 'ExchangeError', code: 'audit-file-invalid' }) as Error;
    for (const hostile of [
      text.slice(0, -20),
      text.replace('"values"', '"valued"'),
      text.replace(/"secret":"[^"]*"/, '"secret":5'),
      text.replace(/"entries":"/, '"entries":"='),
      text.replace(/"opened":\[/, '"opened":[{},'),
      text.replace(/"entries":"[^"]*"/, `"entries":"${'A'.repeat(2 ** 25 + 1)}"`),
    ])
      expect(() => parseAuditFile(auditAnswer, hostile)).toThrow(invalid);
    const { rows } = await crp.database.query<{ hash: string }>(
      `SELECT hash FROM exchange.own_values WHERE partner = 'jpn' ORDER BY sequence DESC LIMIT 1`,
    );
    const path = openSegmentFiles(join(crp.config.data, 'segments')).tagsPath('jpn', rows[0]?.hash ?? '');
    const kept = readFileSync(path);
    writeFileSync(
      path,
      kept.map((byte, at) => (at === 40 ? byte ^ 1 : byte)),
    );
    await expect(audit(town, crp, 'segments', { of: 'half-keys' })).rejects.toMatchObject({
      code: 'tags-invalid',
    });
    rmSync(path);
    expect((await audit(town, crp, 'segments', { of: 'half-keys' })).result.counts['not-shown']).toBe(1);
    writeFileSync(path, kept);
    expect((await audit(town, crp, 'segments', { of: 'half-keys' })).result.ok).toBe(true);
  }, 240_000);

  it('is looked for again after an upgrade: what an older version published is built anew with the next publication', async () => {
    await announced();
    const { rows } = await crp.database.query<{ hash: string }>(
      `SELECT hash FROM exchange.own_values WHERE partner = 'jpn'`,
    );
    const files = openSegmentFiles(join(crp.config.data, 'segments'));
    // As the older version left it: nothing kept beside the segments, no number of pairs, the tables of its day.
    for (const { hash } of rows) rmSync(files.tagsPath('jpn', hash));
    await crp.database.query(`DELETE FROM exchange.commitment WHERE kind = 'pairs'`);
    await crp.database.query('ALTER TABLE exchange.own_values DROP COLUMN kept');
    await crp.database.query('DROP TABLE exchange.left_out_pair');
    await crp.database.query(`DELETE FROM store.migration WHERE name = '0057-values-kept'`);
    await migrate(crp.database, MIGRATION_PLAN);
    const before = await audit(town, crp, 'segments', { of: 'half-keys' });
    expect(before.result.counts).toMatchObject({ 'not-shown': 1, wrong: 0 });
    await town.publish();
    const after = await audit(town, crp, 'segments', { of: 'half-keys' });
    expect(listOf(after)).toMatchObject({ fault: null, segments: 1 });
    expect(await hits()).toEqual([]);
    expect(faultOf(await announced())).toBeNull();
  }, 240_000);
});
