import type { KeptInput, KeptSegment, MergeInput } from './kept-segment.ts';
import type { SegmentInput } from './segment.ts';
import type { KeptValues, KeptValuesInput } from './kept-values.ts';

/** What the builder asks of a worker thread. The secret key lies in shared memory, which the builder zeroes. */
export type WorkerTask =
  | {
      readonly type: 'evaluate';
      readonly secretKey: Uint8Array;
      readonly packed: Uint8Array;
      readonly lengths: Uint32Array;
    }
  | { readonly type: 'segments'; readonly input: SegmentInput }
  | { readonly type: 'values'; readonly input: KeptValuesInput }
  | { readonly type: 'kept'; readonly input: KeptInput }
  /** Begins a merge and answers with its first segment; `next` goes on with it, null is its end. */
  | { readonly type: 'merge'; readonly input: MergeInput }
  | { readonly type: 'next' }
  | { readonly type: 'stop' };

export type WorkerAnswer =
  | { readonly type: 'ready'; readonly worker: unknown }
  | { readonly type: 'outputs'; readonly outputs: Uint8Array }
  | { readonly type: 'segments'; readonly segments: Uint8Array[] }
  | { readonly type: 'values'; readonly segments: readonly KeptValues[] }
  | { readonly type: 'kept'; readonly segments: readonly KeptSegment[] }
  | { readonly type: 'merged'; readonly segment: KeptSegment | null }
  | { readonly type: 'failed'; readonly code: string; readonly message: string };

/** The inputs in one buffer with their lengths: two transfers in place of hundreds of copies. */
export function packInputs(inputs: readonly Uint8Array[]): { packed: Uint8Array; lengths: Uint32Array } {
  const lengths = Uint32Array.from(inputs, (input) => input.length);
  const packed = new Uint8Array(lengths.reduce((sum, length) => sum + length, 0));
  let at = 0;
  for (const input of inputs) {
    packed.set(input, at);
    at += input.length;
  }
  return { packed, lengths };
}

/** The inputs as views into the buffer. */
export function packedInputs(packed: Uint8Array, lengths: Uint32Array): Uint8Array[] {
  let at = 0;
  return Array.from(lengths, (length) => {
    at += length;
    return packed.subarray(at - length, at);
  });
}
