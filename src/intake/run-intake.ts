import { type Clock, declareFaultPoint, randomId, reach } from '../base/index.ts';
import type { Actor, Oversight, Permit } from '../oversight/index.ts';
import type { Database } from '../store/index.ts';
import { type Balance, type FieldQuality, readLimitBreach, type Tally } from './balance.ts';
import type { Connector } from './connector.ts';
import { IntakeError } from './errors.ts';
import { buildInterpreter } from './interpret.ts';
import { DEFAULT_LIMITS, type IntakeLimits } from './limits.ts';
import { type LoadTarget, recordsTarget } from './load-target.ts';
import type { LoadRef } from '../records/index.ts';
import type { Mapping } from './mapping-file.ts';
import { type IntakeSource, openSource } from './open-source.ts';
import { type Batch, readThrough } from './pipeline.ts';
import { closeRun, insertBatch, insertRun, readLastFullLoad } from './run-store.ts';

const beginAfterCommit = declareFaultPoint('intake/begin-after-commit');
const stageBeforeCommit = declareFaultPoint('intake/stage-before-commit');
const stageAfterCommit = declareFaultPoint('intake/stage-after-commit');
const publishBeforeCommit = declareFaultPoint('intake/publish-before-commit');
const publishAfterCommit = declareFaultPoint('intake/publish-after-commit');
const discardAfterCommit = declareFaultPoint('intake/discard-after-commit');
const failAfterCommit = declareFaultPoint('intake/fail-after-commit');
const brokenRunClosed = declareFaultPoint('intake/broken-run-closed');

export interface RunIntakeInput {
  readonly database: Database;
  readonly oversight: Oversight;
  readonly clock: Clock;
  readonly agencyId: string;
  /** ISO 3166-1; reads phone numbers that the old system wrote without a country. */
  readonly country?: string;
  /** Who starts the run: a records officer, or the server itself on a schedule. */
  readonly actor: Actor;
  readonly mapping: Mapping;
  readonly source: IntakeSource;
  readonly justification?: string;
  readonly limits?: IntakeLimits;
  readonly target?: LoadTarget;
}

export interface RunProgress {
  readonly runId: string;
  readonly rowsRead: number;
}

export interface RunResult {
  readonly runId: string;
  readonly state: 'published' | 'discarded';
  /** Why nothing was kept; null when the load was published. */
  readonly reason: string | null;
  readonly balance: Balance;
  readonly quality: readonly FieldQuality[];
  readonly rowsEnded: number;
  readonly entitiesChanged: number;
}

interface Run {
  readonly input: RunIntakeInput;
  readonly permit: Permit;
  readonly id: string;
  readonly load: LoadRef;
  readonly target: LoadTarget;
  readonly connector: Connector;
}

/**
 * Reads a source into the records: staged in batches, made visible in one transaction, or thrown away when the load is over its
 * limits. Throws when the source cannot be read to its end; then nothing is kept either and the run is listed as failed.
 */
export async function runIntake(
  input: RunIntakeInput,
  onProgress?: (progress: RunProgress) => void,
): Promise<RunResult> {
  const limits = input.limits ?? DEFAULT_LIMITS;
  const connector = await openSource(input.source, input.mapping, limits);
  try {
    const interpreter = buildInterpreter(
      input.mapping,
      connector,
      input.clock.now().toISOString().slice(0, 10),
    );
    const run = await beginRun(input, connector);
    reach(beginAfterCommit);
    try {
      const rowLimit = input.mapping.spec['quarantine-limit'].rows ?? Number.POSITIVE_INFINITY;
      const tally = await readThrough({
        connector,
        interpreter,
        limits,
        sink: (batch) => stageBatch(run, batch),
        onProgress: (rowsRead) => onProgress?.({ runId: run.id, rowsRead }),
        goOn: (soFar) => soFar.quarantined <= rowLimit,
      });
      await connector.verifyUnchanged();
      const before = await readLastFullLoad(input.database, input.mapping.spec.source);
      const breach = readLimitBreach(input.mapping.spec, tally, before);
      return breach === null ? await publishRun(run, tally) : await discardRun(run, tally, breach);
    } catch (error) {
      await failRun(run, error);
      throw error;
    }
  } finally {
    await connector.close();
  }
}

async function beginRun(input: RunIntakeInput, connector: Connector): Promise<Run> {
  const { spec, hash } = input.mapping;
  const target = input.target ?? recordsTarget;
  const id = randomId();
  return input.database.transaction(async (tx) => {
    const permit = await input.oversight.beginIn(tx, {
      act: 'run-intake',
      actor: input.actor,
      ...(input.justification === undefined ? {} : { justification: input.justification }),
    });
    const loadId = await target.begin(tx, {
      agencyId: input.agencyId,
      source: spec.source,
      mode: spec.load,
      origin: connector.origin.name,
      originHash: connector.origin.hash,
      mappingHash: hash,
    });
    const begun = await insertRun(tx, {
      id,
      source: spec.source,
      mode: spec.load,
      format: spec.format.type,
      origin: connector.origin.name,
      originHash: connector.origin.hash,
      mappingHash: hash,
      intentId: permit.intentId,
      loadId,
      startedAt: input.clock.now(),
    });
    if (!begun)
      throw new IntakeError('run-busy', 'another run of this source is under way; wait for its end');
    return {
      input,
      permit,
      id,
      target,
      connector,
      load: {
        id: loadId,
        agencyId: input.agencyId,
        source: spec.source,
        ...(input.country === undefined ? {} : { country: input.country }),
      },
    };
  });
}

async function stageBatch(run: Run, batch: Batch): Promise<{ accepted: number; unchanged: number }> {
  const counts = await run.input.database.transaction(async (tx) => {
    const staged = await run.target.stage(
      tx,
      run.load,
      batch.rows.map((row) => row.draft),
    );
    const duplicates = new Set(staged.duplicates);
    // The pipeline has already sorted repeated keys out; should the target still know better, its word counts.
    for (const row of batch.rows.filter((one) => duplicates.has(one.draft.rowKey))) {
      batch.rows.splice(batch.rows.indexOf(row), 1);
      batch.quarantined.push({
        record: row.row.number,
        reason: 'an earlier row of this load has the same row key',
        locator: row.row.locator,
        raw: row.row.raw,
      });
    }
    await insertBatch(tx, run.id, batch, (raw) => run.connector.show(raw));
    reach(stageBeforeCommit);
    return { accepted: staged.accepted, unchanged: staged.unchanged };
  });
  reach(stageAfterCommit);
  return counts;
}

async function publishRun(run: Run, tally: Tally): Promise<RunResult> {
  const balance = tally.close();
  const quality = tally.quality();
  const kept = balance.rows.accepted + balance.rows.unchanged;
  const published = await run.input.database.transaction(async (tx) => {
    const load = await run.target.publish(tx, run.load.id);
    await closeRun(tx, run.id, {
      state: 'published',
      reason: null,
      endedAt: run.input.clock.now(),
      rowsRead: balance.rows.read,
      rowsKept: kept,
      rowsEnded: load.ended,
      entitiesChanged: load.changedEntities,
      balance,
      quality,
    });
    await run.input.oversight.finish(tx, run.permit, { result: 'done', count: balance.rows.accepted });
    reach(publishBeforeCommit);
    return load;
  });
  reach(publishAfterCommit);
  return {
    runId: run.id,
    state: 'published',
    reason: null,
    balance,
    quality,
    rowsEnded: published.ended,
    entitiesChanged: published.changedEntities,
  };
}

async function discardRun(run: Run, tally: Tally, reason: string): Promise<RunResult> {
  const balance = tally.close();
  const quality = tally.quality();
  await run.input.database.transaction(async (tx) => {
    await run.target.discard(tx, run.load.id);
    await closeRun(tx, run.id, {
      state: 'discarded',
      reason,
      endedAt: run.input.clock.now(),
      rowsRead: balance.rows.read,
      rowsKept: 0,
      rowsEnded: 0,
      entitiesChanged: 0,
      balance,
      quality,
    });
    await run.input.oversight.finish(tx, run.permit, { result: 'refused', count: 0, rule: 'load-limit' });
  });
  reach(discardAfterCommit);
  return { runId: run.id, state: 'discarded', reason, balance, quality, rowsEnded: 0, entitiesChanged: 0 };
}

/** The source broke off, or we did: nothing of it is kept. What cannot be undone now is undone by `closeBrokenRuns`. */
async function failRun(run: Run, error: unknown): Promise<void> {
  const reason = error instanceof IntakeError ? error.message : 'the run broke off';
  await run.input.database
    .transaction(async (tx) => {
      await run.target.discard(tx, run.load.id);
      await closeRun(tx, run.id, {
        state: 'failed',
        reason,
        endedAt: run.input.clock.now(),
        rowsRead: 0,
        rowsKept: 0,
        rowsEnded: 0,
        entitiesChanged: 0,
        balance: null,
        quality: [],
      });
      await run.input.oversight.finish(tx, run.permit, { result: 'failed' });
    })
    .catch(() => {
      // The database is away; the original error says so, and the next start cleans up.
    });
  reach(failAfterCommit);
}

/** After a crash: discards what runs had staged and lists them as failed. How many there were. */
export async function closeBrokenRuns(
  database: Database,
  clock: Clock,
  target: LoadTarget = recordsTarget,
): Promise<number> {
  const { rows } = await database.query<{ id: string; load_id: string }>(
    `SELECT id, load_id FROM intake.run WHERE state = 'running'`,
  );
  for (const run of rows) {
    await database.transaction(async (tx) => {
      await target.discard(tx, run.load_id);
      await closeRun(tx, run.id, {
        state: 'failed',
        reason: 'the server stopped during the run',
        endedAt: clock.now(),
        rowsRead: 0,
        rowsKept: 0,
        rowsEnded: 0,
        entitiesChanged: 0,
        balance: null,
        quality: [],
      });
    });
    reach(brokenRunClosed);
  }
  return rows.length;
}
