import { describe, expect, it } from 'vitest';
import { freshDatabase } from '../../../test/harness/database.ts';
import { link, row, thing } from '../../../test/town/rows.ts';
import type { Category, EntityKind, HandlingCode, LinkKind, Property } from '../../model/index.ts';
import { entityId, judge, type ReceivedCopy, storeCopy } from '../../records/index.ts';
import type { Database } from '../../store/index.ts';
import { MORNING, openDesk } from './test-desk.ts';

const PHONE = '+33639984711';
const marked = {
  recordedOn: '2026-10-24',
  evaluation: { scheme: 'eu-4x4', code: 'B2' },
  certainty: 'fact',
  handling: ['H0'],
} as const;

type Thing = readonly [ref: string, kind: EntityKind, property: Property, value: string, category?: Category];
type Link = readonly [from: string, kind: LinkKind, to: string];

/** A disclosure as it would arrive: the thing that the opened key pointed to is e1. */
function copyOf(
  owner: string,
  caseId: string,
  things: readonly Thing[],
  links: readonly Link[],
  handling: readonly HandlingCode[] = ['H0'],
): Omit<ReceivedCopy, 'id'> {
  return {
    owner,
    messageId: `message-${owner}-${things[0]?.[3]}`,
    requestId: `request-${owner}`,
    caseId,
    receivedAt: MORNING.toISOString(),
    expiresAt: '2027-05-01T00:00:00.000Z',
    handling,
    entities: things.map(([ref, kind, property, value, category]) => ({
      ref,
      kind,
      ...(category === undefined ? {} : { category }),
      statements: [{ ...marked, property, written: value, value }],
    })),
    relations: links.map(([from, kind, to]) => ({ ...marked, from, to, link: kind })),
  };
}

interface HandMadeHit {
  readonly id: string;
  readonly partner: string;
  readonly about: string;
  readonly rule: string;
  readonly keyClass: string;
  readonly refs: readonly string[];
  readonly state: string;
}

async function keepHits(database: Database, caseId: string, hits: readonly HandMadeHit[]): Promise<void> {
  await database.query(
    `INSERT INTO exchange.question (id, case_id, officer_id, purpose, offence, legal_basis, urgency, about, stopped, refs, intent_id, asked_at)
     VALUES ('q', $1, 'o', 'investigate-offence', 'terrorism', 'court-order', 'normal', '[]', '[]', '{}', 'i', $2)`,
    [caseId, MORNING],
  );
  for (const { id, partner, about, rule, keyClass, refs, state } of hits) {
    await database.query(
      `INSERT INTO exchange.hit (id, question_id, partner, about, keys, chance, refs, state, found_at, close_by, request_id)
       VALUES ($1, 'q', $2, $3, $4, 0.01, $5, $6, $7, $7, $8)`,
      [
        id,
        partner,
        about,
        JSON.stringify([{ rule, keyClass, sentence: 'It agrees.', positions: [0] }]),
        JSON.stringify(refs),
        state,
        MORNING,
        state === 'answered' ? `request-${partner}` : null,
      ],
    );
  }
}

/** The story: an exhibit's phone, its user at CRP, his mother at FIO, her flat, and who stays there at ARD. */
async function story(database: Database) {
  const desk = openDesk(database);
  const investigator = await desk.officer('investigator');
  const caseId = await desk.openCase(investigator);
  await desk.load([
    row(
      '1',
      [thing('x', 'exhibit', [['name', 'Exhibit 12']]), thing('p', 'phone', [['number', PHONE]])],
      [link('x', 'holds', 'p')],
    ),
    row('2', [thing('other', 'exhibit', [['name', 'Exhibit 99']])]),
  ]);
  const phone = `own:${entityId('jpn', 'persreg', 'p')}`;
  const [crp, fio, ard] = await database.transaction(async (tx) => {
    // CRP disclosed the person alone: its answer does not repeat the number that was asked.
    const first = await storeCopy(
      tx,
      copyOf('crp', caseId, [['e1', 'person', 'name', 'Tomas Averinck', 'contact']], []),
    );
    const second = await storeCopy(
      tx,
      copyOf(
        'fio',
        caseId,
        [
          ['e1', 'person', 'name', 'Tomas Averinck', 'contact'],
          ['e2', 'person', 'name', 'Odile Averinck', 'contact'],
          ['e3', 'address', 'address', 'Quay Lane 14 flat 3'],
        ],
        [
          ['e1', 'family-of', 'e2'],
          ['e2', 'rents', 'e3'],
        ],
      ),
    );
    const third = await storeCopy(
      tx,
      copyOf(
        'ard',
        caseId,
        [
          ['e1', 'person', 'name', 'Idris Velhane', 'suspect'],
          ['e2', 'address', 'address', 'Quay Lane 14 flat 3'],
        ],
        [['e1', 'stays-at', 'e2']],
        ['H0', 'H2'],
      ),
    );
    await judge(tx, {
      left: `copy:${first}/e1`,
      right: `copy:${second}/e1`,
      verdict: 'same',
      officerId: 'o',
    });
    await judge(tx, {
      left: `copy:${second}/e3`,
      right: `copy:${third}/e2`,
      verdict: 'same',
      officerId: 'o',
    });
    return [first, second, third];
  });
  const hit = { rule: 'phone', keyClass: 'communication', about: `phone ${PHONE}`, refs: [phone] };
  const name = {
    rule: 'name+birthdate',
    keyClass: 'person',
    about: 'name averinck and birth date 1984-02-09',
  };
  await keepHits(database, caseId, [
    { ...hit, id: 'h-crp', partner: 'crp', state: 'answered' },
    { ...name, id: 'h-fio', partner: 'fio', refs: [`copy:${crp}/e1`], state: 'answered' },
    { ...hit, id: 'h-pcs', partner: 'pcs', state: 'sealed' },
    { ...hit, id: 'h-set-aside', partner: 'fio', state: 'set-aside' },
  ]);
  const network = (ends: { from?: string; to?: string } = {}) =>
    desk.services.network(investigator, { case: caseId, ...ends });
  return { ...desk, investigator, caseId, phone, crp, fio, ard, network };
}

describe('the network of a case', () => {
  it('leads from the exhibit to the wanted man, over an answer that did not repeat what was asked', async () => {
    await using database = await freshDatabase();
    const { network } = await story(database);
    const { nodes } = await network();
    const idOf = (label: string): string => nodes.find((node) => node.label === label)?.id ?? label;
    const { path, edges } = await network({ from: idOf('Exhibit 12'), to: idOf('Idris Velhane') });
    expect(path.map((id) => nodes.find((node) => node.id === id)?.label)).toEqual([
      'Exhibit 12',
      PHONE,
      'Tomas Averinck',
      'Odile Averinck',
      'Quay Lane 14 flat 3',
      'Idris Velhane',
    ]);
    // What joins the number to the person is CRP's answer to the hit, and is drawn as a received copy.
    const opened = edges.find((edge) => edge.from === idOf(PHONE) && edge.to === idOf('Tomas Averinck'));
    expect(opened).toMatchObject({
      link: 'opened-hit',
      source: 'copy',
      owner: 'crp',
      certainty: 'assessment',
    });
  });

  it('draws own records that matter and no others, the sealed hit on what was asked, and the mother as a contact', async () => {
    await using database = await freshDatabase();
    const { network } = await story(database);
    const { nodes, edges, leftOut } = await network();
    const labels = nodes.map(({ label }) => label);
    expect(labels).toContain('Exhibit 12');
    expect(labels).not.toContain('Exhibit 99');
    const sealed = nodes.filter(({ state }) => state === 'sealed');
    expect(sealed.map(({ owners, values }) => [owners, values])).toEqual([[['pcs'], []]]);
    expect(edges.find((edge) => edge.to === sealed[0]?.id)).toMatchObject({
      link: 'sealed-hit',
      source: 'sealed',
    });
    expect(nodes.find(({ label }) => label === 'Odile Averinck')).toMatchObject({
      category: 'contact',
      owners: ['fio'],
    });
    expect(nodes.find(({ label }) => label === 'Tomas Averinck')?.owners.toSorted()).toEqual(['crp', 'fio']);
    expect(leftOut).toContainEqual({ reason: 'Hits that were set aside.', count: 1 });
  });

  it('says whose permission is missing, and lets own and H0 things be asked onward', async () => {
    await using database = await freshDatabase();
    const { network } = await story(database);
    const { nodes } = await network();
    const wanted = nodes.find(({ label }) => label === 'Idris Velhane');
    // ARD is not in this agreement any more: its id in capitals stands for its letters.
    expect(wanted).toMatchObject({ mayAskOnward: false, stop: 'ARD’s permission is missing (H2).' });
    expect(nodes.find(({ label }) => label === PHONE)).toMatchObject({ mayAskOnward: true });
  });

  it('is the same picture every time it is opened, and each opening is written down for the case', async () => {
    await using database = await freshDatabase();
    const { network, acts } = await story(database);
    expect(await network()).toEqual(await network());
    expect(await acts()).toEqual(
      Array.from({ length: 2 }, () => ['view-network allow', 'view-network done']).flat(),
    );
  });

  it('draws what was asked and nobody holds as asked, once for all partners, and not where a copy holds that very number', async () => {
    await using database = await freshDatabase();
    const desk = openDesk(database);
    const investigator = await desk.officer('investigator');
    const caseId = await desk.openCase(investigator);
    const plate = {
      rule: 'plate',
      keyClass: 'vehicle',
      about: 'plate 9ZZY417 (BE)',
      refs: [],
      state: 'sealed',
    };
    const phone = {
      rule: 'phone',
      keyClass: 'communication',
      about: `phone ${PHONE}`,
      refs: [],
      state: 'sealed',
    };
    await keepHits(database, caseId, [
      { ...plate, id: 'h1', partner: 'crp' },
      { ...plate, id: 'h2', partner: 'fio' },
      { ...phone, id: 'h3', partner: 'fio' },
    ]);
    await database.transaction((tx) =>
      storeCopy(tx, copyOf('crp', caseId, [['e1', 'phone', 'number', PHONE]], [])),
    );
    const { nodes, edges } = await desk.services.network(investigator, { case: caseId });
    const asked = nodes.filter(({ sub }) => sub === 'asked about, not held here');
    expect(asked).toMatchObject([{ kind: 'vehicle', label: 'plate 9ZZY417 (BE)', state: 'own', values: [] }]);
    expect(edges.filter(({ from }) => from === asked[0]?.id)).toHaveLength(2);
    const copied = nodes.find(({ label }) => label === PHONE);
    expect(edges.filter(({ from }) => from === copied?.id)).toHaveLength(1);
  });
});
