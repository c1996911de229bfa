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

/** Opens a case and gives back its random id; throws `case-invalid` on an empty or overlong text. */
export async function createCase(
  tx: Queryable,
  input: { readonly reference: string; readonly title: string; readonly officerId: string },
): Promise<string> {
  if (input.reference.trim() === '' || input.reference.length > 100 || input.title.length > 300)
    throw new OversightError(
      'case-invalid',
      'a case has a reference of 1 to 100 characters and a title of at most 300',
    );
  const id = randomId();
  await tx.query(
    'INSERT INTO oversight.case_file (id, reference, title, opened_by) VALUES ($1, $2, $3, $4)',
    [id, input.reference, input.title, input.officerId],
  );
  return id;
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
