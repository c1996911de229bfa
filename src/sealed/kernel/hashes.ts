import { assert } from '../../base/index.ts';
import type { Arithmetic } from '../arithmetic.ts';
import type { KernelExports } from './kernel.ts';

const DIGEST_BYTES = 64;

/** The hashes of `Arithmetic` over one kernel: messages are packed one after the other, as many as it takes at once. */
export function hashesOf(kernel: KernelExports): Pick<Arithmetic, 'expandMany' | 'sha512Many'> {
  const memory = new Uint8Array(kernel.memory.buffer);
  const lengths = new Uint32Array(kernel.memory.buffer, kernel.lengths(), kernel.capacity());

  /** Packs messages from this one on until the kernel is full; gives how many and their bytes. */
  const pack = (messages: readonly Uint8Array[], from: number): { count: number; bytes: number } => {
    let count = 0;
    let bytes = 0;
    for (let at = from; at < messages.length && count < lengths.length; at += 1) {
      const message = messages[at] ?? new Uint8Array();
      assert(message.length <= kernel.messageCapacity(), 'a message fits the kernel');
      if (bytes + message.length > kernel.messageCapacity()) break;
      memory.set(message, kernel.messages() + bytes);
      lengths[count] = message.length;
      bytes += message.length;
      count += 1;
    }
    return { count, bytes };
  };

  const inLoads = (messages: readonly Uint8Array[], compute: (count: number) => void): Uint8Array => {
    const digests = new Uint8Array(messages.length * DIGEST_BYTES);
    for (let from = 0; from < messages.length; ) {
      const { count, bytes } = pack(messages, from);
      compute(count);
      const start = kernel.inputs();
      digests.set(memory.subarray(start, start + count * DIGEST_BYTES), from * DIGEST_BYTES);
      kernel.wipeMessages(bytes);
      from += count;
    }
    return digests;
  };

  return {
    expandMany: (messages, tag) => {
      assert(tag.length <= 255, 'a tag has at most 255 bytes');
      memory.set(tag, kernel.tag());
      memory[kernel.tag() + tag.length] = tag.length;
      return inLoads(messages, (count) => kernel.expandMessages(count, tag.length + 1));
    },
    sha512Many: (messages) => inLoads(messages, (count) => kernel.hashMessages(count)),
  };
}
