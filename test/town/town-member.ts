/** One agency of the town: composed as the command composes it, with two officers and a case, stopped and started at will. */
import { join } from 'node:path';
import { pino } from 'pino';
import type { Clock } from '../../src/base/index.ts';
import { type Agency, composeAgency } from '../../src/compose.ts';
import type { AgencyConfig } from '../../src/config.ts';
import { type Question, readQuestion, type QuestionDetail } from '../../src/exchange/index.ts';
import { type Actor, createCase, createOfficer } from '../../src/oversight/index.ts';
import { beginLoad, publishLoad, type RowDraft, stageRows } from '../../src/records/index.ts';
import { freshDatabase, type TestDatabase } from '../harness/database.ts';
import { QUICK_PASSWORDS } from './quick-passwords.ts';

type Officer = Extract<Actor, { type: 'officer' }>;

export interface TownMember extends AsyncDisposable {
  readonly id: string;
  /** The running agency; another one after `start`. */
  readonly agency: Agency;
  readonly database: TestDatabase;
  readonly caseId: string;
  readonly config: AgencyConfig;
  /** Every line that the agency has logged. */
  readonly logs: readonly string[];
  readonly officer: (role: 'investigator' | 'liaison') => Officer;
  /** Asks in the investigator's name; gives back the question's id. */
  ask(text: string, other?: Partial<Question>): Promise<string>;
  /** The question as it stands now. */
  question(id: string): Promise<QuestionDetail>;
  /** A full load of the agency's register. */
  load(rows: readonly RowDraft[]): Promise<void>;
  isRunning(): boolean;
  stop(): Promise<void>;
  /** With another agreement, where it says another one is in force now; by itself: on a beat of a second instead of step by step. */
  start(agreementText?: string, how?: 'by itself'): Promise<void>;
}

/** Where an agency of the town lives. */
export interface TownPlace {
  readonly folder: string;
  readonly id: string;
  readonly country: string;
  readonly peerPort: number;
  readonly agreementText: string;
  readonly clock: Clock;
  readonly desks: boolean;
}

const SOURCE = 'register';
const BUILT_PAGES = new URL('../../dist/web', import.meta.url).pathname;
export const OFFICER_PASSWORD = 'a long enough password';

/** Starts an agency in an empty database, with these rows loaded. */
export async function settleMember(place: TownPlace, rows: readonly RowDraft[]): Promise<TownMember> {
  const database = await freshDatabase();
  const config = configOf(place);
  const logs: string[] = [];
  const logger = pino({ level: 'debug' }, { write: (line: string) => void logs.push(line) });
  let { agreementText } = place;
  const compose = (isAutomatic: boolean): Promise<Agency> =>
    composeAgency({
      config: isAutomatic ? { ...config, index: { ...config.index, 'beat-seconds': 1 } } : config,
      databaseUrl: database.url,
      logger,
      clock: place.clock,
      webFolder: place.desks ? BUILT_PAGES : null,
      agreementText,
      automatic: isAutomatic,
      withDesk: place.desks,
      passwordCost: QUICK_PASSWORDS,
    });
  let agency: Agency | null = await compose(false);
  const officers = {
    investigator: await newOfficer(database, place.id, 'investigator'),
    liaison: await newOfficer(database, place.id, 'liaison'),
  };
  const caseId = await createCase(database, {
    reference: 'C-1',
    title: 'Quay',
    officerId: officers.investigator.officerId,
  });
  const stop = async (): Promise<void> => {
    await agency?.[Symbol.asyncDispose]();
    agency = null;
  };
  const member: TownMember = {
    id: place.id,
    get agency() {
      if (agency === null) throw new Error(`${place.id} is not running`);
      return agency;
    },
    database,
    caseId,
    config,
    logs,
    officer: (role) => officers[role],
    ask: (text, other = {}) =>
      member.agency.exchange.ask({
        text,
        without: [],
        actor: officers.investigator,
        caseId,
        purpose: 'investigate-offence',
        offence: 'terrorism',
        legalBasis: 'criminal-procedure',
        urgency: 'normal',
        justification: 'found in exhibit 12',
        ...other,
      }),
    async question(id) {
      const question = await readQuestion(database, id);
      if (question === null) throw new Error(`${place.id} asked no question ${id}`);
      return question;
    },
    load: (list) => loadRows(member.agency, list),
    isRunning: () => agency !== null,
    stop,
    async start(another = agreementText, how) {
      agreementText = another;
      agency ??= await compose(how === 'by itself');
    },
    async [Symbol.asyncDispose]() {
      await stop();
      await database.close();
    },
  };
  await member.load(rows);
  return member;
}

async function newOfficer(
  database: TestDatabase,
  agencyId: string,
  role: 'investigator' | 'liaison',
): Promise<Officer> {
  const name = `${role} of ${agencyId}`;
  const officer = { name, role, password: OFFICER_PASSWORD, passwordCost: QUICK_PASSWORDS };
  const officerId = await createOfficer(database, officer);
  return { type: 'officer', officerId, role };
}

function configOf({ folder, id, country, peerPort }: TownPlace): AgencyConfig {
  return {
    folder,
    agency: { id, name: `Agency ${id}`, letters: id.toUpperCase(), country, language: 'en' },
    desk: { host: '127.0.0.1', port: 0 },
    peer: { host: '127.0.0.1', port: peerPort },
    agreement: join(folder, 'agreement.json'),
    keys: join(folder, id, 'keys'),
    sealer: 'inside',
    data: join(folder, id, 'data'),
    workers: 1,
    index: { 'beat-seconds': 5, 'pad-to': 16 },
    intake: [],
    'demo-officers': [],
  };
}

/** Puts rows into an agency's records as a full load of its register. */
export async function loadRows(agency: Agency, rows: readonly RowDraft[]): Promise<void> {
  await agency.database.transaction(async (tx) => {
    const id = await beginLoad(tx, {
      agencyId: agency.id,
      source: SOURCE,
      mode: 'full',
      origin: 'register.csv',
      originHash: 'x',
      mappingHash: 'y',
    });
    await stageRows(
      tx,
      { id, agencyId: agency.id, source: SOURCE, country: agency.config.agency.country },
      rows,
    );
    await publishLoad(tx, id);
  });
}
