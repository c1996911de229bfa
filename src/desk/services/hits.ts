import { listQuestions, readQuestion } from '../../exchange/index.ts';
import type { Property } from '../../model/index.ts';
import type { QuestionListItem } from '../api/contract.ts';
import { DeskError } from '../api/errors.ts';
import type { DeskServices } from '../api/services.ts';
import type { Consultations } from './consultations.ts';
import { orSay } from './nothing-sent.ts';
import { actorOf, type DeskServicesParts } from './parts.ts';
import { questionItem, questionNames, questionView } from './question-view.ts';

type HitServices = Pick<DeskServices, 'questions' | 'question' | 'sendRequest' | 'setHitAside'>;

/** As many as the list shows: the newest. */
const QUESTIONS_MAX = 200;

/** Questions that were asked, and what is done with each hit. */
export function hitServices(parts: DeskServicesParts, consultations: Consultations): HitServices {
  const { exchange } = parts;
  return {
    questions(session) {
      return consultations.read(session, { act: 'read-questions' }, async (tx) => {
        const names = questionNames(tx);
        const items: QuestionListItem[] = [];
        for (const question of await listQuestions(tx, QUESTIONS_MAX))
          items.push(await questionItem(names, question));
        return { value: items, count: items.length };
      });
    },
    question(session, { id }) {
      const read = { act: 'read-questions' } as const;
      return consultations.read(
        session,
        read,
        async (tx) => {
          const question = await readQuestion(tx, id);
          if (question === null) throw new DeskError('not-found', 'there is no question under this id');
          // Only whose question it is waits for it; to anybody else each look is a consultation.
          const own = question.officerId === session.officerId;
          const onItsWay = own && question.answers.some(({ state }) => state === 'waiting');
          return {
            value: await questionView(tx, question, parts.clock.now()),
            count: question.found.length,
            onItsWay,
          };
        },
        id,
      );
    },
    // Room exchange writes intent and outcome of these two, in the transaction that does them.
    async sendRequest(session, { id, wanted, meant, ...words }) {
      const draft = {
        ...words,
        // The schema at the door let nothing but properties through.
        wanted: wanted as readonly Property[],
        ...(meant === undefined
          ? {}
          : { meant: { names: [...meant.names], birthDates: [...meant.birthDates] } }),
      };
      const requestId = await orSay('Nothing was sent.', () =>
        exchange.sendRequest(actorOf(session), id, draft),
      );
      return { requestId };
    },
    async setHitAside(session, { id, reason }) {
      await orSay('Nothing was changed.', () => exchange.setHitAside(actorOf(session), id, reason));
    },
  };
}
