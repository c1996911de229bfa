import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ManualClock, randomId, toBase64Url } from '../../src/base/index.ts';
import { type FollowUpRequest, listHits } from '../../src/exchange/index.ts';
import { KEY_VERSION } from '../../src/match/index.ts';
import { blindScalar } from '../../src/sealed/index.ts';
import {
  bytesOf,
  type HandMadeQuestion,
  type Key,
  makeQuestion,
  makeRequest,
  messageBytes,
  send,
  tracesAt,
  withElements,
} from '../town/hostile.ts';
import { agenciesOf, STORY_PHONE } from '../town/story.ts';
import { buildTown, type Town, type TownMember } from '../town/town.ts';
import { fieldsOf, request } from '../town/work.ts';

const KEY: Key = { keyClass: 'communication', rule: 'phone', value: STORY_PHONE };
const OTHER: Key = { keyClass: 'communication', rule: 'phone', value: '+33639980000' };
const DAY = 86_400_000;

describe('messages of a member that does not keep to the rules', () => {
  let town: Town;
  let jpn: TownMember;
  let crp: TownMember;
  let ard: TownMember;

  beforeAll(async () => {
    town = await buildTown(agenciesOf('jpn', 'crp', 'ard'), undefined, ['investigate-offence']);
    jpn = town.member('jpn');
    crp = town.member('crp');
    ard = town.member('ard');
  }, 300_000);
  afterAll(() => town[Symbol.asyncDispose]());

  /** Refused with this code, nothing stored, and the refusal in the ledger. */
  async function refused(
    code: string,
    from: TownMember,
    to: TownMember,
    kind: Parameters<typeof messageBytes>[3]['kind'],
    body: unknown,
  ): Promise<void> {
    const before = await tracesAt(to);
    expect(await send(town, from, to, { kind, body })).toEqual({ refused: code });
    expect(await tracesAt(to)).toEqual(before);
  }
  const crpRefuses = (code: string, body: unknown) => refused(code, jpn, crp, 'match-query', body);

  async function asked(from = jpn, to = crp): Promise<HandMadeQuestion> {
    const question = await makeQuestion(from, to, [KEY, OTHER]);
    expect(await send(town, from, to, { kind: 'match-query', body: question.body })).toHaveProperty('answer');
    return question;
  }

  describe('a question', () => {
    let good: HandMadeQuestion;
    beforeEach(async () => {
      good = await makeQuestion(jpn, crp, [KEY]);
    });
    // Whatever came, the server goes on serving.
    afterEach(async () => {
      await asked();
    });

    it.each([
      // RFC 9496 §4.3.1: the encoding of the identity is all zeros; 2^255 − 19 and more are not canonical; 1 is no square.
      ['the identity element', new Uint8Array(32)],
      ['a non-canonical element', new Uint8Array(32).fill(0xff)],
      ['bytes that are no element', Uint8Array.from({ length: 32 }, (_, at) => (at === 0 ? 1 : 0))],
    ])('with %s', async (_name, element) => {
      for (const place of [0, 15]) {
        await crpRefuses('elements-invalid', withElements(good, good.elements.with(place, element)));
      }
    });

    it('with as many elements as no padded size has, and with a class twice or none', async () => {
      const [batch] = good.body.classes;
      await crpRefuses(
        'elements-invalid',
        withElements(good, [...good.elements, ...good.elements.slice(0, 1)]),
      );
      await crpRefuses('elements-invalid', withElements(good, good.elements.slice(0, 15)));
      await crpRefuses('elements-invalid', { ...good.body, classes: [{ ...batch, elements: '' }] });
      await crpRefuses('elements-invalid', { ...good.body, classes: [batch, batch] });
      await crpRefuses('message-malformed', { ...good.body, classes: [] });
    });

    it('with an element cut short, or a root over other elements', async () => {
      const [batch] = good.body.classes;
      const short = toBase64Url(bytesOf(batch?.elements ?? '').subarray(0, 511));
      await crpRefuses('elements-invalid', { ...good.body, classes: [{ ...batch, elements: short }] });
      await crpRefuses('elements-invalid', { ...good.body, elementsRoot: toBase64Url(new Uint8Array(32)) });
    });

    it('under another epoch, key version or purpose', async () => {
      await crpRefuses('epoch-unknown', { ...good.body, epoch: 2 });
      await crpRefuses('version-differs', { ...good.body, keyVersion: KEY_VERSION + 1 });
      await crpRefuses('purpose-not-agreed', { ...good.body, purpose: 'prevent-offence' });
      await crpRefuses('message-malformed', { ...good.body, purpose: 'curiosity' });
      await crpRefuses('message-malformed', { ...good.body, extra: 1 });
    });

    it('of 4,097 elements in a class', async () => {
      const many = Array.from({ length: 4_097 }, () => good.elements[0] ?? new Uint8Array(32));
      await crpRefuses('message-malformed', withElements(good, many));
    });

    it('that uses a handle twice under two message ids', async () => {
      await send(town, jpn, crp, { kind: 'match-query', body: good.body });
      await crpRefuses('message-malformed', good.body);
    });

    it('sent again: the same bytes get the same answer and are not charged; another body under the id is an alarm', async () => {
      const id = randomId();
      const bytes = messageBytes(town, jpn, crp, { kind: 'match-query', body: good.body, id });
      const first = await send(town, jpn, crp, bytes);
      const before = await tracesAt(crp);
      expect(await send(town, jpn, crp, bytes)).toEqual(first);
      expect(await tracesAt(crp)).toEqual(before);
      const other = await makeQuestion(jpn, crp, [OTHER]);
      expect(await send(town, jpn, crp, { kind: 'match-query', body: other.body, id })).toEqual({
        refused: 'id-reused',
      });
      expect(await tracesAt(crp)).toEqual(before);
      expect(crp.logs.join('')).toContain('peer-alarm');
    });

    it('is written to the ledger as refused', async () => {
      const count = async () =>
        (
          await crp.database.query(
            `SELECT 1 FROM ledger.entry WHERE act = 'answer-question' AND result = 'refused'`,
          )
        ).rowCount;
      const before = await count();
      await crpRefuses('epoch-unknown', { ...good.body, epoch: 9 });
      expect(await count()).toBe(before + 1);
    });
  });

  describe('a follow-up request', () => {
    let question: HandMadeQuestion;
    const opens = (change: (opening: FollowUpRequest['openings'][number]) => object): unknown => {
      const body = makeRequest(town, question, [0]);
      return { ...body, openings: body.openings.map((opening) => ({ ...opening, ...change(opening) })) };
    };
    const crpSays = (code: string, body: unknown) => refused(code, jpn, crp, 'follow-up-request', body);

    beforeAll(async () => {
      question = await asked();
    });

    it.each([
      ['another scalar', () => ({ scalar: toBase64Url(blindScalar(new Uint8Array(32), 5)) })],
      ['the scalar zero', () => ({ scalar: toBase64Url(new Uint8Array(32)) })],
      ['a scalar that is not canonical', () => ({ scalar: toBase64Url(new Uint8Array(32).fill(0xff)) })],
      ['another value', () => ({ value: '+33639984712' })],
      ['another rule', () => ({ rule: 'imei' })],
      ['a rule that there is not', () => ({ rule: 'hunch' })],
      ['another position', () => ({ position: 1 })],
      ['a position outside the question', () => ({ position: 16 })],
      ['another class', () => ({ keyClass: 'person' })],
      ['no path', () => ({ path: [] })],
      ['a path too long', (opening: { path: string[] }) => ({ path: [...opening.path, opening.path[0]] })],
      [
        'a path through another element',
        (opening: { path: string[] }) => ({ path: opening.path.toReversed() }),
      ],
      ['an empty path step', (opening: { path: string[] }) => ({ path: opening.path.with(0, '') })],
    ])('that opens with %s', async (_name, change) => {
      await crpSays('opening-invalid', opens(change as Parameters<typeof opens>[0]));
    });

    it('under another purpose or offence than its question', async () => {
      const body = makeRequest(town, question, [0]);
      await crpSays('opening-invalid', { ...body, purpose: 'prevent-offence' });
      await crpSays('opening-invalid', { ...body, offence: 'money-laundering' });
    });

    it('for a question that nobody asked, or that another member asked', async () => {
      const body = makeRequest(town, question, [0]);
      await crpSays('question-unknown', { ...body, questionHandle: randomId() });
      await refused('question-unknown', ard, crp, 'follow-up-request', body);
    });

    it('with text that no database holds', async () => {
      await crpSays('message-malformed', { ...makeRequest(town, question, [0]), facts: 'a\0b' });
      await crpSays('message-malformed', { ...makeRequest(town, question, [0]), connection: '\ud800' });
      await crpSays('message-malformed', { ...makeRequest(town, question, [0]), facts: 'x'.repeat(4_001) });
    });

    it('that opens one element twice, at once or one after the other', async () => {
      const body = makeRequest(town, question, [0]);
      await crpSays('element-opened-before', { ...body, openings: [...body.openings, ...body.openings] });
      expect(await send(town, jpn, crp, { kind: 'follow-up-request', body })).toHaveProperty('answer');
      await crpSays('element-opened-before', body);
      // The other element of the same question may still be opened: it is not held, and a person will say so.
      expect(
        await send(town, jpn, crp, { kind: 'follow-up-request', body: makeRequest(town, question, [1]) }),
      ).toHaveProperty('answer');
      const { rows } = await crp.database.query<{ held: boolean }>(
        'SELECT held FROM exchange.opened WHERE handle = $1 ORDER BY position',
        [question.body.handle],
      );
      expect(rows.map((row) => row.held)).toEqual([true, false]);
    });

    it('that says it was made weeks ago: its clock begins when it comes, so that it is not overdue at once', async () => {
      const fresh = await asked();
      const weeksAgo = new ManualClock(new Date(town.clock.now().getTime() - 29 * DAY));
      const body = { ...makeRequest(town, fresh, [0]), urgency: 'urgent-direct' };
      const bytes = messageBytes({ ...town, clock: weeksAgo }, jpn, crp, { kind: 'follow-up-request', body });
      expect(await send(town, jpn, crp, bytes)).toHaveProperty('answer');
      const { rows } = await crp.database.query<{ due_at: Date }>(
        `SELECT due_at FROM exchange.request WHERE body->>'questionHandle' = $1`,
        [fresh.body.handle],
      );
      expect(rows.map((row) => row.due_at.getTime() - town.clock.now().getTime())).toEqual([8 * 3_600_000]);
    });

    it('with the id of a request that this agency has sent itself', async () => {
      const [hit] = await listHits(jpn.database, { questionId: await questionOf() });
      if (hit === undefined) throw new Error('no hit');
      const id = await request(town, jpn, hit);
      const back = await makeQuestion(crp, jpn, [KEY]);
      await send(town, crp, jpn, { kind: 'match-query', body: back.body });
      const before = await tracesAt(jpn);
      const said = await send(town, crp, jpn, {
        kind: 'follow-up-request',
        body: makeRequest(town, back, [0]),
        id,
      });
      expect(said).toEqual({ refused: 'message-malformed' });
      expect(await tracesAt(jpn)).toEqual(before);
    });
  });

  describe('a disclosure', () => {
    const marked = {
      recordedOn: '2026-01-01',
      evaluation: { scheme: 'eu-4x4', code: 'B2' },
      certainty: 'fact',
      handling: ['H0'],
    };
    const name = { property: 'name', written: 'X', value: 'X', ...marked };
    const body = (requestId: string, other: object = {}) => ({
      requestId,
      subjectRef: 'e1',
      entities: [{ ref: 'e1', kind: 'person', category: 'contact', statements: [name] }],
      relations: [],
      handling: ['H0'],
      keepUntil: '2027-01-01T00:00:00.000Z',
      leaf: '0'.repeat(64),
      ...other,
    });
    let requestId: string;
    const jpnSays = (code: string, what: unknown) => refused(code, crp, jpn, 'disclosure', what);

    beforeAll(async () => {
      const [hit] = await listHits(jpn.database, { questionId: await questionOf() });
      if (hit === undefined) throw new Error('no hit');
      requestId = await request(town, jpn, hit);
    });

    it('for a request that was never sent, or was sent to another', async () => {
      await jpnSays('request-unknown', body(randomId()));
      await refused('request-unknown', ard, jpn, 'disclosure', body(requestId));
      await refused('request-unknown', ard, jpn, 'refusal', {
        requestId,
        ground: 'not-held',
        leaf: '0'.repeat(64),
      });
    });

    it('whose refs lie', async () => {
      const [entity] = body(requestId).entities;
      const relation = { from: 'e1', to: 'e2', link: 'uses', ...marked };
      await jpnSays('message-malformed', body(requestId, { subjectRef: 'e2' }));
      await jpnSays('message-malformed', body(requestId, { entities: [entity, entity] }));
      await jpnSays('message-malformed', body(requestId, { relations: [relation] }));
      await jpnSays(
        'message-malformed',
        body(requestId, { entities: [{ ...entity, ref: 'a/b' }], subjectRef: 'a/b' }),
      );
    });

    it('of a person without a category, a thing with one, or a code of another scheme', async () => {
      const [entity] = body(requestId).entities;
      await jpnSays('message-malformed', body(requestId, { entities: [{ ...entity, category: undefined }] }));
      await jpnSays('message-malformed', body(requestId, { entities: [{ ...entity, kind: 'phone' }] }));
      const evaluation = { scheme: 'uk-3x5x2', code: 'B2' };
      await jpnSays(
        'message-malformed',
        body(requestId, { entities: [{ ...entity, statements: [{ ...name, evaluation }] }] }),
      );
    });

    it('without its handling codes', async () => {
      await jpnSays('message-malformed', body(requestId, { handling: [] }));
    });

    it('twice, or a refusal after it', async () => {
      expect(await send(town, crp, jpn, { kind: 'disclosure', body: body(requestId) })).toHaveProperty(
        'answer',
      );
      await jpnSays('answer-repeated', body(requestId));
      await refused('answer-repeated', crp, jpn, 'refusal', {
        requestId,
        ground: 'not-held',
        leaf: '0'.repeat(64),
      });
    });

    it('is not made of fields that are not of the record, or of another record', async () => {
      const question = await asked();
      const said = await send(town, jpn, crp, {
        kind: 'follow-up-request',
        body: makeRequest(town, question, [0]),
      });
      const { messageId } = (said as { answer: { messageId: string } }).answer;
      const { record } = await fieldsOf(town, crp, messageId);
      const decide = (entityId: string, statementId: string) =>
        crp.agency.exchange.decide(crp.officer('liaison'), messageId, {
          decision: 'disclose',
          entityId,
          fields: [{ statementId, handling: [] }],
          reason: 'r',
        });
      const before = await tracesAt(crp);
      await expect(decide(record.id, randomId())).rejects.toMatchObject({ code: 'field-not-disclosable' });
      await expect(decide(randomId(), randomId())).rejects.toMatchObject({ code: 'field-not-disclosable' });
      expect(await tracesAt(crp)).toEqual(before);
    });
  });

  it('a kind that nobody takes, and a checkpoint of somebody else’s ledger', async () => {
    await refused('message-malformed', jpn, crp, 'match-result', {});
    await refused('message-malformed', jpn, crp, 'permission-request', {});
    await refused('message-malformed', jpn, crp, 'checkpoint', {
      note: 'entente/jpn\n1\nAAAA\n\n— nobody AAAA\n',
    });
    await refused('message-malformed', jpn, crp, 'index-notice', { number: 0 });
  });

  it('a body that is no JSON, or no UTF-8', async () => {
    for (const body of [
      new Uint8Array(0),
      Uint8Array.of(0xff, 0xfe),
      new TextEncoder().encode('[1'),
      new Uint8Array(1_000),
    ]) {
      await refused('message-malformed', jpn, crp, 'match-query', body);
    }
  });

  it('a follow-up request after the question is closed', async () => {
    const question = await asked();
    town.clock.advance(8 * DAY);
    await refused('question-closed', jpn, crp, 'follow-up-request', makeRequest(town, question, [0]));
  });

  async function questionOf(): Promise<string> {
    const id = await jpn.ask(STORY_PHONE, { partners: ['crp'] });
    await town.settle();
    return id;
  }
});
