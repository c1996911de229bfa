import type { DeskServices } from '../api/services.ts';
import { askServices } from './ask.ts';
import { caseServices } from './cases.ts';
import { Consultations } from './consultations.ts';
import { hitServices } from './hits.ts';
import { intakeServices } from './intake.ts';
import { withdrawalServices } from './withdrawals.ts';
import { ledgerServices } from './ledger.ts';
import { networkServices } from './network.ts';
import { notHeldServices } from './not-held.ts';
import { partnersServices } from './partners.ts';
import type { DeskServicesParts } from './parts.ts';
import { recordServices } from './records.ts';
import { requestServices } from './requests.ts';
import { ScreeningKeeper } from './screening-keeper.ts';
import { reviewServices } from './review.ts';
import { screeningServices } from './screening-services.ts';
import { sessionServices } from './sessions.ts';
import { standingServices } from './standing.ts';

/**
 * What the desk's routes call, over one agency's own rooms. Every method that reads or does something stands under a
 * permit of its act, so that intent and outcome are in the ledger; docs/decisions, desk-reads-and-the-ledger, says when a
 * page that refreshes itself is not a new consultation.
 */
export function createDeskServices(parts: DeskServicesParts): DeskServices {
  const consultations = new Consultations(parts);
  const screenings = new ScreeningKeeper(parts.clock);
  const sessions = sessionServices(parts);
  return {
    agencyId: parts.agency.id,
    ...sessions,
    // Who leaves the desk leaves no list behind.
    async signOut(session, o) {
      screenings.forget(session.officerId);
      await sessions.signOut(session, o);
    },
    ...caseServices(parts, consultations),
    ...askServices(parts),
    ...screeningServices(parts, consultations, screenings),
    ...hitServices(parts, consultations),
    ...standingServices(parts, consultations),
    ...requestServices(parts, consultations),
    ...networkServices(parts, consultations),
    ...recordServices(parts, consultations),
    ...reviewServices(parts, consultations),
    ...intakeServices(parts, consultations),
    ...withdrawalServices(consultations),
    ...ledgerServices(parts, consultations),
    ...notHeldServices(parts),
    ...partnersServices(parts, consultations),
  };
}
