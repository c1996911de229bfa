import { randomBytes } from 'node:crypto';
import { type Clock, sha256, toBase64Url, utf8 } from '../base/index.ts';
import type { Role } from '../model/index.ts';
import type { Database, Queryable } from '../store/index.ts';
import { OversightError } from './errors.ts';
import { NAME_MAX, nameKey, PASSWORD_MAX } from './officers.ts';
import { matchesPassword } from './passwords.ts';
import { type FailedSignIn, noteFailedSignIn } from './failed-sign-ins.ts';
import type { Oversight } from './permit.ts';
import { countAttempt, forgetAttempts } from './sign-in-limit.ts';

export const IDLE_LOCK_MS = 30 * 60_000;
export const SESSION_MAX_MS = 12 * 3_600_000;
/** Use is noted at most once a minute: a page that polls does not write each time. */
const NOTE_USE_EVERY_MS = 60_000;

/** Who is signed in. */
export interface Session {
  readonly officerId: string;
  readonly name: string;
  readonly role: Role;
  readonly startedAt: Date;
  /** When it locks if nothing is done. */
  readonly locksAt: Date;
  /** When it ends whatever is done. */
  readonly endsAt: Date;
}

export interface SignInRequest {
  readonly name: string;
  readonly password: string;
  readonly clock: Clock;
  /** Writes the sign-in, or the refusal, to the ledger. */
  readonly oversight: Oversight;
  /** Where the caller sits, as the server sees it: failures from one address are counted together. Kept as a hash. */
  readonly address?: string;
}

/**
 * A session for name and password. Throws `sign-in-refused` alike for a wrong name, a wrong password and a disabled
 * officer, after the same work; `sign-in-paused` (with `evidence.pauseMs`) after too many failures under one name.
 */
export async function signIn(
  database: Database,
  request: SignInRequest,
): Promise<{ readonly token: string; readonly session: Session }> {
  const { oversight, clock } = request;
  if (request.name.length > NAME_MAX || request.password.length > PASSWORD_MAX)
    return refuse(database, request, 'sign-in-refused');
  const { pauseMs } = await countAttempt(database, request.name, clock.now());
  if (pauseMs > 0) return refuse(database, request, 'sign-in-paused', pauseMs);
  const officer = await findOfficer(database, request.name);
  const matches = await matchesPassword(
    request.password,
    officer?.password_hash ?? null,
    oversight.passwordCost,
  );
  if (officer === null || !matches) return refuse(database, request, 'sign-in-refused');
  const actor = { type: 'officer', officerId: officer.id, role: officer.role } as const;
  return oversight.permit({ act: 'sign-in', actor }, async (tx) => {
    await forgetAttempts(tx, request.name);
    const token = toBase64Url(new Uint8Array(randomBytes(32)));
    const now = clock.now();
    await tx.query(
      'INSERT INTO oversight.session (token_hash, officer_id, started_at, used_at) VALUES ($1, $2, $3, $3)',
      [hashOf(token), officer.id, now],
    );
    const session = toSession({ ...officer, officer_id: officer.id, started_at: now, used_at: now });
    return { value: { token, session }, outcome: { result: 'done' } };
  });
}

/** Notes the refusal without the name, then throws it. */
async function refuse(
  database: Database,
  request: SignInRequest,
  code: FailedSignIn,
  pauseMs?: number,
): Promise<never> {
  const { name, address } = request;
  await noteFailedSignIn(database, { name, code, ...(address === undefined ? {} : { address }) }, request);
  throw pauseMs === undefined
    ? new OversightError('sign-in-refused', 'name and password do not belong together')
    : new OversightError('sign-in-paused', 'too many attempts under this name; wait and try again', {
        evidence: { pauseMs },
      });
}

interface StoredOfficer {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly password_hash: string;
}

async function findOfficer(db: Queryable, name: string): Promise<StoredOfficer | null> {
  const { rows } = await db.query<StoredOfficer>(
    'SELECT id, name, role, password_hash FROM oversight.officer WHERE name_key = $1 AND disabled_at IS NULL',
    [nameKey(name)],
  );
  return rows[0] ?? null;
}

/** The session of a token, its use noted; null when there is none, when it locked (30 minutes idle) or ended (12 hours). */
export async function readSession(db: Queryable, token: string, clock: Clock): Promise<Session | null> {
  const { rows } = await db.query<StoredSession>(
    `SELECT session.officer_id, officer.name, officer.role, session.started_at, session.used_at
       FROM oversight.session JOIN oversight.officer ON officer.id = session.officer_id
      WHERE session.token_hash = $1 AND officer.disabled_at IS NULL`,
    [hashOf(token)],
  );
  const stored = rows[0];
  if (stored === undefined) return null;
  const now = clock.now();
  const session = toSession(stored);
  if (now >= session.locksAt || now >= session.endsAt) {
    await db.query('DELETE FROM oversight.session WHERE token_hash = $1', [hashOf(token)]);
    return null;
  }
  if (now.getTime() - stored.used_at.getTime() < NOTE_USE_EVERY_MS) return session;
  await db.query('UPDATE oversight.session SET used_at = $2 WHERE token_hash = $1', [hashOf(token), now]);
  return toSession({ ...stored, used_at: now });
}

/** Ends the session of a token; an unknown one is nothing to end. */
export async function signOut(
  database: Database,
  request: { readonly token: string; readonly clock: Clock; readonly oversight: Oversight },
): Promise<void> {
  const session = await readSession(database, request.token, request.clock);
  if (session === null) return;
  const actor = { type: 'officer', officerId: session.officerId, role: session.role } as const;
  await request.oversight.permit({ act: 'sign-out', actor }, async (tx) => {
    await tx.query('DELETE FROM oversight.session WHERE token_hash = $1', [hashOf(request.token)]);
    return { value: undefined, outcome: { result: 'done' } };
  });
}

interface StoredSession {
  readonly officer_id: string;
  readonly name: string;
  readonly role: Role;
  readonly started_at: Date;
  readonly used_at: Date;
}

function toSession(stored: StoredSession): Session {
  return {
    officerId: stored.officer_id,
    name: stored.name,
    role: stored.role,
    startedAt: stored.started_at,
    locksAt: new Date(stored.used_at.getTime() + IDLE_LOCK_MS),
    endsAt: new Date(stored.started_at.getTime() + SESSION_MAX_MS),
  };
}

// The token is 256 random bits: one hash is enough, and a stolen table opens nothing.
const hashOf = (token: string): Buffer => Buffer.from(sha256(utf8(token)));
