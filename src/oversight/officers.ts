import { randomId } from '../base/index.ts';
import type { Role } from '../model/index.ts';
import { type Queryable, write } from '../store/index.ts';
import { OversightError } from './errors.ts';
import { hashPassword, type PasswordCost } from './passwords.ts';

export interface Officer {
  /** Random; what stands in the ledger. */
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly disabledAt: Date | null;
}

const COLUMNS = 'id, name, role, disabled_at AS "disabledAt"';
export const PASSWORD_MIN = 10;
/** Longer is refused before anything is derived from it. */
export const PASSWORD_MAX = 200;
export const NAME_MAX = 100;

/** The form in which names are compared: two officers do not differ by case or spelling of an accent. */
export function nameKey(name: string): string {
  return name.trim().normalize('NFKC').toLowerCase();
}

export interface NewOfficer {
  readonly name: string;
  readonly role: Role;
  readonly password: string;
  /** Absent: what a server pays. */
  readonly passwordCost?: PasswordCost;
}

/** A new officer's id; throws `name-invalid`, `name-taken` or `password-too-weak`. */
export async function createOfficer(db: Queryable, input: NewOfficer): Promise<string> {
  const name = input.name.trim();
  if (name === '' || name.length > NAME_MAX)
    throw new OversightError('name-invalid', `an officer's name has 1 to ${NAME_MAX} characters`);
  requirePassword(input.password);
  const id = randomId();
  const { rowCount } = await db.query(
    `INSERT INTO oversight.officer (id, name, name_key, role, password_hash) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (name_key) DO NOTHING`,
    [id, name, nameKey(name), input.role, await hashPassword(input.password, input.passwordCost)],
  );
  if (rowCount === 0) throw new OversightError('name-taken', 'another officer has this name');
  return id;
}

function requirePassword(password: string): void {
  if (password.length < PASSWORD_MIN || password.length > PASSWORD_MAX)
    throw new OversightError(
      'password-too-weak',
      `a password has ${PASSWORD_MIN} to ${PASSWORD_MAX} characters`,
    );
}

/** Sets another password and ends the officer's sessions. */
export async function setPassword(
  tx: Queryable,
  officerId: string,
  password: string,
  passwordCost?: PasswordCost,
): Promise<void> {
  requirePassword(password);
  const hash = await hashPassword(password, passwordCost);
  await tx.query('UPDATE oversight.officer SET password_hash = $2 WHERE id = $1', [officerId, hash]);
  await tx.query('DELETE FROM oversight.session WHERE officer_id = $1', [officerId]);
}

/** The officer may not sign in any more; running sessions end. The id stays, for the ledger names it. */
export async function disableOfficer(tx: Queryable, officerId: string): Promise<void> {
  await tx.query('UPDATE oversight.officer SET disabled_at = now() WHERE id = $1 AND disabled_at IS NULL', [
    officerId,
  ]);
  await tx.query('DELETE FROM oversight.session WHERE officer_id = $1', [officerId]);
}

/** One officer; null when there is none of this id. */
export async function readOfficer(db: Queryable, id: string): Promise<Officer | null> {
  const { rows } = await db.query<Officer>(`SELECT ${COLUMNS} FROM oversight.officer WHERE id = $1`, [id]);
  return rows[0] ?? null;
}

/** The officer of this name, however its case and accents are written; null when there is none. */
export async function findOfficer(db: Queryable, name: string): Promise<Officer | null> {
  const { rows } = await db.query<Officer>(`SELECT ${COLUMNS} FROM oversight.officer WHERE name_key = $1`, [
    nameKey(name),
  ]);
  return rows[0] ?? null;
}

/** The agency's officers, by name. */
export async function listOfficers(db: Queryable): Promise<readonly Officer[]> {
  const { rows } = await db.query<Officer>(
    `SELECT ${COLUMNS} FROM oversight.officer ORDER BY name_key LIMIT 1000`,
  );
  return rows;
}

/** The random name under which a partner knows an officer: stable for that partner, unlike any other partner's. */
export async function officerHandle(db: Queryable, officerId: string, partner: string): Promise<string> {
  await write(
    db,
    `INSERT INTO oversight.officer_handle (officer_id, partner, handle) VALUES ($1, $2, $3)
     ON CONFLICT (officer_id, partner) DO NOTHING`,
    [officerId, partner, randomId()],
  );
  const { rows } = await db.query<{ handle: string }>(
    'SELECT handle FROM oversight.officer_handle WHERE officer_id = $1 AND partner = $2',
    [officerId, partner],
  );
  const handle = rows[0]?.handle;
  if (handle === undefined) throw new Error('assertion failed: a handle was written a moment ago');
  return handle;
}
