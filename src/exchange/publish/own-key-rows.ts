import { blockOf, type MatchKey } from '../../match/index.ts';
import type { HeldEntity } from '../../records/index.ts';
import type { Transaction } from '../../store/index.ts';
import type { OwnKey } from './own-keys.ts';

/** Why a value that could be guessed may go out bare, as the table has it. */
const GROUND = { seized: 0, suspect: 1, linked: 2, unheld: 3 } as const;

/** A key with the record it is of and, where strangers could run through its values, the block it belongs to. */
export interface KeyOfRecord extends OwnKey {
  readonly entityId: string;
  readonly block: string | null;
  /** How many values the block has. */
  readonly blockSize: number | null;
  readonly ground: number | null;
  /** Of a conjunction that stands for bare numbers: these numbers, one or two. It goes out as long as one of them does not. */
  readonly insteadOf: readonly string[];
}

export function keyOfRecord(
  entity: Pick<HeldEntity, 'id' | 'kind' | 'category'>,
  key: Pick<MatchKey, 'keyClass' | 'rule' | 'value'>,
): KeyOfRecord {
  const block = blockOf(key.rule, key.value);
  return {
    entityId: entity.id,
    keyClass: key.keyClass,
    rule: key.rule,
    value: key.value,
    block: block?.block ?? null,
    blockSize: block === null ? null : Math.floor(block.values),
    ground: block === null ? null : groundOf(entity),
    insteadOf: [],
  };
}

function groundOf({ kind, category }: Pick<HeldEntity, 'kind' | 'category'>): number {
  if (kind === 'exhibit') return GROUND.seized;
  if (kind !== 'person') return GROUND.unheld;
  return category === 'suspect' || category === 'convicted' ? GROUND.suspect : GROUND.linked;
}

export async function storeKeys(tx: Transaction, keys: readonly KeyOfRecord[]): Promise<void> {
  await tx.query(
    `INSERT INTO exchange.match_key (entity_id, key_class, rule, value, block, block_size, ground, instead_of, or_instead_of)
     SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::bigint[], $7::smallint[], $8::text[], $9::text[])
         ON CONFLICT DO NOTHING`,
    [
      keys.map((key) => key.entityId),
      keys.map((key) => key.keyClass),
      keys.map((key) => key.rule),
      keys.map((key) => key.value),
      keys.map((key) => key.block),
      keys.map((key) => key.blockSize),
      keys.map((key) => key.ground),
      keys.map((key) => key.insteadOf[0] ?? null),
      keys.map((key) => key.insteadOf[1] ?? null),
    ],
  );
}
