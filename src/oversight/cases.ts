import { randomId } from '../base/index.ts';
import type { Queryable } from '../store/index.ts';
import { OversightError } from './errors.ts';

/** A case of this agency. Reference and title may name people: they stay here and never enter the ledger. */
export interface CaseFile {
  /** Random; what stands in the ledger. */
  readonly id: string;
  readonly reference: string;
  readonly title: string;
  readonly openedBy: string;
  readonly openedAt: Date;
  readonly closedAt: Date | null;
}

const COLUMNS =
  'id, reference, title, opened_by AS "openedBy", opened_at AS "openedAt", closed_at AS "closedAt"';

/**
 * Opens a case and gives back its random id; throws `case-invalid` on an empty or overlong text, and `case-exists` (with
 * `evidence.existing`, the id of that case) when the register's reference, whatever its spacing and capitals, has one.
 */
export async function createCase(
  tx: Queryable,
  input: { readonly reference: string; readonly title: string; readonly officerId: string },
): Promise<string> {
  if (input.reference.trim() === '' || input.reference.length > 100 || input.title.length > 300)
    throw new OversightError(
      'case-invalid',
      'a case has a reference of 1 to 100 characters and a title of at most 300',
    );
  await refuseSecond(tx, input.reference);
  const id = randomId();
  await tx.query(
    'INSERT INTO oversight.case_file (id, reference, title, opened_by) VALUES ($1, $2, $3, $4)',
    [id, input.reference, input.title, input.officerId],
  );
  return id;
}

const SAME_REFERENCE = String.raw`lower(regexp_replace(btrim(reference), '\s+', ' ', 'g'))`;

/** One file of the register is one case: its questions, copies and picture stay together. */
async function refuseSecond(tx: Queryable, reference: string): Promise<void> {
  const key = reference.trim().replaceAll(/\s+/g, ' ').toLowerCase();
  // Two officers who open the same file at the same moment: the second waits for the first.
  await tx.query("SELECT pg_advisory_xact_lock(hashtextextended('oversight.case ' || $1, 0))", [key]);
  const { rows } = await tx.query<{ id: string; closed: boolean }>(
    `SELECT id, closed_at IS NOT NULL AS closed FROM oversight.case_file
      WHERE ${SAME_REFERENCE} = $1 ORDER BY closed_at IS NOT NULL, opened_at LIMIT 1`,
    [key],
  );
  const [there] = rows;
  if (there === undefined) return;
  const state = there.closed ? 'closed' : 'open';
  throw new OversightError('case-exists', `there is a case under this reference already; it is ${state}`, {
    evidence: { existing: there.id, closed: there.closed },
  });
}

/** The agency's cases, newest first, at most 500. */
export async function listCases(db: Queryable): Promise<readonly CaseFile[]> {
  const { rows } = await db.query<CaseFile>(
    `SELECT ${COLUMNS} FROM oversight.case_file ORDER BY opened_at DESC, id LIMIT 500`,
  );
  return rows;
}

/** One case; null when there is none of this id. */
export async function readCase(db: Queryable, id: string): Promise<CaseFile | null> {
  const { rows } = await db.query<CaseFile>(`SELECT ${COLUMNS} FROM oversight.case_file WHERE id = $1`, [id]);
  return rows[0] ?? null;
}

/** Closes a case: nothing more is asked for it. */
export async function closeCase(tx: Queryable, id: string): Promise<void> {
  await tx.query('UPDATE oversight.case_file SET closed_at = now() WHERE id = $1 AND closed_at IS NULL', [
    id,
  ]);
}

/** Whether a case of this id exists and is open. */
export async function isCaseOpen(db: Queryable, id: string): Promise<boolean> {
  const { rowCount } = await db.query(
    'SELECT 1 FROM oversight.case_file WHERE id = $1 AND closed_at IS NULL',
    [id],
  );
  return rowCount > 0;
}
