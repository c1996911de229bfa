import {
  buildKeptSegments,
  buildKeptValues,
  buildSegments,
  evaluateMany,
  type IndexBuilder,
  mergeKeptSegments,
} from '../../sealed/index.ts';

/** Up to so many keys (about 50 ms of work) no worker thread is started: that alone would take longer. */
export const SMALL_INDEX_KEYS_MAX = 256;

/** Up to so many keys (about 50 ms of work) are merged without a worker thread. */
export const SMALL_MERGE_KEYS_MAX = 8_192;

/** Evaluates, builds and merges what is small on the main thread. */
export function smallIndexBuilder(): IndexBuilder {
  const close = async (): Promise<void> => {};
  return {
    evaluateKeys: async (secretKey, inputs, onProgress) => {
      const outputs = evaluateMany(secretKey, inputs);
      onProgress?.({ done: inputs.length, total: inputs.length });
      return outputs;
    },
    buildSegments: async (input) => buildSegments(input),
    buildValues: async (input) => buildKeptValues(input),
    buildKept: async (input) => buildKeptSegments(input),
    merge: async (input, take) => {
      for (const segment of mergeKeptSegments(input)) await take(segment);
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}
