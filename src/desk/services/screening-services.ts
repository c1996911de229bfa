import { once } from 'node:events';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { CurrentScreening, ScreeningDraft } from '../api/contract.ts';
import { DeskError } from '../api/errors.ts';
import type { DeskServices } from '../api/services.ts';
import type { Consultations } from './consultations.ts';
import { orSay } from './nothing-sent.ts';
import { actorOf, type DeskServicesParts, type OfficerActor, todayOf } from './parts.ts';
import { orOneSecond, Screening, screenHere } from './screening.ts';
import { progressOf, screenSealed } from './screening-ask.ts';
import type { ScreeningKeeper } from './screening-keeper.ts';
import { type ReadList, readList } from './screening-list.ts';
import { cutList, priceOf } from './screening-price.ts';
import { screeningView } from './screening-view.ts';

type ScreeningServices = Pick<
  DeskServices,
  'startScreening' | 'screening' | 'previewScreening' | 'askScreening' | 'stopScreening' | 'forgetScreening'
>;

/** A list against own records and copies, then against partners; docs/decisions, list-screening-in-memory, says where it lives. */
export function screeningServices(
  parts: DeskServicesParts,
  consultations: Consultations,
  keeper: ScreeningKeeper,
): ScreeningServices {
  const { clock, database, oversight } = parts;
  const current = async (officerId: string) => ({
    screening: await screeningView(database, keeper.need(officerId), 0),
  });
  return {
    async startScreening(session, draft) {
      const actor = actorOf(session);
      const screening = await keeper.begin(session.officerId, () => begin(parts, actor, draft));
      await orOneSecond(screening.work);
      return current(session.officerId);
    },
    // The list is the officer's own: reading what it found while it grows is one consultation a minute.
    screening(session, { page = 0 }) {
      return consultations.read<CurrentScreening>(
        session,
        { act: 'read-screening' },
        async (tx) => {
          const found = keeper.find(session.officerId);
          if (found === null) return { value: { screening: null }, count: 0 };
          const view = await screeningView(tx, found, page);
          return { value: { screening: view }, count: view.hitCount, onItsWay: found.isRunning };
        },
        'screening',
      );
    },
    async previewScreening(session) {
      const screening = needLooked(keeper, session.officerId);
      const { caseId, purpose, offence, legalBasis } = screening.grounds;
      const request = { act: 'preview-question', caseId, purpose, offence, legalBasis } as const;
      return consultations.read(session, request, async (tx) => {
        const { cuts } = await cutList(parts, tx, screening);
        const value = await priceOf(parts, tx, screening, cuts);
        return { value, count: value.rows };
      });
    },
    // Room exchange writes the intent of each question before its first byte leaves.
    async askScreening(session, { partners }) {
      const screening = needLooked(keeper, session.officerId);
      const known = parts.agreement().members.map(({ id }) => id);
      const asked = partners.filter((id) => known.includes(id) && id !== parts.agency.id);
      // From here on nobody else begins to ask about this list.
      screening.state = 'asking';
      screening.endedAt = null;
      await orSay('Nothing was sent.', () => beginAsking(parts, screening, asked));
      return current(session.officerId);
    },
    async stopScreening(session) {
      await endAct(async () => keeper.find(session.officerId)?.stop(clock.now()), actorOf(session));
    },
    async forgetScreening(session) {
      await endAct(async () => keeper.forget(session.officerId), actorOf(session));
    },
  };

  async function endAct(work: () => Promise<void>, actor: OfficerActor): Promise<void> {
    await oversight.permit({ act: 'end-screening', actor }, async () => {
      await work();
      return { value: undefined, outcome: { result: 'done' } };
    });
  }
}

/** A list that was looked through and is at rest; only about such a one partners are asked. */
function needLooked(keeper: ScreeningKeeper, officerId: string): Screening {
  const screening = keeper.need(officerId);
  if (screening.state === 'looked') return screening;
  throw new DeskError('state-conflict', 'partners are asked once the list was looked through here', {
    evidence: { safe: 'Nothing was sent.' },
  });
}

/** Reads the list, commits the intent, and starts looking. */
async function begin(
  parts: DeskServicesParts,
  actor: OfficerActor,
  { text, ...grounds }: ScreeningDraft,
): Promise<Screening> {
  const where = { country: parts.agency.country, today: todayOf(parts.clock) };
  const list = await inTurns(readList(text, where));
  const categories = { row: list.rows.length };
  const { urgency: _, ...because } = grounds;
  const permit = await parts.oversight.begin({ act: 'screen-list', actor, ...because, categories });
  const screening = new Screening(actor, grounds, list, parts.clock.now());
  screening.work = screenHere(parts, screening, permit);
  return screening;
}

async function inTurns(reading: Generator<void, ReadList>): Promise<ReadList> {
  for (;;) {
    const { done, value } = reading.next();
    if (done === true) return value;
    await nextTurn();
  }
}

/** Waits for the first question to be on its way: what stands against asking is said before anybody believes it was asked. */
async function beginAsking(
  parts: DeskServicesParts,
  screening: Screening,
  partners: readonly string[],
): Promise<void> {
  const { cuts, how } = await cutList(parts, parts.database, screening);
  screening.sealed = progressOf(cuts, partners);
  const begun = new AbortController();
  const first = once(begun.signal, 'abort');
  const work = screenSealed(parts, screening, { cuts, how }, () => begun.abort());
  // A failure before the first question is the caller's; a later one stands in the state of the list.
  await Promise.race([first, work]);
  await orOneSecond(work.catch(() => {}));
}
