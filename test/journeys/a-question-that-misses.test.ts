import { describe, expect, it } from 'vitest';
import { KEY_CLASSES } from '../../src/model/index.ts';
import { dumpMember, findPlanted } from '../town/dump.ts';
import { agenciesOf } from '../town/story.ts';
import { buildTown, type TownMember } from '../town/town.ts';
import { ledgerOf } from '../town/work.ts';

const SUBJECTS = `Quirin Zaltbrommer 1971-04-13 +33639980123
+33639984455
IMEI 490154203237518
plate ZQ-771-XB
passport NL XR8812345
IBAN NL91ABNA0417164300
quirin.zaltbrommer@mail.example
Zwanenhals 77, Oostkamp
Zaltbrommer Logistics BV`;
const JUSTIFICATION = 'Zebrawood tip line, caller 5531';

/** Everything that was typed or stands behind it, in the forms in which it might leak. */
const PLANTED = [
  'Quirin',
  'Zaltbrommer',
  '1971-04-13',
  '+33639980123',
  '33639980123',
  '639980123',
  '33639984455',
  '490154203237518',
  'ZQ-771-XB',
  'ZQ771XB',
  'XR8812345',
  'NL91ABNA0417164300',
  'mail.example',
  'Zwanenhals',
  'Oostkamp',
  'Zebrawood',
  'caller 5531',
  'ZLTBRMR',
];

describe('a question that misses', () => {
  it('leaves at each partner what a question shows, and nothing of what it was about', async () => {
    await using town = await buildTown(agenciesOf('jpn', 'crp', 'ard'));
    const jpn = town.member('jpn');
    const { rows: cases } = await jpn.database.query<{ reference: string; title: string }>(
      `UPDATE oversight.case_file SET reference = 'ZK-2026-0815', title = 'Operation Zirkonlicht' RETURNING reference, title`,
    );
    const { rows: officers } = await jpn.database.query<{ id: string; name: string }>(
      `UPDATE oversight.officer SET name = 'Inspector Yolanthe Zeevogel' WHERE role = 'investigator' RETURNING id, name`,
    );
    const id = await jpn.ask(SUBJECTS, { justification: JUSTIFICATION });
    await town.settle();

    const question = await jpn.question(id);
    expect(question.answers.map((answer) => [answer.partner, answer.state, answer.hits])).toEqual([
      ['ard', 'no-hit', 0],
      ['crp', 'no-hit', 0],
    ]);
    // Every class was asked, so every kind of value had its chance to leak.
    expect(await askedClasses(jpn)).toEqual([...KEY_CLASSES].toSorted());

    const { partners } = await jpn.agency.exchange.plan(jpn.database, { text: SUBJECTS, without: [] });
    const values = partners.flatMap((partner) => partner.keys.map((key) => key.value));
    expect(values.length).toBeGreaterThan(20);
    const planted = [
      ...PLANTED,
      ...values,
      ...cases.flatMap((row) => [row.reference, row.title, jpn.caseId]),
      ...officers.flatMap((row) => [row.name, row.id]),
      id,
    ];
    // The search itself works: the asker's own side holds them.
    const own = await dumpMember(jpn);
    expect(
      findPlanted(own, ['Zaltbrommer', '33639984455', 'Zebrawood', 'ZK-2026-0815', 'Zeevogel']),
    ).toHaveLength(5);
    for (const partner of [town.member('crp'), town.member('ard')]) {
      expect(findPlanted(await dumpMember(partner), planted)).toEqual([]);
      await expectOnlyWhatIsShown(jpn, partner, id);
    }
  }, 300_000);

  it('shows two partners unrelated handles and elements', async () => {
    await using town = await buildTown(agenciesOf('jpn', 'crp', 'ard'));
    await town.member('jpn').ask('+33639980123');
    await town.settle();
    const seen = await Promise.all(
      ['crp', 'ard'].map(async (id) => {
        const { rows } = await town.member(id).database.query<{
          handle: string;
          officer_handle: string;
          elements_root: Uint8Array;
          message_id: string;
        }>('SELECT handle, officer_handle, elements_root, message_id FROM exchange.asked');
        return rows[0];
      }),
    );
    expect(seen[0]?.handle).not.toBe(seen[1]?.handle);
    expect(seen[0]?.officer_handle).not.toBe(seen[1]?.officer_handle);
    expect(seen[0]?.message_id).not.toBe(seen[1]?.message_id);
    expect(Buffer.from(seen[0]?.elements_root ?? []).equals(Buffer.from(seen[1]?.elements_root ?? []))).toBe(
      false,
    );
  }, 300_000);
});

async function askedClasses(jpn: TownMember): Promise<readonly string[]> {
  const { rows } = await jpn.database.query<{ key_class: string }>(
    `SELECT DISTINCT sent->>0 AS key_class FROM exchange.question_partner CROSS JOIN LATERAL jsonb_array_elements(counts) AS sent ORDER BY 1`,
  );
  return rows.map((row) => row.key_class);
}

/** sealed-matching, "Question": agency, purpose, offence, class counts, urgency, legal basis, time, two handles, the root. */
async function expectOnlyWhatIsShown(
  jpn: TownMember,
  partner: TownMember,
  questionId: string,
): Promise<void> {
  const { rows: asked } = await partner.database.query('SELECT * FROM exchange.asked');
  const { rows: sent } = await jpn.database.query<{ handle: string; message_id: string; epoch: number }>(
    'SELECT handle, message_id, epoch FROM exchange.question_partner WHERE question_id = $1 AND partner = $2',
    [questionId, partner.id],
  );
  const { rows: kept } = await jpn.database.query<{ counts: readonly (readonly [string, number])[] }>(
    'SELECT counts FROM exchange.question_partner WHERE question_id = $1 AND partner = $2',
    [questionId, partner.id],
  );
  const inOrder = kept[0]?.counts ?? [];
  expect(inOrder.map(([keyClass]) => keyClass)).toEqual(KEY_CLASSES);
  expect(asked).toEqual([
    {
      partner: 'jpn',
      handle: sent[0]?.handle,
      message_id: sent[0]?.message_id,
      epoch: sent[0]?.epoch,
      purpose: 'investigate-offence',
      offence: 'terrorism',
      legal_basis: 'criminal-procedure',
      standing: false,
      urgency: 'normal',
      officer_handle: expect.stringMatching(/^[0-9a-f]{32}$/),
      counts: inOrder,
      elements_root: expect.anything(),
      elements_count: inOrder.reduce((sum, [, count]) => sum + count, 0),
      asked_at: expect.any(Date),
      open_until: expect.any(Date),
    },
  ]);
  const entries = await ledgerOf(partner, 'answer-question');
  const [intent, outcome] = entries;
  expect(entries).toHaveLength(2);
  expect(Object.keys(intent ?? {}).toSorted()).toEqual(
    [
      'act',
      'actor',
      'agency',
      'categories',
      'id',
      'kind',
      'legalBasis',
      'messageId',
      'offence',
      'onBehalfOf',
      'operation',
      'peerLeaf',
      'policy',
      'purpose',
      'time',
      'v',
    ].toSorted(),
  );
  expect(intent).toMatchObject({
    actor: 'jpn',
    purpose: 'investigate-offence',
    categories: Object.fromEntries(inOrder),
  });
  expect(outcome).toMatchObject({ kind: 'outcome', result: 'done', recipients: ['jpn'] });
  expect(outcome).not.toHaveProperty('fields');
}
