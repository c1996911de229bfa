import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../test/harness/database.ts';
import { ManualClock } from '../base/index.ts';
import { countJobs, enqueue, type Job, type JobHandler, type JobRunner, startJobRunner } from './index.ts';

let database: TestDatabase;
let clock: ManualClock;
let runners: JobRunner[];

beforeEach(async () => {
  database = await freshDatabase();
  await database.query('CREATE TABLE public.done (what text NOT NULL)');
  clock = new ManualClock(new Date('2026-05-01T12:00:00Z'));
  runners = [];
});
afterEach(async () => {
  await Promise.all(runners.map((runner) => runner.stop()));
  await database.close();
});

/** Polls once an hour: in a test nothing happens but by wake and drain. */
function run(handlers: Record<string, JobHandler>, onError?: (job: Job, error: unknown) => void): JobRunner {
  const runner = startJobRunner({
    database,
    clock,
    handlers: new Map(Object.entries(handlers)),
    pollMs: 3_600_000,
    ...(onError === undefined ? {} : { onError }),
  });
  runners.push(runner);
  return runner;
}

const write: JobHandler = async (job, tx) => {
  await tx.query('INSERT INTO public.done VALUES ($1)', [String(job.payload['what'])]);
  return undefined;
};

async function done(): Promise<string[]> {
  const { rows } = await database.query<{ what: string }>('SELECT what FROM public.done');
  return rows.map((row) => row.what);
}

describe('enqueue', () => {
  it('adds the job when the caller commits, and not when the caller rolls back', async () => {
    const runner = run({ 'test/write': write });
    await database.transaction((tx) => enqueue(tx, { kind: 'test/write', payload: { what: 'kept' } }));
    await database
      .transaction(async (tx) => {
        await enqueue(tx, { kind: 'test/write', payload: { what: 'lost' } });
        throw new Error('no');
      })
      .catch(() => {});
    await runner.drain();
    expect(await done()).toEqual(['kept']);
  });

  it('makes one job of two with the same key', async () => {
    for (const what of ['first', 'second'])
      await enqueue(database, { kind: 'test/write', key: 'same', payload: { what } });
    await run({ 'test/write': write }).drain();
    expect(await done()).toEqual(['first']);
  });

  it('adds another job of the same key while the first is running, without waiting for it', async () => {
    let round = 0;
    const again: JobHandler = async (job, tx) => {
      round += 1;
      // Through the pool, as another request would: it must not wait for this very job's transaction.
      if (round === 1)
        await enqueue(database, { kind: 'test/write', key: 'same', payload: { what: 'second' } });
      return await write(job, tx);
    };
    await enqueue(database, { kind: 'test/write', key: 'same', payload: { what: 'first' } });
    await run({ 'test/write': again }).drain();
    expect(await done()).toEqual(['first', 'second']);
  });

  it('lets a job wait for its time', async () => {
    const runner = run({ 'test/write': write });
    const runAt = new Date(clock.now().getTime() + 60_000);
    await enqueue(database, { kind: 'test/write', payload: { what: 'later' }, runAt });
    await runner.drain();
    expect(await done()).toEqual([]);
    clock.advance(60_000);
    await runner.drain();
    expect(await done()).toEqual(['later']);
  });
});

describe('a job', () => {
  it('that fails leaves nothing of its work and is tried again after a pause', async () => {
    const errors: number[] = [];
    const flaky: JobHandler = async (job, tx) => {
      await write(job, tx);
      if (job.attempts < 2) throw new Error('not yet');
      return undefined;
    };
    const runner = run({ 'test/write': flaky }, (job) => errors.push(job.attempts));
    await enqueue(database, { kind: 'test/write', payload: { what: 'at last' } });
    await runner.drain();
    expect(await done()).toEqual([]);
    expect(await countJobs(database)).toEqual([{ kind: 'test/write', waiting: 1, failing: 1 }]);
    // The first pause is 1 s, the second 5 s.
    for (const pauseMs of [1_000, 5_000]) {
      clock.advance(pauseMs);
      await runner.drain();
    }
    expect(await done()).toEqual(['at last']);
    expect(errors).toEqual([0, 1]);
    expect(await countJobs(database)).toEqual([]);
  });

  it('takes effect once though two processes look for it at the same time', async () => {
    for (let number = 0; number < 20; number += 1)
      await enqueue(database, { kind: 'test/write', payload: { what: String(number) } });
    const both = [run({ 'test/write': write }), run({ 'test/write': write })];
    await Promise.all(both.map((runner) => runner.drain()));
    expect((await done()).toSorted()).toEqual(
      Array.from({ length: 20 }, (_, number) => String(number)).toSorted(),
    );
  });

  it('may ask to run again at a time', async () => {
    const twice: JobHandler = async (job, tx) => {
      await write(job, tx);
      return (await tx.query('SELECT 1 FROM public.done')).rowCount < 2
        ? { againAt: new Date(clock.now().getTime() + 1_000) }
        : undefined;
    };
    const runner = run({ 'test/write': twice });
    await enqueue(database, { kind: 'test/write', key: 'k', payload: { what: 'x' } });
    await runner.drain();
    expect(await done()).toEqual(['x']);
    clock.advance(1_000);
    await runner.drain();
    expect(await done()).toEqual(['x', 'x']);
  });

  it('of one kind does not wait for a slow job of another', async () => {
    let finish = (): void => {};
    const waiting = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const slow: JobHandler = async () => {
      await waiting;
      return undefined;
    };
    await enqueue(database, { kind: 'test/slow', payload: {} });
    await enqueue(database, { kind: 'test/write', payload: { what: 'quick' } });
    const runner = run({ 'test/slow': slow, 'test/write': write });
    await expect.poll(done).toEqual(['quick']);
    finish();
    await runner.drain();
  });

  it('without a handler is left for the program that has one', async () => {
    await enqueue(database, { kind: 'test/unknown', payload: {} });
    await run({ 'test/write': write }).drain();
    expect(await countJobs(database)).toEqual([{ kind: 'test/unknown', waiting: 1, failing: 0 }]);
  });
});
