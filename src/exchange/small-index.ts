import { buildSegments, buildValueSegments, evaluateMany, type IndexBuilder } from '../sealed/index.ts';

/** Up to so many keys (about 50 ms of work) no worker thread is started: that alone would take longer. */
export const SMALL_INDEX_KEYS_MAX = 256;

/** Evaluates and builds a small delta on the main thread. */
export function smallIndexBuilder(): IndexBuilder {
  const close = async (): Promise<void> => {};
  return {
    evaluateKeys: async (secretKey, inputs, onProgress) => {
      const outputs = evaluateMany(secretKey, inputs);
      onProgress?.({ done: inputs.length, total: inputs.length });
      return outputs;
    },
    buildSegments: async (input) => buildSegments(input),
    buildValues: async (input) => buildValueSegments(input),
    close,
    [Symbol.asyncDispose]: close,
  };
}
