/** One agency of the joined-up benchmark, whole, on a thread of its own. It is told nothing of the truth. */
import { pino } from 'pino';
import { type Agency, composeAgency } from '../src/compose.ts';
import type { Category } from '../src/model/index.ts';
import { type Actor, createCase, createOfficer } from '../src/oversight/index.ts';
import {
  buildSubject,
  type HeldSubject,
  listEntityIds,
  readEntities,
  readSubjects,
  SUBJECT_KINDS,
} from '../src/records/index.ts';
import {
  type AskedList,
  askedNumber,
  askList,
  loadFragment,
  type Fragment,
  standFor,
  watchFor,
} from './joined-up-alert.ts';
import { askEverything, type AskInput, NAMES_A_THING, type Topic } from './joined-up-ask.ts';
import { startDeciding } from './joined-up-decide.ts';
import type { AskReport, Decided, PooledRecord } from './joined-up-messages.ts';
import type { AgencySetup } from './joined-up-town.ts';
import { timeQuestions } from './question.ts';
import { answerCalls } from './worker-call.ts';

const ASKED_CATEGORIES: ReadonlySet<Category> = new Set(['suspect', 'convicted']);
const AT_ONCE = 500;

interface Running {
  readonly agency: Agency;
  readonly investigator: Extract<Actor, { type: 'officer' }>;
  readonly caseId: string;
  readonly deciding: ReturnType<typeof startDeciding>;
}

let running: Running | null = null;

function here(): Running {
  if (running === null) throw new Error('assertion failed: the agency was started');
  return running;
}

const say = (line: string): void => void process.stderr.write(`${line}\n`);

answerCalls({
  async start(setup: AgencySetup) {
    const agency = await composeAgency({
      config: setup.config,
      databaseUrl: setup.databaseUrl,
      agreementText: setup.agreementText,
      logger: pino({ level: process.env['BENCH_LOG'] ?? 'silent' }, pino.destination(2)),
      webFolder: null,
      automatic: false,
      withDesk: false,
    });
    const officer = async (role: 'investigator' | 'liaison') => ({
      type: 'officer' as const,
      role,
      officerId: await createOfficer(agency.database, {
        name: `${role} of ${agency.id}`,
        role,
        password: 'a long enough password',
      }),
    });
    const investigator = await officer('investigator');
    const caseId = await createCase(agency.database, {
      reference: 'B-1',
      title: 'Joined up',
      officerId: investigator.officerId,
    });
    running = {
      agency,
      investigator,
      caseId,
      deciding: startDeciding({ agency, officer: await officer('liaison') }),
    };
  },

  /** Reads the sources and publishes the index; gives back how many rows a second were stored, index included. */
  async load() {
    await here().agency.background.load();
    const { steps } = here().agency.status();
    const intake = steps.find((step) => step.step === 'intake');
    if (intake?.state !== 'done')
      throw new Error(`the sources were not loaded: ${intake?.detail ?? 'see the log'}`);
    return { keys: steps.find((step) => step.step === 'index')?.total ?? 0 };
  },

  async followPartners() {
    return here().agency.exchange.refreshPartners();
  },

  async records(): Promise<readonly PooledRecord[]> {
    const records: PooledRecord[] = [];
    for await (const page of walk(here().agency)) {
      const things = await thingsOf(
        here().agency,
        page.filter((held) => !held.shareable.shareable),
      );
      for (const held of page) {
        records.push({
          agency: here().agency.id,
          entityId: held.entity.id,
          kind: held.entity.kind,
          shareable: held.shareable.shareable,
          asked: isAsked(held),
          subject: held.shareable.shareable ? held.subject : wholeSubject(held, things),
        });
      }
    }
    return records;
  },

  async ask(limits: Pick<AskInput, 'partners' | 'wavesMax'> = {}): Promise<AskReport> {
    const { agency, investigator, caseId } = here();
    const topics: Topic[] = [];
    for await (const page of walk(agency))
      for (const held of page) if (isAsked(held)) topics.push(toTopic(agency, held));
    return askEverything({ agency, officer: investigator, caseId, topics, say, ...limits });
  },

  async decided(): Promise<readonly Decided[]> {
    return here().deciding.decided;
  },

  async loadFragment(fragment: Fragment) {
    return loadFragment(here().agency, fragment);
  },

  async stand(list: AskedList) {
    await standFor(here().agency, here().investigator, here().caseId, list);
  },

  async watch(awaited: string) {
    return watchFor(here().agency, here().caseId, awaited);
  },

  async isHit({ partner, number }: { readonly partner: string; readonly number: string }) {
    const list = { partner, subjects: [askedNumber(number)] };
    return askList(here().agency, here().investigator, here().caseId, list);
  },

  async timeQuestions(rounds: number) {
    return timeQuestions(here().agency, here().investigator, here().caseId, rounds);
  },

  async stop() {
    await here().deciding.stop();
    await here().agency[Symbol.asyncDispose]();
  },
});

function isAsked(held: HeldSubject): boolean {
  const { category } = held.entity;
  return held.shareable.shareable && category !== undefined && ASKED_CATEGORIES.has(category);
}

async function* walk(agency: Agency): AsyncGenerator<readonly HeldSubject[]> {
  const today = new Date().toISOString().slice(0, 10);
  let after = '';
  for (;;) {
    const ids = await listEntityIds(agency.database, SUBJECT_KINDS, after, AT_ONCE);
    if (ids.length === 0) return;
    yield await readSubjects(agency.database, ids, today);
    after = ids.at(-1) ?? '';
  }
}

type Things = ReadonlyMap<string, HeldSubject['entity']>;

async function thingsOf(agency: Agency, helds: readonly HeldSubject[]): Promise<Things> {
  const others = helds.flatMap(({ entity }) =>
    entity.relations.map((relation) => (relation.from === entity.id ? relation.to : relation.from)),
  );
  const things = await readEntities(agency.database, [...new Set(others)]);
  return new Map(things.map((thing) => [thing.id, thing]));
}

/** What a pool would know of somebody whom no rule lets us share: everything. */
function wholeSubject({ entity }: HeldSubject, things: Things): PooledRecord['subject'] {
  const attached = entity.relations.flatMap((relation) => {
    const thing = things.get(relation.from === entity.id ? relation.to : relation.from);
    return thing === undefined || thing.kind === 'person' ? [] : [{ relation, entity: thing }];
  });
  return buildSubject(entity, attached, '0000-01-01');
}

function toTopic(agency: Agency, held: HeldSubject): Topic {
  const about = `own ${held.entity.id}`;
  const refs: Record<string, string[]> = { [about]: [`own:${held.entity.id}`] };
  for (const { entity } of held.things)
    for (const statement of entity.statements)
      if (NAMES_A_THING.has(statement.property)) (refs[statement.value] ??= []).push(`own:${entity.id}`);
  return {
    about,
    subject: held.subject,
    refs,
    compareWith: [
      { ref: { own: held.entity.id }, subject: held.subject, country: agency.config.agency.country },
    ],
    notTo: [],
  };
}
