import { Worker } from 'node:worker_threads';
import { compiledUrl } from './compiled.ts';
import { SealedError, type SealedErrorCode } from './errors.ts';
import type { WorkerAnswer, WorkerTask } from './index-tasks.ts';

/** One worker thread that answers one task at a time. */
export interface IndexThread {
  ask(task: Exclude<WorkerTask, { type: 'stop' }>, transfer?: ArrayBuffer[]): Promise<WorkerAnswer>;
  stop(): Promise<void>;
}

interface Waiting {
  resolve(answer: WorkerAnswer): void;
  reject(error: Error): void;
}

/** A thread that is ready to compute and waits. */
export async function startThread(): Promise<IndexThread> {
  const worker = new Worker(compiledUrl(import.meta.url, 'index-worker.js'));
  // An idle builder does not keep the process alive; a task in hand does.
  let waiting: Waiting | null = null;
  let dead: Error | null = null;
  const gone = new Promise<void>((resolve) => worker.once('exit', () => resolve()));

  const settle = (deliver: (waiter: Waiting) => void): void => {
    const waiter = waiting;
    waiting = null;
    worker.unref();
    if (waiter !== null) deliver(waiter);
  };
  const fail = (cause?: Error): void => {
    dead ??= new SealedError('worker-failed', 'an index worker ended before its answer', { cause });
    const error = dead;
    settle((waiter) => waiter.reject(error));
  };
  const next = (): Promise<WorkerAnswer> =>
    new Promise((resolve, reject) => {
      worker.ref();
      waiting = { resolve, reject };
    });

  worker.on('message', (answer: WorkerAnswer) => {
    settle((waiter) => (answer.type === 'failed' ? waiter.reject(toError(answer)) : waiter.resolve(answer)));
  });
  worker.on('error', fail);
  worker.on('exit', () => fail());
  await next();

  return {
    ask: async (task, transfer = []) => {
      if (dead !== null) throw dead;
      const answer = next();
      worker.postMessage(task, transfer);
      return answer;
    },
    stop: async () => {
      worker.ref();
      if (dead === null) worker.postMessage({ type: 'stop' } satisfies WorkerTask);
      await gone;
    },
  };
}

function toError(answer: Extract<WorkerAnswer, { type: 'failed' }>): Error {
  const known: readonly string[] = [
    'input-invalid',
    'key-invalid',
    'element-invalid',
    'segment-invalid',
    'tags-invalid',
  ];
  const code = known.includes(answer.code) ? (answer.code as SealedErrorCode) : 'worker-failed';
  return new SealedError(code, answer.message);
}
