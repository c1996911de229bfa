import {
  countAlerts,
  countDifferingDays,
  countNotHeldAlarms,
  countOpenConflicts,
} from '../../exchange/index.ts';
import type { Role } from '../../model/index.ts';
import {
  countOverdueReviews,
  ACT_NAMES,
  OversightError,
  readActRule,
  readSession,
  signIn,
  signOut,
  STANDING_DAYS_MAX,
} from '../../oversight/index.ts';
import type { AgencyBadge, SessionView, StatusView } from '../api/contract.ts';
import { DeskError } from '../api/errors.ts';
import type { DeskServices } from '../api/services.ts';
import { IdleLock } from './idle-lock.ts';
import { type AgencyFacts, type DeskServicesParts, lettersOf } from './parts.ts';

type SessionServices = Pick<DeskServices, 'readSession' | 'session' | 'signIn' | 'signOut' | 'status'>;

/** Who sits at the desk, and what the sign-in page needs to know. */
export function sessionServices(parts: DeskServicesParts): SessionServices {
  const { database, clock, oversight } = parts;
  const idle = new IdleLock();
  return {
    async readSession(token, { touch }) {
      const now = clock.now();
      const found = await readSession(database, token, clock);
      if (found === null) return { state: idle.wentIdle(token, now) ? 'locked' : 'none' };
      if (idle.isOver(token, now)) {
        await signOut(database, { token, clock, oversight });
        return { state: 'locked' };
      }
      if (touch) idle.used(token, now);
      const { officerId, name, role } = found;
      return { state: 'open', officerId, name, role };
    },
    async session(session, locked) {
      return {
        ...badges(parts),
        officer:
          session === null ? null : { name: session.name, role: session.role, may: actsOf(session.role) },
        standingDaysMax: STANDING_DAYS_MAX,
        ...(locked ? { locked: true as const } : {}),
        ...(parts.demoSignIns === undefined ? {} : { demoSignIns: parts.demoSignIns }),
      };
    },
    async signIn(_session, { name, password, address }) {
      const request = { name, password, clock, oversight, ...(address === undefined ? {} : { address }) };
      const { token } = await signIn(database, request).catch(refuseKindly);
      idle.used(token, clock.now());
      return { token };
    },
    async signOut(session) {
      await signOut(database, { token: session.token, clock, oversight });
      idle.forget(session.token);
    },
    async status(session) {
      if (session === null) return parts.status();
      const restored = await restoredView(parts);
      const may = actsOf(session.role);
      return {
        ...parts.status(),
        ...(restored === null ? {} : { restored }),
        ...(may.includes('read-standing') ? { alerts: await countAlerts(database) } : {}),
        ...(may.includes('view-ledger') ? { alarms: await countNotHeldAlarms(database) } : {}),
        ...(may.includes('view-partners')
          ? {
              differing:
                (await countDifferingDays(database)) +
                (await countOverdueReviews(database, clock.now())) +
                (await countOpenConflicts(database)),
            }
          : {}),
      };
    },
  };
}

async function restoredView(parts: DeskServicesParts): Promise<NonNullable<StatusView['restored']> | null> {
  const found = await parts.exchange.readRestore();
  if (found === null) return null;
  return {
    shownBy: lettersOf(parts, found.shownBy),
    silent: found.silent.map((id) => lettersOf(parts, id)),
  };
}

/** What the policy table lets a role do, for whatever purpose. */
function actsOf(role: Role): readonly string[] {
  return ACT_NAMES.filter((act) => Object.hasOwn(readActRule(act)?.officers ?? {}, role));
}

/** Own agency first; each partner's hue is its place in the agreement, so that it has one hue on every desk. */
function badges({ agency, agreement }: DeskServicesParts): Pick<SessionView, 'agency' | 'partners'> {
  const { members } = agreement();
  const partners = members.flatMap((member, at) => (member.id === agency.id ? [] : [badge(member, at + 1)]));
  return { agency: badge(agency, 0), partners };
}

function badge({ id, letters, name, country }: AgencyFacts, hue: number): AgencyBadge {
  return { id, letters, name, country, hue };
}

/** A pause after too many attempts is the desk's own kind of refusal: its page knows what to say. */
function refuseKindly(error: unknown): never {
  if (!(error instanceof OversightError) || error.code !== 'sign-in-paused') throw error;
  throw new DeskError('too-many-requests', error.message, {
    cause: error,
    evidence: { safe: 'Nobody was signed in.' },
  });
}
