import { type AgreedBudgets, keyReport } from '../../exchange/index.ts';
import {
  listQuarantine,
  listRuns,
  type QuarantineEntry,
  readRun,
  type RunSummary,
} from '../../intake/index.ts';
import type { Queryable } from '../../store/index.ts';
import type { IntakeRunDetail, IntakeRunView, QuarantinedRow } from '../api/contract.ts';
import type { DeskServices } from '../api/services.ts';
import type { Consultations } from './consultations.ts';
import type { DeskServicesParts } from './parts.ts';
import { asSentence } from './sentences.ts';

type IntakeServices = Pick<DeskServices, 'intakeRuns' | 'intakeRun' | 'quarantine'>;

const RUNS_MAX = 200;
/** Rows of a quarantine that one answer shows; every one of them is counted in the run's reasons. */
const ROWS_SHOWN_MAX = 1_000;
const ROWS_COUNTED_AT_ONCE = 200;
/** Of a longer row the rest stays in the database; the row says so. */
const BYTES_SHOWN_MAX = 4_096;

/** How the old system's files were read, and what would not be read. */
export function intakeServices(
  parts: Pick<DeskServicesParts, 'agreement'>,
  consultations: Consultations,
): IntakeServices {
  return {
    intakeRuns(session) {
      return consultations.read(
        session,
        { act: 'view-intake' },
        async (tx) => {
          const runs = (await listRuns(tx, { limit: RUNS_MAX })).map(runView);
          return { value: runs, count: runs.length, onItsWay: runs.some(({ state }) => state === 'running') };
        },
        'runs',
      );
    },
    intakeRun(session, { id }) {
      return consultations.read(session, { act: 'view-intake' }, async (tx) => ({
        value: await runDetail(tx, id, parts.agreement().budgets),
        count: 1,
      }));
    },
    quarantine(session, { id }) {
      return consultations.read(session, { act: 'view-intake' }, async (tx) => {
        const rows = (await listQuarantine(tx, id, { limit: ROWS_SHOWN_MAX })).map(rowView);
        return { value: rows, count: rows.length };
      });
    },
  };
}

const NOTHING_YET = {
  rows: { read: 0, accepted: 0, unchanged: 0, quarantined: 0, skipped: {} },
  cells: { read: 0, stated: 0, empty: 0, unknown: 0, bad: 0 },
};

function runView(run: RunSummary): IntakeRunView {
  const { id, source, origin, mode, format, startedAt, endedAt, state, reason, balance } = run;
  const { rows, cells } = balance ?? NOTHING_YET;
  const skipped = Object.values(rows.skipped).reduce((sum, count) => sum + count, 0);
  return {
    id,
    source,
    origin,
    format,
    mode,
    startedAt: startedAt.toISOString(),
    tookMs: endedAt === null ? null : endedAt.getTime() - startedAt.getTime(),
    state,
    ...(reason === null ? {} : { why: asSentence(reason) }),
    rows,
    cells,
    balanced:
      rows.read === rows.accepted + rows.unchanged + rows.quarantined + skipped &&
      cells.read === cells.stated + cells.empty + cells.unknown + cells.bad,
  };
}

async function runDetail(tx: Queryable, id: string, budgets: AgreedBudgets): Promise<IntakeRunDetail> {
  const run = await readRun(tx, id);
  return {
    ...runView(run),
    fields: run.quality.map(({ field, stated, empty, unknown, bad }) => ({
      field,
      filled: stated,
      bad,
      unknown,
      read: stated + empty + unknown + bad,
    })),
    reasons: await countReasons(tx, id),
    keys: await keyReport(tx, budgets),
  };
}

/** All rows of the quarantine by their reason, the most frequent first. */
async function countReasons(tx: Queryable, runId: string): Promise<IntakeRunDetail['reasons']> {
  const counts = new Map<string, number>();
  let after = 0;
  for (;;) {
    const page = await listQuarantine(tx, runId, { after, limit: ROWS_COUNTED_AT_ONCE });
    for (const { reason } of page) counts.set(reason, (counts.get(reason) ?? 0) + 1);
    after = page.at(-1)?.record ?? after;
    if (page.length < ROWS_COUNTED_AT_ONCE) break;
  }
  const reasons = [...counts].map(([reason, count]) => ({ reason, sentence: asSentence(reason), count }));
  return reasons.toSorted((left, right) => right.count - left.count);
}

function rowView({ record, reason, hex, text, length }: QuarantineEntry): QuarantinedRow {
  const long =
    length > BYTES_SHOWN_MAX ? ` The first ${BYTES_SHOWN_MAX} of its ${length} bytes are shown.` : '';
  return {
    number: record,
    reason,
    sentence: asSentence(reason) + long,
    bytesHex: hex.slice(0, 2 * BYTES_SHOWN_MAX),
    decoded: text.slice(0, BYTES_SHOWN_MAX),
    fields: [],
  };
}
