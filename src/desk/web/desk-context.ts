import { createContext, useContext } from 'react';
import type { AgencyBadge, CaseView, OfficerView, SessionView } from '../api/contract.ts';

/** What every page knows: whose desk this is, who sits at it, which case is open. */
export interface Desk {
  readonly agency: AgencyBadge;
  readonly partners: readonly AgencyBadge[];
  readonly officer: OfficerView;
  readonly standingDaysMax: SessionView['standingDaysMax'];
  readonly cases: readonly CaseView[];
  readonly currentCase: CaseView | null;
  readonly chooseCase: (id: string) => void;
}

const DeskContext = createContext<Desk | null>(null);
export const DeskProvider = DeskContext.Provider;

export function useDesk(): Desk {
  const desk = useContext(DeskContext);
  if (desk === null) throw new Error('a page stands outside the desk');
  return desk;
}

/** The badge of an agency; one that left the agreement keeps its id as letters. */
export function badgeOf(desk: Desk, id: string): AgencyBadge {
  const known = [desk.agency, ...desk.partners].find((agency) => agency.id === id);
  return known ?? { id, letters: id.toUpperCase(), name: id, country: '', hue: 5 };
}

/** Own agency is ink; partners take one of five hues, always beside their letters. */
export function ownerClass(desk: Desk, id: string): string {
  if (id === desk.agency.id) return 'own-0';
  return `own-${1 + ((badgeOf(desk, id).hue + 4) % 5)}`;
}
