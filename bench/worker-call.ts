import { parentPort, type Worker } from 'node:worker_threads';

/** Calls between a bench and its threads: one message there, one back, both plain data. */
interface Call {
  readonly call: number;
  readonly name: string;
  readonly input: unknown;
}

interface Reply {
  readonly call: number;
  readonly value?: unknown;
  readonly failed?: string;
}

/** What a thread can be asked to do. */
export type Handlers = Readonly<Record<string, (input: never) => Promise<unknown>>>;

/** Answers the calls of the thread that started this one; several may be under way at once. */
export function answerCalls(handlers: Handlers): void {
  const port = parentPort;
  if (port === null) throw new Error('assertion failed: this file runs as a thread');
  port.on('message', ({ call, name, input }: Call) => {
    const handler = handlers[name];
    const work =
      handler === undefined ? Promise.reject(new Error(`no handler ${name}`)) : handler(input as never);
    work.then(
      (value) => port.postMessage({ call, value } satisfies Reply),
      (error: unknown) =>
        port.postMessage({
          call,
          failed: error instanceof Error ? (error.stack ?? error.message) : 'failed',
        } satisfies Reply),
    );
  });
}

/** The calling side. A thread that ends early fails every call under way. */
export function callWorker(worker: Worker): <Output>(name: string, input?: unknown) => Promise<Output> {
  const open = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  let calls = 0;
  const failAll = (error: Error): void => {
    for (const { reject } of open.values()) reject(error);
    open.clear();
  };
  worker.on('message', ({ call, value, failed }: Reply) => {
    const waiting = open.get(call);
    open.delete(call);
    if (failed === undefined) waiting?.resolve(value);
    else waiting?.reject(new Error(failed));
  });
  worker.on('error', failAll);
  worker.on('exit', (code) => failAll(new Error(`the thread ended with code ${code}`)));
  return <Output>(name: string, input?: unknown) =>
    new Promise<Output>((resolve, reject) => {
      calls += 1;
      open.set(calls, { resolve: resolve as (value: unknown) => void, reject });
      worker.postMessage({ call: calls, name, input } satisfies Call);
    });
}
