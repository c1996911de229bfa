import { assert } from '../base/index.ts';
import { SealedError } from './errors.ts';
import { type IndexThread, startThread } from './index-thread.ts';
import { packInputs, type WorkerAnswer, type WorkerTask } from './index-tasks.ts';
import type { KeptInput, KeptSegment, MergeInput } from './kept-segment.ts';
import type { SegmentInput } from './segment.ts';
import { checkSecretKey, OUTPUT_BYTES } from './suite.ts';
import type { KeptValues, KeptValuesInput } from './kept-values.ts';

export interface Progress {
  readonly done: number;
  readonly total: number;
}

/** Evaluates and builds off the main thread. */
export interface IndexBuilder {
  /** The outputs of all inputs, 64 bytes each, in order. The caller's key is not changed; the shared copy is zeroed. */
  evaluateKeys(
    secretKey: Uint8Array,
    inputs: readonly Uint8Array[],
    onProgress?: (progress: Progress) => void,
  ): Promise<Uint8Array>;
  /** `buildSegments` in a worker. */
  buildSegments(input: SegmentInput): Promise<Uint8Array[]>;
  /** `buildKeptValues` in a worker. */
  buildValues(input: KeptValuesInput): Promise<readonly KeptValues[]>;
  /** `buildKeptSegments` in a worker. */
  buildKept(input: KeptInput): Promise<readonly KeptSegment[]>;
  /** `mergeKeptSegments` in a worker, one segment at a time: the next is made when the taker has done with the last. */
  merge(input: MergeInput, take: (segment: KeptSegment) => Promise<void>): Promise<void>;
  /** Lets each worker finish the piece in its hands, ends the threads; whatever still waits fails `builder-closed`. */
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** Inputs a worker takes at a time: less than a tenth of a second of work, so progress and closing stay prompt. */
const PIECE = 512;

/** A builder with its own threads, started when first needed. Jobs run one after the other, each on all threads. */
export function createIndexBuilder({ workers }: { readonly workers: number }): IndexBuilder {
  assert(Number.isInteger(workers) && workers >= 1 && workers <= 64, 'a builder has 1 to 64 workers');
  let closed = false;
  let threads: Promise<readonly IndexThread[]> | null = null;
  let queue: Promise<unknown> = Promise.resolve();

  const checkOpen = (): void => {
    if (closed) throw new SealedError('builder-closed', 'the index builder was closed');
  };

  function inTurn<Result>(job: (crew: readonly IndexThread[]) => Promise<Result>): Promise<Result> {
    const turn = queue.then(async () => {
      checkOpen();
      try {
        threads ??= Promise.all(Array.from({ length: workers }, startThread));
        return await job(await threads);
      } catch (error) {
        // A thread that died is replaced with its whole crew when the next job comes.
        if (error instanceof SealedError && error.code === 'worker-failed') await dismiss();
        throw error;
      }
    });
    queue = turn.catch(() => undefined);
    return turn;
  }

  async function dismiss(): Promise<void> {
    const crew = await threads?.catch(() => []);
    threads = null;
    await Promise.all((crew ?? []).map((thread) => thread.stop()));
  }

  async function close(): Promise<void> {
    closed = true;
    await queue;
    await dismiss();
  }

  return {
    evaluateKeys: async (secretKey, inputs, onProgress) => {
      checkSecretKey(secretKey);
      const shared = new Uint8Array(new SharedArrayBuffer(secretKey.length));
      shared.set(secretKey);
      try {
        return await inTurn((crew) => evaluateOn(crew, shared, inputs, checkOpen, onProgress));
      } finally {
        shared.fill(0);
      }
    },
    buildSegments: (input) =>
      inTurn(async (crew) => (await askFirst(crew, { type: 'segments', input }, 'segments')).segments),
    buildValues: (input) =>
      inTurn(async (crew) => (await askFirst(crew, { type: 'values', input }, 'values')).segments),
    buildKept: (input) =>
      inTurn(async (crew) => (await askFirst(crew, { type: 'kept', input }, 'kept')).segments),
    merge: (input, take) => inTurn((crew) => mergeOn(crew, input, take, checkOpen)),
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** Building is one piece of work: the first thread does it. */
async function askFirst<Type extends WorkerAnswer['type']>(
  [first]: readonly IndexThread[],
  task: Exclude<WorkerTask, { type: 'stop' }>,
  expected: Type,
): Promise<Extract<WorkerAnswer, { type: Type }>> {
  assert(first !== undefined, 'a builder has a thread');
  const answer = await first.ask(task);
  assert(answer.type === expected, 'a worker answers what it was asked');
  return answer as Extract<WorkerAnswer, { type: Type }>;
}

async function mergeOn(
  crew: readonly IndexThread[],
  input: MergeInput,
  take: (segment: KeptSegment) => Promise<void>,
  checkOpen: () => void,
): Promise<void> {
  let { segment } = await askFirst(crew, { type: 'merge', input }, 'merged');
  while (segment !== null) {
    await take(segment);
    checkOpen();
    ({ segment } = await askFirst(crew, { type: 'next' }, 'merged'));
  }
}

async function evaluateOn(
  crew: readonly IndexThread[],
  secretKey: Uint8Array,
  inputs: readonly Uint8Array[],
  checkOpen: () => void,
  onProgress?: (progress: Progress) => void,
): Promise<Uint8Array> {
  const outputs = new Uint8Array(inputs.length * OUTPUT_BYTES);
  let next = 0;
  let done = 0;
  let failed = false;
  const work = async (thread: IndexThread): Promise<void> => {
    while (next < inputs.length && !failed) {
      checkOpen();
      const from = next;
      const piece = inputs.slice(from, from + PIECE);
      next += piece.length;
      const { packed, lengths } = packInputs(piece);
      const task = { type: 'evaluate', secretKey, packed, lengths } as const;
      const answer = await thread.ask(task, [packed.buffer as ArrayBuffer, lengths.buffer as ArrayBuffer]);
      assert(answer.type === 'outputs', 'a worker answers what it was asked');
      outputs.set(answer.outputs, from * OUTPUT_BYTES);
      done += piece.length;
      onProgress?.({ done, total: inputs.length });
    }
  };
  // All threads are awaited, also after a failure: no piece is in flight when the key is zeroed.
  const ends = await Promise.allSettled(
    crew.map((thread) =>
      work(thread).catch((error: unknown) => {
        failed = true;
        throw error;
      }),
    ),
  );
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
  return outputs;
}
