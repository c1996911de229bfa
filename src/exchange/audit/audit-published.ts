import { toBase64Url } from '../../base/index.ts';
import { pathIn, treeSteps } from '../../ledger/index.ts';
import type { KeyClass } from '../../model/index.ts';
import type { Queryable } from '../../store/index.ts';
import type { Sample, Shown } from './audit-files.ts';
import { HALF_KEYS } from '../publish/planned-keys.ts';
import { LEAF_BYTES, publishedLeaf, takenBackLeaf } from '../publish/published-leaves.ts';
import { inSteps } from '../turns.ts';

/** A leaf as it is kept: whole while its key is published, its hash alone afterwards. */
interface KeptLeaf {
  readonly leaf: Uint8Array;
  readonly key: {
    readonly keyClass: KeyClass;
    readonly rule: string;
    readonly value: string;
    readonly entityId: string;
    readonly salt: Uint8Array;
  } | null;
  readonly gone: { readonly commitment: number; readonly place: number } | null;
}

/** The tree of one commitment with its leaves; null where the database knows none of it any more, or not all. */
interface KeptTree {
  readonly isHalf: boolean;
  readonly leaves: readonly KeptLeaf[];
  readonly levels: readonly Uint8Array[];
}

/** Shows what was published: each key with its record and salt, or that it was taken back since, in order of the samples. */
export async function showPublished(from: Queryable, samples: readonly Sample[]): Promise<readonly Shown[]> {
  const trees = new Map<string, KeptTree | null>();
  const goneTrees = new Map<number, { readonly root: string; readonly levels: readonly Uint8Array[] }>();
  const shown: Shown[] = [];
  for (const sample of samples) {
    if (!trees.has(sample.root)) trees.set(sample.root, await readTree(from, sample.root));
    const tree = trees.get(sample.root);
    const kept = tree?.leaves[sample.place];
    if (tree === null || tree === undefined || kept === undefined) {
      shown.push({ ...sample, state: 'not-shown' });
      continue;
    }
    const path = pathIn(tree.levels, sample.place).map(toBase64Url);
    if (kept.key !== null) {
      shown.push(await showHeld(from, sample, tree.isHalf, kept.key, path));
      continue;
    }
    const { commitment = -1, place = -1 } = kept.gone ?? {};
    const gone = goneTrees.get(commitment) ?? (await readGoneTree(from, commitment));
    goneTrees.set(commitment, gone);
    shown.push({
      ...sample,
      state: 'taken-back',
      leaf: toBase64Url(kept.leaf),
      path,
      goneIn: gone.root,
      gonePlace: place,
      gonePath: pathIn(gone.levels, place).map(toBase64Url),
    });
  }
  return shown;
}

/** A key whose record went while another bears it stays published; then the other is named, too. Borne by none, it is not shown. */
async function showHeld(
  from: Queryable,
  sample: Sample,
  isHalf: boolean,
  { keyClass, rule, value, entityId, salt }: NonNullable<KeptLeaf['key']>,
  path: readonly string[],
): Promise<Shown> {
  const { rows } = await from.query<{ id: string }>(
    `SELECT entity_id AS id FROM exchange.${isHalf ? 'half_key' : 'match_key'} WHERE key_class = $1 AND rule = $2 AND value = $3
      ORDER BY entity_id = $4 DESC, entity_id LIMIT 1`,
    [keyClass, rule, value, entityId],
  );
  const bearer = rows[0]?.id;
  if (bearer === undefined) return { ...sample, state: 'not-shown' };
  return {
    ...sample,
    state: 'held',
    keyClass,
    rule,
    value,
    record: entityId,
    salt: toBase64Url(salt),
    path: [...path],
    ...(bearer === entityId ? {} : { now: bearer }),
  };
}

async function readTree(from: Queryable, root: string): Promise<KeptTree | null> {
  const { rows: known } = await from.query<{ number: number; of: string; count: number }>(
    `SELECT number, of_class AS of, count FROM exchange.commitment WHERE root = $1 AND kind = 'published'`,
    [root],
  );
  const [commitment] = known;
  if (commitment === undefined) return null;
  const isHalf = commitment.of === HALF_KEYS;
  const { rows } = await from.query<{
    place: number;
    keyClass: KeyClass | null;
    rule: string;
    value: string;
    entityId: string;
    salt: Uint8Array;
    leaf: Uint8Array | null;
    goneIn: number;
    gonePlace: number;
  }>(
    `SELECT place, key_class AS "keyClass", rule, value, entity_id AS "entityId", salt, NULL::bytea AS leaf, 0 AS "goneIn", 0 AS "gonePlace"
       FROM exchange.${isHalf ? 'published_half' : 'published_key'} WHERE commitment = $1
     UNION ALL SELECT place, NULL, NULL, NULL, NULL, NULL, leaf, gone_in, gone_place FROM exchange.gone_leaf WHERE commitment = $1 ORDER BY place`,
    [commitment.number],
  );
  if (rows.length !== commitment.count) return null;
  const leaves = rows.map((row): KeptLeaf => {
    if (row.leaf !== null)
      return {
        leaf: new Uint8Array(row.leaf),
        key: null,
        gone: { commitment: row.goneIn, place: row.gonePlace },
      };
    const { keyClass, rule, value, entityId } = row;
    if (keyClass === null) throw new Error('assertion failed: a published key has its class');
    const key = { keyClass, rule, value, entityId, salt: new Uint8Array(row.salt) };
    return { leaf: publishedLeaf(key), key, gone: null };
  });
  return { isHalf, leaves, levels: await inSteps(treeSteps(concatLeaves(leaves.map(({ leaf }) => leaf)))) };
}

async function readGoneTree(
  from: Queryable,
  commitment: number,
): Promise<{ readonly root: string; readonly levels: readonly Uint8Array[] }> {
  const { rows } = await from.query<{ root: string; leaf: Uint8Array }>(
    'SELECT c.root, g.leaf FROM exchange.gone_leaf g JOIN exchange.commitment c ON c.number = g.gone_in WHERE g.gone_in = $1 ORDER BY g.gone_place',
    [commitment],
  );
  const leaves = rows.map(({ leaf }) => takenBackLeaf(new Uint8Array(leaf)));
  return { root: rows[0]?.root ?? '', levels: await inSteps(treeSteps(concatLeaves(leaves))) };
}

/** Leaves one after the other: too many to be handed over as arguments. */
function concatLeaves(leaves: readonly Uint8Array[]): Uint8Array {
  const packed = new Uint8Array(leaves.length * LEAF_BYTES);
  for (const [at, leaf] of leaves.entries()) packed.set(leaf, at * LEAF_BYTES);
  return packed;
}
