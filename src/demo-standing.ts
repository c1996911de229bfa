import type { Agency } from './compose.ts';
import { listStanding } from './exchange/index.ts';
import { type Actor, createCase, listCases, listOfficers } from './oversight/index.ts';

const DAYS = 60;
const DAY_MS = 86_400_000;

/**
 * Lets the question of a demonstration stand, once: an investigator opens its case and asks as anybody would. At partners that
 * are not loaded yet it is asked when their index arrives, and what it finds there is an alert.
 */
export async function letDemoQuestionStand(agency: Agency): Promise<void> {
  const wanted = agency.config['demo-standing'];
  if (wanted === undefined) return;
  const now = new Date();
  if ((await listStanding(agency.database, { now, limit: 1 })).length > 0) return;
  const officer = (await listOfficers(agency.database)).find(({ role }) => role === 'investigator');
  if (officer === undefined) return;
  const actor = { type: 'officer', officerId: officer.id, role: officer.role } as const;
  await agency.exchange.ask({
    actor,
    caseId: await openCase(agency, actor, wanted),
    text: wanted.text,
    without: [],
    purpose: 'investigate-offence',
    offence: 'terrorism',
    legalBasis: 'criminal-procedure',
    urgency: 'normal',
    justification: wanted.why,
    standsUntil: new Date(now.getTime() + DAYS * DAY_MS),
  });
}

async function openCase(
  agency: Agency,
  actor: Extract<Actor, { type: 'officer' }>,
  { reference, title }: { readonly reference: string; readonly title: string },
): Promise<string> {
  const there = (await listCases(agency.database)).find((file) => file.reference === reference);
  if (there !== undefined) return there.id;
  return agency.oversight.permit({ act: 'open-case', actor }, async (tx) => ({
    value: await createCase(tx, { reference, title, officerId: actor.officerId }),
    outcome: { result: 'done', count: 1 },
  }));
}
