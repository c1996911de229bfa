import { readFileSync } from 'node:fs';
import { assert } from '../../base/index.ts';
import type { Arithmetic } from '../arithmetic.ts';
import { compiledUrl } from '../compiled.ts';
import { ELEMENT_BYTES, invalidElement, isZero, SCALAR_BYTES } from '../group.ts';
import { hashesOf } from './hashes.ts';

/** What assembly/index.ts exports. */
export interface KernelExports {
  readonly memory: { readonly buffer: ArrayBuffer };
  capacity(): number;
  messageCapacity(): number;
  messages(): number;
  lengths(): number;
  tag(): number;
  hashMessages(count: number): void;
  expandMessages(count: number, tagLength: number): void;
  wipeMessages(bytes: number): void;
  inputs(): number;
  scalars(): number;
  outputs(): number;
  hashedPoints(fours: number): void;
  decodedPoints(count: number): number;
  multiplyAll(fours: number): void;
  multiplyEach(fours: number): void;
  encodeAll(fours: number): void;
  startSum(): void;
  addToSum(fours: number): void;
  finishSum(): void;
  wipe(fours: number): void;
}

/** Node has WebAssembly; the types of this project's compile target do not name it. */
interface WebAssemblyDoor {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: unknown };
}

const UNIFORM_BYTES = 64;

/** The kernel in memory of its own; throws what WebAssembly throws where the file or the machine's SIMD is missing. */
export function openKernel(bytes: Uint8Array = readKernel()): Arithmetic {
  return batchesOf(instantiateKernel(bytes));
}

/** The compiled functions themselves, for `openKernel` and its tests. */
export function instantiateKernel(bytes: Uint8Array): KernelExports {
  const { WebAssembly } = globalThis as unknown as { readonly WebAssembly: WebAssemblyDoor };
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes));
  return exports as KernelExports;
}

export function readKernel(): Uint8Array {
  return readFileSync(compiledUrl(import.meta.url, 'kernel.wasm'));
}

/** The batches of `Arithmetic` over one kernel. */
export function batchesOf(kernel: KernelExports): Arithmetic {
  // The memory never grows, so one view serves.
  const memory = new Uint8Array(kernel.memory.buffer);
  const capacity = kernel.capacity();

  /** Goes through the items by what the kernel takes at once; wipes after each, also after a refusal. */
  const inPieces = (
    { items, size, scalars }: { items: Uint8Array; size: number; scalars: Uint8Array },
    compute: (count: number, fours: number, from: number) => void,
  ): void => {
    const total = items.length / size;
    const single = scalars.length === SCALAR_BYTES && total !== 1;
    assert(
      Number.isInteger(total) && (single || scalars.length === total * SCALAR_BYTES),
      'a scalar for each',
    );
    for (let from = 0; from < total; from += capacity) {
      const count = Math.min(capacity, total - from);
      const own = single ? scalars : scalars.subarray(from * SCALAR_BYTES, (from + count) * SCALAR_BYTES);
      memory.set(items.subarray(from * size, (from + count) * size), kernel.inputs());
      memory.set(own, kernel.scalars());
      try {
        compute(count, foursOf(count), from);
      } finally {
        kernel.wipe(foursOf(count));
      }
    }
  };
  const multiplied = (scalars: Uint8Array, items: Uint8Array, size: number): Uint8Array => {
    const results = new Uint8Array((items.length / size) * ELEMENT_BYTES);
    inPieces({ items, size, scalars }, (count, fours, from) => {
      if (size === UNIFORM_BYTES) kernel.hashedPoints(fours);
      else if (kernel.decodedPoints(count) !== -1) throw invalidElement();
      if (scalars.length === SCALAR_BYTES) kernel.multiplyAll(fours);
      else kernel.multiplyEach(fours);
      const start = kernel.outputs();
      results.set(memory.subarray(start, start + count * ELEMENT_BYTES), from * ELEMENT_BYTES);
    });
    refuseIdentities(results);
    return results;
  };

  return {
    name: 'kernel',
    ...hashesOf(kernel),
    multiplyHashed: (scalars, uniform) => multiplied(scalars, uniform, UNIFORM_BYTES),
    multiplyElements: (scalars, elements) => multiplied(scalars, elements, ELEMENT_BYTES),
    sumWeighted: (weights, elements) => {
      kernel.startSum();
      inPieces({ items: elements, size: ELEMENT_BYTES, scalars: weights }, (count, fours) => {
        if (kernel.decodedPoints(count) !== -1) throw invalidElement();
        kernel.addToSum(fours);
      });
      kernel.finishSum();
      const sum = memory.slice(kernel.outputs(), kernel.outputs() + ELEMENT_BYTES);
      kernel.wipe(1);
      return sum;
    },
  };
}

/** The kernel computes four elements at once; the last four may be filled in part. */
function foursOf(count: number): number {
  return Math.ceil(count / 4);
}

/** A product is the identity only if an operand was. */
function refuseIdentities(elements: Uint8Array): void {
  for (let at = 0; at < elements.length; at += ELEMENT_BYTES) {
    if (elements[at] === 0 && isZero(elements.subarray(at, at + ELEMENT_BYTES))) throw invalidElement();
  }
}
