import { KEY_VERSION } from '../../match/index.ts';
import { KEY_CLASSES } from '../../model/index.ts';
import { type IndexBuilder, keyInput, OUTPUT_BYTES } from '../../sealed/index.ts';
import type { Sealer } from '../seal/sealer.ts';
import type { PlannedHalf } from './planned-pairs.ts';

type Half = Pick<PlannedHalf, 'keyClass' | 'rule' | 'value'>;

/** What evaluating own half keys takes. */
export interface HalvesWork {
  readonly sealer: Pick<Sealer, 'build'>;
  readonly builder: Pick<IndexBuilder, 'evaluateKeys'>;
  readonly epoch: number;
}

/** The outputs (64 bytes) of half keys, each evaluated once however often it stands there. */
export async function evaluateHalves(
  { sealer, builder, epoch }: HalvesWork,
  halves: readonly Half[],
): Promise<(half: Half) => Uint8Array> {
  const distinct = new Map(halves.map((half) => [nameOf(half), half]));
  const outputs = new Map<string, Uint8Array>();
  for (const keyClass of KEY_CLASSES) {
    const own = [...distinct.values()].filter((half) => half.keyClass === keyClass);
    if (own.length === 0) continue;
    const inputs = own.map((half) => keyInput(KEY_VERSION, half.rule, half.value));
    const all = await sealer.build({ epoch, keyClass, inputs }, builder);
    for (const [at, half] of own.entries())
      outputs.set(nameOf(half), all.subarray(at * OUTPUT_BYTES, (at + 1) * OUTPUT_BYTES));
  }
  return (half) => {
    const output = outputs.get(nameOf(half));
    if (output === undefined) throw new Error('assertion failed: each half key of a pair was evaluated');
    return output;
  };
}

function nameOf({ rule, value }: Half): string {
  return `${rule}\n${value}`;
}
