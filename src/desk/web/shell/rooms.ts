import type { OfficerView } from '../../api/contract.ts';
import { type Room, ROOMS } from '../router.ts';

/** The act that opens a room: who may not do it is not offered the room. */
const OPENED_BY: Readonly<Record<Room, string>> = {
  ask: 'read-questions',
  network: 'view-network',
  requests: 'read-requests',
  standing: 'read-standing',
  intake: 'view-intake',
  people: 'review-records',
  partners: 'view-partners',
  ledger: 'view-ledger',
};

export function may(officer: OfficerView, act: string): boolean {
  return officer.may.includes(act);
}

export function mayOpen(officer: OfficerView, room: Room): boolean {
  return may(officer, OPENED_BY[room]);
}

export function roomsOf(officer: OfficerView): readonly Room[] {
  return ROOMS.filter((room) => mayOpen(officer, room));
}
