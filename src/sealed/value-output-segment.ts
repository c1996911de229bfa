import { toHex } from '../base/index.ts';
import { writePlaces } from './fuse.ts';
import { slotPadV1, SLOTS_MAX } from './pair.ts';
import type { SegmentKind } from './segment-header.ts';
import { CELL_BYTES, type ValueHeader } from './value-header.ts';

/** A value segment of version 1, which is read and not written: its pads follow from outputs of pairs, so that a tag finds nothing in it. */
export interface OutputValues {
  readonly by: 'output';
  readonly kind: SegmentKind;
  readonly count: number;
  /** The tags of each record behind the pair with this output (64 bytes), in hexadecimal. */
  open(salt: Uint8Array, output: Uint8Array): readonly string[];
}

/** The body is verified. */
export function outputValues(header: ValueHeader, body: Uint8Array): OutputValues {
  const { kind, count } = header;
  return {
    by: 'output',
    kind,
    count,
    open(salt, output) {
      const found: string[] = [];
      for (let slot = 0; count > 0 && slot < SLOTS_MAX; slot += 1) {
        const value = slotValue(header, body, slotPadV1(salt, header.name, slot, output));
        if (value.subarray(0, 8).some((byte) => byte !== 0)) break;
        found.push(toHex(value.subarray(8)));
      }
      return found;
    },
  };
}

/** The three cells of a slot XOR its pad's bytes 16 to 31; bytes 0 to 7 of the pad say where the cells are. */
function slotValue(header: ValueHeader, body: Uint8Array, pad: Uint8Array): Uint8Array {
  const places = new Uint32Array(3);
  writePlaces(header, new DataView(pad.buffer, pad.byteOffset, pad.byteLength), 0, places, 0);
  const value = pad.slice(16, 16 + CELL_BYTES);
  for (const place of places)
    for (let byte = 0; byte < CELL_BYTES; byte += 1)
      value[byte] = (value[byte] as number) ^ (body[place * CELL_BYTES + byte] as number);
  return value;
}
