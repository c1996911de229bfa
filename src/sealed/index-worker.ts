import { parentPort, workerData } from 'node:worker_threads';
import { assert } from '../base/index.ts';
import type { WorkerAnswer, WorkerTask } from './index-tasks.ts';
import { packedInputs } from './index-tasks.ts';
import { buildKeptSegments, type KeptSegment, mergeKeptSegments } from './kept-segment.ts';
import { buildKeptValues } from './kept-values.ts';
import { sealedReady } from './ready.ts';
import { buildSegments } from './segment.ts';
import { evaluateMany } from './suite-many.ts';

/** One worker thread of the index builder: libsodium and a kernel of its own, one task at a time. */
assert(parentPort !== null, 'this file runs in a worker thread');
const port = parentPort;

await sealedReady();
port.on('message', (task: WorkerTask) => {
  if (task.type === 'stop') port.close();
  else answer(task);
});
port.postMessage({ type: 'ready', worker: workerData as unknown } satisfies WorkerAnswer);

/** The merge that is in hand, if any; a new one takes its place. */
let merging: Generator<KeptSegment> | null = null;

function answer(task: Exclude<WorkerTask, { type: 'stop' }>): void {
  try {
    if (task.type === 'segments') port.postMessage({ type: 'segments', segments: buildSegments(task.input) });
    else if (task.type === 'values')
      port.postMessage({ type: 'values', segments: buildKeptValues(task.input) });
    else if (task.type === 'kept')
      port.postMessage({ type: 'kept', segments: buildKeptSegments(task.input) });
    else if (task.type === 'evaluate') port.postMessage(...evaluated(task));
    else port.postMessage(nextMerged(task));
  } catch (error) {
    const code = (error as { code?: unknown }).code;
    const message = error instanceof Error ? error.message : 'unknown';
    port.postMessage({ type: 'failed', code: String(code), message } satisfies WorkerAnswer);
  }
}

function nextMerged(task: Extract<WorkerTask, { type: 'merge' | 'next' }>): WorkerAnswer {
  if (task.type === 'merge') {
    merging?.return(undefined);
    merging = mergeKeptSegments(task.input);
  }
  const next = merging?.next();
  return { type: 'merged', segment: next === undefined || next.done === true ? null : next.value };
}

function evaluated(task: Extract<WorkerTask, { type: 'evaluate' }>): [WorkerAnswer, ArrayBuffer[]] {
  const secretKey = Uint8Array.from(task.secretKey);
  try {
    const outputs = evaluateMany(secretKey, packedInputs(task.packed, task.lengths));
    return [{ type: 'outputs', outputs }, [outputs.buffer as ArrayBuffer]];
  } finally {
    secretKey.fill(0);
  }
}
