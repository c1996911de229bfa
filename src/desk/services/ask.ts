import { understand } from '../../match/index.ts';
import type { QuestionDraft } from '../api/contract.ts';
import type { DeskServices } from '../api/services.ts';
import { orSay } from './nothing-sent.ts';
import { actorOf, budgetsLeft, type DeskServicesParts, todayOf } from './parts.ts';
import { withPeople } from './person-of-record.ts';
import { previewView } from './preview-view.ts';
import { endOfDay } from './standing.ts';

type AskServices = Pick<DeskServices, 'understand' | 'preview' | 'ask'>;

/** From the officer's words to a question on its way. */
export function askServices(parts: DeskServicesParts): AskServices {
  const { agency, clock, exchange, oversight } = parts;
  return {
    // Reads the words and nothing else: no record is looked up, so it is no act.
    async understand(_session, { text }) {
      const { chips, subjects } = understand(text, { defaultCountry: agency.country, today: todayOf(clock) });
      const views = chips.map(({ subjectIndex, ...chip }) => ({ ...chip, subject: subjectIndex }));
      return { chips: views, subjects: subjects.length };
    },
    preview(session, draft) {
      const request = { act: 'search-own', actor: actorOf(session), ...groundsOf(draft) } as const;
      return oversight.permit(request, async (tx) => {
        const plan = await exchange.plan(tx, wantedOf(draft));
        const left = await budgetsLeft(parts, tx, {
          officerId: actorOf(session).officerId,
          purpose: draft.purpose,
        });
        const found = previewView(parts, plan, left);
        const view = { ...found, own: await withPeople(tx, found.own) };
        const count = view.own.length + view.copies.length;
        return { value: view, outcome: { result: 'done', count } };
      });
    },
    // Room exchange writes the intent itself, before the first byte leaves; the outcome when the last partner has answered.
    async ask(session, draft) {
      const question = {
        ...wantedOf(draft),
        ...groundsOf(draft),
        urgency: draft.urgency,
        actor: actorOf(session),
        ...(draft.standsUntil === undefined ? {} : { standsUntil: endOfDay(draft.standsUntil) }),
      };
      return { questionId: await orSay('Nothing was sent.', () => exchange.ask(question)) };
    },
  };
}

function groundsOf({ caseId, purpose, offence, legalBasis, justification }: QuestionDraft) {
  return { caseId, purpose, offence, legalBasis, justification };
}

function wantedOf({ text, without, partners, standsUntil }: QuestionDraft) {
  return {
    text,
    without,
    ...(partners === undefined ? {} : { partners }),
    ...(standsUntil === undefined ? {} : { stands: true as const }),
  };
}
