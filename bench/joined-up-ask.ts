/** The investigator of the joined-up benchmark: asks a list, requests every hit, judges what comes, asks onward. Knows no truth. */
import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises';
import type { Agency } from '../src/compose.ts';
import { type Hit, type KnownSubject, type Meant, readQuestion, readRequest } from '../src/exchange/index.ts';
import { isNameRule, pairsToSpend, questionKeys, type Subject } from '../src/match/index.ts';
import { KEY_CLASSES, type KeyClass } from '../src/model/index.ts';
import type { Actor } from '../src/oversight/index.ts';
import {
  judge,
  readCopies,
  readJudgements,
  type ReceivedCopy,
  revokeJudgement,
} from '../src/records/index.ts';
import { paddedCount } from '../src/sealed/index.ts';
import { recordsIn, subjectOfCopy } from './joined-up-copies.ts';
import { fieldsOf, judgeLinks, slice, type Written } from './joined-up-links.ts';
import type { AskReport, Judged, Ref, WaveReport } from './joined-up-messages.ts';

/** Elements a class and question: big enough that padding costs little, small enough that no server is busy for long. */
const BATCH_MAX = 256;
const WAVES_MAX = 12;
/** What was disclosed is compared with what led to it, at most so far back. */
const ROOTS_MAX = 4;
const LOOK_EVERY_MS = 200;

/** The values under which a thing is asked about. */
export const NAMES_A_THING: ReadonlySet<string> = new Set([
  'number',
  'iccid',
  'imsi',
  'imei',
  'plate',
  'vin',
  'address',
  'name',
]);

/** Somebody or something to ask about: what is known, where it stands here, and what its disclosures are compared with. */
export interface Topic {
  /** Unlike every other topic's: hits of one person stand together under it. */
  readonly about: string;
  readonly subject: Subject;
  /** Where each value stands here: for the person itself under `about`, for things under the value as written. */
  readonly refs: Readonly<Record<string, readonly string[]>>;
  /** The topic's own record or copy, and for a copy those that led to it. */
  readonly compareWith: readonly (Written & { readonly ref: Ref })[];
  /** Nobody is asked for what it has told us itself. */
  readonly notTo: readonly string[];
}

/** What of a topic is asked in one class. */
interface AskedKeys {
  /** What can hit: each full key, and each pair of half keys under both. */
  readonly keys: readonly string[];
  /** What travels: each key once. */
  readonly elements: readonly string[];
}

interface Slice extends AskedKeys {
  readonly topic: Topic;
  readonly known: KnownSubject;
}

interface Received {
  readonly request: string;
  readonly ref: string;
  readonly owner: string;
  readonly written: Written;
}

interface Desk {
  readonly agency: Agency;
  readonly officer: Extract<Actor, { type: 'officer' }>;
  readonly caseId: string;
  readonly partners: readonly string[];
  readonly sizeClasses: ReadonlyMap<string, number>;
  /** Keys that each partner was asked already. */
  readonly askedKeys: Map<string, Set<string>>;
  /** Which topics stand behind a ref of a hit. */
  readonly topicsOf: Map<string, Set<Topic>>;
  /** By class and key: who bears it here, and what partners disclosed to its hits. */
  readonly byKey: Map<string, { readonly topics: Set<Topic>; readonly disclosures: Set<Received> }>;
  readonly judged: Judged[];
  readonly requests: { id: string; partner: string; about: readonly Ref[] }[];
  refused: number;
  unanswered: number;
}

export interface AskInput {
  readonly agency: Agency;
  readonly officer: Extract<Actor, { type: 'officer' }>;
  readonly caseId: string;
  readonly topics: readonly Topic[];
  readonly say: (line: string) => void;
  /** Absent: every partner. */
  readonly partners?: readonly string[];
  /** 1: what a disclosure brings is not asked onward. */
  readonly wavesMax?: number;
}

/** Asks until nothing new comes. */
export async function askEverything(input: AskInput): Promise<AskReport> {
  const { agency } = input;
  const members = agency.agreement.members.filter(
    (member) => member.id !== agency.id && input.partners?.includes(member.id) !== false,
  );
  const desk: Desk = {
    agency,
    officer: input.officer,
    caseId: input.caseId,
    partners: members.map((member) => member.id),
    sizeClasses: new Map(members.map((member) => [member.id, member.sizeClass])),
    askedKeys: new Map(members.map((member) => [member.id, new Set<string>()])),
    topicsOf: new Map(),
    byKey: new Map(),
    judged: [],
    requests: [],
    refused: 0,
    unanswered: 0,
  };
  const waves: WaveReport[] = [];
  let topics = input.topics;
  for (let wave = 1; wave <= (input.wavesMax ?? WAVES_MAX) && topics.length > 0; wave += 1) {
    const { report, found } = await askWave(desk, wave, topics);
    if (report.questions === 0) break;
    waves.push(report);
    input.say(
      `${agency.id}: wave ${wave}: ${report.subjects} subjects, ${report.keys} keys in ${report.questions} questions, ${report.hits} hits, ${report.seconds.toFixed(1)} s`,
    );
    topics = found;
  }
  return {
    asked: input.topics.length,
    waves,
    judged: desk.judged,
    requests: desk.requests,
    refused: desk.refused,
    unanswered: desk.unanswered,
  };
}

async function askWave(
  desk: Desk,
  wave: number,
  topics: readonly Topic[],
): Promise<{ report: WaveReport; found: readonly Topic[] }> {
  const began = performance.now();
  const batches = await planBatches(desk, topics);
  const waiting: ({ id: string } & HitTopics)[] = [];
  let hits = 0;
  for (const batch of batches) {
    for (const hit of await askBatch(desk, batch)) {
      hits += 1;
      const about = topicsBehind(desk, hit);
      waiting.push({ id: await request(desk, hit, about.topics), ...about });
    }
  }
  const found: Topic[] = [];
  for (const one of waiting) {
    found.push(...(await readAnswer(desk, one.id, one)));
  }
  const counts = batches.flatMap((batch) => batch.counts);
  return {
    found,
    report: {
      wave,
      subjects: topics.length,
      questions: batches.length,
      keys: counts.reduce((sum, count) => sum + count, 0),
      padded: counts.reduce((sum, count) => sum + paddedCount(count), 0),
      hits,
      seconds: (performance.now() - began) / 1_000,
    },
  };
}

interface Batch {
  readonly partners: readonly string[];
  readonly slices: readonly Slice[];
  /** How many keys of each class it spends. */
  readonly counts: readonly number[];
}

/** Who is asked what: only partners for whom a key is new, and each class filled to a size that padding adds little to. */
async function planBatches(desk: Desk, topics: readonly Topic[]): Promise<readonly Batch[]> {
  const groups = new Map<string, { partners: readonly string[]; byClass: Map<KeyClass, Slice[]> }>();
  for (const topic of topics) {
    // Deriving the keys of thousands takes seconds: whoever asks us meanwhile is not kept waiting.
    await nextTurn();
    for (const keyClass of KEY_CLASSES) {
      const one = toSlice(desk, topic, keyClass);
      if (one === null) continue;
      compareWithKnown(desk, topic, one.keys);
      const partners = desk.partners.filter(
        (partner) =>
          !topic.notTo.includes(partner) &&
          one.keys.some((key) => desk.askedKeys.get(partner)?.has(key) !== true),
      );
      if (partners.length === 0) continue;
      for (const partner of partners) for (const key of one.keys) desk.askedKeys.get(partner)?.add(key);
      const name = partners.join(' ');
      const group = groups.get(name) ?? { partners, byClass: new Map<KeyClass, Slice[]>() };
      groups.set(name, group);
      group.byClass.set(keyClass, [...(group.byClass.get(keyClass) ?? []), one]);
    }
  }
  return [...groups.values()].flatMap(({ partners, byClass }) =>
    joinClasses(partners, [...byClass.values()].map(fill)),
  );
}

interface Filled {
  readonly slices: readonly Slice[];
  readonly keys: number;
}

/** The n-th batch of every class travels in one question. */
function joinClasses(partners: readonly string[], classes: readonly (readonly Filled[])[]): readonly Batch[] {
  const most = Math.max(...classes.map((batches) => batches.length));
  return Array.from({ length: most }, (_, at) => {
    const together = classes.flatMap((batches) => batches[at] ?? []);
    return {
      partners,
      slices: together.flatMap((batch) => batch.slices),
      counts: together.map((batch) => batch.keys),
    };
  });
}

function fill(slices: readonly Slice[]): readonly Filled[] {
  const batches: Filled[] = [];
  let current: Slice[] = [];
  let keys = new Set<string>();
  for (const one of slices) {
    const together = new Set([...keys, ...one.elements]);
    if (together.size > BATCH_MAX) {
      batches.push({ slices: current, keys: keys.size });
      current = [];
      keys = new Set(one.elements);
    } else keys = together;
    current.push(one);
  }
  if (current.length > 0) batches.push({ slices: current, keys: keys.size });
  return batches;
}

function toSlice(desk: Desk, topic: Topic, keyClass: KeyClass): Slice | null {
  const asked = keysOf(desk, topic, keyClass);
  if (asked.keys.length === 0) return null;
  const subject = slice(topic.subject, keyClass);
  return { topic, ...asked, known: { subject, about: topic.about, refs: topic.refs } };
}

const keysOfTopic = new WeakMap<Topic, Map<KeyClass, AskedKeys>>();

/** The keys of one class that a topic is asked by, whatever the partner's size class. */
function keysOf(desk: Desk, topic: Topic, keyClass: KeyClass): AskedKeys {
  const known = keysOfTopic.get(topic) ?? new Map<KeyClass, AskedKeys>();
  keysOfTopic.set(topic, known);
  const before = known.get(keyClass);
  if (before !== undefined) return before;
  const subject = slice(topic.subject, keyClass);
  const { country } = desk.agency.config.agency;
  const keys = new Set<string>();
  const elements = new Set<string>();
  for (const sizeClass of new Set(desk.sizeClasses.values())) {
    const derived = questionKeys(subject, { sizeClass, defaultCountry: country, withHalves: true }).keys;
    for (const key of derived.filter(({ strength }) => strength === 'full')) {
      keys.add(keyName(key));
      elements.add(keyName(key));
    }
    const halves = derived.filter(({ strength }) => strength === 'half');
    for (const { first, second } of pairsToSpend(halves, sizeClass)) {
      keys.add(`${keyName(first)} with ${keyName(second)}`);
      elements.add(`half ${keyName(first)}`).add(`half ${keyName(second)}`);
    }
  }
  const asked = { keys: [...keys], elements: [...elements] };
  known.set(keyClass, asked);
  return asked;
}

function keyName({ rule, value }: { readonly rule: string; readonly value: string }): string {
  return `${rule}|${value}`;
}

/** Asks one batch and gives back its hits when every partner has answered. */
async function askBatch(desk: Desk, batch: Batch): Promise<readonly Hit[]> {
  for (const { topic } of batch.slices) {
    for (const ref of Object.values(topic.refs).flat()) {
      const behind = desk.topicsOf.get(ref) ?? new Set();
      desk.topicsOf.set(ref, behind.add(topic));
    }
  }
  const id = await desk.agency.exchange.ask({
    actor: desk.officer,
    caseId: desk.caseId,
    purpose: 'investigate-offence',
    offence: 'organised-crime',
    legalBasis: 'criminal-procedure',
    urgency: 'normal',
    justification: 'the agency’s list, asked of its partners',
    text: '',
    without: [],
    partners: batch.partners,
    subjects: batch.slices.map((one) => one.known),
  });
  for (;;) {
    const question = await readQuestion(desk.agency.database, id);
    if (question !== null && question.answers.every((answer) => answer.state !== 'waiting')) {
      desk.unanswered += question.answers.filter(
        (answer) => answer.state === 'not-answered' || answer.state === 'refused',
      ).length;
      return question.found;
    }
    await pause(LOOK_EVERY_MS);
  }
}

interface HitTopics {
  readonly topics: readonly Topic[];
  /** The keys of theirs that may have hit. */
  readonly keys: readonly string[];
}

/** Whose keys hit: the ones asked about, and everybody else here who bears one of the same keys. */
function topicsBehind(desk: Desk, hit: Hit): HitTopics {
  const asked = new Set(hit.refs.flatMap((ref) => [...(desk.topicsOf.get(ref) ?? [])]));
  // A firm that hits beside a name belongs to the person: whoever else lives at an address of theirs is not meant.
  const classes = new Set(hit.keys.map((key) => (key.half === undefined ? key.keyClass : 'person')));
  const keys = [...asked].flatMap((topic) =>
    [...classes].flatMap((keyClass) => keysOf(desk, topic, keyClass).keys),
  );
  const topics = new Set([...asked, ...keys.flatMap((key) => [...(desk.byKey.get(key)?.topics ?? [])])]);
  return { topics: [...topics], keys };
}

function bearersOf(
  desk: Desk,
  key: string,
): { readonly topics: Set<Topic>; readonly disclosures: Set<Received> } {
  const known = desk.byKey.get(key) ?? { topics: new Set<Topic>(), disclosures: new Set<Received>() };
  desk.byKey.set(key, known);
  return known;
}

/** A partner that was asked for a key before is not asked again: what it disclosed then is compared now. */
function compareWithKnown(desk: Desk, topic: Topic, keys: readonly string[]): void {
  const known = new Set(keys.flatMap((key) => [...bearersOf(desk, key).disclosures]));
  for (const { request, ref, owner, written } of known) {
    if (topic.notTo.includes(owner)) continue;
    const sizeClass = desk.sizeClasses.get(owner) ?? 10_000;
    const pairs = topic.compareWith.map((one) => ({
      left: one.ref,
      links: judgeLinks(one, written, sizeClass),
    }));
    desk.judged.push({ request, ref, pairs, fields: [] });
  }
  for (const key of keys) bearersOf(desk, key).topics.add(topic);
}

const MEANT_NAMES_MAX = 8;
const MEANT_DATES_MAX = 4;

/** Who a hit on a name, or on a name and a firm, means, as it is written here: of all who bear the key, where that is one person or few. */
function meantBy(hit: Hit, about: readonly Topic[]): Meant | undefined {
  if (!hit.keys.every(({ rule, half }) => half !== undefined || isNameRule(rule))) return undefined;
  const all = (part: 'names' | 'birthDates'): string[] => [
    ...new Set(about.flatMap(({ subject }) => subject[part])),
  ];
  const meant = { names: all('names'), birthDates: all('birthDates') };
  const few = meant.names.length <= MEANT_NAMES_MAX && meant.birthDates.length <= MEANT_DATES_MAX;
  return few && meant.names.length > 0 ? meant : undefined;
}

/** The rule: every hit is requested, and one on a name says who is meant. */
async function request(desk: Desk, hit: Hit, about: readonly Topic[]): Promise<string> {
  const meant = meantBy(hit, about);
  const id = await desk.agency.exchange.sendRequest(desk.officer, hit.id, {
    urgency: 'normal',
    urgencyReason: '',
    wanted: ['name', 'birth-date', 'number', 'address', 'plate'],
    ...(meant === undefined ? {} : { meant }),
    facts: 'Listed in an investigation.',
    connection: 'The value is on our list.',
    restrictions: '',
  });
  const refs = about.flatMap((topic) => topic.compareWith.slice(0, 1).map((one) => one.ref));
  desk.requests.push({ id, partner: hit.partner, about: refs });
  return id;
}

/** Waits for the owner's word. What was disclosed is judged; what is joined to somebody of ours may be asked onward. */
async function readAnswer(desk: Desk, id: string, hit: HitTopics): Promise<readonly Topic[]> {
  const { database } = desk.agency;
  for (;;) {
    const state = (await readRequest(database, id))?.state;
    if (state === 'refused' || state === 'undeliverable') {
      desk.refused += 1;
      return [];
    }
    if (state === 'disclosed') break;
    await pause(LOOK_EVERY_MS);
  }
  const copy = (await readCopies(database, { requestId: id, now: new Date() }))[0];
  if (copy === undefined) throw new Error('assertion failed: a disclosure leaves a copy');
  const found: Topic[] = [];
  let isSame = false;
  for (const ref of recordsIn(copy)) {
    const { joined, same } = judgeRecord(desk, copy, ref, hit);
    if (ref === 'e1') isSame = same;
    if (joined.length > 0) found.push(toOnwardTopic(desk, copy, ref, joined));
  }
  await correctJudgements(desk, copy.id, isSame);
  return found;
}

type Compared = Topic['compareWith'];

function judgeRecord(
  desk: Desk,
  copy: ReceivedCopy,
  ref: string,
  hit: HitTopics,
): { readonly joined: Compared; readonly same: boolean } {
  const theirs = writtenIn(desk, copy, ref);
  const sizeClass = desk.sizeClasses.get(copy.owner) ?? 10_000;
  const compared = new Map(
    hit.topics.flatMap((topic) => topic.compareWith.map((one) => [nameOf(one.ref), one])),
  );
  const judged = [...compared.values()].map((one) => ({ one, links: judgeLinks(one, theirs, sizeClass) }));
  const pairs = judged.map(({ one, links }) => ({ left: one.ref, links }));
  desk.judged.push({ request: copy.requestId, ref, pairs, fields: fieldsOf(theirs) });
  const received = { request: copy.requestId, ref, owner: copy.owner, written: theirs };
  for (const key of hit.keys) bearersOf(desk, key).disclosures.add(received);
  return {
    joined: judged.filter(({ links }) => links.length > 0).map(({ one }) => one),
    same: judged.some(({ links }) => links.includes('person')),
  };
}

function writtenIn(desk: Desk, copy: ReceivedCopy, ref: string): Written {
  const country = desk.agency.agreement.members.find((member) => member.id === copy.owner)?.country ?? '';
  return { subject: subjectOfCopy(copy, ref, false), country };
}

/** What a disclosed record lets us ask of the others: by its owner's codes, and not of the owner. */
function toOnwardTopic(desk: Desk, copy: ReceivedCopy, ref: string, joined: Compared): Topic {
  const about = `disclosed ${copy.id}/${ref}`;
  const things = copy.entities.flatMap((entity) =>
    entity.statements
      .filter((statement) => entity.ref !== ref && NAMES_A_THING.has(statement.property))
      .map((statement) => [statement.value, [`copy:${copy.id}/${entity.ref}`]] as const),
  );
  return {
    about,
    subject: subjectOfCopy(copy, ref, true),
    refs: { [about]: [`copy:${copy.id}/${ref}`], ...Object.fromEntries(things) },
    compareWith: [
      { ...writtenIn(desk, copy, ref), ref: { request: copy.requestId, ref } },
      ...joined.slice(0, ROOTS_MAX),
    ],
    notTo: [copy.owner],
  };
}

/** The exchange notes the officer's request as a judgement; an officer who then sees another person takes it back. */
async function correctJudgements(desk: Desk, copyId: string, isSame: boolean): Promise<void> {
  if (isSame) return;
  const right = `copy:${copyId}/e1`;
  for (const judgement of await readJudgements(desk.agency.database, [right])) {
    await revokeJudgement(desk.agency.database, judgement.id);
    await judge(desk.agency.database, {
      left: judgement.left,
      right,
      verdict: 'different',
      officerId: desk.officer.officerId,
    });
  }
}

function nameOf(ref: Ref): string {
  return 'own' in ref ? `own ${ref.own}` : `request ${ref.request} ${ref.ref}`;
}
