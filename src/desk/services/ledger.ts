import { readBase64Url } from '../../base/index.ts';
import {
  countEntries,
  ledgerChunks,
  formatVerifierKey,
  latestCheckpoint,
  newestCheckpoints,
  parseCheckpoint,
  countWitnessConflicts,
  readWitnessConflicts,
  readNewestWitnessed,
} from '../../ledger/index.ts';
import { KEY_CLASSES, type KeyClass } from '../../model/index.ts';
import { type Permit, readBudgets } from '../../oversight/index.ts';
import type { Queryable } from '../../store/index.ts';
import type { LedgerView } from '../api/contract.ts';
import type { DeskServices } from '../api/services.ts';
import type { Consultations } from './consultations.ts';
import { ledgerLines, readPage } from './ledger-page.ts';
import { readNotHeldLines } from './not-held.ts';
import { actorOf, type DeskServicesParts, todayOf } from './parts.ts';

type LedgerServices = Pick<DeskServices, 'ledger' | 'exportLedger'>;

const PAGE = 100;
const CHECKPOINTS_SHOWN = 24;

/** What was done here, how it is verified, who keeps its checkpoints, and what partners may still ask. */
export function ledgerServices(parts: DeskServicesParts, consultations: Consultations): LedgerServices {
  return {
    ledger(session, { before, limit }) {
      return consultations.read(session, { act: 'view-ledger' }, async (tx) => {
        const rows = await readPage(tx, before, limit ?? PAGE);
        const members = new Set(parts.agreement().members.map(({ id }) => id));
        const entries = await ledgerLines(tx, rows, members);
        const note = await latestCheckpoint(tx);
        const view: LedgerView = {
          entries,
          ...(await sizesOf(tx)),
          checkpoint: note,
          ...(await checkpointsOf(tx)),
          verifyCommand: verifyCommand(parts, note),
          verified: parts.verifyLedger(),
          witnesses: await readWitnesses(parts, tx),
          notHeld: await readNotHeldLines(parts, tx),
          budgets: await readBudgetLines(parts, tx),
        };
        return { value: view, count: entries.length };
      });
    },
    async exportLedger(session) {
      const permit = await parts.oversight.begin({ act: 'export-ledger', actor: actorOf(session) });
      return exportUnder(parts, permit);
    },
  };
}

/** The export's lines; its outcome is written when the last was taken, or when the reader went away. */
async function* exportUnder(
  { database, oversight }: DeskServicesParts,
  permit: Permit,
): AsyncIterable<string> {
  let count = 0;
  let result: 'done' | 'failed' = 'failed';
  try {
    count = (yield* ledgerChunks(database)).entries;
    result = 'done';
  } finally {
    await oversight.finish(database, permit, { result, count });
  }
}

/** Of the tree; this very look is written and has no place yet, and is no reader's business. */
async function sizesOf(tx: Queryable): Promise<Pick<LedgerView, 'size' | 'waiting'>> {
  const { placed, waiting } = await countEntries(tx);
  return { size: placed, waiting };
}

async function checkpointsOf(tx: Queryable): Promise<Pick<LedgerView, 'checkpointAt' | 'checkpoints'>> {
  const newest = await newestCheckpoints(tx, CHECKPOINTS_SHOWN);
  const checkpoints = newest.map(({ size, signedAt }) => ({ size, at: signedAt.toISOString() }));
  return { checkpointAt: checkpoints[0]?.at ?? null, checkpoints };
}

/** What an outsider types over the export. The key stands in the agreement that every member signed. */
function verifyCommand({ agency, agreement }: DeskServicesParts, note: string | null): string {
  const name = note === null ? `entente/${agency.id}` : parseCheckpoint(note).origin;
  const own = agreement().members.find(({ id }) => id === agency.id);
  const publicKey = readBase64Url(own?.ledgerKey ?? '');
  const key = publicKey?.length === 32 ? formatVerifierKey({ name, publicKey }) : 'KEY.pem';
  return `npx entente ledger verify ledger-${agency.id}.ndjson --key ${key}`;
}

/**
 * The newest checkpoint held of each partner, and when it arrived. A contradiction stays until the authority has dealt
 * with it, with the time when it was found.
 */
async function readWitnesses(
  { agency, agreement }: DeskServicesParts,
  tx: Queryable,
): Promise<LedgerView['witnesses']> {
  const conflicts = await readWitnessConflicts(tx);
  const counts = await countWitnessConflicts(tx);
  const witnesses: LedgerView['witnesses'][number][] = [];
  for (const { id } of agreement().members) {
    const held = id === agency.id ? null : await readNewestWitnessed(tx, id);
    if (held === null) continue;
    const conflict = conflicts.find(({ partner }) => partner === id);
    const at = conflict?.foundAt ?? held.seenAt;
    const state = conflict === undefined ? 'consistent' : 'inconsistent';
    witnesses.push({
      agencyId: id,
      size: parseCheckpoint(held.note).size,
      at: at.toISOString(),
      state,
      contradictions: counts.get(id) ?? 0,
    });
  }
  return witnesses;
}

/** What partners have used today of what they may ask us. */
async function readBudgetLines(
  { agreement, clock }: DeskServicesParts,
  tx: Queryable,
): Promise<LedgerView['budgets']> {
  const { members, budgets } = agreement();
  const today = todayOf(clock);
  const isClass = (keyClass: string): keyClass is KeyClass =>
    (KEY_CLASSES as readonly string[]).includes(keyClass);
  return (await readBudgets(tx))
    .filter(({ partner, period }) => period === today && members.some(({ id }) => id === partner))
    .flatMap(({ partner, keyClass, used }) =>
      isClass(keyClass) ? [{ partner, keyClass, used, perDay: budgets[keyClass]?.perDay ?? 0 }] : [],
    );
}
