/** The desk of an agency of the town, called as its pages call it, without a browser. */
import {
  createDeskServices,
  type DeskServices,
  type DeskSession,
  type ScreeningView,
} from '../../src/desk/index.ts';
import type { Town } from './town.ts';

/** What the pages of this agency can do. */
export function deskOf(town: Town, id: string): DeskServices {
  const { agency, database } = town.member(id);
  return createDeskServices({
    agency: agency.config.agency,
    database,
    clock: town.clock,
    oversight: agency.oversight,
    exchange: agency.exchange,
    agreement: () => agency.agreement,
    status: () => ({ ready: true, steps: [], ledger: { entries: 0, checkpointAt: null } }),
    verifyLedger: () => null,
  });
}

/** One of its two officers, signed in. */
export function sessionOf(town: Town, id: string, role: 'investigator' | 'liaison'): DeskSession {
  const { officerId } = town.member(id).officer(role);
  return { token: `${id} ${role}`, officerId, role, name: role, background: false };
}

/** An investigator's list at an agency of the town. */
export interface ListDesk {
  readonly services: DeskServices;
  readonly officer: DeskSession;
  /** The list as the page shows it. */
  view(): Promise<ScreeningView>;
  /** Begins a list. */
  start(text: string): Promise<void>;
  /** Everything that is on its way arrives, until the list is at rest. */
  atRest(): Promise<ScreeningView>;
}

export function openListDesk(town: Town, id: string): ListDesk {
  const services = deskOf(town, id);
  const officer = sessionOf(town, id, 'investigator');
  const desk: ListDesk = {
    services,
    officer,
    async view() {
      const { screening } = await services.screening(officer, {});
      if (screening === null) throw new Error('there is no list');
      return screening;
    },
    start: async (text) =>
      void (await services.startScreening(officer, {
        text,
        caseId: town.member(id).caseId,
        purpose: 'investigate-offence',
        offence: 'terrorism',
        legalBasis: 'police-act',
        urgency: 'normal',
        justification: 'the passengers of the night coach',
      })),
    async atRest() {
      for (;;) {
        const now = await desk.view();
        if (now.state !== 'looking' && now.state !== 'asking') return now;
        await town.settle();
        await new Promise((resolve) => setTimeout(resolve, 30));
      }
    },
  };
  return desk;
}
